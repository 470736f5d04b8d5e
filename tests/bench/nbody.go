// Floats in structs: four bodies around a heavy one, 500,000 steps.
package main

import (
	"fmt"
	"math"
)

type body struct{ x, y, z, vx, vy, vz, mass float64 }

func energy(bodies []body) float64 {
	e := 0.0
	for i := range bodies {
		b := &bodies[i]
		e += 0.5 * b.mass * (b.vx*b.vx + b.vy*b.vy + b.vz*b.vz)
		for j := i + 1; j < len(bodies); j++ {
			c := &bodies[j]
			dx, dy, dz := b.x-c.x, b.y-c.y, b.z-c.z
			e -= b.mass * c.mass / math.Sqrt(dx*dx+dy*dy+dz*dz)
		}
	}
	return e
}

func advance(bodies []body, dt float64) {
	for i := range bodies {
		b := &bodies[i]
		for j := i + 1; j < len(bodies); j++ {
			c := &bodies[j]
			dx, dy, dz := b.x-c.x, b.y-c.y, b.z-c.z
			d2 := dx*dx + dy*dy + dz*dz
			mag := dt / (d2 * math.Sqrt(d2))
			b.vx -= dx * c.mass * mag
			b.vy -= dy * c.mass * mag
			b.vz -= dz * c.mass * mag
			c.vx += dx * b.mass * mag
			c.vy += dy * b.mass * mag
			c.vz += dz * b.mass * mag
		}
	}
	for i := range bodies {
		b := &bodies[i]
		b.x += dt * b.vx
		b.y += dt * b.vy
		b.z += dt * b.vz
	}
}

func main() {
	bodies := []body{
		{mass: 40},
		{x: 5, y: -1, z: 0.1, vx: 0.6, vy: 2.6, mass: 0.04},
		{x: 8, y: 4, z: -0.4, vx: -1, vy: 1.8, mass: 0.01},
		{x: -13, y: 15, z: 0.2, vx: 1.1, vy: 0.9, mass: 0.002},
		{x: 15, y: -26, z: 0.2, vx: 1, vy: 0.6, mass: 0.002},
	}
	before := energy(bodies)
	for i := 0; i < 500_000; i++ {
		advance(bodies, 0.001)
	}
	fmt.Printf("%.6f %.6f\n", before, energy(bodies))
}
