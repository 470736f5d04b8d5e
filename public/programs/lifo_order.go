// Which of five new goroutines runs first? The last one.
//
// Each go statement puts its goroutine into runnext and
// pushes the one that was there to the tail of the queue.
// With one P the order is 4 0 1 2 3: surprising, and
// nothing a program may rely on. Turn runnext off in the
// scheduler settings, or use more Ps, and it changes.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	var order []int
	for i := range 5 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			order = append(order, i)
		})
	}
	wg.Wait()
	fmt.Println("order:", order)
	if runtime.GOMAXPROCS(0) == 1 {
		fmt.Println("on one P: the newest first, then the rest as they came")
	}
}
