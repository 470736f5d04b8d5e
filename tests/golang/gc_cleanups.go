// runtime.AddCleanup and package weak.
package main

import (
	"fmt"
	"runtime"
	"time"
	"weak"
)

type blob struct {
	name  string
	inner [4]int
	self  *blob
}

func wait(said chan string) string {
	select {
	case s := <-said:
		return s
	case <-time.After(5 * time.Second):
		return "nothing"
	}
}

func quiet(said chan string) bool {
	runtime.GC()
	runtime.Gosched()
	return len(said) == 0
}

//go:noinline
func several(said chan string) {
	b := &blob{name: "several"}
	b.self = b // A cycle does no harm here.
	say := func(s string) { said <- s }
	runtime.AddCleanup(b, say, "first")
	runtime.AddCleanup(&b.inner[2], say, "second")
	stopped := runtime.AddCleanup(b, say, "stopped")
	stopped.Stop()
	stopped.Stop()
}

//go:noinline
func withFinalizer(said chan string) {
	b := &blob{name: "both"}
	runtime.SetFinalizer(b, func(b *blob) { said <- "finalizer of " + b.name })
	runtime.AddCleanup(b, func(n int) { said <- fmt.Sprint("cleanup ", n) }, 7)
}

func message(f func()) (text any) {
	defer func() { text = recover() }()
	f()
	return nil
}

//go:noinline
func weakOnes(said chan string) (a, b, inner weak.Pointer[blob], n weak.Pointer[int]) {
	p := &blob{name: "weak"}
	a, b = weak.Make(p), weak.Make(p)
	n = weak.Make(&p.inner[1])
	p.inner[1] = 42
	runtime.GC()
	fmt.Println(a.Value() == p, a == b, *n.Value(), a.Value().name)
	other := weak.Make(&blob{name: "other"})
	fmt.Println(a == other, weak.Make[blob](nil) == weak.Pointer[blob]{}, weak.Make[blob](nil).Value())
	runtime.SetFinalizer(p, func(p *blob) {
		// By now weak pointers see nothing any more, and p can have new ones.
		said <- fmt.Sprint(a.Value(), weak.Make(p).Value() == p, weak.Make(p) == a)
	})
	return a, b, other, n
}

var global int

func main() {
	said := make(chan string, 10)
	several(said)
	runtime.GC()
	fmt.Println(wait(said), wait(said), quiet(said))

	withFinalizer(said)
	runtime.GC()
	fmt.Println(wait(said), len(said))
	runtime.GC()
	fmt.Println(wait(said), quiet(said))

	x := &blob{}
	nothing := func(*blob) {}
	for _, f := range []func(){
		func() { runtime.AddCleanup((*blob)(nil), nothing, x) },
		func() { runtime.AddCleanup(x, nothing, x) },
		func() { runtime.AddCleanup(x, func(*int) {}, &x.inner[3]) },
		func() { y := x; runtime.AddCleanup(y, func(int) { fmt.Println(y) }, 1) },
	} {
		fmt.Println(message(f))
	}
	c := runtime.AddCleanup(&global, func(int) { said <- "global" }, 1)
	c.Stop()

	a, b, other, n := weakOnes(said)
	runtime.GC()
	fmt.Println(a.Value(), b.Value(), other.Value(), n.Value(), a == b, a == other)
	fmt.Println(wait(said))
	g := weak.Make(&global)
	runtime.GC()
	fmt.Println(g.Value() == &global, g == weak.Make(&global))
}

// Output:
// second first true
// finalizer of both 0
// cleanup 7 true
// runtime.AddCleanup: ptr is nil
// runtime.AddCleanup: ptr is equal to arg, cleanup will never run
// runtime.AddCleanup: ptr is within arg, cleanup will never run
// runtime.AddCleanup: cleanup function closes over ptr, cleanup will never run
// true true 42 weak
// false true <nil>
// <nil> <nil> <nil> <nil> true false
// <nil> true false
// true true
