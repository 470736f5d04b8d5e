// Goroutines do not make a chain of steps parallel.
//
// Each step needs the result of the one before, so
// however many Ps there are one goroutine runs and the
// rest wait for it. The other half of the program has
// four chains that need nothing of each other.
package main

import (
	"fmt"
	"sync"
)

func step(n int) int {
	for range 2000 {
		n = (n*16807 + 1) % 2147483647
	}
	return n
}

func main() {
	value := 1
	for range 40 {
		done := make(chan int)
		go func() { done <- step(value) }()
		value = <-done // nothing else to do meanwhile
	}
	fmt.Println("one chain of 40:", value)

	var wg sync.WaitGroup
	ends := make([]int, 4)
	for i := range ends {
		wg.Go(func() {
			ends[i] = 1
			for range 10 {
				ends[i] = step(ends[i])
			}
		})
	}
	wg.Wait()
	fmt.Println("four chains of 10 agree:", ends[0] == ends[1] && ends[1] == ends[2] && ends[2] == ends[3])
}
