// A goroutine for every item of work, and no limit.
//
// They are cheap, but twenty thousand of them wait for
// the same few Ps: queues overflow, memory grows, and the
// first one waits as long as the last. A pool of workers
// (further up) does the same work with eight.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	gate := make(chan struct{})
	for range 20000 {
		wg.Go(func() {
			<-gate // a slow service everybody asks
		})
	}
	most := runtime.NumGoroutine()
	close(gate)
	wg.Wait()
	fmt.Println("more than 20000 goroutines at once:", most > 20000)
}
