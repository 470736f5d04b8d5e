// A convoy: everybody needs the same lock, often and
// briefly.
//
// Once a queue has formed at the lock it does not go away:
// who unlocks wakes the next and soon stands at the end
// again. The more goroutines, the more switches for the
// same work. See how rarely a P has two runnable ones.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	entries := make([]int, 8)
	for g := range entries {
		wg.Go(func() {
			for range 12 {
				mu.Lock()
				entries[g]++
				time.Sleep(20 * time.Microsecond) // parks while it holds the lock
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	total := 0
	for _, n := range entries {
		total += n
	}
	fmt.Println(total, "times through the lock, one at a time")
}
