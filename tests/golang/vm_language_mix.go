// Statements and expressions side by side: embedding, methods, generics, closures, conversions.
package main

import (
	"fmt"
	"strings"
)

type T struct {
	a int
	b string
	c []int
	d map[string]int
	e [2]struct{ x, y float32 }
	f func() string
	g interface{ M() string }
	h complex128
	i *T
}

func (t T) M() string                      { return "M" + t.b }
func (t *T) P() *T                         { t.a++; return t }
func mk() (T, error)                       { return T{a: 1, b: "z"}, nil }
func vari(p string, xs ...interface{}) int { return len(xs) }
func multi() (int, string, error)          { return 1, "two", nil }

type E int

const (
	A E = iota
	B
	_
	D
)

func (e E) String() string { return [...]string{"A", "B", "C", "D"}[e] }

type Stack[T comparable] struct{ items []T }

func (s *Stack[T]) Push(x T) *Stack[T] { s.items = append(s.items, x); return s }
func (s Stack[T]) Has(x T) bool {
	for _, i := range s.items {
		if i == x {
			return true
		}
	}
	return false
}

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func Zip[K comparable, V any](ks []K, vs []V) (out []Pair[K, V]) {
	for i := range ks {
		out = append(out, Pair[K, V]{ks[i], vs[i]})
	}
	return
}

type Stringer interface{ String() string }

func Join[S Stringer](xs []S) string {
	var b strings.Builder
	for _, x := range xs {
		b.WriteString(x.String())
	}
	return b.String()
}
func Ptr[T any](v T) *T { return &v }

type Tree[T interface{ Less(T) bool }] struct {
	l, r *Tree[T]
	v    T
}
type Int int

func (i Int) Less(j Int) bool { return i < j }
func (t *Tree[T]) Insert(v T) *Tree[T] {
	if t == nil {
		return &Tree[T]{v: v}
	}
	if v.Less(t.v) {
		t.l = t.l.Insert(v)
	} else {
		t.r = t.r.Insert(v)
	}
	return t
}
func (t *Tree[T]) Walk(f func(T)) {
	if t != nil {
		t.l.Walk(f)
		f(t.v)
		t.r.Walk(f)
	}
}

type Animal interface{ Sound() string }
type Dog struct{}
type Cat struct{ n int }

func (Dog) Sound() string    { return "woof" }
func (c *Cat) Sound() string { c.n++; return fmt.Sprint("meow", c.n) }

type embedIface struct {
	Animal
	*T
}

func deferOrder() (s string) {
	defer func() { s += "3" }()
	defer func() {
		if r := recover(); r != nil {
			s += fmt.Sprint(r)
			defer func() { s += fmt.Sprint(recover()) }()
			panic("2")
		}
	}()
	panic("1")
}

func closureLoop() []int {
	var out []int
	var fs []func()
	for i, j := 0, 10; i < 3; i, j = i+1, j-1 {
		i, j := i, j
		fs = append(fs, func() { out = append(out, i*100+j) })
	}
	for _, f := range fs {
		f()
	}
	return out
}

