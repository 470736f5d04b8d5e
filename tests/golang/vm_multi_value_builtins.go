// Built-in functions called with another call's several results, also deferred; deferred calls of
// loop bodies over functions; method values of nil pointers deferred; callers above a panic.
package main

import (
	"fmt"
	"runtime"
	"unsafe"
)

func args() ([]any, int, string)         { return []any{0}, 7, "x" }
func parts() (float64, float64)          { return 5, 7 }
func two() ([]byte, string)              { return buffer, "ab" }
func entry() (map[any]int, int)          { return table, 3 }
func three() (int8, int8, int8)          { return 4, -4, 2 }
func over(yield func(int) bool)          { _ = yield(0) && yield(1) }
func size[T any](x struct{ a, b T }) int { return int(unsafe.Offsetof(x.b)) }
func pi[T ~complex64 | ~complex128]() T  { return T(3.5) }
func at(skip int) (name string) {
	pc, _, _, _ := runtime.Caller(skip)
	return runtime.FuncForPC(pc).Name()
}

var (
	buffer = make([]byte, 4)
	table  = map[any]int{3: 1, 4: 2}
)

type number int

func (n number) Print() { fmt.Println("number", n) }

type printer interface{ Print() }

func deferred() {
	defer delete(entry())
	defer copy(two())
	fmt.Println(len(table), buffer)
}

func bodies() {
	for x := range over {
		defer fmt.Println("body", x)
		for y := range over {
			defer fmt.Println("inner", x, y)
		}
	}
	fmt.Println("end of bodies")
}

func nilMethod() (r int) {
	defer func() { fmt.Println(recover()) }()
	var p *number
	defer printer(p).Print()
	r = 1
	fmt.Println("deferred a nil pointer's method")
	return
}

func panicking() {
	defer func() {
		recover()
		fmt.Println(at(1), at(2), at(3))
	}()
	panic(1)
}

func unsafeLengths() {
	var p *int
	n := -1
	for _, f := range []func(){
		func() { _ = unsafe.Slice(p, 1) },
		func() { _ = unsafe.Slice(new(int), n) },
		func() { _ = unsafe.Slice(new(int), uint64(1)<<62) },
		func() { _ = unsafe.String(nil, 1) },
	} {
		func() {
			defer func() { fmt.Println(recover()) }()
			f()
		}()
	}
	fmt.Println(unsafe.Slice(p, 0) == nil)
}

func main() {
	fmt.Println(append(args())...)
	fmt.Println(complex(parts()), min(three()), max(three()))
	fmt.Println(copy(two()), buffer)
	buffer = make([]byte, 4)
	deferred()
	fmt.Println(len(table), buffer)
	bodies()
	fmt.Println(nilMethod())
	panicking()
	unsafeLengths()
	fmt.Println(size(struct{ a, b int16 }{}), size(struct{ a, b string }{}))
	fmt.Println(pi[complex64](), pi[complex128](), 1_2i)
}

// Output:
// 0 7 x
// (5+7i) -4 4
// 2 [97 98 0 0]
// 2 [0 0 0 0]
// 1 [97 98 0 0]
// end of bodies
// inner 1 1
// inner 1 0
// body 1
// inner 0 1
// inner 0 0
// body 0
// deferred a nil pointer's method
// value method main.number.Print called using nil *number pointer
// 1
// main.panicking.func1 runtime.gopanic main.panicking
// runtime error: unsafe.Slice: ptr is nil and len is not zero
// runtime error: unsafe.Slice: len out of range
// runtime error: unsafe.Slice: len out of range
// runtime error: unsafe.String: ptr is nil and len is not zero
// true
// 2 16
// (3.5+0i) (3.5+0i) (0+12i)
