// A panic in a subtest reports the tests around it and ends the program.
package panics

import "testing"

// Exit status: 1
// Stderr has: panic: runtime error: index out of range [3] with length 3 [recovered, repanicked]

func TestPanic(t *testing.T) {
	t.Cleanup(func() { t.Log("the cleanup of the test around") })
	t.Log("before")
	t.Run("sub", func(t *testing.T) {
		t.Cleanup(func() { t.Log("its own cleanup") })
		list := []int{1, 2, 3}
		t.Log(list[len(list)])
	})
}

func TestNever(t *testing.T) { t.Fatal("not to be run") }

// Output:
// === RUN   TestPanic
//     testing_panic_test.go:11: before
// === RUN   TestPanic/sub
//     testing_panic_test.go:13: its own cleanup
// === NAME  TestPanic
//     testing_panic_test.go:10: the cleanup of the test around
// --- FAIL: TestPanic (0.00s)
//     --- FAIL: TestPanic/sub (0.00s)
