// Five philosophers, each takes the left fork first.
//
// When all have taken it, each waits for the next one's,
// for ever. The barrier makes sure that it happens here;
// without it some runs end well, which is worse. Step
// back from the end to see the circle close.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var forks [5]sync.Mutex
	var table, wg sync.WaitGroup
	table.Add(len(forks))
	for seat := range forks {
		wg.Go(func() {
			forks[seat].Lock()
			table.Done()
			table.Wait() // everybody holds one
			forks[(seat+1)%len(forks)].Lock()
			fmt.Println("philosopher", seat, "eats")
		})
	}
	fmt.Println("dinner is served")
	wg.Wait()
}
