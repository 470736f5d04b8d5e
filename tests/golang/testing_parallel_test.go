// Parallel tests wait for those that run one by one, and then run together, -parallel at a time.
package parallel

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"
)

// Command: sim
// Args: -parallel 2

var running, most atomic.Int32

func work(t *testing.T, d time.Duration) {
	most.Store(max(most.Load(), running.Add(1)))
	time.Sleep(d)
	running.Add(-1)
	t.Log("worked")
}

func TestGroup(t *testing.T) {
	t.Cleanup(func() { t.Log("after all of them, at most", most.Load()) })
	for i := range 3 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			work(t, time.Duration(100-10*i)*time.Millisecond)
		})
	}
	t.Log("they have not begun:", most.Load())
}

func TestLater(t *testing.T) {
	t.Parallel()
	work(t, 50*time.Millisecond)
}

func TestBefore(t *testing.T) { t.Log("runs before TestLater goes on") }

func TestLast(t *testing.T) {
	t.Parallel()
	work(t, 20*time.Millisecond)
}

// Output:
// === RUN   TestGroup
// === RUN   TestGroup/0
// === PAUSE TestGroup/0
// === RUN   TestGroup/1
// === PAUSE TestGroup/1
// === RUN   TestGroup/2
// === PAUSE TestGroup/2
// === NAME  TestGroup
//     testing_parallel_test.go:31: they have not begun: 0
// === CONT  TestGroup/0
// === CONT  TestGroup/2
//     testing_parallel_test.go:20: worked
// === CONT  TestGroup/1
// === NAME  TestGroup/0
//     testing_parallel_test.go:20: worked
// === NAME  TestGroup/1
//     testing_parallel_test.go:20: worked
// === NAME  TestGroup
//     testing_parallel_test.go:24: after all of them, at most 2
// --- PASS: TestGroup (0.00s)
//     --- PASS: TestGroup/2 (0.00s)
//     --- PASS: TestGroup/0 (0.00s)
//     --- PASS: TestGroup/1 (0.00s)
// === RUN   TestLater
// === PAUSE TestLater
// === RUN   TestBefore
//     testing_parallel_test.go:39: runs before TestLater goes on
// --- PASS: TestBefore (0.00s)
// === RUN   TestLast
// === PAUSE TestLast
// === CONT  TestLater
// === CONT  TestLast
//     testing_parallel_test.go:20: worked
// --- PASS: TestLast (0.00s)
// === NAME  TestLater
//     testing_parallel_test.go:20: worked
// --- PASS: TestLater (0.00s)
// PASS
// ok  	command-line-arguments	0.000s
