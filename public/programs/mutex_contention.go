// Many goroutines, one lock.
//
// Waiters park in "sync.Mutex.Lock". One that has waited
// for more than a millisecond switches the mutex to
// starvation mode: from then on Unlock hands it over to
// the head of the queue.
package main

import (
	"fmt"
	"sync"
	"time"
)

const goroutines = 64
const rounds = 400

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	counter := 0
	longest := time.Duration(0)
	for i := 0; i < goroutines; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for r := 0; r < rounds; r++ {
				asked := time.Now()
				mu.Lock()
				if waited := time.Since(asked); waited > longest {
					longest = waited
				}
				for k := 0; k < 100; k++ {
					counter++
				}
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	fmt.Println("counter:", counter, "expected:", goroutines*rounds*100)
	fmt.Println("somebody had to wait:", longest > 0)
}
