// The figures and settings of runtime.MemStats and runtime/debug, and sync.Pool over collections.
package main

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"
)

var sink []byte

func allocate(bytes int) {
	for range bytes / 1000 {
		sink = make([]byte, 1000)
	}
}

func stats() (m runtime.MemStats) {
	runtime.ReadMemStats(&m)
	return m
}

func deep(n int) int {
	if n == 0 {
		return 0
	}
	return 1 + deep(n-1)
}

func main() {
	fmt.Println(debug.SetGCPercent(-5), debug.SetGCPercent(-1))
	before := stats()
	allocate(20_000_000)
	after := stats()
	fmt.Println("off:", after.NumGC-before.NumGC, after.TotalAlloc-before.TotalAlloc >= 20_000_000,
		after.HeapAlloc-before.HeapAlloc >= 20_000_000, after.Mallocs-before.Mallocs >= 20_000)

	fmt.Println(debug.SetMemoryLimit(-1) == math.MaxInt64, debug.SetMemoryLimit(32<<20) == math.MaxInt64)
	allocate(100_000_000)
	limited := stats()
	fmt.Println("limited:", limited.NumGC > after.NumGC, limited.NumGC < after.NumGC+20,
		limited.HeapInuse <= 34<<20, limited.NumForcedGC == after.NumForcedGC)
	fmt.Println(debug.SetMemoryLimit(math.MaxInt64))

	fmt.Println(debug.SetGCPercent(100))
	allocate(20_000_000)
	on := stats()
	fmt.Println("on:", on.NumGC > limited.NumGC, on.HeapSys >= on.HeapInuse, on.HeapInuse >= on.HeapAlloc,
		on.HeapObjects == on.Mallocs-on.Frees)
	debug.FreeOSMemory()
	forced := stats()
	fmt.Println(forced.NumForcedGC-on.NumForcedGC, forced.HeapAlloc < 3<<20, forced.StackInuse > 0)

	gc := debug.GCStats{PauseQuantiles: make([]time.Duration, 3)}
	debug.ReadGCStats(&gc)
	fmt.Println(gc.NumGC == int64(forced.NumGC), len(gc.Pause) == min(int(gc.NumGC), 256), len(gc.PauseEnd) == len(gc.Pause))
	fmt.Println(gc.PauseQuantiles[0] == slices.Min(gc.Pause), gc.PauseQuantiles[2] == slices.Max(gc.Pause),
		gc.LastGC.Equal(gc.PauseEnd[0]), !gc.PauseEnd[1].After(gc.PauseEnd[0]))

	fmt.Println(debug.SetMaxStack(64<<20), debug.SetMaxStack(64<<20), deep(100_000))
	fmt.Println(debug.SetMaxThreads(5000), debug.SetMaxThreads(5000))

	// A pool keeps a value over one collection, not over two.
	runtime.GOMAXPROCS(1)
	pool := sync.Pool{New: func() any { return "new" }}
	pool.Put("kept")
	fmt.Println(pool.Get(), pool.Get())
	pool.Put("kept")
	runtime.GC()
	fmt.Println(pool.Get(), pool.Get())
	pool.Put("kept")
	runtime.GC()
	runtime.GC()
	fmt.Println(pool.Get())
	pool.Put("own")
	pool.Put("next")
	pool.Put("third")
	fmt.Println(pool.Get(), pool.Get(), pool.Get())
}

// Output:
// 100 -1
// off: 0 true true true
// true true
// limited: true true true true
// 33554432
// -1
// on: true true true true
// 1 true true
// true true true
// true true true true
// 1000000000 67108864 100000
// 10000 5000
// kept new
// kept new
// new
// own third next
