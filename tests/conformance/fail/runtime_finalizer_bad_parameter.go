// A finalizer whose parameter does not fit its object.
package main

import "runtime"

type box struct{ n int }

func main() {
	b := &box{}
	runtime.SetFinalizer(b, func(*int) {})
}
