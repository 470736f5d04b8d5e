// counter++ is a load, an addition and a store.
//
// Two goroutines can load the same value, and one of the
// additions is lost. With async preemption it happens even
// on one P. An atomic.Int64 or a Mutex makes it right.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

func main() {
	var wrong int
	var right atomic.Int64
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 200 {
				seen := wrong
				runtime.Gosched() // somebody else may come in between
				wrong = seen + 1
				right.Add(1)
			}
		})
	}
	wg.Wait()
	fmt.Println("atomic:", right.Load())
	fmt.Println("updates were lost:", wrong < 800)
}
