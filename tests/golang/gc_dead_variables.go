// What a variable without further use holds is unreachable, and so is what a finished call left on
// the stack.
package main

import (
	"fmt"
	"runtime"
	"time"
	"weak"
)

type box struct {
	name string
	next *box
}

//go:noinline
func fill(n int) *box {
	first := &box{name: "first"}
	for i := range n {
		first.next = &box{fmt.Sprint(i), first.next}
	}
	return first
}

// gone says whether what the pointers point to has been freed.
func gone(pointers ...weak.Pointer[box]) (all []bool) {
	runtime.GC()
	for _, p := range pointers {
		all = append(all, p.Value() == nil)
	}
	return all
}

func branches(again bool) {
	b := fill(1)
	p := weak.Make(b)
	for range 2 {
		fmt.Print(gone(p), " ")
	}
	if again {
		// Only here is b used, but it may come to that.
		fmt.Println(b.name)
	} else {
		fmt.Println()
	}
}

func loops() {
	b := fill(1)
	p := weak.Make(b)
	for i := range 3 {
		if i == 1 {
			b = fill(2)
		}
		fmt.Print(gone(p), " ")
	}
	fmt.Println(b.next.name)
}

func structs() {
	pair := [2]*box{fill(1), fill(2)}
	a, b := weak.Make(pair[0]), weak.Make(pair[1])
	fmt.Print(gone(a, b), " ", pair[0].name, " ")
	pair[0] = nil
	fmt.Print(gone(a, b), " ", pair[1].name, " ")
	fmt.Println(gone(a, b))
}

func deferred() {
	b := fill(1)
	p := weak.Make(b)
	defer func() { fmt.Println(b.name, recover()) }()
	fmt.Print(gone(p), " ")
	panic("on purpose")
}

func kept() {
	b := fill(1)
	p := weak.Make(b)
	fmt.Print(gone(p), " ")
	runtime.KeepAlive(b)
	fmt.Println(gone(p))
}

func main() {
	b := fill(3)
	said := make(chan string, 1)
	runtime.SetFinalizer(b, func(b *box) { said <- b.next.name })
	runtime.GC()
	for i := 0; i < 5000 && len(said) == 0; i++ {
		time.Sleep(time.Millisecond)
	}
	fmt.Println(len(said), "finalized")
	branches(true)
	branches(false)
	loops()
	structs()
	deferred()
	kept()
	// While the arguments of a call are evaluated, those still missing hold nothing.
	p := weak.Make(fill(1))
	fmt.Println("nested", gone(p), fill(1).name, gone(p))
}

// Output:
// 1 finalized
// [false] [false] first
// [false] [false] 
// [false] [true] [true] 1
// [false false] first [true false] first [true true]
// [false] first on purpose
// [false] [true]
// nested [true] first [true]
