// Benchmarks: iterations, sub-benchmarks, parallel ones, metrics, and testing.Benchmark.
package benchmarks

import (
	"fmt"
	"sync/atomic"
	"testing"
)

// Args: -bench . -benchtime 100x -cpu 1,4

// quiet leaves out what depends on the computer.
func quiet(b *testing.B) {
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(0, "MB/s")
}

var sink []int64

func BenchmarkN(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		sink = make([]int64, 14)
	}
	b.StopTimer()
	quiet(b)
}

func BenchmarkLoop(b *testing.B) {
	calls := 0
	for b.Loop() {
		calls++
	}
	quiet(b)
	b.ReportMetric(float64(calls)/float64(b.N), "calls/op")
}

func BenchmarkSub(b *testing.B) {
	for _, size := range []int{1, 1000} {
		b.Run(fmt.Sprint("size=", size), func(b *testing.B) {
			b.SetBytes(int64(size))
			quiet(b)
			b.ReportMetric(float64(size)/3, "third")
			b.ReportMetric(0.00012345, "small")
			b.ReportMetric(123456, "large")
		})
	}
}

func BenchmarkParallel(b *testing.B) {
	var n atomic.Int64
	b.SetParallelism(2)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			n.Add(1)
		}
	})
	if n.Load() != int64(b.N) {
		b.Errorf("%d iterations, want %d", n.Load(), b.N)
	}
	quiet(b)
}

func BenchmarkSkip(b *testing.B) { b.Skip("not today") }

func TestBenchmark(t *testing.T) {
	r := testing.Benchmark(func(b *testing.B) {
		for range b.N {
			sink = make([]int64, 14)
		}
	})
	t.Log(r.N == 100, r.AllocsPerOp(), r.T > 0, r.NsPerOp() > 0)
	r = testing.BenchmarkResult{N: 1000, T: 123456, Bytes: 64, MemAllocs: 2000, MemBytes: 64000}
	t.Log(r)
	t.Log(r.MemString())
}

// Output:
// === RUN   TestBenchmark
//     testing_benchmarks_test.go:72: true 1 true true
//     testing_benchmarks_test.go:74:     1000	       123.5 ns/op	 518.40 MB/s
//     testing_benchmarks_test.go:75:       64 B/op	       2 allocs/op
// --- PASS: TestBenchmark (0.00s)
// === RUN   TestBenchmark
//     testing_benchmarks_test.go:72: true 1 true true
//     testing_benchmarks_test.go:74:     1000	       123.5 ns/op	 518.40 MB/s
//     testing_benchmarks_test.go:75:       64 B/op	       2 allocs/op
// --- PASS: TestBenchmark (0.00s)
// goos: linux
// goarch: amd64
// pkg: command-line-arguments
// BenchmarkN
// BenchmarkN            	     100	     128 B/op	       1 allocs/op
// BenchmarkN-4          	     100	     128 B/op	       1 allocs/op
// BenchmarkLoop
// BenchmarkLoop         	     100	         1.000 calls/op
// BenchmarkLoop-4       	     100	         1.000 calls/op
// BenchmarkSub
// BenchmarkSub/size=1
// BenchmarkSub/size=1   	     100	    123456 large	         0.0001234 small	         0.3333 third
// BenchmarkSub/size=1-4 	     100	    123456 large	         0.0001234 small	         0.3333 third
// BenchmarkSub/size=1000
// BenchmarkSub/size=1000           	     100	    123456 large	         0.0001234 small	       333.3 third
// BenchmarkSub/size=1000-4         	     100	    123456 large	         0.0001234 small	       333.3 third
// BenchmarkParallel
// BenchmarkParallel                	     100
// BenchmarkParallel-4              	     100
// BenchmarkSkip
//     testing_benchmarks_test.go:64: not today
// --- SKIP: BenchmarkSkip
// PASS
// ok  	command-line-arguments	0.000s
