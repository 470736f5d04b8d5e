package testing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
)

// A benchTimeFlag is the option -test.benchtime: a duration, or a number of iterations as `100x`.
type benchTimeFlag struct {
	d time.Duration
	n int
}

func (f *benchTimeFlag) String() string {
	if f.n > 0 {
		return strconv.Itoa(f.n) + "x"
	}
	return f.goal().String()
}

func (f *benchTimeFlag) goal() time.Duration {
	if f.d == 0 {
		return time.Second
	}
	return f.d
}

func (f *benchTimeFlag) Set(s string) error {
	if count, ok := strings.CutSuffix(s, "x"); ok {
		n, err := strconv.ParseInt(count, 10, 0)
		if err != nil || n < 0 {
			return errors.New("invalid count")
		}
		*f = benchTimeFlag{n: int(n)}
		return nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return errors.New("invalid duration")
	}
	*f = benchTimeFlag{d: d}
	return nil
}

// InternalBenchmark is a benchmark function with its name.
type InternalBenchmark struct {
	Name string
	F    func(b *B)
}

// A B is a running benchmark.
type B struct {
	common
	N int

	suite       *benchSuite // nil: of func Benchmark
	fn          func(b *B)
	time        benchTimeFlag
	bytes       int64
	noBytes     bool // a sub-benchmark has not set bytes
	timing      bool
	showAllocs  bool
	result      BenchmarkResult
	parallelism int
	lastN       int // of the run before
	lastTook    time.Duration

	startMallocs, startAlloc uint64
	mallocs, alloc           uint64
	extra                    map[string]float64

	loopN, loopI uint64 // of Loop: how far to go before the next look at the clock, and how far it is
	loopDone     bool
}

// benchLock is held while a benchmark function runs: two at once would disturb each other.
var benchLock sync.Mutex

// benchStats is where readAllocs reads to, under benchLock: it is not to allocate anything.
var benchStats runtime.MemStats

func readAllocs() (mallocs, alloc uint64) {
	runtime.ReadMemStats(&benchStats)
	return benchStats.Mallocs, benchStats.TotalAlloc
}

// StartTimer begins to count the time, and what is allocated, again.
func (b *B) StartTimer() {
	if !b.timing {
		b.startMallocs, b.startAlloc = readAllocs()
		b.start = time.Now()
		b.timing = true
	}
}

// StopTimer stops counting.
func (b *B) StopTimer() {
	if b.timing {
		b.stopClock()
		mallocs, alloc := readAllocs()
		b.mallocs += mallocs - b.startMallocs
		b.alloc += alloc - b.startAlloc
		b.timing = false
	}
}

// ResetTimer forgets what was counted so far.
func (b *B) ResetTimer() {
	if b.extra == nil {
		b.extra = make(map[string]float64, 16)
	} else {
		clear(b.extra)
	}
	if b.timing {
		b.startMallocs, b.startAlloc = readAllocs()
		b.start = time.Now()
	}
	b.duration, b.mallocs, b.alloc = 0, 0, 0
}

// SetBytes tells how many bytes an iteration handles.
func (b *B) SetBytes(n int64) { b.bytes = n }

// ReportAllocs makes allocations a part of the result.
func (b *B) ReportAllocs() { b.showAllocs = true }

// Elapsed returns the time counted so far.
func (b *B) Elapsed() time.Duration {
	if b.timing {
		return b.duration + time.Since(b.start)
	}
	return b.duration
}

// ReportMetric makes a figure a part of the result; those the package computes can be replaced.
func (b *B) ReportMetric(n float64, unit string) {
	if unit == "" {
		panic("metric unit must not be empty")
	}
	if strings.IndexFunc(unit, unicode.IsSpace) >= 0 {
		panic("metric unit must not contain whitespace")
	}
	b.extra[unit] = n
}

// runN runs the function once, for n iterations.
func (b *B) runN(n int) {
	benchLock.Lock()
	defer benchLock.Unlock()
	defer b.runCleanups()
	b.ctx, b.cancel = context.WithCancel(context.Background())
	runtime.GC()
	b.N = n
	b.loopN, b.loopI, b.loopDone = 0, 0, false
	b.parallelism = 1
	b.ResetTimer()
	b.StartTimer()
	b.fn(b)
	b.StopTimer()
	b.lastN, b.lastTook = n, b.duration
	if b.loopN > 0 && !b.loopDone && !b.Failed() {
		b.Error("benchmark function returned without B.Loop() == false (break or return in loop?)")
	}
}

// try runs the first iteration, and reports whether there is more to measure.
func (b *B) try() bool {
	if s := b.suite; s != nil {
		if n := len(b.name) + s.suffix + 1; n > s.width {
			s.width = n + 8
		}
	}
	go func() {
		defer func() { b.signal <- true }()
		b.runN(1)
	}()
	<-b.signal
	switch {
	case b.Failed():
		b.printResult("FAIL", b.name)
	case b.hasSub.Load() || b.isFinished():
		verdict := "BENCH"
		if b.Skipped() {
			verdict = "SKIP"
		}
		if b.chatty != nil && (len(b.output) > 0 || b.isFinished()) {
			b.trimOutput()
			b.printResult(verdict, b.name)
		}
	default:
		return true
	}
	return false
}

