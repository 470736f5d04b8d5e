// A ticker lets one request through every five
// milliseconds; a bucket of four allows a short burst.
//
// Between two ticks nobody is runnable: the Ps are idle,
// and only a timer in some P's heap brings them back.
package main

import (
	"fmt"
	"time"
)

func main() {
	bucket := make(chan time.Time, 4)
	for range cap(bucket) {
		bucket <- time.Now()
	}
	go func() {
		for now := range time.Tick(5 * time.Millisecond) {
			select {
			case bucket <- now:
			default: // full
			}
		}
	}()

	start := time.Now()
	for request := 1; request <= 14; request++ {
		<-bucket
		if request == cap(bucket) || request == 14 {
			fmt.Println("request", request, "after", time.Since(start).Round(5*time.Millisecond))
		}
	}
	fmt.Println("ten had to wait for a tick:", time.Since(start) >= 40*time.Millisecond)
}
