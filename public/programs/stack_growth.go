// A goroutine begins with a stack of two kilobytes, which
// is copied to one twice as large whenever it is full.
//
// Eight goroutines recurse to different depths: see the
// stack growth events, and that it ends with the doubling
// that was needed.
package main

import (
	"fmt"
	"sync"
)

func depth(n int) int {
	var room [8]int // makes each frame larger
	room[n%8] = n
	if n == 0 {
		return room[0]
	}
	return depth(n-1) + room[n%8]
}

func main() {
	var wg sync.WaitGroup
	sums := make([]int, 8)
	for i := range sums {
		wg.Go(func() { sums[i] = depth(100 << i) })
	}
	wg.Wait()
	for i, sum := range sums {
		fmt.Println("depth", 100<<i, "sums up to", sum)
	}
}
