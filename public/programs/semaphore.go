// A channel with room for three is a semaphore: sending
// takes a place, receiving gives it back.
//
// Sixty goroutines exist at once, but at most three do
// the work. The others wait in "chan send": watch the
// channel's senders on the board.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	places := make(chan struct{}, 3)
	var mu sync.Mutex
	working, most := 0, 0
	note := func(change int) {
		mu.Lock()
		defer mu.Unlock()
		working += change
		most = max(most, working)
	}

	var wg sync.WaitGroup
	for range 60 {
		wg.Go(func() {
			places <- struct{}{}
			note(+1)
			time.Sleep(time.Millisecond)
			note(-1)
			<-places
		})
	}
	wg.Wait()
	fmt.Println("60 done, never more than", most, "at once")
}
