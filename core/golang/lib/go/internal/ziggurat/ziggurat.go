// Package ziggurat draws numbers of the normal and the exponential distribution for both packages rand,
// after Marsaglia and Tsang.
package ziggurat

import (
	"math"
	"sync"
)

// A table is a ziggurat: a distribution's area as layers of equal size. Tables are made at first use.
type table struct {
	K []uint32  // below this a number is inside for certain
	W []float32 // widths
	F []float32 // densities
}

// Where the tails behind the last layers begin.
const (
	normalTail = 3.442619855899
	expTail    = 7.69711747013104972
)

var (
	normalOnce, expOnce     sync.Once
	normalLayers, expLayers table
)

// build makes n layers with the given right end and area; f is the density and inverse its inverse,
// scale the range of the numbers drawn.
func (z *table) build(n int, end, area, scale float64, f, inverse func(float64) float64) {
	z.K = make([]uint32, n)
	z.W = make([]float32, n)
	z.F = make([]float32, n)
	last := end
	d := end
	q := area / f(d)
	z.K[0] = uint32(d / q * scale)
	z.K[1] = 0
	z.W[0] = float32(q / scale)
	z.W[n-1] = float32(d / scale)
	z.F[0] = 1
	z.F[n-1] = float32(f(d))
	for i := n - 2; i >= 1; i-- {
		d = inverse(area/d + f(d))
		z.K[i+1] = uint32(d / last * scale)
		last = d
		z.F[i] = float32(f(d))
		z.W[i] = float32(d / scale)
	}
}

// normals is the table of the normal distribution.
func normals() *table {
	normalOnce.Do(func() {
		normalLayers.build(128, normalTail, 9.91256303526217e-3, 1<<31,
			func(x float64) float64 { return math.Exp(-0.5 * x * x) },
			func(y float64) float64 { return math.Sqrt(-2 * math.Log(y)) })
	})
	return &normalLayers
}

// exps is the table of the exponential distribution.
func exps() *table {
	expOnce.Do(func() {
		expLayers.build(256, expTail, 3.949659822581572e-3, 1<<32,
			func(x float64) float64 { return math.Exp(-x) },
			func(y float64) float64 { return -math.Log(y) })
	})
	return &expLayers
}

// A Source gives numbers in [0, 1).
type Source interface{ Float64() float64 }

// Normal returns the number of the normal distribution that the bits stand for in a layer, one of
// 128. False: draw others.
func Normal(r Source, bits, layer uint32) (float64, bool) {
	z := normals()
	j := int32(bits)
	x := float64(j) * float64(z.W[layer])
	size := bits
	if j < 0 {
		size = -size
	}
	if size < z.K[layer] {
		return x, true
	}
	if layer == 0 {
		// The tail behind the last layer.
		for {
			x = -math.Log(r.Float64()) * (1.0 / normalTail)
			y := -math.Log(r.Float64())
			if y+y >= x*x {
				break
			}
		}
		if j > 0 {
			return normalTail + x, true
		}
		return -normalTail - x, true
	}
	f := z.F[layer] + float32(r.Float64())*(z.F[layer-1]-z.F[layer])
	return x, f < float32(math.Exp(-.5*x*x))
}

// Exp returns the number of the exponential distribution that the bits stand for in a layer, one of
// 256. False: draw others.
func Exp(r Source, bits, layer uint32) (float64, bool) {
	z := exps()
	x := float64(bits) * float64(z.W[layer])
	if bits < z.K[layer] {
		return x, true
	}
	if layer == 0 {
		return expTail - math.Log(r.Float64()), true
	}
	f := z.F[layer] + float32(r.Float64())*(z.F[layer-1]-z.F[layer])
	return x, f < float32(math.Exp(-x))
}
