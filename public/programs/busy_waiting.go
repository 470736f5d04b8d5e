// Waiting by asking again and again.
//
// Gosched gives the P up, but the goroutine is runnable
// all the time: it goes round through the global queue,
// and no P ever becomes idle. The channel below costs
// nothing while it waits.
package main

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"time"
)

func main() {
	var ready atomic.Bool
	go func() {
		time.Sleep(3 * time.Millisecond)
		ready.Store(true)
	}()
	asked := 0
	for !ready.Load() {
		asked++
		runtime.Gosched()
	}
	fmt.Println("asked in vain more than ten times:", asked > 10)

	done := make(chan struct{})
	go func() {
		time.Sleep(3 * time.Millisecond)
		close(done)
	}()
	<-done
	fmt.Println("and woken once")
}
