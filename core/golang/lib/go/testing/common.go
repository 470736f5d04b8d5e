package testing

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
)

// TB is what T, B and F have in common.
type TB interface {
	ArtifactDir() string
	Attr(key, value string)
	Cleanup(func())
	Error(args ...any)
	Errorf(format string, args ...any)
	Fail()
	FailNow()
	Failed() bool
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Helper()
	Log(args ...any)
	Logf(format string, args ...any)
	Name() string
	Setenv(key, value string)
	Chdir(dir string)
	Skip(args ...any)
	SkipNow()
	Skipf(format string, args ...any)
	Skipped() bool
	TempDir() string
	Context() context.Context
	Output() io.Writer

	// Only this package's types implement it.
	private()
}

// common is the state and the methods that T, B and F share.
type common struct {
	mu       sync.RWMutex // guards what follows up to the blank line
	output   []byte       // what was logged and is not printed yet
	partial  []byte       // the begin of a line written to Output
	ran      bool         // it, or a subtest, was executed
	failed   bool
	skipped  bool
	done     bool // finished, and all its subtests too
	finished bool // its function returned, or ended by FailNow or SkipNow
	helpers  map[string]bool
	cleanups []func()
	cleaning string    // the function that runs a cleanup ...
	cleanPCs []uintptr // ... and where the cleanup was registered

	w          io.Writer // where the parent wants the result
	chatty     *chattyPrinter
	bench      bool
	inFuzz     bool
	inBubble   bool // the test within a synctest bubble, which stands for its parent
	hasSub     atomic.Bool
	inCleanup  atomic.Bool
	isParallel bool
	parent     *common
	level      int       // 0: the root
	creator    []uintptr // where Run was called
	name       string
	start      time.Time
	duration   time.Duration
	barrier    chan bool // closed to let the parallel subtests run; nil: they never wait
	signal     chan bool // when it is done; false: a parent was ended by FailNow
	sub        []*T      // parallel subtests

	tempMu  sync.Mutex
	tempDir string
	tempSeq int

	ctx    context.Context
	cancel context.CancelFunc
}

// outside panics when a method of F is used by the function that is being fuzzed.
func (c *common) outside(method string) {
	if c.inFuzz {
		panic("testing: f." + method + " was called inside the fuzz target, use t." + method + " instead")
	}
}

func (c *common) private() {}

// Name returns the name of the running test or benchmark.
func (c *common) Name() string { return c.name }

func (c *common) setRan() {
	for ; c != nil; c = c.parent {
		c.mu.Lock()
		c.ran = true
		c.mu.Unlock()
	}
}

// Fail marks the test, and those around it, as failed. It goes on.
func (c *common) Fail() {
	if c.parent != nil {
		c.parent.Fail()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done {
		panic("Fail in goroutine after " + c.name + " has completed")
	}
	c.failed = true
}

// Failed reports whether the test has failed.
func (c *common) Failed() bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.failed
}

// FailNow marks the test as failed and ends its goroutine.
func (c *common) FailNow() {
	c.outside("FailNow")
	c.Fail()
	c.finish()
	runtime.Goexit()
}

func (c *common) finish() {
	c.mu.Lock()
	c.finished = true
	c.mu.Unlock()
}

func (c *common) isFinished() bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.finished
}

// SkipNow marks the test as skipped and ends its goroutine.
func (c *common) SkipNow() {
	c.outside("SkipNow")
	c.mu.Lock()
	c.skipped = true
	c.finished = true
	c.mu.Unlock()
	runtime.Goexit()
}

// Skipped reports whether the test was skipped.
func (c *common) Skipped() bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.skipped
}

// Log writes its arguments, as fmt.Println does, to the test's log.
func (c *common) Log(args ...any) {
	c.outside("Log")
	c.log(fmt.Sprintln(args...))
}

// Logf writes its arguments, as fmt.Printf does, to the test's log.
func (c *common) Logf(format string, args ...any) {
	c.outside("Logf")
	c.log(fmt.Sprintf(format, args...))
}

// Error is Log, then Fail.
func (c *common) Error(args ...any) {
	c.outside("Error")
	c.log(fmt.Sprintln(args...))
	c.Fail()
}

// Errorf is Logf, then Fail.
func (c *common) Errorf(format string, args ...any) {
	c.outside("Errorf")
	c.log(fmt.Sprintf(format, args...))
	c.Fail()
}

// Fatal is Log, then FailNow.
func (c *common) Fatal(args ...any) {
	c.outside("Fatal")
	c.log(fmt.Sprintln(args...))
	c.FailNow()
}

// Fatalf is Logf, then FailNow.
func (c *common) Fatalf(format string, args ...any) {
	c.outside("Fatalf")
	c.log(fmt.Sprintf(format, args...))
	c.FailNow()
}

// Skip is Log, then SkipNow.
func (c *common) Skip(args ...any) {
	c.outside("Skip")
	c.log(fmt.Sprintln(args...))
	c.SkipNow()
}

// Skipf is Logf, then SkipNow.
func (c *common) Skipf(format string, args ...any) {
	c.outside("Skipf")
	c.log(fmt.Sprintf(format, args...))
	c.SkipNow()
}

