package testing

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// InternalExample is an example function with the output it should have.
type InternalExample struct {
	Name      string
	F         func()
	Output    string
	Unordered bool
}

// RunExamples runs examples and reports whether all had the output they should have.
func RunExamples(matchString func(pat, str string) (bool, error), examples []InternalExample) (ok bool) {
	_, ok = runExamples(matchString, examples)
	return ok
}

func runExamples(matchString func(pat, str string) (bool, error), examples []InternalExample) (ran, ok bool) {
	ok = true
	m := newMatcher(matchString, *options.run, "-test.run", *options.skip)
	for i := range examples {
		if _, matched, _ := m.fullName(nil, examples[i].Name); matched {
			ran = true
			ok = runExample(&examples[i]) && ok
		}
	}
	return ran, ok
}

// runExample runs one with its standard output going into a file.
func runExample(eg *InternalExample) (ok bool) {
	if options.chatty.on {
		fmt.Println("=== RUN   " + eg.Name)
	}
	stdout := os.Stdout
	file, err := os.CreateTemp("", "example")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Stdout = file
	finished := false
	start := time.Now()
	defer func() {
		took := time.Since(start)
		os.Stdout = stdout
		output, _ := os.ReadFile(file.Name())
		os.Remove(file.Name())
		cause := recover()
		ok = eg.check(string(output), took, finished && cause == nil)
		if cause != nil {
			panic(cause)
		}
		if !finished {
			panic(errGoexit)
		}
	}()
	eg.F()
	finished = true
	return
}

// check compares the output and prints the result.
func (eg *InternalExample) check(output string, took time.Duration, finished bool) bool {
	got, want := strings.TrimSpace(output), strings.TrimSpace(eg.Output)
	difference := ""
	if eg.Unordered {
		gotLines, wantLines := strings.Split(got, "\n"), strings.Split(want, "\n")
		slices.Sort(gotLines)
		slices.Sort(wantLines)
		if !slices.Equal(gotLines, wantLines) {
			difference = fmt.Sprintf("got:\n%s\nwant (unordered):\n%s\n", output, eg.Output)
		}
	} else if got != want {
		difference = fmt.Sprintf("got:\n%s\nwant:\n%s\n", got, want)
	}
	if !finished {
		difference = ""
	}
	if difference != "" || !finished {
		fmt.Printf("--- FAIL: %s (%s)\n%s", eg.Name, seconds(took), difference)
		return false
	}
	if options.chatty.on {
		fmt.Printf("--- PASS: %s (%s)\n", eg.Name, seconds(took))
	}
	return true
}
