// Ten thousand sleeping goroutines cost ten thousand
// timers and no thread at all.
//
// They sit in the timer heaps of the Ps; whoever looks
// for work runs what is due.
package main

import (
	"fmt"
	"sync"
	"time"
)

const sleepers = 10000

func main() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	naps := 0
	start := time.Now()
	for i := 0; i < sleepers; i++ {
		wg.Add(1)
		go func(n int) {
			defer wg.Done()
			for r := 0; r < 5; r++ {
				time.Sleep(time.Duration(50+(n*37+r*101)%400) * time.Millisecond)
			}
			mu.Lock()
			naps += 5
			mu.Unlock()
		}(i)
	}
	wg.Wait()
	fmt.Println(naps, "naps taken; well rested:", time.Since(start) >= 250*time.Millisecond)
}
