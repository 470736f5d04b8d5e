// A bubble that cannot go on ends the program with the stacks of its goroutines.
package bubbles

import (
	"sync"
	"testing"
	"testing/synctest"
)

// Exit status: 1
// Stderr has: [sync.Cond.Wait (durable), synctest bubble 1]:

func TestDeadlock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		cond := sync.NewCond(&mu)
		go func() {
			mu.Lock()
			cond.Wait()
		}()
		synctest.Wait()
		t.Log("about to wait for nobody")
		<-make(chan int)
	})
}

// Output:
// === RUN   TestDeadlock
//     testing_synctest_deadlock_test.go:22: about to wait for nobody
// --- FAIL: TestDeadlock (0.00s)
