// Where a method's receiver comes from when it is called: variables, fields, elements, calls.
package main

import "fmt"

type node struct {
	left, right *node
	n           int
	pair        pair
}

type pair struct{ a, b int }

func (n *node) sum(more ...int) int {
	if n == nil {
		return 0
	}
	total := n.n + n.left.sum() + n.right.sum()
	for _, m := range more {
		total += m
	}
	return 1 + total
}

func (n *node) set(v int) *node { n.n = v; return n }
func (n node) value(v int) int  { return n.n*10 + v }
func (p pair) diff(v int) int   { return p.a - p.b + v }
func (p *pair) grow(v int) int  { p.a += v; return p.a }

type number int

func (n number) plus(v int) int { return int(n) + v }

type summer interface{ sum(more ...int) int }
type adder interface{ plus(v int) int }

var global = &node{n: 5, left: &node{n: 6}}
var plain node

func main() {
	a := &node{n: 1, left: &node{n: 2}, right: &node{n: 3, left: &node{n: 4}}}
	fmt.Println(a.sum(), a.left.sum(), a.right.left.sum(7, 8), global.left.sum(), global.sum(1))
	p := a.left
	fmt.Println(p.sum(p.sum(p.sum())), a.left.sum(a.sum(), p.sum()), p == a.left)
	list := []*node{a, a.left, a.right}
	i := 1
	fmt.Println(list[i].sum(), list[i+1].set(9).sum(), list[len(list)-1].value(3))
	values := []node{*a, {n: 8}}
	values[1].set(11)
	fmt.Println(values[1].n, values[1].value(1), values[0].pair.grow(4), values[0].pair.diff(1))
	v := *a
	v.pair.grow(2)
	w := v
	w.set(40)
	fmt.Println(v.value(w.set(5).n), w.value(0), v.pair.diff(0), w.pair.grow(1), plain.set(3).value(4), plain.n)
	k := number(4)
	var s summer = a
	var d adder = k
	k = 100
	fmt.Println(k.plus(1), d.plus(1), s.sum(), number(7).plus(k.plus(2)), (&k).plus(3))
	fs := [2]func(int) int{v.value, w.pair.grow}
	v.n = 1000
	fmt.Println(fs[0](1), fs[1](1), fs[1](1), w.pair.a)
	defer fmt.Println(a.sum())
	defer k.plus(1)
	for _, n := range list {
		n.set(n.n + 1)
	}
	fmt.Println(1+a.sum(), 2*a.sum(), 3-a.sum(), 255&a.sum(), 8|a.sum())
}

// Output:
// 14 3 20 7 14
// 9 20 true
// 3 15 93
// 11 111 4 5
// 15 50 2 3 34 3
// 101 5 20 109 103
// 11 4 5 5
// 24 46 -20 23 31
// 20
