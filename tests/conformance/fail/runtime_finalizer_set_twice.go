// An object has one finalizer at most.
package main

import "runtime"

func main() {
	b := new([8]int)
	runtime.SetFinalizer(b, func(*[8]int) {})
	runtime.SetFinalizer(b, nil)
	runtime.SetFinalizer(b, func(any) {})
	println("so far")
	runtime.SetFinalizer(b, func(*[8]int) {})
}
