// One counter behind a lock, then sixteen counters, each
// behind its own.
//
// In the first half goroutines queue up at one Mutex; in
// the second they hardly meet, and nobody parks.
package main

import (
	"fmt"
	"sync"
)

type shard struct {
	sync.Mutex
	n int
}

// count lets 16 goroutines count to 2000 each.
func count(shards []shard) int {
	var wg sync.WaitGroup
	for g := range 16 {
		wg.Go(func() {
			mine := &shards[g%len(shards)]
			for range 2000 {
				mine.Lock()
				mine.n++
				mine.Unlock()
			}
		})
	}
	wg.Wait()
	sum := 0
	for i := range shards {
		sum += shards[i].n
	}
	return sum
}

func main() {
	fmt.Println("one lock:     ", count(make([]shard, 1)))
	fmt.Println("sixteen locks:", count(make([]shard, 16)))
}
