// Operations that take operands from memory, or update a place, in one instruction: each of them, in
// each form, and where their faults are.
package main

import (
	"fmt"
	"math"
	"math/bits"
	"runtime"
	"strings"
)

type point struct {
	x, y float64
	i, j int
	u    uint64
	next *point
	on   bool
}

func floats(p, q *point, v []float64, i int, r float64) []float64 {
	return []float64{
		r + p.x, r - p.x, r * p.x, r / p.x,
		p.y + r, p.y - r, p.y * r, p.y / r,
		p.x + q.y, p.x - q.y, p.x * q.y, p.x / q.y,
		r + v[i], r - v[i], r * v[i], r / v[i],
		v[i] + r, v[i] - r, v[i] * r, v[i] / r,
		v[i] - v[i+1], p.x - v[i], v[i] - p.x,
		r + 0.1, r - 0.1, r * 0.1, r / 0.1, r - 0, r * 3,
		0.1 + r, 0.1 - r, 0.1 * r, 0.1 / r, 1 / (r + p.x), 2 - v[i],
		r + p.x*q.y, p.x*q.y + r, r - p.x*q.y, p.x*q.y - r, r + r*r, r - r*r, r*r - r,
		r + p.x*r + p.y*r, 1/p.x + 1/q.x,
	}
}

func ints(p, q *point, v []int, i, r int) []int {
	return []int{
		r + p.i, r - p.i, r * p.i, p.j + r, p.j - r, p.j * r,
		p.i + q.j, p.i - q.j, p.i * q.j,
		r + v[i], r - v[i], r * v[i], v[i] + r, v[i] - r, v[i] * r, v[i] - v[i+1],
		r + p.i*q.j, p.i*r + q.j, r - p.i*r, r*r + r, r + r*7, i + r*r,
		math.MaxInt64 + p.i - 1 + r*0,
	}
}

func updates(p *point, f []float64, n []int, u []uint64, i int) {
	p.x += 1.5
	p.y -= p.x
	p.x *= p.y
	p.y /= p.x
	f[i] += 0.25
	f[i] -= p.x
	f[i+1] *= p.y
	f[i+1] /= 3
	p.i++
	p.j--
	p.i += 1000
	p.j -= 32767
	p.i += 100_000
	p.i -= p.j
	p.j *= p.i
	p.i &= 0xffff
	p.j |= 1 << 40
	p.i ^= p.j
	p.j &^= 0xff
	p.i /= 7
	p.j %= 1000
	p.u <<= 3
	p.u++
	n[i]++
	n[i+1]--
	n[i] += 20
	n[i] += p.i
	n[i+1] -= p.j
	n[i] *= 3
	n[i+1] &= 0xfff
	n[i] |= 0x10000
	n[i] ^= n[i+1]
	n[i] &^= 5
	u[i] -= 1
	u[i] ^= p.u
	for k := range n {
		n[k] += k
		f[k] += float64(k)
	}
}

// The call on the right is made before the place on the left is read.
func calls() {
	p := &point{i: 1}
	v := []int{1}
	bump := func() int {
		p.i += 10
		v[0] += 10
		return 100
	}
	p.i += bump()
	v[0] -= bump()
	s := "a"
	long := func() string { s += "b"; return "c" }
	s += long()
	fmt.Println(p.i, v[0], s)
}

func loops(n int, p *point, done []bool, big int) (sum int) {
	for i := 0; i < n; i++ {
		sum += i
	}
	for i := 3; i <= n; i++ {
		sum += i
	}
	for i := 0; i < 10; i++ {
		sum += i
	}
	for i := -5; i <= -5; i++ {
		sum += 1000
	}
	for i := n; i > 2; i-- {
		sum += 7
	}
	for i := n; i >= 0; i-- {
		sum += 3
	}
	for i := 2_000_000_000; i <= big; i++ {
		sum++
	}
	for i := big - 3; i < 2_000_000_010; i++ {
		sum++
	}
	for i := n; i < 5; i++ {
		sum = -1
	}
	for i := 0; i < len(done); i++ {
		if done[i] {
			sum += 10_000
		}
		if !done[i] {
			continue
		}
		n++
	}
	for i := int8(120); i > 0; i++ {
		sum++
	}
	for i := uint(3); i < 9; i++ {
		sum++
	}
	for p.next != nil {
		p = p.next
		if p.next == nil && !p.on || p.on {
			sum += 100_000
		}
	}
	var late []func() int
	for i := 0; i < 3; i++ {
		late = append(late, func() int { i += 10; return i })
	}
	for _, f := range late {
		sum += f()
	}
	x, y, z := n, n*2, "ab"
	for i, j := 0, len(z)-1; i <= j; i, j = i+1, j-1 {
		x, y = y, x
	}
	return sum + x - y
}

func intrinsics(x float64, u uint64) {
	fmt.Println(math.Sqrt(x), math.Abs(-x), math.Floor(-x), math.Ceil(x), math.Trunc(-x),
		math.Float64bits(x), math.Float64frombits(u), math.Float32bits(float32(x)))
	fmt.Println(math.Sqrt(-1), math.Sqrt(math.Inf(1)), math.Floor(math.Copysign(0, -1)))
	fmt.Println(bits.Len64(u), bits.TrailingZeros64(u), bits.OnesCount64(u), bits.Len(uint(u)),
		bits.OnesCount(uint(u)), bits.Len64(0), bits.TrailingZeros64(0))
	defer func(f func(float64) float64) { fmt.Println(f(16)) }(math.Sqrt)
	defer math.Sqrt(x)
}

