// A thousand goroutines wait for the same job.
//
// Closing the channel wakes all of them for one piece of
// work: a thousand are made runnable, one finds it, the
// others looked for nothing. A send wakes exactly one.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	var found, vain atomic.Int32
	var wg sync.WaitGroup
	news := make(chan struct{})
	jobs := make(chan int, 1)
	for range 1000 {
		wg.Go(func() {
			<-news
			select {
			case <-jobs:
				found.Add(1)
			default:
				vain.Add(1)
			}
		})
	}
	time.Sleep(2 * time.Millisecond) // all of them wait
	jobs <- 42
	close(news)
	wg.Wait()
	fmt.Println(found.Load(), "found it,", vain.Load(), "were woken in vain")
}