func (b *B) printResult(verdict, name string) {
	fmt.Fprintf(b.w, "--- %s: %s\n%s", verdict, name, b.output)
}

// trimOutput shortens a long log: it is shown for each run.
func (b *B) trimOutput() {
	const linesMax = 10
	lines := 0
	for i, c := range b.output {
		if c == '\n' {
			if lines++; lines >= linesMax {
				b.output = append(b.output[:i], "\n\t... [output truncated]\n"...)
				return
			}
		}
	}
}

// measure runs the benchmark, after try, with more and more iterations until the time is reached.
func (b *B) measure() BenchmarkResult {
	go func() {
		defer func() { b.signal <- true }()
		switch {
		case b.loopN > 0:
			// Loop has done it within one call.
		case b.time.n > 0:
			if b.time.n > 1 {
				b.runN(b.time.n)
			}
		default:
			goal := b.time.goal()
			for n := int64(1); !b.Failed() && b.duration < goal && n < iterationsMax; {
				n = nextCount(goal, int64(b.N), b.duration, n)
				b.runN(int(n))
			}
		}
		b.result = BenchmarkResult{b.N, b.duration, b.bytes, b.mallocs, b.alloc, b.extra}
	}()
	<-b.signal
	return b.result
}

const iterationsMax = 1_000_000_000

// nextCount guesses how many iterations reach the goal, from a run of n that took d: a fifth more
// than it looks like, at least one and at most a hundred times as many as the last time.
func nextCount(goal time.Duration, n int64, d time.Duration, last int64) int64 {
	next := int64(goal) * n / max(int64(d), 1)
	next += next / 5
	return min(max(min(next, 100*last), last+1), iterationsMax)
}

// Loop reports whether to go on with the benchmark's loop. It starts the timer anew at its first
// call and stops it at its last.
func (b *B) Loop() bool {
	if b.loopI < b.loopN && b.timing {
		b.loopI++
		return true
	}
	return b.loopSlow()
}

func (b *B) loopSlow() bool {
	if !b.timing {
		b.Fatal("B.Loop called with timer stopped")
	}
	if b.loopN == 0 {
		b.loopN = uint64(max(b.time.n, 1))
		b.N = 0
		b.ResetTimer()
		b.loopI++
		return true
	}
	if b.time.n == 0 {
		if elapsed := b.Elapsed(); elapsed < b.time.goal() {
			last := int64(b.loopN)
			b.loopN = uint64(nextCount(b.time.goal(), last, elapsed, last))
			if uint64(last) < b.loopN {
				b.loopI++
				return true
			}
		}
	}
	b.StopTimer()
	b.N = int(b.loopN)
	b.loopDone = true
	return false
}

// A PB hands the iterations of a parallel benchmark to its goroutines.
type PB struct {
	taken *atomic.Uint64
	grain uint64 // how many to take at once
	have  uint64
	n     uint64
}

// Next reports whether there is another iteration to do.
func (pb *PB) Next() bool {
	if pb.have == 0 {
		end := pb.taken.Add(pb.grain)
		switch {
		case end <= pb.n:
			pb.have = pb.grain
		case end < pb.n+pb.grain:
			pb.have = pb.n + pb.grain - end
		default:
			return false
		}
	}
	pb.have--
	return true
}

// SetParallelism makes RunParallel use p goroutines for each P.
func (b *B) SetParallelism(p int) {
	if p >= 1 {
		b.parallelism = p
	}
}

// RunParallel calls body in several goroutines, which share the iterations.
func (b *B) RunParallel(body func(*PB)) {
	if b.N == 0 {
		return
	}
	// About 100 µs of work at a time, so that the counter is not what is measured.
	grain := uint64(1)
	if b.lastN > 0 && b.lastTook > 0 {
		grain = uint64(1e5) * uint64(b.lastN) / uint64(b.lastTook)
	}
	grain = min(max(grain, 1), 1e4)
	var taken atomic.Uint64
	var wg sync.WaitGroup
	n := b.parallelism * runtime.GOMAXPROCS(0)
	wg.Add(n)
	for i := 0; i < n; i++ {
		go func() {
			defer wg.Done()
			body(&PB{taken: &taken, grain: grain, n: uint64(b.N)})
		}()
	}
	wg.Wait()
	if taken.Load() <= uint64(b.N) && !b.Failed() {
		b.Fatal("RunParallel: body exited without pb.Next() == false")
	}
}

