// Two producers, three consumers, and a buffer of eight.
//
// When the buffer is full producers park in "chan send",
// when it is empty consumers park in "chan receive". Make
// one side slower and see the other one wait.
package main

import (
	"fmt"
	"sync"
)

const items = 3000

func main() {
	buffer := make(chan int, 8)
	var producers, consumers sync.WaitGroup
	for p := range 2 {
		producers.Go(func() {
			for i := p; i < items; i += 2 {
				buffer <- i
			}
		})
	}

	sums := make([]int, 3)
	for c := range sums {
		consumers.Go(func() {
			for item := range buffer {
				sums[c] += item
			}
		})
	}

	producers.Wait()
	close(buffer) // only now: nobody sends any more
	consumers.Wait()
	total := 0
	for _, sum := range sums {
		total += sum
	}
	fmt.Println("the items add up to", total)
}
