// Three goroutines and main: who prints first?
//
// The newest goroutine sits in the runnext slot of its
// P, so with GOMAXPROCS=1 the last one created runs
// first. With more Ps the others may be stolen before
// that.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for i := 1; i <= 3; i++ {
		wg.Add(1)
		go func(n int) {
			defer wg.Done()
			fmt.Println("hello from goroutine", n)
		}(i)
	}
	wg.Wait()
	fmt.Println("all done")
}
