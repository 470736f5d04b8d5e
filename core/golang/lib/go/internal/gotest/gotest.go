// Package gotest does for a program that consists of tests what the go command does around a test
// binary: it hands over the command line, runs package after package, and says how each ended. The
// main package that the loader generates (core/golang/test_main.h) calls it.
//
// Differs: the packages run one after the other in one process, so a crash in one of them is the
// end of all.
package gotest

import (
	"fmt"
	"internal/exithook"
	"internal/regex"
	"internal/rt"
	"os"
	"strings"
	"testing"
	"time"
)

// A Package is one package under test. Main runs its tests; it is nil if there are none.
type Package struct {
	Path string
	Main func() *testing.M
}

// Deps is what package testing asks for: the path of the package under test, and regular
// expressions.
type Deps string

func (d Deps) ImportPath() string { return string(d) }
func (d Deps) ModulePath() string { return string(d) }

// MatchString reports whether a part of str matches the regular expression.
func (d Deps) MatchString(pattern, str string) (bool, error) {
	re, err := regex.Compile(pattern)
	if err != nil {
		return false, err
	}
	return re.MatchString(str), nil
}

// setEpitaph sets what a crash prints at last, with the seconds since this call behind it.
func setEpitaph(text string)

// A runner goes through the packages.
type runner struct {
	packages []Package
	several  bool
	current  string
	start    time.Time
	failed   bool
}

// Run runs the tests of all packages and ends the program.
func Run(packages []Package) {
	r := &runner{packages: packages, several: len(packages) > 1}
	setArgs()
	exithook.BeforeExit = r.exited
	r.next()
}

// next runs the next package that has tests, and after the last one ends the program.
func (r *runner) next() {
	for len(r.packages) > 0 {
		p := r.packages[0]
		r.packages = r.packages[1:]
		if p.Main == nil {
			fmt.Printf("?   \t%s\t[no test files]\n", p.Path)
			continue
		}
		r.current = p.Path
		r.start = time.Now()
		setEpitaph(r.verdict(2))
		m := p.Main()
		os.Exit(exitCode(m))
	}
	exithook.BeforeExit = nil
	if !r.failed {
		os.Exit(0)
	}
	if r.several {
		fmt.Println("FAIL")
	}
	os.Exit(1)
}

// verdict is the line about a package that failed, up to its time. The go command shows the exit
// status when it runs a single package.
func (r *runner) verdict(code int) string {
	text := "FAIL\t" + r.current + "\t"
	if !r.several {
		text = fmt.Sprintf("exit status %d\n%s", code, text)
	}
	return text
}

// exited is called when the process of the current package would end.
func (r *runner) exited(code int) {
	seconds := time.Since(r.start).Seconds()
	setEpitaph("")
	if code == 0 {
		fmt.Printf("ok  \t%s\t%.3fs\n", r.current, seconds)
	} else {
		fmt.Printf("%s%.3fs\n", r.verdict(code), seconds)
		r.failed = true
	}
	r.next()
}

// exitCode is what m.Run returned, also to a TestMain that does not call os.Exit.
func exitCode(m *testing.M) int {
	v := rt.ValueOf(m).Elem()
	for i := 0; i < v.Type().NumField(); i++ {
		if v.Type().FieldName(i) == "exitCode" {
			return int(v.Field(i).Int())
		}
	}
	return 0
}

// ownFlags are the go command's own names for options of the test binary.
const ownFlags = " bench benchmem benchtime count cpu failfast fullpath fuzz fuzztime list parallel " +
	"run short shuffle skip timeout v "

// setArgs rewrites the command line as the go command does: -run becomes -test.run; -v is on
// unless it is given.
func setArgs() {
	args := []string{os.Args[0], "-test.paniconexit0", "-test.v=true"}
	for i := 1; i < len(os.Args); i++ {
		arg := os.Args[i]
		if arg == "-args" || arg == "--args" {
			args = append(args, os.Args[i+1:]...)
			break
		}
		name := strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-")
		name, _, _ = strings.Cut(name, "=")
		if name != "" && arg[0] == '-' && strings.Contains(ownFlags, " "+name+" ") {
			arg = "-test." + strings.TrimLeft(arg, "-")
		}
		args = append(args, arg)
	}
	os.Args = args
}
