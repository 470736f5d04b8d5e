package testing

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// A BenchmarkResult is what a benchmark measured.
type BenchmarkResult struct {
	N         int           // iterations
	T         time.Duration // the time they took
	Bytes     int64         // bytes an iteration handled
	MemAllocs uint64        // allocations
	MemBytes  uint64        // bytes allocated

	// Extra is what ReportMetric added.
	Extra map[string]float64
}

// perOp is a total by iteration, or the figure that replaces it.
func (r BenchmarkResult) perOp(total int64, unit string) int64 {
	if v, ok := r.Extra[unit]; ok {
		return int64(v)
	}
	if r.N <= 0 {
		return 0
	}
	return total / int64(r.N)
}

// NsPerOp returns the nanoseconds of one iteration.
func (r BenchmarkResult) NsPerOp() int64 { return r.perOp(r.T.Nanoseconds(), "ns/op") }

// AllocsPerOp returns the allocations of one iteration.
func (r BenchmarkResult) AllocsPerOp() int64 { return r.perOp(int64(r.MemAllocs), "allocs/op") }

// AllocedBytesPerOp returns the bytes allocated by one iteration.
func (r BenchmarkResult) AllocedBytesPerOp() int64 { return r.perOp(int64(r.MemBytes), "B/op") }

func (r BenchmarkResult) megabytesPerSecond() float64 {
	if v, ok := r.Extra["MB/s"]; ok {
		return v
	}
	if r.Bytes <= 0 || r.T <= 0 || r.N <= 0 {
		return 0
	}
	return float64(r.Bytes) * float64(r.N) / 1e6 / r.T.Seconds()
}

// MemString returns the part of the result line about memory.
func (r BenchmarkResult) MemString() string {
	return fmt.Sprintf("%8d B/op\t%8d allocs/op", r.AllocedBytesPerOp(), r.AllocsPerOp())
}

// String returns the result line without the name and without the part about memory.
func (r BenchmarkResult) String() string {
	text := fmt.Sprintf("%8d", r.N)
	ns, ok := r.Extra["ns/op"]
	if !ok {
		ns = float64(r.T.Nanoseconds()) / float64(r.N)
	}
	if ns != 0 {
		text += "\t" + metric(ns, "ns/op")
	}
	if mbs := r.megabytesPerSecond(); mbs != 0 {
		text += fmt.Sprintf("\t%7.2f MB/s", mbs)
	}
	var units []string
	for unit := range r.Extra {
		if !strings.Contains(" ns/op MB/s B/op allocs/op ", " "+unit+" ") {
			units = append(units, unit)
		}
	}
	slices.Sort(units)
	for _, unit := range units {
		text += "\t" + metric(r.Extra[unit], unit)
	}
	return text
}

// metric shows four digits of small figures and the whole of large ones, the points below each
// other: ten places before them.
func metric(x float64, unit string) string {
	y := math.Abs(x)
	if y == 0 || y >= 999.95 {
		return fmt.Sprintf("%10.0f %s", x, unit)
	}
	digits := 1
	for limit := 99.995; digits < 7 && y < limit; limit /= 10 {
		digits++
	}
	return fmt.Sprintf("%*.*f %s", 11+digits, digits, x, unit)
}
