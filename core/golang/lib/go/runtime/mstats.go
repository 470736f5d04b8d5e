package runtime

// MemStats holds figures of the allocator and the collector.
type MemStats struct {
	Alloc, TotalAlloc, Sys, Lookups, Mallocs, Frees                    uint64
	HeapAlloc, HeapSys, HeapIdle, HeapInuse, HeapReleased, HeapObjects uint64
	StackInuse, StackSys, MSpanInuse, MSpanSys, MCacheInuse, MCacheSys uint64
	BuckHashSys, GCSys, OtherSys, NextGC, LastGC, PauseTotalNs         uint64
	PauseNs                                                            [256]uint64
	PauseEnd                                                           [256]uint64
	NumGC, NumForcedGC                                                 uint32
	GCCPUFraction                                                      float64
	EnableGC, DebugGC                                                  bool
	BySize                                                             [61]struct {
		Size           uint32
		Mallocs, Frees uint64
	}
}

// The figures memStats returns, by place.
const (
	statHeapAlloc = iota
	statTotalAlloc
	statSys
	statMallocs
	statFrees
	statStackInuse
	statNextGC
	statLastGC
	statPauseTotalNs
	statNumGC
	statNumForcedGC
	statHeapInuse
	statCount
)

// memStats stops the world and fills in the figures the machine keeps; there must be statCount.
func memStats(figures []uint64)

// gcPauses fills in what MemStats keeps of the latest collections.
func gcPauses(lengths, ends []uint64)

// ReadMemStats fills in m. It allocates nothing, so that benchmarks count their own allocations
// only.
func ReadMemStats(m *MemStats) {
	figures := m.PauseNs[:statCount]
	memStats(figures)
	m.Alloc = figures[statHeapAlloc]
	m.TotalAlloc = figures[statTotalAlloc]
	m.Sys = figures[statSys] + figures[statStackInuse]
	m.Mallocs = figures[statMallocs]
	m.Frees = figures[statFrees]
	m.HeapAlloc = figures[statHeapAlloc]
	m.HeapSys = figures[statSys]
	m.HeapIdle = figures[statSys] - figures[statHeapInuse]
	m.HeapInuse = figures[statHeapInuse]
	m.HeapObjects = figures[statMallocs] - figures[statFrees]
	m.StackInuse = figures[statStackInuse]
	m.StackSys = figures[statStackInuse]
	m.NextGC = figures[statNextGC]
	m.LastGC = figures[statLastGC]
	m.PauseTotalNs = figures[statPauseTotalNs]
	m.NumGC = uint32(figures[statNumGC])
	m.NumForcedGC = uint32(figures[statNumForcedGC])
	m.EnableGC = true
	gcPauses(m.PauseNs[:], m.PauseEnd[:])
}
