// How many workers? For work that computes, as many as
// there are Ps; for work that waits, more.
//
// Two, eight and sixty workers share the same sixty tasks
// that mostly wait. Then make the tasks compute instead
// of sleep, and compare again.
package main

import (
	"fmt"
	"sync"
	"time"
)

func serve(workers, tasks int) time.Duration {
	start := time.Now()
	queue := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for range queue {
				time.Sleep(time.Millisecond)
			}
		})
	}
	for task := range tasks {
		queue <- task
	}
	close(queue)
	wg.Wait()
	return time.Since(start)
}

func main() {
	for _, workers := range []int{2, 8, 60} {
		took := serve(workers, 60)
		fmt.Println(workers, "workers:", took.Round(time.Millisecond))
	}
}
