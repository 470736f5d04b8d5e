// Goroutines that race on interfaces: the dynamic type always is the value's own.
package main

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
)

const rounds = 800

type checker interface {
	check() bool
	size() int
}

type number int

func (n number) check() bool { return n == 1_000_003 }
func (n number) size() int   { return 1 }

type point struct{ x, y, z int }

func (p point) check() bool { return p.x == 1 && p.y == 2 && p.z == 3 }
func (p point) size() int   { return 3 }

type text string

func (t text) check() bool { return strings.Count(string(t), "t") == 50 && len(t) == 50 }
func (t text) size() int   { return len(t) }

type list []int

func (l list) check() bool { return len(l) == 4 && l[3] == 44 }
func (l list) size() int   { return len(l) }

type node struct {
	next  *node
	value int
	name  string
}

func (n *node) check() bool { return n.next == n && n.value == 77 && n.name == "node" }
func (n *node) size() int   { return 9 }

// whole looks at a value through its dynamic type.
func whole(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case int:
		return v == 123_456_789
	case string:
		return v == "a string of some length"
	case error:
		return strings.HasSuffix(v.Error(), "went wrong")
	case [3]string:
		return v[0] == "zero" && v[2] == "two"
	case map[string]int:
		return v["k"] == 5
	case func() int:
		return v() == 6
	case *node:
		return v.check()
	case checker:
		return v.check() && v.size() > 0
	}
	return false
}

type box struct {
	before int
	value  any
	check  checker
	after  string
}

var global any

func main() {
	runtime.GOMAXPROCS(4)
	loop := &node{value: 77, name: "node"}
	loop.next = loop
	checkers := []checker{number(1_000_003), point{1, 2, 3}, text(strings.Repeat("t", 50)),
		list{1, 2, 3, 44}, loop}
	six := 6
	values := []any{nil, 123_456_789, "a string of some length", errors.New("it went wrong"),
		[3]string{"zero", "one", "two"}, map[string]int{"k": 5}, func() int { return six },
		loop, checkers[0], checkers[1], checkers[2], checkers[3],
		fmt.Errorf("%w and %d went wrong", errors.New("another"), 3)}

	method := checkers[0]
	shared := &box{check: method}
	slice := make([]any, 2)
	var array [3]any
	var stored atomic.Value
	stored.Store(box{check: method})

	places := []struct {
		name  string
		write func(i int)
		read  func(i int) bool
	}{
		{"package variable",
			func(i int) { global = values[i%13] },
			func(i int) bool { return whole(global) }},
		{"method call",
			func(i int) { method = checkers[i%5] },
			func(i int) bool { return method.check() && method.size() > 0 }},
		{"conversion and assertion",
			func(i int) { method = checkers[i%5] },
			func(i int) bool {
				var v any = method
				_, ok := v.(interface{ size() int })
				return ok && whole(method)
			}},
		{"field",
			func(i int) { shared.value = values[i%13] },
			func(i int) bool { return whole(shared.value) }},
		{"struct",
			func(i int) { *shared = box{i, values[i%13], checkers[i%5], "after"} },
			func(i int) bool {
				b := *shared
				return whole(b.value) && b.check.check() && (b.after == "after" || b.after == "")
			}},
		{"slice",
			func(i int) { slice[i&1] = values[i%13] },
			func(i int) bool { return whole(slice[i&1]) }},
		{"array",
			func(i int) { array = [3]any{values[i%13], values[(i+1)%13], values[(i+4)%13]} },
			func(i int) bool { a := array; return whole(a[0]) && whole(a[1]) && whole(a[2]) }},
		{"comparison",
			func(i int) { slice[i&1] = values[1+i%4] },
			func(i int) bool { return slice[0] == slice[1] || whole(slice[0]) }},
		{"variadic and deferred",
			func(i int) { slice[i&1] = values[i%13] },
			func(i int) (ok bool) {
				func(given ...any) {
					defer func(v any) { ok = whole(v) && whole(given[1]) }(slice[0])
				}(slice...)
				return ok
			}},
		{"printed",
			func(i int) { *shared = box{i, values[i%6], checkers[i%5], "after"} },
			func(i int) bool { return strings.HasPrefix(fmt.Sprint(shared), "&{") }},
		{"atomic.Value",
			func(i int) { stored.Store(box{i, values[i%13], checkers[i%5], ""}) },
			func(i int) bool { b := stored.Load().(box); return whole(b.value) && b.check.check() }},
	}
	for _, place := range places {
		var wg sync.WaitGroup
		torn := make([]int, 4)
		for g := 0; g < 4; g++ {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := 0; i < rounds/8; i++ {
					for j := i; j < i+4; j++ {
						place.write(j*5 + g)
					}
					for j := i; j < i+4; j++ {
						if !place.read(j) {
							torn[g]++
						}
					}
				}
			}()
		}
		wg.Wait()
		fmt.Println(place.name, torn)
	}
}

// Output:
// package variable [0 0 0 0]
// method call [0 0 0 0]
// conversion and assertion [0 0 0 0]
// field [0 0 0 0]
// struct [0 0 0 0]
// slice [0 0 0 0]
// array [0 0 0 0]
// comparison [0 0 0 0]
// variadic and deferred [0 0 0 0]
// printed [0 0 0 0]
// atomic.Value [0 0 0 0]
