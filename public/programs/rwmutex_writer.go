// Many readers and one writer that must not starve.
//
// As soon as a writer waits, new readers queue up behind
// it: RLock parks although only readers hold the lock.
// When it is done all of them are let in together.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

func main() {
	var lock sync.RWMutex
	var reads atomic.Int32
	version := 0
	var done atomic.Bool

	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for !done.Load() {
				lock.RLock()
				time.Sleep(100 * time.Microsecond) // there is always a reader inside
				reads.Add(1)
				lock.RUnlock()
			}
		})
	}
	for reads.Load() == 0 {
		time.Sleep(50 * time.Microsecond)
	}
	for range 20 {
		lock.Lock()
		version++
		lock.Unlock()
	}
	done.Store(true)
	wg.Wait()
	fmt.Println("written", version, "times in spite of the readers:", reads.Load() > 0)
}
