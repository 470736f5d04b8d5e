// Package rand makes pseudo-random numbers; sequences of a given seed are those of Go.
package rand

import (
	"internal/ziggurat"
	"sync"
	"sync/atomic"
)

// A Source makes numbers of 63 bits.
type Source interface {
	Int63() int64
	Seed(seed int64)
}

// A Source64 makes numbers of 64 bits too.
type Source64 interface {
	Source
	Uint64() uint64
}

const (
	rngLen = 607
	rngTap = 273
)

// rngSource is an additive lagged Fibonacci generator: each number is the sum of two earlier ones.
type rngSource struct {
	tap, feed int
	vec       [rngLen]int64
}

// seedVec fills the state for a seed.
func seedVec(vec []int64, seed int64)

// Seed starts the sequence of the seed.
func (r *rngSource) Seed(seed int64) {
	r.tap = 0
	r.feed = rngLen - rngTap
	seedVec(r.vec[:], seed)
}

// Uint64 returns the next number.
func (r *rngSource) Uint64() uint64 {
	r.tap--
	if r.tap < 0 {
		r.tap += rngLen
	}
	r.feed--
	if r.feed < 0 {
		r.feed += rngLen
	}
	x := r.vec[r.feed] + r.vec[r.tap]
	r.vec[r.feed] = x
	return uint64(x)
}

// Int63 returns the next number without its highest bit.
func (r *rngSource) Int63() int64 { return int64(r.Uint64() & (1<<63 - 1)) }

// NewSource returns a Source of the seed's sequence, for one goroutine.
func NewSource(seed int64) Source {
	r := new(rngSource)
	r.Seed(seed)
	return r
}

// hostUint64 returns 64 bits chosen by the host.
func hostUint64() uint64

// hostBelow returns a number in [0, n), n > 0, chosen by the host.
func hostBelow(n uint64) uint64

// globalSource serves the package's functions: the host's choices, or after Seed a sequence.
type globalSource struct {
	isSeeded atomic.Bool
	mu       sync.Mutex
	seeded   *rngSource
}

func (g *globalSource) Uint64() uint64 {
	if !g.isSeeded.Load() {
		return hostUint64()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.seeded.Uint64()
}

func (g *globalSource) Int63() int64 { return int64(g.Uint64() & (1<<63 - 1)) }

func (g *globalSource) Seed(seed int64) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.seeded = new(rngSource)
	g.seeded.Seed(seed)
	g.isSeeded.Store(true)
}

var source globalSource
var global = New(&source)

// A Rand makes numbers of many kinds from a Source.
type Rand struct {
	src Source
	s64 Source64 // src if it is one

	readVal int64 // what is left of a number after Read
	readPos int8
}

// New returns a Rand of the Source.
func New(src Source) *Rand {
	s64, _ := src.(Source64)
	return &Rand{src: src, s64: s64}
}

// Seed starts the sequence of the seed.
func (r *Rand) Seed(seed int64) {
	r.src.Seed(seed)
	r.readPos = 0
}

// Int63 returns a number of 63 bits.
func (r *Rand) Int63() int64 { return r.src.Int63() }

// Uint32 returns a number of 32 bits.
func (r *Rand) Uint32() uint32 { return uint32(r.Int63() >> 31) }

// Uint64 returns a number of 64 bits.
func (r *Rand) Uint64() uint64 {
	if r.s64 != nil {
		return r.s64.Uint64()
	}
	return uint64(r.Int63())>>31 | uint64(r.Int63())<<32
}

// Int31 returns a number of 31 bits.
func (r *Rand) Int31() int32 { return int32(r.Int63() >> 32) }

// Int returns a number that is not negative.
func (r *Rand) Int() int { return int(uint(r.Int63())) }

// Int63n returns a number in [0, n). It panics if n <= 0.
func (r *Rand) Int63n(n int64) int64 {
	if n <= 0 {
		panic("invalid argument to Int63n")
	}
	if n&(n-1) == 0 {
		return r.Int63() & (n - 1)
	}
	// What is above the last whole multiple of n would make small numbers likelier.
	max := int64(1<<63 - 1 - (1<<63)%uint64(n))
	v := r.Int63()
	for v > max {
		v = r.Int63()
	}
	return v % n
}

// Int31n returns a number in [0, n). It panics if n <= 0.
func (r *Rand) Int31n(n int32) int32 {
	if n <= 0 {
		panic("invalid argument to Int31n")
	}
	if n&(n-1) == 0 {
		return r.Int31() & (n - 1)
	}
	max := int32(1<<31 - 1 - (1<<31)%uint32(n))
	v := r.Int31()
	for v > max {
		v = r.Int31()
	}
	return v % n
}

