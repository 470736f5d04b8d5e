// Five philosophers, five forks, and no deadlock: each
// takes the fork with the smaller number first.
//
// So the last one reaches for fork 0 before fork 4, and
// a circle of waiting cannot close. The version that can
// is further down the menu.
package main

import (
	"fmt"
	"sync"
	"time"
)

const meals = 8

func main() {
	var forks [5]sync.Mutex
	var wg sync.WaitGroup
	eaten := make([]int, len(forks))
	for seat := range forks {
		wg.Go(func() {
			first, second := seat, (seat+1)%len(forks)
			if first > second {
				first, second = second, first
			}
			for range meals {
				forks[first].Lock()
				forks[second].Lock()
				eaten[seat]++
				time.Sleep(50 * time.Microsecond)
				forks[second].Unlock()
				forks[first].Unlock()
			}
		})
	}
	wg.Wait()
	fmt.Println("everybody has eaten:", eaten)
}
