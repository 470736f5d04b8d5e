// What `go test -v` prints of tests that pass, fail, log, skip, and have subtests.
package results

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
)

// Exit status: 1

func TestLogs(t *testing.T) {
	logs = t
	t.Log("one", 2, errors.New("three"))
	t.Logf("two\nlines")
	fmt.Fprint(t.Output(), "without a place\nand a part")
	t.Log("ends the part")
	t.Attr("key", "a value")
}

func helper(t *testing.T, n int) {
	t.Helper()
	t.Errorf("helper says %d", n)
}

func TestErrors(t *testing.T) {
	helper(t, 1)
	helper(t, 2)
	t.Run("helper", func(t *testing.T) {
		t.Helper()
		t.Error("shown where Run is called")
	})
}

func TestFatal(t *testing.T) {
	defer fmt.Println("deferred calls run,")
	t.Cleanup(func() { t.Log("cleanups last first") })
	t.Cleanup(func() { fmt.Println("then cleanups, failed:", t.Failed()) })
	t.Fatal("no further")
}

func TestSkips(t *testing.T) {
	t.Run("skipped", func(t *testing.T) {
		t.Cleanup(func() { fmt.Println(t.Name(), t.Skipped()) })
		t.Skipf("because of %s", "this")
	})
	t.Run("not", func(t *testing.T) {})
}

func TestNames(t *testing.T) {
	for _, name := range []string{"a b", "same", "same", "", "", "same#01", "tab\t\x01", "x/y"} {
		t.Run(name, func(t *testing.T) {
			if name == "x/y" {
				t.Run("deeper", func(t *testing.T) { t.Fail() })
			}
		})
	}
}

func TestSurroundings(t *testing.T) {
	before, _ := os.Getwd()
	t.Run("sub", func(t *testing.T) {
		t.Setenv("GOPARK_TEST", "set")
		first, second := t.TempDir(), t.TempDir()
		os.WriteFile(first+"/file", []byte("x"), 0o666)
		t.Chdir(second)
		now, _ := os.Getwd()
		t.Log(os.Getenv("GOPARK_TEST"), first != second, now == second, os.Getenv("PWD") == second)
		t.Cleanup(func() {
			_, err := os.Stat(first + "/file")
			t.Log("still there:", err == nil)
		})
		ctx := t.Context()
		t.Log(ctx.Err())
		t.Cleanup(func() { t.Log(ctx.Err()) })
	})
	now, _ := os.Getwd()
	_, set := os.LookupEnv("GOPARK_TEST")
	entries, _ := os.ReadDir(os.TempDir())
	t.Log(now == before, set, len(entries))
}

func TestPanicsOfMisuse(t *testing.T) {
	expect := func(want string, f func(t *testing.T)) {
		t.Run("misuse", func(t *testing.T) {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
					t.Errorf("%q, not %q", got, want)
				}
			}()
			f(t)
		})
	}
	expect("t.Parallel called multiple times", func(t *testing.T) {
		t.Parallel()
		t.Parallel()
	})
	expect("can not use t.Parallel", func(t *testing.T) {
		t.Setenv("A", "b")
		t.Parallel()
	})
	expect("Fail in goroutine after TestLogs has completed", func(t *testing.T) { logs.Fail() })
}

var logs *testing.T

func init() {
	if !testing.Testing() || testing.CoverMode() != "" {
		panic("not a test")
	}
}

func TestModes(t *testing.T) {
	_, limited := t.Deadline()
	t.Log(testing.Short(), testing.Verbose(), limited)
	var _ testing.TB = t
	allocs := testing.AllocsPerRun(10, func() { sink = make([]int, 10) })
	t.Log(allocs >= 1)
}

var sink []int

// Output:
// === RUN   TestLogs
//     testing_results_test.go:16: one 2 three
//     testing_results_test.go:17: two
//         lines
//     without a place
//     and a part
//     testing_results_test.go:19: ends the part
// === ATTR  TestLogs key a value
// --- PASS: TestLogs (0.00s)
// === RUN   TestErrors
//     testing_results_test.go:29: helper says 1
//     testing_results_test.go:30: helper says 2
// === RUN   TestErrors/helper
//     testing_results_test.go:31: shown where Run is called
// --- FAIL: TestErrors (0.00s)
//     --- FAIL: TestErrors/helper (0.00s)
// === RUN   TestFatal
//     testing_results_test.go:41: no further
// deferred calls run,
// then cleanups, failed: true
//     testing_results_test.go:39: cleanups last first
// --- FAIL: TestFatal (0.00s)
// === RUN   TestSkips
// === RUN   TestSkips/skipped
//     testing_results_test.go:47: because of this
// TestSkips/skipped true
// === RUN   TestSkips/not
// --- PASS: TestSkips (0.00s)
//     --- SKIP: TestSkips/skipped (0.00s)
//     --- PASS: TestSkips/not (0.00s)
// === RUN   TestNames
// === RUN   TestNames/a_b
// === RUN   TestNames/same
// === RUN   TestNames/same#01
// === RUN   TestNames/#00
// === RUN   TestNames/#01
// === RUN   TestNames/same#01#01
// === RUN   TestNames/tab_\x01
// === RUN   TestNames/x/y
// === RUN   TestNames/x/y/deeper
// --- FAIL: TestNames (0.00s)
//     --- PASS: TestNames/a_b (0.00s)
//     --- PASS: TestNames/same (0.00s)
//     --- PASS: TestNames/same#01 (0.00s)
//     --- PASS: TestNames/#00 (0.00s)
//     --- PASS: TestNames/#01 (0.00s)
//     --- PASS: TestNames/same#01#01 (0.00s)
//     --- PASS: TestNames/tab_\x01 (0.00s)
//     --- FAIL: TestNames/x/y (0.00s)
//         --- FAIL: TestNames/x/y/deeper (0.00s)
// === RUN   TestSurroundings
// === RUN   TestSurroundings/sub
//     testing_results_test.go:70: set true true true
//     testing_results_test.go:76: <nil>
//     testing_results_test.go:77: context canceled
//     testing_results_test.go:73: still there: true
// === NAME  TestSurroundings
//     testing_results_test.go:82: true false 0
// --- PASS: TestSurroundings (0.00s)
//     --- PASS: TestSurroundings/sub (0.00s)
// === RUN   TestPanicsOfMisuse
// === RUN   TestPanicsOfMisuse/misuse
// === PAUSE TestPanicsOfMisuse/misuse
// === RUN   TestPanicsOfMisuse/misuse#01
// === RUN   TestPanicsOfMisuse/misuse#02
// === CONT  TestPanicsOfMisuse/misuse
// --- PASS: TestPanicsOfMisuse (0.00s)
//     --- PASS: TestPanicsOfMisuse/misuse#01 (0.00s)
//     --- PASS: TestPanicsOfMisuse/misuse#02 (0.00s)
//     --- PASS: TestPanicsOfMisuse/misuse (0.00s)
// === RUN   TestModes
//     testing_results_test.go:117: false true false
//     testing_results_test.go:120: true
// --- PASS: TestModes (0.00s)
// FAIL
// exit status 1
// FAIL	command-line-arguments	0.000s
