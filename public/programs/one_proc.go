// GOMAXPROCS=1: everything takes turns.
//
// Concurrency without parallelism: eight goroutines
// compute, and each gets a slice of ten milliseconds. On
// the timeline there is never more than one running. It
// takes as long as doing them one after the other.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func spin(n int) int {
	x := 1
	for i := range n {
		x = x*31 + i
	}
	return x & 1
}

func main() {
	var wg sync.WaitGroup
	finished := make(chan int, 8)
	for g := range 8 {
		wg.Go(func() {
			spin(300_000)
			finished <- g
		})
	}
	wg.Wait()
	close(finished)
	count := 0
	for range finished {
		count++
	}
	fmt.Println(count, "finished on", runtime.GOMAXPROCS(0), "P")
}
