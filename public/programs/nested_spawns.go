// A tree of goroutines: each makes two more until twelve
// levels are there.
//
// Work is born on every P, so there is little to steal
// once all are busy, unlike when one goroutine makes all
// of it.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

var leaves atomic.Int32

func grow(level int) {
	if level == 0 {
		leaves.Add(1)
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { grow(level - 1) })
	wg.Go(func() { grow(level - 1) })
	wg.Wait()
}

func main() {
	grow(12)
	fmt.Println(leaves.Load(), "leaves")
}
