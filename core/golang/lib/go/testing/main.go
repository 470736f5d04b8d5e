package testing

import (
	"flag"
	"fmt"
	"internal/exithook"
	"math/rand"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"
)

// testDeps is what the generated main package hands in.
type testDeps interface {
	ImportPath() string
	ModulePath() string
	MatchString(pattern, text string) (bool, error)
}

// An M runs the tests; TestMain gets it.
type M struct {
	deps       testDeps
	tests      []InternalTest
	benchmarks []InternalBenchmark
	fuzz       []InternalFuzzTarget
	examples   []InternalExample
	alarm      *time.Timer
	exitCode   int // internal/gotest reads it
}

// MainStart prepares the run of a package's tests. Generated main packages call it.
func MainStart(deps testDeps, tests []InternalTest, benchmarks []InternalBenchmark, fuzzTargets []InternalFuzzTarget, examples []InternalExample) *M {
	Init()
	return &M{deps: deps, tests: tests, benchmarks: benchmarks, fuzz: fuzzTargets, examples: examples}
}

// onlyMatch is testDeps for those who have a matching function only.
type onlyMatch func(pattern, text string) (bool, error)

func (f onlyMatch) ImportPath() string                             { return "" }
func (f onlyMatch) ModulePath() string                             { return "" }
func (f onlyMatch) MatchString(pattern, text string) (bool, error) { return f(pattern, text) }

// Main is what MainStart was in former days.
func Main(matchString func(pat, str string) (bool, error), tests []InternalTest, benchmarks []InternalBenchmark, examples []InternalExample) {
	os.Exit(MainStart(onlyMatch(matchString), tests, benchmarks, nil, examples).Run())
}

// RunTests runs tests outside of an M.
func RunTests(matchString func(pat, str string) (bool, error), tests []InternalTest) (ok bool) {
	prepareCPUs()
	ran, ok := runTests(onlyMatch(matchString), tests, time.Time{})
	if !ran && !options.haveExamples {
		fmt.Fprintln(os.Stderr, "testing: warning: no tests to run")
	}
	return ok
}

// Run runs the tests, fuzz targets, examples and benchmarks, and returns the exit status.
func (m *M) Run() (code int) {
	m.exitCode = m.run()
	return m.exitCode
}

func (m *M) run() int {
	if !flag.Parsed() {
		flag.Parse()
	}
	o := &options
	if *o.parallel < 1 {
		fmt.Fprintln(os.Stderr, "testing: -parallel can only be given a positive integer")
		flag.Usage()
		return 2
	}
	if *o.list != "" {
		m.listAll()
		return 0
	}
	if *o.shuffle != "off" && !m.shuffle() {
		return 2
	}
	prepareCPUs()
	if *o.exit0 {
		// A test that ends the program would look like success.
		before := exithook.BeforeExit
		exithook.BeforeExit = func(code int) {
			if code == 0 {
				panic("unexpected call to os.Exit(0) during test")
			}
			if before != nil {
				before(code)
			}
		}
		defer func() { exithook.BeforeExit = before }()
	}
	o.haveExamples = len(m.examples) > 0
	deadline := m.setAlarm()
	ran, ok := runTests(m.deps, m.tests, deadline)
	fuzzRan, fuzzOk := runFuzzTests(m.deps, m.fuzz, deadline)
	exampleRan, exampleOk := runExamples(m.deps.MatchString, m.examples)
	if m.alarm != nil {
		m.alarm.Stop()
	}
	if !ran && !fuzzRan && !exampleRan && *o.bench == "" {
		fmt.Fprintln(os.Stderr, "testing: warning: no tests to run")
	}
	if !ok || !fuzzOk || !exampleOk || !runBenchmarks(m.deps, m.benchmarks) {
		fmt.Println("FAIL")
		return 1
	}
	fmt.Println("PASS")
	return 0
}

// setAlarm makes the program die when the time of -timeout is over.
func (m *M) setAlarm() (deadline time.Time) {
	limit := *options.timeout
	if limit <= 0 {
		return deadline
	}
	deadline = time.Now().Add(limit)
	m.alarm = time.AfterFunc(limit, func() {
		debug.SetTraceback("all")
		text := fmt.Sprintf("test timed out after %v", limit)
		if list := runningList(); len(list) > 0 {
			text += "\nrunning tests:\n\t" + strings.Join(list, "\n\t")
		}
		panic(text)
	})
	return deadline
}

func (m *M) shuffle() bool {
	seed := time.Now().UnixNano()
	if arg := *options.shuffle; arg != "on" {
		var err error
		if seed, err = strconv.ParseInt(arg, 10, 64); err != nil {
			fmt.Fprintln(os.Stderr, `testing: -shuffle should be "off", "on", or a valid integer:`, err)
			return false
		}
	}
	fmt.Println("-test.shuffle", seed)
	rng := rand.New(rand.NewSource(seed))
	rng.Shuffle(len(m.tests), func(i, j int) { m.tests[i], m.tests[j] = m.tests[j], m.tests[i] })
	rng.Shuffle(len(m.benchmarks), func(i, j int) {
		m.benchmarks[i], m.benchmarks[j] = m.benchmarks[j], m.benchmarks[i]
	})
	return true
}

// prepareCPUs reads -test.cpu.
func prepareCPUs() {
	options.cpus = nil
	for _, text := range strings.Split(*options.cpu, ",") {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n <= 0 {
			fmt.Fprintf(os.Stderr, "testing: invalid value %q for -test.cpu\n", text)
			os.Exit(1)
		}
		options.cpus = append(options.cpus, n)
	}
	if options.cpus == nil {
		options.cpus = []int{runtime.GOMAXPROCS(-1)}
	}
}

// listAll prints the names that match -test.list.
func (m *M) listAll() {
	pattern := *options.list
	if _, err := m.deps.MatchString(pattern, "non-empty"); err != nil {
		fmt.Fprintf(os.Stderr, "testing: invalid regexp in -test.list (%q): %s\n", pattern, err)
		os.Exit(1)
	}
	show := func(name string) {
		if ok, _ := m.deps.MatchString(pattern, name); ok {
			fmt.Println(name)
		}
	}
	for _, test := range m.tests {
		show(test.Name)
	}
	for _, benchmark := range m.benchmarks {
		show(benchmark.Name)
	}
	for _, target := range m.fuzz {
		show(target.Name)
	}
	for _, example := range m.examples {
		show(example.Name)
	}
}
