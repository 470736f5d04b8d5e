// GOMAXPROCS far above the processors there are.
//
// A P is a right to run, not a processor: the operating
// system now switches between threads that the Go
// scheduler takes to be running. Locks are held by
// threads that are not on a core, and waiting for them
// spins. Simulated: choose two cores, and see Ms that
// have a P and no core.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	runtime.GOMAXPROCS(16)
	var mu sync.Mutex
	var wg sync.WaitGroup
	total := 0
	for range 32 {
		wg.Go(func() {
			for range 20 {
				sum := 0
				for i := range 300 {
					sum += i
				}
				mu.Lock()
				total += sum
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	fmt.Println("GOMAXPROCS", runtime.GOMAXPROCS(0), "total", total)
}
