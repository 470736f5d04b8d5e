// A P's queue has 256 places. The goroutine that finds
// it full moves half of it to the global queue.
//
// On one P nobody steals while main creates a thousand
// goroutines, so the global queue fills 129 at a time.
// Watch the number, then the P fetching batches back.
// (Local queue, in the scheduler settings, changes it.)
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

func main() {
	var wg sync.WaitGroup
	var ran atomic.Int32
	for range 1000 {
		wg.Go(func() { ran.Add(1) })
	}
	fmt.Println("created, and so far", ran.Load(), "of them ran")
	wg.Wait()
	fmt.Println("in the end", ran.Load())
}
