// A loop without a function call, and a goroutine that
// wants to be heard.
//
// Set GOMAXPROCS to 1 and change the preemption mode:
//
//	none         the ticker is silent until the loop ends
//	cooperative  the same: only function calls are places
//	             to yield, as before Go 1.14
//	async        sysmon stops the loop after a slice of
//	             10 ms, and the ticker runs
package main

import (
	"fmt"
	"sync/atomic"
	"time"
)

func main() {
	var done, ticks int32
	go func() {
		for atomic.LoadInt32(&done) == 0 {
			time.Sleep(20 * time.Millisecond)
			if atomic.LoadInt32(&done) == 0 {
				fmt.Println("tick", atomic.AddInt32(&ticks, 1))
			}
		}
	}()
	time.Sleep(time.Millisecond) // let the ticker fall asleep

	atomic.StoreInt32(&ticks, 0)
	sum := 0
	for i := 0; i < 40000000; i++ {
		sum += i & 7
	}

	atomic.StoreInt32(&done, 1)
	fmt.Println("the loop is over, sum", sum)
	if atomic.LoadInt32(&ticks) == 0 {
		fmt.Println("the ticker starved")
	} else {
		fmt.Println("the ticker ran while the loop did")
	}
}
