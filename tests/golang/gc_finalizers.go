// Finalizers: who gets one, in which order, when, and objects that come back.
package main

import (
	"fmt"
	"runtime"
	"strings"
	"time"
)

type node struct {
	name string
	next *node
}

// report runs a collection and prints what n finalizers then say.
func report(said chan string, n int) {
	runtime.GC()
	fmt.Println(heard(said, n))
}

func heard(said chan string, n int) []string {
	var all []string
	for range n {
		select {
		case s := <-said:
			all = append(all, s)
		case <-time.After(5 * time.Second):
			return append(all, "nothing")
		}
	}
	select {
	case s := <-said:
		all = append(all, "too much: "+s)
	default:
	}
	return all
}

//go:noinline
func newestFirst(said chan string) {
	for i := range 4 {
		n := &node{name: fmt.Sprint("n", i)}
		runtime.SetFinalizer(n, func(n *node) { said <- n.name })
	}
}

// A list's nodes die one after the other, from the head on: whatever a finalizer can reach lives.
//
//go:noinline
func list(said chan string) {
	var head *node
	for i := range 3 {
		head = &node{fmt.Sprint("list", i), head}
		runtime.SetFinalizer(head, func(n *node) { said <- n.name })
	}
}

var back *node

//go:noinline
func comesBack(said chan string) {
	n := &node{name: "phoenix"}
	runtime.SetFinalizer(n, func(n *node) {
		back = n
		said <- "back"
	})
}

//go:noinline
func dropBack(said chan string) {
	// The finalizer is gone with its first call.
	runtime.SetFinalizer(back, func(n *node) { said <- "again " + n.name })
	back = nil
}

//go:noinline
func takenBack(said chan string) {
	n := &node{name: "kept quiet"}
	runtime.SetFinalizer(n, func(n *node) { said <- n.name })
	runtime.SetFinalizer(n, nil)
}

func (n *node) String() string { return "<" + n.name + ">" }

//go:noinline
func parameters(said chan string) {
	a := &node{name: "as any"}
	runtime.SetFinalizer(a, func(x any) int { said <- fmt.Sprintf("%T", x); return 1 })
	b := &node{name: "as Stringer"}
	runtime.SetFinalizer(b, func(x fmt.Stringer) { said <- x.String() })
	c := &node{name: "method"}
	runtime.SetFinalizer(c, (*node).shout)
}

var shouted = make(chan string, 1)

func (n *node) shout() { shouted <- strings.ToUpper(n.name) }

// A cycle through an object with a finalizer is never freed.
//
//go:noinline
func cycle(said chan string) {
	n := &node{name: "cycle"}
	n.next = &node{name: "other", next: n}
	runtime.SetFinalizer(n, func(n *node) { said <- n.name })
}

//go:noinline
func kept(said chan string) {
	n := &node{name: "alive"}
	runtime.SetFinalizer(n, func(n *node) { said <- n.name })
	report(said, 0)
	runtime.KeepAlive(n)
}

var global node

func main() {
	said := make(chan string, 10)
	before := runtime.NumGoroutine()
	newestFirst(said)
	report(said, 4)
	list(said)
	for range 3 {
		report(said, 1)
	}
	comesBack(said)
	report(said, 1)
	fmt.Println(back.name)
	report(said, 0)
	dropBack(said)
	report(said, 1)
	takenBack(said)
	report(said, 0)
	parameters(said)
	report(said, 2)
	fmt.Println(<-shouted)
	cycle(said)
	report(said, 0)
	kept(said)
	report(said, 1)

	// Nothing happens to what was never allocated.
	runtime.SetFinalizer(&global, func(n *node) { said <- "global" })
	runtime.SetFinalizer(&struct{}{}, func(*struct{}) { said <- "empty" })
	report(said, 0)

	// The goroutine that calls finalizers is the runtime's.
	fmt.Println(runtime.NumGoroutine() == before)
}

// Output:
// [n3 n2 n1 n0]
// [list2]
// [list1]
// [list0]
// [back]
// phoenix
// []
// [again phoenix]
// []
// [<as Stringer> *main.node]
// METHOD
// []
// []
// [alive]
// []
// true
