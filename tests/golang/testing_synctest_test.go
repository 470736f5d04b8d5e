// Bubbles of testing/synctest: their clock, what blocks durably, and Wait.
package bubbles

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestClock(t *testing.T) {
	outside := time.Now()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		t.Log(start.UTC(), start == start.Round(0))
		time.Sleep(24 * time.Hour)
		t.Log(time.Since(start))
		for range 3 {
			go time.Sleep(10 * time.Second)
		}
		ticker := time.NewTicker(10 * time.Second)
		for range 3 {
			t.Log((<-ticker.C).Sub(start))
		}
		ticker.Stop()
		time.AfterFunc(time.Hour, func() { t.Log("not reached: time stops when the test's function returns") })
	})
	t.Log(time.Since(outside) < time.Minute)
}

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log []string
		add := func(s string) { log = append(log, s) }
		c := make(chan int)
		go func() {
			add("before the receive")
			add(fmt.Sprint("received ", <-c))
			time.Sleep(time.Second)
			add("slept")
		}()
		synctest.Wait()
		t.Log(log)
		c <- 1
		synctest.Wait()
		t.Log(log)
		time.Sleep(time.Second)
		synctest.Wait()
		t.Log(log)
	})
}

func TestAfterFunc(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		called := false
		context.AfterFunc(ctx, func() { called = true })
		synctest.Wait()
		t.Log(called)
		cancel()
		synctest.Wait()
		t.Log(called)
	})
}

func TestTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		time.Sleep(5*time.Second - time.Nanosecond)
		synctest.Wait()
		t.Log(ctx.Err())
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		t.Log(ctx.Err(), errors.Is(ctx.Err(), context.DeadlineExceeded))
	})
}

func TestDurable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		var wg sync.WaitGroup
		for i := range 3 {
			wg.Go(func() { time.Sleep(time.Duration(i) * time.Second) })
		}
		wg.Wait()
		t.Log("WaitGroup", time.Since(start))

		var mu sync.Mutex
		cond := sync.NewCond(&mu)
		go func() {
			time.Sleep(time.Second)
			cond.Broadcast()
		}()
		mu.Lock()
		cond.Wait()
		mu.Unlock()
		t.Log("Cond", time.Since(start))

		a, b := make(chan int), make(chan int)
		go func() {
			time.Sleep(time.Second)
			b <- 1
		}()
		select {
		case <-a:
		case <-b:
		case <-time.After(time.Hour):
		}
		t.Log("select", time.Since(start))

		next, stop := iter.Pull(func(yield func(int) bool) {
			time.Sleep(time.Second)
			yield(1)
		})
		next()
		stop()
		t.Log("coroutine", time.Since(start))

		// A timer that is due fires at once, without waiting for the others.
		timer := time.NewTimer(0)
		<-timer.C
		done := make(chan bool)
		time.AfterFunc(0, func() { done <- true })
		<-done
		t.Log("timers at once", time.Since(start))
	})
}

func TestNotDurable(t *testing.T) {
	outer := make(chan int)
	go func() {
		time.Sleep(time.Millisecond)
		outer <- 1
	}()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		sleeper := make(chan bool)
		go func() {
			time.Sleep(time.Hour)
			close(sleeper)
		}()
		// The clock stands while a goroutine waits for something from outside.
		<-outer
		t.Log(time.Since(start))
		<-sleeper
		t.Log(time.Since(start))
	})
}

func TestStress(t *testing.T) {
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			start := time.Now()
			results := make(chan time.Duration, 100)
			for i := range 100 {
				go func() {
					time.Sleep(time.Duration(i%10) * time.Second)
					results <- time.Since(start)
				}()
			}
			var sum time.Duration
			for range 100 {
				sum += <-results
			}
			if sum != 450*time.Second || time.Since(start) != 9*time.Second {
				t.Error(sum, time.Since(start))
			}
		})
	}
}

func TestMisuse(t *testing.T) {
	try := func(f func()) {
		defer func() { t.Log(recover()) }()
		f()
	}
	try(synctest.Wait)
	synctest.Test(t, func(t *testing.T) {
		try(func() { synctest.Test(t, func(*testing.T) {}) })
		try(func() { t.Run("sub", func(*testing.T) {}) })
		try(t.Parallel)
		try(func() { t.Deadline() })
		go synctest.Wait()
		time.Sleep(1)
	})
	try(func() { synctest.Test(t, func(*testing.T) { <-make(chan int) }) })
	try(func() {
		synctest.Test(t, func(*testing.T) { go func() { select {} }() })
	})
}

func TestCleanup(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		stopped := make(chan bool)
		go func() {
			<-ctx.Done()
			close(stopped)
		}()
		t.Cleanup(func() {
			<-stopped
			t.Log("stopped within the bubble:", time.Now().UTC().Year())
		})
	})
}

// Output:
// === RUN   TestClock
//     testing_synctest_test.go:19: 2000-01-01 00:00:00 +0000 UTC true
//     testing_synctest_test.go:21: 24h0m0s
//     testing_synctest_test.go:27: 24h0m10s
//     testing_synctest_test.go:27: 24h0m20s
//     testing_synctest_test.go:27: 24h0m30s
//     testing_synctest_test.go:32: true
// --- PASS: TestClock (0.00s)
// === RUN   TestWait
//     testing_synctest_test.go:47: [before the receive]
//     testing_synctest_test.go:50: [before the receive received 1]
//     testing_synctest_test.go:53: [before the receive received 1 slept]
// --- PASS: TestWait (0.00s)
// === RUN   TestAfterFunc
//     testing_synctest_test.go:63: false
//     testing_synctest_test.go:66: true
// --- PASS: TestAfterFunc (0.00s)
// === RUN   TestTimeout
//     testing_synctest_test.go:76: <nil>
//     testing_synctest_test.go:79: context deadline exceeded true
// --- PASS: TestTimeout (0.00s)
// === RUN   TestDurable
//     testing_synctest_test.go:91: WaitGroup 2s
//     testing_synctest_test.go:102: Cond 3s
//     testing_synctest_test.go:114: select 4s
//     testing_synctest_test.go:122: coroutine 5s
//     testing_synctest_test.go:130: timers at once 5s
// --- PASS: TestDurable (0.00s)
// === RUN   TestNotDurable
//     testing_synctest_test.go:149: 0s
//     testing_synctest_test.go:151: 1h0m0s
// --- PASS: TestNotDurable (0.00s)
// === RUN   TestStress
// --- PASS: TestStress (0.00s)
// === RUN   TestMisuse
//     testing_synctest_test.go:179: goroutine is not in a bubble
//     testing_synctest_test.go:179: synctest.Run called from within a synctest bubble
//     testing_synctest_test.go:179: testing: t.Run called inside synctest bubble
//     testing_synctest_test.go:179: testing: t.Parallel called inside synctest bubble
//     testing_synctest_test.go:179: testing: t.Deadline called inside synctest bubble
//     testing_synctest_test.go:179: deadlock: all goroutines in bubble are blocked
//     testing_synctest_test.go:179: deadlock: main bubble goroutine has exited but blocked goroutines remain
// --- PASS: TestMisuse (0.00s)
// === RUN   TestCleanup
//     testing_synctest_test.go:207: stopped within the bubble: 2000
// --- PASS: TestCleanup (0.00s)
// PASS
// ok  	command-line-arguments	0.000s
