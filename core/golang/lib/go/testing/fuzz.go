package testing

import (
	"context"
	"fmt"
	"internal/rt"
	"os"
	"runtime"
	"time"
)

// An F is a running fuzz test. Its target is called with the values of the seed corpus.
//
// Differs: no new inputs are made, and there is no testdata to read a corpus from.
type F struct {
	common
	state  *state
	corpus [][]any
	called bool
}

// InternalFuzzTarget is a fuzz test with its name.
type InternalFuzzTarget struct {
	Name string
	Fn   func(f *F)
}

func fuzzable(t rt.Type) bool {
	switch t.Kind() {
	case rt.Slice:
		return t.PkgPath() == "" && t.String() == "[]uint8"
	case rt.String, rt.Bool, rt.Float32, rt.Float64, rt.Int, rt.Int8, rt.Int16, rt.Int32, rt.Int64,
		rt.Uint, rt.Uint8, rt.Uint16, rt.Uint32, rt.Uint64:
		return t.PkgPath() == ""
	}
	return false
}

// Helper marks the calling function as one whose lines are of no interest.
func (f *F) Helper() {
	f.outside("Helper")
	f.addHelper(callerName(1))
}

// Fail marks the test as failed. It goes on.
func (f *F) Fail() {
	f.outside("Fail")
	f.common.Fail()
}

// Skipped reports whether the test was skipped.
func (f *F) Skipped() bool {
	f.outside("Skipped")
	return f.common.Skipped()
}

// Add adds the arguments of one call of the target to the corpus.
func (f *F) Add(args ...any) {
	for _, arg := range args {
		if t := rt.TypeOf(arg); !fuzzable(t) {
			panic(fmt.Sprintf("testing: unsupported type to Add %v", t.String()))
		}
	}
	f.corpus = append(f.corpus, append([]any(nil), args...))
}

// checkTarget panics if ff cannot be a target, and returns the types of its arguments behind *T.
func checkTarget(ff any) (types []rt.Type) {
	fn := rt.TypeOf(ff)
	if fn.Kind() != rt.Func {
		panic("testing: F.Fuzz must receive a function")
	}
	if fn.NumIn() < 2 || fn.In(0) != rt.TypeOf((*T)(nil)) {
		panic("testing: fuzz target must receive at least two arguments, where the first argument is a *T")
	}
	if fn.NumOut() != 0 {
		panic("testing: fuzz target must not return a value")
	}
	for i := 1; i < fn.NumIn(); i++ {
		t := fn.In(i)
		if !fuzzable(t) {
			panic(fmt.Sprintf("testing: unsupported type for fuzzing %v", t.String()))
		}
		types = append(types, t)
	}
	return types
}

// checkEntry is what is wrong with the arguments of one call.
func checkEntry(args []any, types []rt.Type) error {
	if len(args) != len(types) {
		return fmt.Errorf("wrong number of values in corpus entry: %d, want %d", len(args), len(types))
	}
	for i, arg := range args {
		if t := rt.TypeOf(arg); t != types[i] {
			return fmt.Errorf("mismatched types in corpus entry: %v, want %v", typeNames(args), kindNames(types))
		}
	}
	return nil
}

func typeNames(args []any) []string {
	var names []string
	for _, arg := range args {
		names = append(names, rt.TypeOf(arg).String())
	}
	return names
}

func kindNames(types []rt.Type) []string {
	var names []string
	for _, t := range types {
		names = append(names, t.String())
	}
	return names
}

// Fuzz runs the function ff, a func(*testing.T, ...), for each entry of the corpus.
func (f *F) Fuzz(ff any) {
	if f.called {
		panic("testing: F.Fuzz called more than once")
	}
	f.called = true
	if f.Failed() {
		return
	}
	f.Helper()
	types := checkTarget(ff)
	for _, args := range f.corpus {
		if err := checkEntry(args, types); err != nil {
			f.Fatal(err)
		}
	}
	for i, args := range f.corpus {
		name := fmt.Sprintf("%s/seed#%d", f.name, i)
		if _, ok, _ := f.state.match.fullName(nil, name); ok && !failFast() {
			f.runEntry(name, ff, args, callers(1))
		}
	}
}

