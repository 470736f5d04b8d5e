package testing

import (
	"context"
	"fmt"
	"internal/synctest"
	"os"
	"runtime"
	"sort"
	"sync"
	"time"
)

// A T is a running test.
type T struct {
	common
	denyParallel bool // it changed what belongs to the whole process
	state        *state
}

// InternalTest is a test function with its name.
type InternalTest struct {
	Name string
	F    func(*T)
}

// running holds since when the tests that run, and are not paused, have been running.
var running sync.Map // map[string]time.Time

// runningList is the running tests as a timeout shows them.
func runningList() []string {
	var list []string
	running.Range(func(name, since any) bool {
		list = append(list, fmt.Sprintf("%s (%v)", name, time.Since(since.(time.Time)).Round(time.Second)))
		return true
	})
	sort.Strings(list)
	return list
}

// newChild makes the T of a subtest.
func (c *common) newChild(name string, s *state, creator []uintptr) *T {
	ctx, cancel := context.WithCancel(context.Background())
	t := &T{state: s}
	t.barrier = make(chan bool)
	t.signal = make(chan bool, 1)
	t.name = name
	t.parent = c
	t.level = c.level + 1
	t.creator = creator
	t.chatty = c.chatty
	t.ctx, t.cancel = ctx, cancel
	t.w = indenter{&t.common}
	return t
}

func (c *common) announce() {
	if c.chatty != nil {
		c.chatty.update(c.name, "=== RUN   "+c.name+"\n")
	}
}

// Run runs f as a subtest and waits until it is over or calls Parallel. It reports whether f has
// not failed by then.
func (t *T) Run(name string, f func(t *T)) bool {
	if t.inBubble {
		panic("testing: t.Run called inside synctest bubble")
	}
	if t.inCleanup.Load() {
		panic("testing: t.Run called during t.Cleanup")
	}
	t.hasSub.Store(true)
	full, ok, _ := t.state.match.fullName(&t.common, name)
	if !ok || failFast() {
		return true
	}
	sub := t.newChild(full, t.state, callers(1))
	sub.announce()
	running.Store(sub.name, time.Now())
	go tRunner(sub, f)
	if !<-sub.signal {
		// The subtest ended this test by its FailNow.
		runtime.Goexit()
	}
	return !sub.Failed()
}

func init() {
	synctest.RunTest = func(t, f any) bool { return runInBubble(t.(*T), f.(func(*T))) }
}

// runInBubble runs f in the goroutine's synctest bubble, for the test t outside of it.
func runInBubble(t *T, f func(*T)) bool {
	if t.inCleanup.Load() {
		panic("testing: synctest.Run called during t.Cleanup")
	}
	sub := t.newChild(t.name, t.state, callers(1))
	sub.inBubble = true
	go tRunner(sub, f)
	if !<-sub.signal {
		runtime.Goexit()
	}
	return !sub.Failed()
}

const parallelConflict = "testing: test using t.Setenv, t.Chdir, or cryptotest.SetGlobalRandom can not use t.Parallel"

// Parallel makes the test wait until the tests that run one by one are over, and then run together
// with the other parallel ones.
func (t *T) Parallel() {
	switch {
	case t.isParallel:
		panic("testing: t.Parallel called multiple times")
	case t.inBubble:
		panic("testing: t.Parallel called inside synctest bubble")
	case t.denyParallel:
		panic(parallelConflict)
	case t.parent.barrier == nil:
		return
	}
	t.isParallel = true
	t.stopClock()
	t.parent.sub = append(t.parent.sub, t)
	if t.chatty != nil {
		t.chatty.update(t.name, "=== PAUSE "+t.name+"\n")
	}
	running.Delete(t.name)
	t.signal <- true
	<-t.parent.barrier
	t.state.acquire()
	if t.chatty != nil {
		t.chatty.update(t.name, "=== CONT  "+t.name+"\n")
	}
	t.start = time.Now()
	running.Store(t.name, t.start)
}

// alone panics if a test around it runs in parallel to others.
func (t *T) alone() {
	for c := &t.common; c != nil; c = c.parent {
		if c.isParallel {
			panic(parallelConflict)
		}
	}
	t.denyParallel = true
}

// Setenv sets an environment variable until the test is over. The test cannot be parallel.
func (t *T) Setenv(key, value string) {
	t.alone()
	t.common.Setenv(key, value)
}

// Chdir changes the working directory until the test is over. The test cannot be parallel.
func (t *T) Chdir(dir string) {
	t.alone()
	t.common.Chdir(dir)
}

