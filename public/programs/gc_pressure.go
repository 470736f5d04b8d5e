// Garbage: every goroutine makes lists and drops them.
//
// When the heap has doubled since the last collection the
// world stops, and the Ps run mark workers instead of
// your goroutines. GOGC in the scheduler settings says how
// often: try 20, then 1000.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

type node struct {
	next *node
	data [256]byte
}

func churn(rounds int) (kept int) {
	for range rounds {
		var list *node
		for range 40 {
			list = &node{next: list}
		}
		for n := list; n != nil; n = n.next {
			kept++
		}
	}
	return kept
}

func main() {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { churn(500) })
	}
	wg.Wait()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Println("80000 nodes made; collections:", stats.NumGC > 0)
}
