// Fifty runners wait for one starting shot.
//
// Broadcast makes all of them runnable at once. Each then
// needs the same lock to leave Wait, so forty-nine of
// them park again straight away. Closing a channel does
// it without the crowd at the lock.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var mu sync.Mutex
	shot := sync.NewCond(&mu)
	started := false
	var wg sync.WaitGroup
	running := 0
	for range 50 {
		wg.Go(func() {
			mu.Lock()
			defer mu.Unlock()
			for !started {
				shot.Wait()
			}
			running++
		})
	}
	time.Sleep(2 * time.Millisecond) // they take their places
	mu.Lock()
	started = true
	mu.Unlock()
	shot.Broadcast()
	wg.Wait()
	fmt.Println(running, "are running")
}
