// Fields of elements of slices, and elements of arrays behind pointers, in package variables and in
// the frame: every width, loaded, stored and updated, and where their faults are.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

type inner struct {
	a, b int16
	s    string
}

type cell struct {
	b   bool
	i8  int8
	u8  uint8
	i16 int16
	u16 uint16
	i32 int32
	u32 uint32
	i64 int64
	u64 uint64
	f32 float32
	f64 float64
	p   *cell
	s   string
	in  inner
	arr [3]int32
	any interface{}
}

func fields(c []cell, i int) {
	c[i].b = !c[i+1].b
	c[i].i8 = c[i+1].i8 - 100
	c[i].i8 -= 100
	c[i].u8 = uint8(c[i].i8)
	c[i].u8 += 200
	c[i].i16 = int16(c[i].u8) * 300
	c[i].u16 = uint16(c[i].i16) ^ 0xffff
	c[i].i32 = int32(c[i].u16) << 17
	c[i].u32 = uint32(c[i].i32) >> 3
	c[i].i64 = int64(c[i].i32) * int64(c[i].u32)
	c[i].u64 = uint64(c[i].i64)
	c[i].u64++
	c[i].i64 -= 5
	c[i].f32 = float32(c[i].i32) / 3
	c[i].f64 = float64(c[i].f32) + c[i+1].f64
	c[i].f64 *= 2
	c[i].p = &c[i+1]
	c[i].p.s += "text"
	c[i].s = c[i].p.s + "!"
	c[i].in.a = 7
	c[i].in.b = c[i].in.a << 13
	c[i].in.s = c[i].s[1:]
	c[i].arr[i+1] = c[i].i32 + 1
	c[i].arr[0]--
	c[i].any = c[i].in
	q := &c[i].i16
	*q++
	c[i+1].in = c[i].in
	c[i], c[i+1].i64, i = cell{i64: c[i].i64, s: c[i].s, arr: c[i].arr, any: c[i].any}, c[i].i64, 9
}

var (
	bools  [4]bool
	i8s    [4]int8
	u8s    [4]uint8
	i16s   [4]int16
	u16s   [4]uint16
	i32s   [4]int32
	u32s   [4]uint32
	i64s   [4]int64
	f32s   [4]float32
	f64s   [4]float64
	names  [4]string
	cells  [3]cell
	matrix [3][4]int
)

func globals(i int) {
	bools[i] = true
	i8s[i] = -128
	i8s[i]--
	u8s[i] = u8s[i+1] - 1
	i16s[i] = int16(i8s[i]) << 8
	i16s[i] <<= 1
	u16s[i] = uint16(u8s[i]) << 8
	i32s[i] = int32(u16s[i]) << 16
	u32s[i] = uint32(i32s[i])
	i64s[i] += int64(u32s[i]) << 32
	i64s[i]++
	f32s[i] = 1.1
	f64s[i] = float64(f32s[i])
	f64s[i] += 1
	names[i] = "n"
	names[i] += names[i]
	cells[i].i64 = i64s[i]
	cells[i].in.s = names[i]
	for a := range matrix {
		for b := range matrix[a] {
			matrix[a][b] += a*10 + b
		}
	}
	for k, v := range &i16s {
		i64s[k] += int64(v)
	}
	fmt.Println(bools, i8s, u8s, i16s, u16s, i32s, u32s, i64s, f32s, f64s, names, matrix)
	fmt.Println(cells[i].i64, cells[i].in.s)
}

func locals(i int) {
	var b [3]bool
	var a8 [5]int8
	var c8 [5]uint8
	var a16 [5]int16
	var c16 [5]uint16
	var a32 [5]int32
	var c32 [5]uint32
	var a64 [5]int64
	var g32 [5]float32
	var g64 [5]float64
	var t [5]string
	b[i] = true
	a8[i] = -100
	a8[i] -= 100
	c8[i] = uint8(a8[i]) + 200
	a16[i] = int16(a8[i]) * 1000
	c16[i] = uint16(a16[i])
	a32[i] = int32(c16[i]) << 16
	c32[i] = uint32(a32[i]) | 1
	a64[i] = int64(c32[i]) * 3
	a64[i]++
	g32[i] = float32(a64[i]) / 7
	g64[i] = float64(g32[i])
	g64[i] /= 3
	t[i] = "x"
	t[i] += "y"
	for k := range a64 {
		a64[k] += int64(k)
		a32[k]++
		c16[k]--
	}
	sum := 0.0
	for _, v := range g64 {
		sum += v
	}
	x := a64
	x[i], a64[i], i = a64[i], x[0], 4
	fmt.Println(b, a8, c8, a16, c16, a32, c32, a64, g32, g64, t, sum, x[i])
}