// below is Int31n by multiplication (Lemire), which Shuffle and Perm use.
func (r *Rand) below(n int32) int32 {
	v := r.Uint32()
	product := uint64(v) * uint64(n)
	low := uint32(product)
	if low < uint32(n) {
		limit := uint32(-n) % uint32(n)
		for low < limit {
			v = r.Uint32()
			product = uint64(v) * uint64(n)
			low = uint32(product)
		}
	}
	return int32(product >> 32)
}

// Intn returns a number in [0, n). It panics if n <= 0.
func (r *Rand) Intn(n int) int {
	if n <= 0 {
		panic("invalid argument to Intn")
	}
	if n <= 1<<31-1 {
		return int(r.Int31n(int32(n)))
	}
	return int(r.Int63n(int64(n)))
}

// Float64 returns a number in [0, 1).
func (r *Rand) Float64() float64 {
	for {
		if f := float64(r.Int63()) / (1 << 63); f != 1 {
			return f
		}
	}
}

// Float32 returns a number in [0, 1).
func (r *Rand) Float32() float32 {
	for {
		if f := float32(r.Float64()); f != 1 {
			return f
		}
	}
}

// Perm returns the numbers of [0, n) in random order.
func (r *Rand) Perm(n int) []int {
	m := make([]int, n)
	// The first step does nothing, but draws a number: sequences depend on it.
	for i := 0; i < n; i++ {
		j := r.Intn(i + 1)
		m[i] = m[j]
		m[j] = i
	}
	return m
}

// Shuffle exchanges elements until [0, n) is in random order. It panics if n < 0.
func (r *Rand) Shuffle(n int, swap func(i, j int)) {
	if n < 0 {
		panic("invalid argument to Shuffle")
	}
	i := n - 1
	for ; i > 1<<31-1-1; i-- {
		swap(i, int(r.Int63n(int64(i+1))))
	}
	for ; i > 0; i-- {
		swap(i, int(r.below(int32(i+1))))
	}
}

// Read fills p with random bytes.
func (r *Rand) Read(p []byte) (n int, err error) {
	for n = range p {
		if r.readPos == 0 {
			r.readVal = r.Int63()
			r.readPos = 7
		}
		p[n] = byte(r.readVal)
		r.readVal >>= 8
		r.readPos--
	}
	return len(p), nil
}

// NormFloat64 returns a number of the normal distribution.
func (r *Rand) NormFloat64() float64 {
	for {
		bits := r.Uint32()
		if x, ok := ziggurat.Normal(r, bits, bits&127); ok {
			return x
		}
	}
}

// ExpFloat64 returns a number of the exponential distribution.
func (r *Rand) ExpFloat64() float64 {
	for {
		bits := r.Uint32()
		if x, ok := ziggurat.Exp(r, bits, bits&255); ok {
			return x
		}
	}
}

// The functions below use a source that all goroutines share.

func Seed(seed int64)                    { global.Seed(seed) }
func Int63() int64                       { return global.Int63() }
func Uint32() uint32                     { return global.Uint32() }
func Uint64() uint64                     { return global.Uint64() }
func Int31() int32                       { return global.Int31() }
func Int() int                           { return global.Int() }
func Float64() float64                   { return global.Float64() }
func Float32() float32                   { return global.Float32() }
func Perm(n int) []int                   { return global.Perm(n) }
func Shuffle(n int, swap func(i, j int)) { global.Shuffle(n, swap) }
func NormFloat64() float64               { return global.NormFloat64() }
func ExpFloat64() float64                { return global.ExpFloat64() }
func Read(p []byte) (n int, err error) {
	for i := range p {
		p[i] = byte(global.Uint32())
	}
	return len(p), nil
}

// The numbers below a bound come straight from the host as long as there is no seed.

func Int63n(n int64) int64 {
	if n > 0 && !source.isSeeded.Load() {
		return int64(hostBelow(uint64(n)))
	}
	return global.Int63n(n)
}

func Int31n(n int32) int32 {
	if n > 0 && !source.isSeeded.Load() {
		return int32(hostBelow(uint64(n)))
	}
	return global.Int31n(n)
}

func Intn(n int) int {
	if n > 0 && !source.isSeeded.Load() {
		return int(hostBelow(uint64(n)))
	}
	return global.Intn(n)
}