// Run runs fn as a sub-benchmark. It reports whether it did not fail.
func (b *B) Run(name string, fn func(b *B)) bool {
	b.hasSub.Store(true)
	benchLock.Unlock()
	defer benchLock.Lock()
	full, ok, partial := b.name, true, false
	if b.suite != nil {
		full, ok, partial = b.suite.match.fullName(&b.common, name)
	}
	if !ok {
		return true
	}
	sub := &B{suite: b.suite, fn: fn, time: b.time}
	sub.signal = make(chan bool)
	sub.name = full
	sub.parent = &b.common
	sub.level = b.level + 1
	sub.creator = callers(1)
	sub.w = b.w
	sub.chatty = b.chatty
	sub.bench = true
	if partial {
		// Only what is in it is asked for.
		sub.hasSub.Store(true)
	}
	if b.chatty != nil {
		b.suite.header()
		fmt.Println(full)
	}
	if sub.try() {
		if b.suite != nil {
			b.suite.header()
			b.suite.process(sub)
		} else {
			sub.measure()
		}
	}
	b.add(sub.result)
	return !sub.Failed()
}

// add makes the results of sub-benchmarks, one after the other, a result of this one.
func (b *B) add(other BenchmarkResult) {
	r := &b.result
	r.N = 1
	r.T += time.Duration(other.NsPerOp())
	if other.Bytes == 0 {
		b.noBytes = true
		r.Bytes = 0
	}
	if !b.noBytes {
		r.Bytes += other.Bytes
	}
	r.MemAllocs += uint64(other.AllocsPerOp())
	r.MemBytes += uint64(other.AllocedBytesPerOp())
}

// A benchSuite is what the benchmarks of a package share.
type benchSuite struct {
	match  *matcher
	path   string
	width  int // of the column of names
	suffix int // the longest -N
	begun  bool
}

func (s *benchSuite) header() {
	if s == nil || s.begun {
		return
	}
	s.begun = true
	fmt.Printf("goos: %s\ngoarch: %s\n", runtime.GOOS, runtime.GOARCH)
	if s.path != "" {
		fmt.Printf("pkg: %s\n", s.path)
	}
}

func procsName(name string, procs int) string {
	if procs == 1 {
		return name
	}
	return fmt.Sprintf("%s-%d", name, procs)
}

// RunBenchmarks runs benchmarks outside of an M.
func RunBenchmarks(matchString func(pat, str string) (bool, error), benchmarks []InternalBenchmark) {
	prepareCPUs()
	runBenchmarks(onlyMatch(matchString), benchmarks)
}

func runBenchmarks(deps testDeps, benchmarks []InternalBenchmark) bool {
	if *options.bench == "" {
		return true
	}
	procs := 1
	for _, n := range options.cpus {
		procs = max(procs, n)
	}
	s := &benchSuite{
		match:  newMatcher(deps.MatchString, *options.bench, "-test.bench", *options.skip),
		path:   deps.ImportPath(),
		suffix: len(procsName("", procs)),
	}
	var chosen []InternalBenchmark
	for _, benchmark := range benchmarks {
		if _, ok, _ := s.match.fullName(nil, benchmark.Name); ok {
			chosen = append(chosen, benchmark)
			s.width = max(s.width, len(procsName(benchmark.Name, procs))+s.suffix+1)
		}
	}
	all := &B{suite: s, time: options.benchtime, fn: func(b *B) {
		for _, benchmark := range chosen {
			b.Run(benchmark.Name, benchmark.F)
		}
	}}
	all.name = "Main"
	all.w = os.Stdout
	all.bench = true
	if Verbose() {
		all.chatty = &chattyPrinter{w: all.w}
	}
	all.runN(1)
	return !all.Failed()
}

// process measures b for each setting of -cpu and prints the results.
func (s *benchSuite) process(b *B) {
	first := true
	for _, procs := range options.cpus {
		for j := uint(0); j < *options.count; j++ {
			runtime.GOMAXPROCS(procs)
			name := procsName(b.name, procs)
			if b.chatty == nil {
				fmt.Fprintf(b.w, "%-*s\t", s.width, name)
			}
			if !first {
				again := &B{fn: b.fn, time: b.time}
				again.signal = make(chan bool)
				again.name = b.name
				again.w = b.w
				again.chatty = b.chatty
				again.bench = true
				b = again
				b.try()
			}
			first = false
			r := b.measure()
			if b.Failed() {
				b.printResult("FAIL", name)
				continue
			}
			if b.chatty != nil {
				fmt.Fprintf(b.w, "%-*s\t", s.width, name)
			}
			text := r.String()
			if *options.benchmem || b.showAllocs {
				text += "\t" + r.MemString()
			}
			fmt.Fprintln(b.w, text)
			if len(b.output) > 0 {
				b.trimOutput()
				b.printResult("BENCH", name)
			}
			if left := runtime.GOMAXPROCS(-1); left != procs {
				fmt.Fprintf(os.Stderr, "testing: %s left GOMAXPROCS set to %d\n", name, left)
			}
		}
	}
}

// discard drops everything.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// Benchmark measures one function outside of `go test`.
func Benchmark(f func(b *B)) BenchmarkResult {
	b := &B{fn: f, time: options.benchtime}
	b.signal = make(chan bool)
	b.w = discard{}
	b.bench = true
	if b.try() {
		b.measure()
	}
	return b.result
}
