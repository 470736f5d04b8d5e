// Arrays and structs too large for a frame, by value: copied, compared, passed, returned, boxed,
// captured, in maps and slices.
package main

import "fmt"

const n = 1 << 17

type array [n]int

type big struct {
	a    array
	n    int
	name string
}

type summer interface{ Sum() int }

func (a array) Sum() (s int) {
	for _, x := range a {
		s += x
	}
	return
}

func (b big) Sum() int { return b.a.Sum() + b.n }

func change(b big) big {
	b.n++
	b.a[3] = 7
	b.name += "!"
	return b
}

func zero() (b big) {
	defer func() { recover() }()
	panic("zero")
}

func generic[T comparable](x, y T) (T, bool) { return x, x == y }

var global big

func main() {
	var a array
	for i := range a {
		a[i] = i & 1
	}
	b := a
	b[5]++
	fmt.Println(a[5], b[5], a == b, a != b, len(b), a.Sum(), b.Sum())
	a, b = b, a
	fmt.Println(a[5], b[5])

	x := big{a: b, name: "x"}
	y := change(x)
	fmt.Println(x.n, x.a[3], x.name, y.n, y.a[3], y.a[5], y.name)

	var i any = y
	z, ok := i.(big)
	_, no := i.(array)
	fmt.Println(z.n, ok, no, i == any(y), i == any(x))
	s := summer(y)
	f := s.Sum
	g := y.Sum
	y.n = 100
	fmt.Println(s.Sum(), f(), g(), array.Sum(a))

	global = z
	p := &global
	q := *p
	p.n = 9
	fmt.Println(q.n, global.n, zero().n, change(zero()).name)

	m := map[string]big{"q": q}
	fmt.Println(m["q"].n, m["none"].n, len(m))
	keys := map[array]string{a: "a"}
	fmt.Println(keys[a], keys[b] == "")
	list := append([]big{q, {n: 5}}, *p)
	fmt.Println(len(list), list[0].n, list[1].n, list[2].n)

	r, same := generic(a, b)
	fmt.Println(r[5], same)
	fmt.Println(array{5: 9}[5], func() array { return array{1: 2} }()[1])
	for i, v := range b {
		b[i+1] = 50
		if i == 1 {
			fmt.Println(v)
			break
		}
	}
	done := make(chan int)
	go func(b big) { done <- b.n }(list[2])
	fmt.Println(<-done)
	defer func(b big) { fmt.Println("deferred", b.n, func() int { return b.n + x.n }()) }(q)
	q.n = 77
	switch v := i.(type) {
	case array:
		fmt.Println("array", v[0])
	case big:
		fmt.Println("big", v.n)
	}
}

// Output:
// 1 2 false true 131072 65536 65537
// 2 1
// 0 1 x 1 7 1 x!
// 1 true false true false
// 65543 65543 65543 65537
// 1 9 0 !
// 1 0 1
// a true
// 3 1 5 9
// 2 false
// 9 2
// 1
// 9
// big 1
// deferred 1 1
