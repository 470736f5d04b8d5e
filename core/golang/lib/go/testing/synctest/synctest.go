// Package synctest tests concurrent code: Test runs a function in a bubble, which has a clock of
// its own. It begins at midnight UTC, 1 January 2000, and goes on only when every goroutine of the
// bubble is durably blocked: waits for what only the bubble can bring about. That is: sends and
// receives on nil channels and on channels made in the bubble, selects of such, sync.Cond.Wait,
// sync.WaitGroup.Wait when Add was called in the bubble, and time.Sleep; but not locking a mutex,
// and no system call.
package synctest

import (
	"internal/synctest"
	"testing"
)

// Test calls f in a new bubble and waits until all of its goroutines have ended. A deadlock among
// them is a panic.
func Test(t *testing.T, f func(*testing.T)) {
	ok := false
	synctest.Run(func() { ok = synctest.RunTest(t, f) })
	if !ok {
		// Outside, so that the failure is timed by the real clock.
		t.FailNow()
	}
}

// Wait waits until every other goroutine of the bubble is durably blocked. Only one goroutine of a
// bubble can be in Wait.
func Wait() { synctest.Wait() }
