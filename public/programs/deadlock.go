// Two goroutines take two locks in opposite order. When
// the last runnable goroutine has gone to sleep,
// checkdead sees that nothing can ever happen again and
// ends the program.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var a, b sync.Mutex
	var wg sync.WaitGroup
	grab := func(first, second *sync.Mutex) {
		defer wg.Done()
		first.Lock()
		time.Sleep(5 * time.Millisecond)
		second.Lock()
		second.Unlock()
		first.Unlock()
	}
	wg.Add(2)
	go grab(&a, &b)
	go grab(&b, &a)
	fmt.Println("waiting for both")
	wg.Wait()
}
