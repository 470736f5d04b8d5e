// Many ask for the same expensive thing at once; it is
// made a single time.
//
// sync.Once lets one goroutine work while the others park
// on its mutex, and wakes them one after the other.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

type entry struct {
	once  sync.Once
	value int
}

var made atomic.Int32

func expensive(key int) int {
	made.Add(1)
	sum := 0
	for i := range 20000 {
		sum += i % (key + 1)
	}
	return sum
}

func main() {
	var cache sync.Map
	var wg sync.WaitGroup
	var answers atomic.Int32
	for i := range 200 {
		wg.Go(func() {
			key := i % 5
			found, _ := cache.LoadOrStore(key, new(entry))
			e := found.(*entry)
			e.once.Do(func() { e.value = expensive(key) })
			answers.Add(1)
		})
	}
	wg.Wait()
	fmt.Println(answers.Load(), "answers,", made.Load(), "computations")
}
