// Examples with their output, fuzz targets with their seeds, benchmarks, and the options that choose.
package examples

import (
	"fmt"
	"os"
	"testing"
)

// Exit status: 1
// Args: -run Example$|Example_suffix|Fuzz$/seed#[02] -bench . -benchtime 5x

func Example() {
	fmt.Println("hello")
	// Output: hello
}

func Example_suffix() {
	fmt.Fprintln(os.Stdout, "b")
	fmt.Println("a")

	// Unordered output:
	// a
	// b
}

func Example_not_chosen() {
	panic("not to be run")
	// Output: nothing
}

func Fuzz(f *testing.F) {
	f.Add(1, "one", []byte("x"), 1.5, true)
	f.Add(2, "two", []byte(nil), 2.5, false)
	f.Add(3, "three", []byte("z"), 3.5, true)
	f.Fuzz(func(t *testing.T, n int, s string, b []byte, x float64, ok bool) {
		t.Logf("%d %s %q %g %t", n, s, b, x, ok)
		if n == 3 {
			t.Error("three is not allowed")
		}
	})
}

func FuzzNotChosen(f *testing.F) { f.Fatal("not to be run") }

func TestNotChosen(t *testing.T) { t.Fatal("not to be run") }

func quiet(b *testing.B) { b.ReportMetric(0, "ns/op") }

// A failure of the tests above keeps benchmarks from running.
func BenchmarkNever(b *testing.B) { quiet(b) }

// Output:
// === RUN   Fuzz
// === RUN   Fuzz/seed#0
//     testing_examples_test.go:37: 1 one "x" 1.5 true
// === RUN   Fuzz/seed#2
//     testing_examples_test.go:37: 3 three "z" 3.5 true
//     testing_examples_test.go:39: three is not allowed
// --- FAIL: Fuzz (0.00s)
//     --- PASS: Fuzz/seed#0 (0.00s)
//     --- FAIL: Fuzz/seed#2 (0.00s)
// === RUN   Example
// --- PASS: Example (0.00s)
// === RUN   Example_suffix
// --- PASS: Example_suffix (0.00s)
// FAIL
// exit status 1
// FAIL	command-line-arguments	0.000s
