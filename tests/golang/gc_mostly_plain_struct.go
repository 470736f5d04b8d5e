// A value whose pointers all lie before its 64th word: what comes behind is none, whatever it looks
// like to a collection.
package main

import (
	"fmt"
	"runtime"
)

type node struct {
	next  *node
	plain [200]uint64
}

func main() {
	var list *node
	for i := range 50 {
		n := &node{next: list}
		for k := range n.plain {
			n.plain[k] = ^uint64(0) - uint64(i*k)
		}
		list = n
	}
	for range 3 {
		runtime.GC()
	}
	count, sum := 0, uint64(0)
	for n := list; n != nil; n = n.next {
		count++
		sum += n.plain[199]
	}
	fmt.Println(count, sum+uint64(count))
}

// Output:
// 50 18446744073709307841
