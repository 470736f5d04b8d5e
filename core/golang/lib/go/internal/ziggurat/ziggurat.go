// Package ziggurat computes the tables by which both packages rand draw numbers of the normal and the
// exponential distribution, after Marsaglia and Tsang.
package ziggurat

import (
	"math"
	"sync"
)

// A Table is a ziggurat: a distribution's area as layers of equal size. Tables are made at first use.
type Table struct {
	K []uint32  // below this a number is inside for certain
	W []float32 // widths
	F []float32 // densities
}

// Where the tails behind the last layers begin.
const (
	NormalTail = 3.442619855899
	ExpTail    = 7.69711747013104972
)

var (
	normalOnce, expOnce     sync.Once
	normalLayers, expLayers Table
)

// build makes n layers with the given right end and area; f is the density and inverse its inverse,
// scale the range of the numbers drawn.
func (z *Table) build(n int, end, area, scale float64, f, inverse func(float64) float64) {
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

// Normals is the table of the normal distribution.
func Normals() *Table {
	normalOnce.Do(func() {
		normalLayers.build(128, NormalTail, 9.91256303526217e-3, 1<<31,
			func(x float64) float64 { return math.Exp(-0.5 * x * x) },
			func(y float64) float64 { return math.Sqrt(-2 * math.Log(y)) })
	})
	return &normalLayers
}

// Exps is the table of the exponential distribution.
func Exps() *Table {
	expOnce.Do(func() {
		expLayers.build(256, ExpTail, 3.949659822581572e-3, 1<<32,
			func(x float64) float64 { return math.Exp(-x) },
			func(y float64) float64 { return -math.Log(y) })
	})
	return &expLayers
}
