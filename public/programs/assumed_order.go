// It worked when I tried it: the goroutine had always
// printed before main ended.
//
// Nothing makes main wait long enough. The sleep is a
// guess about another program's schedule. Run it on the
// simulated machine over many seeds, or with one P and
// preemption none, and the guess is wrong.
package main

import (
	"fmt"
	"time"
)

func compute(n int) (sum int) {
	for i := range n {
		sum += i
	}
	return sum
}

func main() {
	result := 0
	finished := false
	go func() {
		result = compute(5_000_000) // how long is that?
		finished = true
	}()
	time.Sleep(time.Millisecond) // "long enough"
	if finished {
		fmt.Println("lucky this time:", result)
	} else {
		fmt.Println("too early: the result is still", result)
	}
}
