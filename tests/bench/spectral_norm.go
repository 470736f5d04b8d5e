// Float arithmetic over slices, with a call for each element.
package main

import (
	"fmt"
	"math"
)

func a(i, j int) float64 { return 1 / float64((i+j)*(i+j+1)/2+i+1) }

func times(out, v []float64, at func(i, j int) float64) {
	for i := range out {
		sum := 0.0
		for j := range v {
			sum += at(i, j) * v[j]
		}
		out[i] = sum
	}
}

func main() {
	const n = 500
	u, v, t := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range u {
		u[i] = 1
	}
	transposed := func(i, j int) float64 { return a(j, i) }
	for i := 0; i < 10; i++ {
		times(t, u, a)
		times(v, t, transposed)
		times(t, v, a)
		times(u, t, transposed)
	}
	var uv, vv float64
	for i := range u {
		uv += u[i] * v[i]
		vv += v[i] * v[i]
	}
	fmt.Printf("%.9f\n", math.Sqrt(uv/vv))
}