// fault runs f and reports its panic and the line of it, counted from the first line of `faults`.
func fault(f func()) {
	defer func() {
		text := fmt.Sprint(recover())
		pcs := make([]uintptr, 20)
		frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
		for {
			frame, more := frames.Next()
			if strings.HasPrefix(frame.Function, "main.faults") {
				fmt.Println(frame.Line-first, text)
				break
			}
			if !more {
				break
			}
		}
	}()
	f()
}

var first int

func faults(p *point, v []float64, n []int, b []bool, i int) {
	_, _, first, _ = runtime.Caller(0)
	var f float64
	var k int
	q := &point{}
	fault(func() {
		f = 1 +
			p.x
	})
	fault(func() {
		f = q.x -
			p.x
	})
	fault(func() { f = p.x - q.x })
	fault(func() {
		f = q.y *
			v[i]
	})
	fault(func() {
		p.x += 1
	})
	fault(func() {
		p.i--
	})
	fault(func() {
		v[i] -= f
	})
	fault(func() {
		n[i+1]++
	})
	fault(func() {
		n[i] +=
			n[i+2]
	})
	fault(func() {
		k = k +
			n[i]
	})
	fault(func() {
		if k == 0 &&
			b[i] {
			k++
		}
	})
	fault(func() {
		for !b[-k-1] {
			k++
		}
	})
	fault(func() {
		for i := 0; i < 10; i++ {
			k += n[i]
		}
	})
	fault(func() {
		if q.on ||
			p.on {
			k++
		}
	})
	fault(func() {
		if p.next == nil {
			k++
		}
	})
	fault(func() {
		for p.next != nil {
			k++
		}
	})
	fmt.Println(f, k)
}

func main() {
	p, q := &point{x: 1.5, y: -2.25, i: 7, j: -9, u: 5}, &point{x: 3, y: 0.3, i: 2, j: 11}
	f, n := []float64{0.1, 0.7, 1e300}, []int{5, 6, 1 << 60}
	fmt.Println(floats(p, q, f, 1, 0.2))
	fmt.Println(ints(p, q, n, 1, 13))
	u := []uint64{0, 1 << 63, 3}
	updates(p, f, n, u, 1)
	fmt.Println(*p, f, n, u)
	calls()
	q.next = &point{next: &point{on: true}}
	fmt.Println(loops(9, q, []bool{true, false, true}, 2_999_999_999-999_999_995))
	intrinsics(6.25, 0x4024000000000000)
	faults(nil, f, n, []bool{true}, 3)
}

// Output:
// [1.7 -1.3 0.30000000000000004 0.13333333333333333 -2.05 -2.45 -0.45 -11.25 1.8 1.2 0.44999999999999996 5 0.8999999999999999 -0.49999999999999994 0.13999999999999999 0.28571428571428575 0.8999999999999999 0.49999999999999994 0.13999999999999999 3.4999999999999996 -1e+300 0.8 -0.8 0.30000000000000004 0.1 0.020000000000000004 2 0.2 0.6000000000000001 0.30000000000000004 -0.1 0.020000000000000004 0.5 0.5882352941176471 1.3 0.6499999999999999 0.6499999999999999 -0.24999999999999994 0.24999999999999994 0.24000000000000002 0.16 -0.16 0.04999999999999999 1]
// [20 6 91 4 -22 -117 18 -4 77 19 7 78 19 -7 78 -1152921504606846970 90 102 -78 182 104 170 -9223372036854775803]
// {-15.75 0.3333333333333333 -626438362 -104 41 <nil> false} [0.1 17.7 1.1111111111111112e+299] [5 -1879315039 105] [0 9223372036854775766 3]
// 121 -79 abc
// 121274
// 2.5 6.25 -7 7 -6 4618722892845154304 10 1086849024
// NaN +Inf -0
// 63 50 3 63 3 0 64
// 4
// 6 runtime error: invalid memory address or nil pointer dereference
// 10 runtime error: invalid memory address or nil pointer dereference
// 12 runtime error: invalid memory address or nil pointer dereference
// 15 runtime error: index out of range [3] with length 3
// 18 runtime error: invalid memory address or nil pointer dereference
// 21 runtime error: invalid memory address or nil pointer dereference
// 24 runtime error: index out of range [3] with length 3
// 27 runtime error: index out of range [4] with length 3
// 30 runtime error: index out of range [3] with length 3
// 35 runtime error: index out of range [3] with length 3
// 39 runtime error: index out of range [3] with length 1
// 44 runtime error: index out of range [-1]
// 50 runtime error: index out of range [3] with length 3
// 55 runtime error: invalid memory address or nil pointer dereference
// 60 runtime error: invalid memory address or nil pointer dereference
// 65 runtime error: invalid memory address or nil pointer dereference
// 0 -1879314929
