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
	statCount
)

// memStats fills in the figures the machine keeps.
func memStats(figures []uint64)

// ReadMemStats fills in m.
func ReadMemStats(m *MemStats) {
	figures := make([]uint64, statCount)
	memStats(figures)
	*m = MemStats{
		Alloc:        figures[statHeapAlloc],
		TotalAlloc:   figures[statTotalAlloc],
		Sys:          figures[statSys],
		Mallocs:      figures[statMallocs],
		Frees:        figures[statFrees],
		HeapAlloc:    figures[statHeapAlloc],
		HeapSys:      figures[statSys],
		HeapInuse:    figures[statHeapAlloc],
		HeapObjects:  figures[statMallocs] - figures[statFrees],
		StackInuse:   figures[statStackInuse],
		StackSys:     figures[statStackInuse],
		NextGC:       figures[statNextGC],
		LastGC:       figures[statLastGC],
		PauseTotalNs: figures[statPauseTotalNs],
		NumGC:        uint32(figures[statNumGC]),
		NumForcedGC:  uint32(figures[statNumForcedGC]),
		EnableGC:     true,
	}
}
