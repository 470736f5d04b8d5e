// Package debug looks at and adjusts the running program.
package debug

import (
	"os"
	"runtime"
	"slices"
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

// SetMemoryLimit sets how large the heap may become, in bytes, before collections come more often,
// and returns the limit before (math.MaxInt64: none); a negative value only asks.
func SetMemoryLimit(limit int64) int64

// SetMaxStack sets the largest size of a goroutine's stack and returns the setting before.
func SetMaxStack(bytes int) int

// SetMaxThreads sets the largest number of threads, beyond which the program crashes, and returns
// the setting before.
func SetMaxThreads(threads int) int

// FreeOSMemory runs a collection.
func FreeOSMemory() { runtime.GC() }

// SetPanicOnFault does nothing: there are no faults to panic on.
func SetPanicOnFault(enabled bool) bool { return false }

// SetTraceback sets how much a crash prints, in the words of GOTRACEBACK, but not to less than
// that variable says.
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

// ReadGCStats fills in stats, the latest pause first. If PauseQuantiles is not empty it is filled
// with quantiles of the pauses, from the shortest to the longest.
func ReadGCStats(stats *GCStats) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	stats.LastGC = time.Unix(0, int64(m.LastGC))
	stats.NumGC = int64(m.NumGC)
	stats.PauseTotal = time.Duration(m.PauseTotalNs)
	stats.Pause = stats.Pause[:0]
	stats.PauseEnd = stats.PauseEnd[:0]
	for i := range min(int(m.NumGC), len(m.PauseNs)) {
		at := (int(m.NumGC) - 1 - i) % len(m.PauseNs)
		stats.Pause = append(stats.Pause, time.Duration(m.PauseNs[at]))
		stats.PauseEnd = append(stats.PauseEnd, time.Unix(0, int64(m.PauseEnd[at])))
	}
	if len(stats.PauseQuantiles) == 0 {
		return
	}
	clear(stats.PauseQuantiles)
	if len(stats.Pause) == 0 {
		return
	}
	sorted := slices.Clone(stats.Pause)
	slices.Sort(sorted)
	last := len(stats.PauseQuantiles) - 1
	for i := range last {
		stats.PauseQuantiles[i] = sorted[len(sorted)*i/last]
	}
	stats.PauseQuantiles[last] = sorted[len(sorted)-1]
}

// BuildInfo describes how a program was built.
type BuildInfo struct {
	GoVersion string
	Path      string
	Main      Module
	Deps      []*Module
	Settings  []BuildSetting
}

// A Module is a module that a program was built from.
type Module struct {
	Path    string
	Version string
	Sum     string
	Replace *Module
}

// A BuildSetting is a setting the program was built with.
type BuildSetting struct {
	Key, Value string
}

// String returns the description line by line.
func (bi *BuildInfo) String() string {
	text := ""
	if bi.GoVersion != "" {
		text += "go\t" + bi.GoVersion + "\n"
	}
	if bi.Path != "" {
		text += "path\t" + bi.Path + "\n"
	}
	for _, s := range bi.Settings {
		text += "build\t" + s.Key + "=" + s.Value + "\n"
	}
	return text
}

// ReadBuildInfo describes this program.
func ReadBuildInfo() (info *BuildInfo, ok bool) {
	return &BuildInfo{GoVersion: runtime.Version(), Path: "command-line-arguments"}, true
}
