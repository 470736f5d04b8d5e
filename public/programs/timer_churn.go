// A new timer for every message.
//
// time.After in a loop leaves a timer in the heap of the
// P until it fires or is collected. One timer that is
// reset does the same with one entry.
package main

import (
	"fmt"
	"time"
)

func messages(n int) <-chan int {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range n {
			ch <- i
		}
	}()
	return ch
}

func main() {
	count := 0
	for ch, open := messages(3000), true; open; {
		select {
		case _, open = <-ch:
			count++
		case <-time.After(time.Minute): // 3000 of them
			return
		}
	}

	timeout := time.NewTimer(time.Minute) // one
	defer timeout.Stop()
	for ch, open := messages(3000), true; open; {
		timeout.Reset(time.Minute)
		select {
		case _, open = <-ch:
			count++
		case <-timeout.C:
			return
		}
	}
	fmt.Println(count, "receives, two of them of closed channels")
}
