// Package testing runs test, benchmark, fuzz and example functions. The loader makes a main package
// of a program's _test.go files, as the go command does; it begins with MainStart.
//
// What is printed is what a test binary of Go 1.26 prints. Fuzz targets run with their seed corpus
// only. There are no profiles and no coverage.
package testing

import (
	"errors"
	"flag"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// The options of a test binary, set by Init.
var options struct {
	ready        bool
	short        *bool
	failFast     *bool
	fullPath     *bool
	exit0        *bool
	chatty       chattyFlag
	count        *uint
	parallel     *int
	cpu          *string
	list         *string
	run          *string
	skip         *string
	shuffle      *string
	timeout      *time.Duration
	bench        *string
	benchmem     *bool
	benchtime    benchTimeFlag
	cpus         []int
	haveExamples bool
}

// numFailed counts the tests that failed.
var numFailed atomic.Uint32

// Init registers the options. It needs to be called only by programs that are no tests.
func Init() {
	o := &options
	if o.ready {
		return
	}
	o.ready = true
	o.short = flag.Bool("test.short", false, "run smaller test suite to save time")
	o.failFast = flag.Bool("test.failfast", false, "do not start new tests after the first test failure")
	flag.Var(&o.chatty, "test.v", "verbose: print additional output")
	o.count = flag.Uint("test.count", 1, "run tests and benchmarks `n` times")
	o.list = flag.String("test.list", "", "list tests, examples, and benchmarks matching `regexp` then exit")
	o.run = flag.String("test.run", "", "run only tests and examples matching `regexp`")
	o.skip = flag.String("test.skip", "", "do not list or run tests matching `regexp`")
	o.exit0 = flag.Bool("test.paniconexit0", false, "panic on call to os.Exit(0)")
	o.timeout = flag.Duration("test.timeout", 0, "panic test binary after duration `d` (default 0, timeout disabled)")
	o.cpu = flag.String("test.cpu", "", "comma-separated `list` of cpu counts to run each test with")
	o.parallel = flag.Int("test.parallel", runtime.GOMAXPROCS(0), "run at most `n` tests in parallel")
	o.shuffle = flag.String("test.shuffle", "off", "randomize the execution order of tests and benchmarks")
	o.fullPath = flag.Bool("test.fullpath", false, "show full file names in error messages")
	o.bench = flag.String("test.bench", "", "run only benchmarks matching `regexp`")
	o.benchmem = flag.Bool("test.benchmem", false, "print memory allocations for benchmarks")
	flag.Var(&o.benchtime, "test.benchtime", "run each benchmark for duration `d` or N times if `d` is of the form Nx")
	flag.String("test.fuzz", "", "run the fuzz test matching `regexp`: not available, the seed corpus runs as tests")
	flag.String("test.fuzztime", "", "time to spend fuzzing: not available")
}

// A chattyFlag is the option -test.v.
type chattyFlag struct{ on bool }

func (f *chattyFlag) IsBoolFlag() bool { return true }
func (f *chattyFlag) Get() any         { return f.on }
func (f *chattyFlag) String() string {
	if f.on {
		return "true"
	}
	return "false"
}

func (f *chattyFlag) Set(arg string) error {
	switch arg {
	case "true", "test2json":
		f.on = true
	case "false":
		f.on = false
	default:
		return fmt.Errorf("invalid flag -test.v=%s", arg)
	}
	return nil
}

// Short reports whether the option -test.short is set.
func Short() bool {
	if options.short == nil {
		panic("testing: Short called before Init")
	}
	if !flag.Parsed() {
		panic("testing: Short called before Parse")
	}
	return *options.short
}

// Verbose reports whether the option -test.v is set.
func Verbose() bool {
	if !flag.Parsed() {
		panic("testing: Verbose called before Parse")
	}
	return options.chatty.on
}

// Testing reports whether the program consists of tests.
func Testing() bool

// CoverMode returns "": there is no coverage.
func CoverMode() string { return "" }

// CoverBlock and Cover belong to the coverage of former days.
type CoverBlock struct {
	Line0, Line1 uint32
	Col0, Col1   uint16
	Stmts        uint16
}

// Cover records the state of coverage.
type Cover struct {
	Mode            string
	Counters        map[string][]uint32
	Blocks          map[string][]CoverBlock
	CoveredPackages string
}

// RegisterCover does nothing.
func RegisterCover(c Cover) {}

// Coverage returns 0: there is no coverage.
func Coverage() float64 { return 0 }

// failFast reports whether no more tests are to be started.
func failFast() bool { return *options.failFast && numFailed.Load() > 0 }

var errGoexit = errors.New("test executed panic(nil) or runtime.Goexit")

const indent = "    "

// seconds is a duration as results show it.
func seconds(d time.Duration) string { return fmt.Sprintf("%.2fs", d.Seconds()) }

// A state is what all tests of one pass share.
type state struct {
	match    *matcher
	deadline time.Time

	// Parallel tests that run, not counting those that wait for their subtests; the sequential
	// test counts as one.
	mu      sync.Mutex
	running int
	waiting int
	limit   int
	start   chan bool // lets a waiting test go on
}

func newState(match *matcher, deadline time.Time) *state {
	return &state{match: match, deadline: deadline, running: 1, limit: *options.parallel, start: make(chan bool)}
}

// acquire waits until another test may run.
func (s *state) acquire() {
	s.mu.Lock()
	if s.running < s.limit {
		s.running++
		s.mu.Unlock()
		return
	}
	s.waiting++
	s.mu.Unlock()
	<-s.start
}

// release gives the place to a test that waits for one.
func (s *state) release() {
	s.mu.Lock()
	if s.waiting == 0 {
		s.running--
		s.mu.Unlock()
		return
	}
	s.waiting--
	s.mu.Unlock()
	s.start <- true
}

// fileNameOf is what of a name can be in the name of a file.
func fileNameOf(test string) string {
	if len(test) > 64 {
		test = test[:64]
	}
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune("!#$%&()+,-.=@^_{}~ ", r):
			return r
		}
		return -1
	}, test)
}
