// Finalizers belong to whole objects.
package main

import "runtime"

type box struct {
	n    int
	link *box
}

func main() {
	b := &box{}
	runtime.SetFinalizer(&b.link, func(**box) {})
}