// Helper marks the calling function as one whose lines are of no interest: its caller's are shown.
func (c *common) Helper() {
	if c.inBubble {
		c = c.parent
	}
	c.addHelper(callerName(1))
}

func (c *common) addHelper(name string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.helpers == nil {
		c.helpers = map[string]bool{}
	}
	c.helpers[name] = true
}

// Attr writes a key and a value to the log of a verbose run.
func (c *common) Attr(key, value string) {
	if strings.ContainsFunc(key, unicode.IsSpace) {
		c.Errorf("disallowed whitespace in attribute key %q", key)
		return
	}
	if strings.ContainsAny(value, "\r\n") {
		c.Errorf("disallowed newline in attribute value %q", value)
		return
	}
	if c.chatty != nil {
		c.chatty.update(c.name, "=== ATTR  "+c.name+" "+key+" "+value+"\n")
	}
}

// Context returns a context that ends right before the cleanup functions are called.
func (c *common) Context() context.Context {
	c.outside("Context")
	return c.ctx
}

// Cleanup registers f to be called when the test and its subtests are over; the last one first.
func (c *common) Cleanup(f func()) {
	c.outside("Cleanup")
	pcs := callers(1)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cleanups = append(c.cleanups, func() {
		c.setCleaning(callerName(0), pcs)
		defer c.setCleaning("", nil)
		f()
	})
}

func (c *common) setCleaning(name string, pcs []uintptr) {
	c.mu.Lock()
	c.cleaning, c.cleanPCs = name, pcs
	c.mu.Unlock()
}

func (c *common) takeCleanup() func() {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := len(c.cleanups) - 1
	if last < 0 {
		return nil
	}
	f := c.cleanups[last]
	c.cleanups = c.cleanups[:last]
	return f
}

// runCleanups calls the cleanup functions, the others also after one has panicked.
func (c *common) runCleanups() {
	c.inCleanup.Store(true)
	defer c.inCleanup.Store(false)
	defer func() {
		c.mu.RLock()
		more := len(c.cleanups) > 0
		c.mu.RUnlock()
		if more {
			c.runCleanups()
		}
	}()
	if c.cancel != nil {
		c.cancel()
	}
	for f := c.takeCleanup(); f != nil; f = c.takeCleanup() {
		f()
	}
}

// tryCleanups is runCleanups, returning what one panicked with.
func (c *common) tryCleanups() (panicked any) {
	defer func() { panicked = recover() }()
	c.runCleanups()
	return nil
}

// stopClock adds the time since start to the duration.
func (c *common) stopClock() { c.duration += time.Since(c.start) }

// --- Surroundings ---

// TempDir returns a directory of its own that is removed when the test is over.
func (c *common) TempDir() string {
	c.outside("TempDir")
	dir, err := c.newTempDir()
	if err != nil {
		c.Fatalf("TempDir: %v", err)
	}
	return dir
}

func (c *common) newTempDir() (string, error) {
	c.tempMu.Lock()
	defer c.tempMu.Unlock()
	if c.tempDir != "" {
		if _, err := os.Stat(c.tempDir); os.IsNotExist(err) {
			c.tempDir = ""
		}
	}
	if c.tempDir == "" {
		c.addHelper(callerName(0))
		dir, err := os.MkdirTemp(os.Getenv("GOTMPDIR"), fileNameOf(c.name))
		if err != nil {
			return "", err
		}
		c.tempDir = dir
		c.Cleanup(func() {
			if err := os.RemoveAll(dir); err != nil {
				c.Errorf("TempDir RemoveAll cleanup: %v", err)
			}
		})
	}
	c.tempSeq++
	dir := fmt.Sprintf("%s/%03d", c.tempDir, c.tempSeq)
	return dir, os.Mkdir(dir, 0o777)
}

// ArtifactDir returns a directory for the files that the test makes: a temporary one.
func (c *common) ArtifactDir() string {
	c.outside("ArtifactDir")
	dir, err := c.newTempDir()
	if err != nil {
		c.Fatalf("ArtifactDir: %v", err)
	}
	return dir
}

// Setenv sets an environment variable until the test is over.
func (c *common) Setenv(key, value string) {
	c.outside("Setenv")
	before, was := os.LookupEnv(key)
	if err := os.Setenv(key, value); err != nil {
		c.Fatalf("cannot set environment variable: %v", err)
	}
	c.Cleanup(func() {
		if was {
			os.Setenv(key, before)
		} else {
			os.Unsetenv(key)
		}
	})
}

// Chdir changes the working directory until the test is over.
func (c *common) Chdir(dir string) {
	c.outside("Chdir")
	before, err := os.Getwd()
	if err == nil {
		err = os.Chdir(dir)
	}
	if err != nil {
		c.Fatal(err)
	}
	if now, err := os.Getwd(); err == nil {
		c.Setenv("PWD", now)
	}
	c.Cleanup(func() {
		if err := os.Chdir(before); err != nil {
			panic("testing.Chdir: " + err.Error())
		}
	})
}