// Deadline returns when the option -timeout will end the tests; ok is false if it will not.
func (t *T) Deadline() (deadline time.Time, ok bool) {
	if t.inBubble {
		panic("testing: t.Deadline called inside synctest bubble")
	}
	return t.state.deadline, !t.state.deadline.IsZero()
}

// tRunner runs a test function in a goroutine of its own.
func tRunner(t *T, fn func(t *T)) {
	// The second deferred call ends the test also after a FailNow or a panic.
	defer t.end()
	defer func() {
		if len(t.sub) == 0 {
			t.runCleanups()
		}
	}()
	t.start = time.Now()
	fn(t)
	t.finish()
}

// end is deferred by tRunner: it waits for the parallel subtests, reports, and tells the parent. It
// must be a deferred function itself, for recover.
func (t *T) end() {
	if t.Failed() {
		numFailed.Add(1)
	}
	cause := recover()
	signal := true
	if cause == nil && !t.isFinished() {
		cause = errGoexit
		for p := t.parent; p != nil; p = p.parent {
			if p.isFinished() {
				if !t.isParallel {
					t.Errorf("%v: subtest may have called FailNow on a parent test", errGoexit)
					cause = nil
				}
				signal = false
				break
			}
		}
	}
	// Whatever happens below, such as a FailNow in a cleanup function, the parent is told; unless
	// the program is about to die, which has to come first.
	dying := false
	defer func() {
		if dying {
			return
		}
		if cause != nil {
			panic(cause)
		}
		running.Delete(t.name)
		t.signal <- signal
	}()
	die := func(cause any) {
		t.failUpwards()
		dying = true
		panic(cause)
	}
	if cause != nil {
		die(cause)
	}
	t.stopClock()
	if len(t.sub) > 0 {
		if cause := t.runParallel(); cause != nil {
			die(cause)
		}
	} else if t.isParallel {
		t.state.release()
	}
	for c := &t.common; c.parent != nil; c = c.parent {
		c.flushPartial()
	}
	t.report()
	t.mu.Lock()
	t.done = true
	t.mu.Unlock()
	if t.parent != nil && !t.hasSub.Load() {
		t.setRan()
	}
}

// runParallel lets the parallel subtests run and waits for them. It returns what a cleanup function
// panicked with.
func (t *T) runParallel() any {
	t.state.release()
	running.Delete(t.name)
	close(t.barrier)
	for _, sub := range t.sub {
		<-sub.signal
	}
	start := time.Now()
	running.Store(t.name, start)
	cause := t.tryCleanups()
	t.duration += time.Since(start)
	if cause == nil && !t.isParallel {
		t.state.acquire()
	}
	return cause
}

// failUpwards reports the test and all those around it as failed, before the program dies.
func (t *T) failUpwards() {
	t.Fail()
	if cause := t.tryCleanups(); cause != nil {
		t.Logf("cleanup panicked with %v", cause)
	}
	for c := &t.common; !c.inBubble && c.parent != nil; c = c.parent {
		c.mu.Lock()
		c.stopClock()
		d := c.duration
		c.mu.Unlock()
		c.flushPartial()
		c.flushToParent(fmt.Sprintf("--- FAIL: %s (%s)\n", c.name, seconds(d)))
		if cause := c.parent.tryCleanups(); cause != nil {
			fmt.Fprintf(c.parent.w, "cleanup panicked with %v", cause)
		}
	}
}

// passes calls f for each setting of -test.cpu and each repetition of -test.count, until f reports
// that there was nothing to run.
func passes(f func() bool) {
	for _, procs := range options.cpus {
		runtime.GOMAXPROCS(procs)
		for i := uint(0); i < *options.count; i++ {
			if failFast() || !f() {
				break
			}
		}
	}
}

func runTests(deps testDeps, tests []InternalTest, deadline time.Time) (ran, ok bool) {
	ok = true
	passes(func() bool {
		root := &T{state: newState(newMatcher(deps.MatchString, *options.run, "-test.run", *options.skip), deadline)}
		root.signal = make(chan bool, 1)
		root.barrier = make(chan bool)
		root.w = os.Stdout
		root.ctx, root.cancel = context.WithCancel(context.Background())
		if Verbose() {
			root.chatty = &chattyPrinter{w: root.w}
		}
		tRunner(root, func(t *T) {
			for _, test := range tests {
				t.Run(test.Name, test.F)
			}
		})
		<-root.signal
		ok = ok && !root.Failed()
		ran = ran || root.ran
		return ran
	})
	return ran, ok
}
