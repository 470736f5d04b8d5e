// The lock is held for the whole job, not for the three
// words that are shared.
//
// However many Ps there are, one goroutine works and the
// others park in "sync.Mutex.Lock". The second half holds
// it only to add up.
package main

import (
	"fmt"
	"sync"
)

func work(seed int) int {
	x := seed
	for range 4000 {
		x = (x*1103515245 + 12345) & 0x7fffffff
	}
	return x % 10
}

func main() {
	var mu sync.Mutex
	var wg sync.WaitGroup
	wide, narrow := 0, 0
	for g := range 40 {
		wg.Go(func() {
			mu.Lock()
			wide += work(g) // 4000 steps under the lock
			mu.Unlock()
		})
	}
	wg.Wait()
	for g := range 40 {
		wg.Go(func() {
			result := work(g)
			mu.Lock()
			narrow += result // one
			mu.Unlock()
		})
	}
	wg.Wait()
	fmt.Println("the same result:", wide == narrow)
}
