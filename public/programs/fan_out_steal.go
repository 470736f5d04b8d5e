// One goroutine creates all the work: every other P
// lives on what it steals.
//
// New goroutines go to the creator's own queue (256
// slots; the overflow goes to the global queue). Idle Ps
// take half of it at a time.
package main

import (
	"fmt"
	"sync"
)

const tasks = 20000

func work(n int) int {
	x := n
	for i := 0; i < 300; i++ {
		x = x*1103515245 + 12345
		x &= 0x7fffffff
	}
	return x & 1
}

func main() {
	var wg sync.WaitGroup
	results := make([]int, tasks)
	for i := 0; i < tasks; i++ {
		wg.Add(1)
		go func(n int) {
			defer wg.Done()
			results[n] = 1 + work(n)
		}(i)
	}
	wg.Wait()
	finished := 0
	for _, r := range results {
		if r > 0 {
			finished++
		}
	}
	fmt.Println(finished, "tasks finished")
}
