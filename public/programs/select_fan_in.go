// Several sources at different speeds, one select, and a
// timeout.
package main

import (
	"fmt"
	"time"
)

func source(period time.Duration, n int) <-chan int {
	out := make(chan int)
	go func() {
		for i := 1; i <= n; i++ {
			time.Sleep(period)
			out <- i
		}
		close(out)
	}()
	return out
}

func main() {
	fast := source(3*time.Millisecond, 60)
	slow := source(11*time.Millisecond, 15)
	fromFast, fromSlow, quiet := 0, 0, 0
	for fast != nil || slow != nil {
		select {
		case _, ok := <-fast:
			if !ok {
				fast = nil
				fmt.Println("the fast source is done")
				continue
			}
			fromFast++
		case _, ok := <-slow:
			if !ok {
				slow = nil
				fmt.Println("the slow source is done")
				continue
			}
			fromSlow++
		case <-time.After(2 * time.Millisecond):
			quiet++
		}
	}
	fmt.Println("received", fromFast, "and", fromSlow, "values")
	fmt.Println("there were quiet moments:", quiet > 0)
}