func pointers(p *[4]int, q *[2]cell, i int) {
	p[i] = 5
	p[i] += p[i]
	p[i+1]++
	q[i].u16 = 65535
	q[i].u16 += 2
	q[i].arr[i] = -1
	p[i], p = p[i+1], nil
	fmt.Println(q[i].u16, q[i].arr, p == nil)
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

func faults(c []cell, p *[4]int, q *[4]int, i int) {
	_, _, first, _ = runtime.Caller(0)
	var local [3]int16
	k := 0
	fault(func() {
		k =
			int(c[i].i32)
	})
	fault(func() {
		k = 2
		c[i].u8 = 3
		k = 3
	})
	fault(func() {
		c[i].f64 += 3
	})
	fault(func() {
		k = p[i]
	})
	fault(func() {
		p[i] = k
	})
	fault(func() {
		p[i]++
	})
	fault(func() {
		k = q[i&3]
	})
	fault(func() {
		q[i&3] = 1
	})
	fault(func() {
		k = int(i32s[i])
	})
	fault(func() {
		names[-i] = "z"
	})
	fault(func() {
		var own [3]int16
		own[i-2]++
		k += int(own[1])
		k += int(own[i])
	})
	fault(func() {
		var own [3]bool
		own[i] = true
	})
	local[i-3]++
	fmt.Println(k, local)
}

func main() {
	c := make([]cell, 3)
	c[2].i8, c[2].f64, c[2].s = 5, 0.5, "a"
	fields(c, 1)
	c[1].p = nil
	fmt.Printf("%+v\n%+v\n", c[1], c[2])
	globals(1)
	locals(2)
	p, q := [4]int{1, 2, 3, 4}, [2]cell{}
	pointers(&p, &q, 1)
	fmt.Println(p)
	faults(c, &p, nil, 4)
}

// Output:
// {b:false i8:0 u8:0 i16:0 u16:0 i32:0 u32:0 i64:-100785202204246021 u64:0 f32:0 f64:0 p:<nil> s:atext! in:{a:0 b:0 s:} arr:[-1 0 -196739071] any:{a:7 b:-8192 s:text!}}
// {b:false i8:5 u8:0 i16:0 u16:0 i32:0 u32:0 i64:-100785202204246021 u64:0 f32:0 f64:0.5 p:<nil> s:atext in:{a:7 b:-8192 s:text!} arr:[0 0 0] any:<nil>}
// [false true false false] [0 127 0 0] [0 255 0 0] [0 -512 0 0] [0 65280 0 0] [0 -16777216 0 0] [0 4278190080 0 0] [0 -72057594037928447 0 0] [0 1.1 0 0] [0 2.100000023841858 0 0] [ nn  ] [[0 1 2 3] [10 11 12 13] [20 21 22 23]]
// -72057594037927935 nn
// [false false true] [0 0 56 0 0] [0 0 0 0 0] [0 0 -9536 0 0] [65535 65535 55999 65535 65535] [1 1 -624951295 1 1] [0 0 3670016001 0 0] [0 1 0 3 4] [0 0 1.572864e+09 0 0] [0 0 5.24288e+08 0 0] [  xy  ] 5.24288e+08 4
// 1 [0 -1 0] true
// [1 4 4 4]
// 5 runtime error: index out of range [4] with length 3
// 9 runtime error: index out of range [4] with length 3
// 13 runtime error: index out of range [4] with length 3
// 16 runtime error: index out of range [4] with length 4
// 19 runtime error: index out of range [4] with length 4
// 22 runtime error: index out of range [4] with length 4
// 25 runtime error: invalid memory address or nil pointer dereference
// 28 runtime error: invalid memory address or nil pointer dereference
// 31 runtime error: index out of range [4] with length 4
// 34 runtime error: index out of range [-4]
// 40 runtime error: index out of range [4] with length 3
// 44 runtime error: index out of range [4] with length 3
// 2 [0 1 0]