func main() {
	t, err := mk()
	fmt.Println(t.a, t.b, err, t.P().P().a, t.M())
	t.e[1].y = 2.5
	t.d = map[string]int{"k": 1}
	t.d["k"]++
	t.f = t.M
	t.b = "changed"
	t.i = &t
	t.i.i.i.a = 50
	fmt.Println(t.f(), t.e, t.d, t.a, t.i.a)
	t.g = t
	fmt.Println(t.g.M(), vari("x"), vari("x", 1, "b"), vari("x", []interface{}{1, 2, 3}...))
	fmt.Println(multi())
	fmt.Println(A, B, D, fmt.Sprintf("%d %v %s", D, D, D))
	s := (&Stack[string]{}).Push("a").Push("b")
	fmt.Println(s.Has("b"), s.Has("z"), len(s.items))
	fmt.Printf("%v %+v\n", Zip([]string{"x", "y"}, []int{1, 2}), Zip([]int{1}, []E{D}))
	fmt.Println(Join([]E{A, B, D}), *Ptr(3), *Ptr("s"))
	var tr *Tree[Int]
	for _, v := range []Int{5, 2, 8, 1} {
		tr = tr.Insert(v)
	}
	tr.Walk(func(i Int) { fmt.Print(i, " ") })
	fmt.Println()
	animals := []Animal{Dog{}, &Cat{}, &Dog{}}
	for _, a := range animals {
		switch v := a.(type) {
		case Dog, *Dog:
			fmt.Printf("%T %s ", v, v.(Animal).Sound())
		case *Cat:
			v.n += 10
			fmt.Print(v.Sound(), " ")
		}
	}
	fmt.Println()
	ei := embedIface{&Cat{}, &t}
	fmt.Println(ei.Sound(), ei.M(), ei.P().a, ei.a)
	f := ei.Sound
	fmt.Println(f(), f(), (*Cat).Sound(&Cat{5}), Animal.Sound(Dog{}))
	fmt.Println(deferOrder(), closureLoop())
	var x interface{} = t.e
	if arr, ok := x.([2]struct{ x, y float32 }); ok {
		fmt.Println(arr[1].y, arr == t.e)
	}
	type key struct {
		a string
		b int
	}
	mk := map[key]*T{{"a", 1}: &t, {"b", 2}: {a: 7}}
	fmt.Println(mk[key{"b", 2}].a, mk[key{"a", 1}].b, mk[key{}] == nil)
	matrix := [][]float64{{1, 2}, {3, 4}}
	for i := range matrix {
		for j := range matrix[i] {
			matrix[i][j] *= float64(i + j)
		}
	}
	fmt.Println(matrix)
	var nilmap map[string][]int
	fmt.Println(nilmap["x"], len(nilmap))
	b := []byte("hello")
	copy(b[1:], "EY")
	b = append(b, " world"...)
	fmt.Println(string(b), strings.ToUpper(string(b[:3])))
	var i8 int8 = 127
	i8++
	var u uint = 3
	fmt.Println(i8, u-4 > 0, 7&^2, -7>>1, 1<<u, ^0)
	const big = 1 << 100
	fmt.Println(big>>98, float64(big), 'a'+1, string(rune('a'+1)))
	var c64 complex64 = 1 + 2i
	c64 *= c64
	fmt.Println(c64, real(c64), imag(c64), c64 == -3+4i)
	func(xs ...int) { fmt.Println(len(xs), xs) }([]int{1, 2}...)
	lbl := 0
loop:
	if lbl < 3 {
		lbl++
		goto loop
	}
	fmt.Println(lbl)
	sel := make(chan int, 1)
	for i := 0; i < 4; i++ {
		select {
		case sel <- i:
			fmt.Print("sent ", i, " ")
		case v := <-sel:
			fmt.Print("got ", v, " ")
		}
	}
	fmt.Println()
	type rec struct {
		next *rec
		v    [4]byte
	}
	r := &rec{v: [4]byte{1, 2, 3, 4}}
	r.next = &rec{nil, [...]byte{3: 9}}
	for i := range r.v {
		r.next.v[i] += r.v[3-i]
	}
	fmt.Println(r.next.v, *r.next)
	p1, p2 := &struct{ a, b int }{1, 2}, &struct{ a, b int }{1, 2}
	fmt.Println(*p1 == *p2, p1 == p2)
	pa := &[3]int{1, 2, 3}
	for i, v := range pa {
		pa[i] = v * v
	}
	fmt.Println(*pa, len(pa), pa[1:])
	var e1, e2 error
	fmt.Println(e1 == e2, e1 == nil)
	fmt.Printf("%T %T %T %T\n", mk, animals, f, x)
	func() {
		defer func() {
			fmt.Println(recover())
		}()
		var ip *int
		*ip = 3
	}()
	func() {
		defer func() {
			fmt.Println(recover())
		}()
		x := 0
		fmt.Println(1 / x)
	}()
	func() {
		defer func() {
			fmt.Println(recover())
		}()
		a, i := []int{1}, -1
		fmt.Println(a[i+0:])
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var a, b interface{} = []int{1}, []int{1}
		fmt.Println(a == b)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var x interface{ String() string }
		_ = x.(E)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var a Animal = (*embedIface)(nil)
		a.Sound()
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		_ = make([]int, lbl-10)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		var f func()
		f()
	}()
}

// Output:
// 3 z <nil> 3 Mz
// Mz [{0 0} {0 2.5}] map[k:2] 50 50
// Mchanged 0 2 3
// 1 two <nil>
// A B D 3 D D
// true false 2
// [{x 1} {y 2}] [{Key:1 Val:D}]
// ABD 3 s
// 1 2 5 8
// main.Dog woof meow11 *main.Dog woof
// meow1 Mchanged 51 51
// meow2 meow3 meow6 woof
// 123 [10 109 208]
// 2.5 true
// 7 changed true
// [[0 2] [3 8]]
// [] 0
// hEYlo world HEY
// -128 true 5 -4 8 -1
// 4 1.2676506002282294e+30 98 b
// (-3+4i) -3 4 true
// 2 [1 2]
// 3
// sent 0 got 0 sent 2 got 2
// [4 3 2 10] {<nil> [4 3 2 10]}
// true false
// [1 4 9] 3 [4 9]
// true true
// map[main.key]*main.T []main.Animal func() string [2]struct { x float32; y float32 }
// runtime error: invalid memory address or nil pointer dereference
// runtime error: integer divide by zero
// runtime error: slice bounds out of range [-1:]
// runtime error: comparing uncomparable type []int
// interface conversion: interface { String() string } is nil, not main.E
// runtime error: invalid memory address or nil pointer dereference
// runtime error: makeslice: len out of range
// runtime error: invalid memory address or nil pointer dereference
