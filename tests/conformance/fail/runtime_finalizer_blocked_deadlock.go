// While it calls a finalizer the goroutine counts as one of the program's: it is in the dump.
package main

import "runtime"

//go:noinline
func leave() {
	b := new([8]int)
	runtime.SetFinalizer(b, func(b *[8]int) { <-make(chan int) })
}

func main() {
	leave()
	runtime.GC()
	select {}
}
