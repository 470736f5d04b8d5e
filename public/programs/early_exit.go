// When main returns the program ends, whoever is still
// running.
//
// Ten goroutines have work to do; main does not wait. The
// fix is a WaitGroup, and one line of it is already here.
package main

import (
	"fmt"
	"sync/atomic"
	"time"
)

func main() {
	var finished atomic.Int32
	for range 10 {
		go func() {
			time.Sleep(time.Second)
			finished.Add(1)
		}()
	}
	// var wg sync.WaitGroup, wg.Go instead of go, wg.Wait()
	fmt.Println(finished.Load(), "of 10 finished before main returned")
}
