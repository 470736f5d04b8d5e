// A finalizer that panics ends the program, by the goroutine that calls finalizers.
package main

import (
	"fmt"
	"runtime"
	"time"
)

//go:noinline
func leave() {
	b := new([8]int)
	runtime.SetFinalizer(b, func(b *[8]int) { panic(fmt.Sprint("gone: ", b[3])) })
}

func main() {
	leave()
	runtime.GC()
	time.Sleep(10 * time.Second)
}
