// runtime.Gosched puts the caller at the tail of the
// global queue.
//
// With GOMAXPROCS=1 the two goroutines that keep channel
// contact live in runnext and the local queue, and the
// polite one comes back only when the local queue is
// empty or on every 61st tick.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

const turns = 20000

func main() {
	var wg sync.WaitGroup
	wg.Add(3)
	finished := make(chan string, 3)

	ping, pong := make(chan int), make(chan int)
	go func() {
		defer wg.Done()
		for i := 0; i < turns; i++ {
			ping <- i
			<-pong
		}
		finished <- "ping"
	}()
	go func() {
		defer wg.Done()
		for i := 0; i < turns; i++ {
			pong <- <-ping
		}
		finished <- "pong"
	}()
	go func() {
		defer wg.Done()
		for i := 0; i < turns; i++ {
			runtime.Gosched()
		}
		finished <- "polite"
	}()

	wg.Wait()
	close(finished)
	place := 0
	for name := range finished {
		place++
		fmt.Println(place, name)
	}
}
