package rand

import "internal/zipf"

// A Zipf makes numbers of Zipf's distribution: k with a likelihood of (v + k) ** (-s).
type Zipf struct{ z zipf.Zipf }

// NewZipf returns a Zipf of numbers in [0, imax]; nil unless s > 1 and v >= 1.
func NewZipf(r *Rand, s float64, v float64, imax uint64) *Zipf {
	if z := zipf.New(r, s, v, imax); z != nil {
		return &Zipf{*z}
	}
	return nil
}

// Uint64 returns a number. It panics for nil.
func (z *Zipf) Uint64() uint64 {
	if z == nil {
		panic("rand: nil Zipf")
	}
	return z.z.Uint64()
}
