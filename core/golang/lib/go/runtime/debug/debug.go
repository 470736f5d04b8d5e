// Package debug looks at and adjusts the running program.
package debug

import (
	"os"
	"runtime"
	"time"
)

// Stack returns the calling goroutine's stack trace.
func Stack() []byte {
	buf := make([]byte, 1024)
	for {
		n := runtime.Stack(buf, false)
		if n < len(buf) {
			return buf[:n]
		}
		buf = make([]byte, 2*len(buf))
	}
}

// PrintStack writes the calling goroutine's stack trace to standard error.
func PrintStack() { os.Stderr.Write(Stack()) }

// SetGCPercent sets how much the heap may grow, in per cent, before the next collection, and
// returns the setting before; a negative value turns collections off.
func SetGCPercent(percent int) int

// SetMemoryLimit sets a soft limit of memory in bytes and returns the limit before; a negative
// value only asks.
func SetMemoryLimit(limit int64) int64

// SetMaxStack sets the largest size of a goroutine's stack and returns the setting before.
func SetMaxStack(bytes int) int

// SetMaxThreads sets the largest number of threads and returns the setting before.
func SetMaxThreads(threads int) int

// FreeOSMemory runs a collection.
func FreeOSMemory() { runtime.GC() }

// SetPanicOnFault does nothing: there are no faults to panic on.
func SetPanicOnFault(enabled bool) bool { return false }

// SetTraceback sets how much a crash prints, in the words of GOTRACEBACK.
func SetTraceback(level string)

// GCStats holds figures of the recent collections.
type GCStats struct {
	LastGC         time.Time
	NumGC          int64
	PauseTotal     time.Duration
	Pause          []time.Duration
	PauseEnd       []time.Time
	PauseQuantiles []time.Duration
}

// ReadGCStats fills in stats.
func ReadGCStats(stats *GCStats) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	stats.NumGC = int64(m.NumGC)
	stats.PauseTotal = time.Duration(m.PauseTotalNs)
	stats.LastGC = time.Unix(0, int64(m.LastGC))
}

// BuildInfo describes how a program was built.
type BuildInfo struct {
	GoVersion string
	Path      string
}

// ReadBuildInfo describes this program.
func ReadBuildInfo() (info *BuildInfo, ok bool) {
	return &BuildInfo{runtime.Version(), "command-line-arguments"}, true
}
