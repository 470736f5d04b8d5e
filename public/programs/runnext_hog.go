// Two goroutines that hand a ball to each other through
// runnext keep the P: the time slice goes with the ball.
//
// The third one, in the queue, gets its turn only when
// sysmon ends the slice both share: without that rule it
// would wait for ever. Set preemption to none to see it
// wait until the game is over.
package main

import (
	"fmt"
	"sync/atomic"
)

func main() {
	var hits, seen atomic.Int64
	ball := make(chan int)
	done := make(chan struct{})
	go func() { // the quiet one
		seen.Store(hits.Load())
		close(done)
	}()
	go func() {
		for n := range ball {
			hits.Add(1)
			ball <- n + 1
		}
	}()
	for n := 0; n < 150_000; {
		ball <- n
		n = <-ball
	}
	close(ball)
	<-done
	fmt.Println("the ball was hit", hits.Load(), "times;")
	fmt.Println("the quiet one had its turn after", seen.Load())
}