// runEntry runs the target for one entry, as a subtest.
func (f *F) runEntry(name string, ff any, args []any, creator []uintptr) {
	t := f.newChild(name, f.state, creator)
	t.announce()
	f.inFuzz = true
	go tRunner(t, func(t *T) {
		values := []rt.Value{rt.ValueOf(t)}
		for _, arg := range args {
			values = append(values, rt.ValueOf(arg))
		}
		rt.Bind(ff, values)()
	})
	<-t.signal
	f.inFuzz = false
}

// fRunner runs a fuzz test in a goroutine of its own.
func fRunner(f *F, fn func(*F)) {
	defer f.end()
	defer func() {
		if len(f.sub) == 0 {
			f.runCleanups()
		}
	}()
	f.start = time.Now()
	fn(f)
	// Not finished if it neither called Fuzz nor ended early; see end.
	f.finish()
}

// end is deferred by fRunner, as T.end by tRunner.
func (f *F) end() {
	if f.Failed() {
		numFailed.Add(1)
	}
	cause := recover()
	if cause == nil {
		if !f.called && !f.Skipped() && !f.Failed() {
			f.Error("returned without calling F.Fuzz, F.Fail, or F.Skip")
		}
		if !f.isFinished() {
			cause = errGoexit
		}
	}
	if cause != nil {
		f.common.Fail()
		if cause := f.tryCleanups(); cause != nil {
			f.Logf("cleanup panicked with %v", cause)
		}
		f.inFuzz = false
		f.stopClock()
		f.flushPartial()
		f.flushToParent(fmt.Sprintf("--- FAIL: %s (%s)\n", f.name, seconds(f.duration)))
		panic(cause)
	}
	defer func() { f.signal <- true }()
	f.stopClock()
	if len(f.sub) > 0 {
		f.state.release()
		close(f.barrier)
		for _, sub := range f.sub {
			<-sub.signal
		}
		start := time.Now()
		f.runCleanups()
		f.duration += time.Since(start)
		f.state.acquire()
	}
	f.flushPartial()
	f.report()
	f.mu.Lock()
	f.done = true
	f.mu.Unlock()
	f.setRan()
}

func runFuzzTests(deps testDeps, targets []InternalFuzzTarget, deadline time.Time) (ran, ok bool) {
	ok = true
	if len(targets) == 0 {
		return ran, ok
	}
	m := newMatcher(deps.MatchString, *options.run, "-test.run", *options.skip)
	passes(func() bool {
		s := newState(m, deadline)
		root := &common{w: os.Stdout}
		if Verbose() {
			root.chatty = &chattyPrinter{w: root.w}
		}
		for _, target := range targets {
			name, matched, _ := m.fullName(nil, target.Name)
			if !matched || failFast() {
				continue
			}
			f := &F{state: s}
			f.signal = make(chan bool)
			f.barrier = make(chan bool)
			f.name = name
			f.parent = root
			f.level = 1
			f.chatty = root.chatty
			f.ctx, f.cancel = context.WithCancel(context.Background())
			f.w = indenter{&f.common}
			f.announce()
			go fRunner(f, target.Fn)
			<-f.signal
			ok = ok && !f.Failed()
			ran = ran || f.ran
		}
		return ran
	})
	return ran, ok
}

// AllocsPerRun returns the average number of allocations during calls of f.
func AllocsPerRun(runs int, f func()) (avg float64) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	// The first call may allocate what stays.
	f()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := 0; i < runs; i++ {
		f()
	}
	runtime.ReadMemStats(&after)
	return float64((after.Mallocs - before.Mallocs) / uint64(runs))
}
