// A goroutine that calls LockOSThread keeps its thread,
// and no other goroutine runs on it.
//
// Each step between the two costs a switch of threads:
// the locked one's M parks, and another M gets the P.
// Compare the wake-ups with those of ping-pong.
package main

import (
	"fmt"
	"runtime"
)

func main() {
	request, answer := make(chan int), make(chan int)
	go func() {
		runtime.LockOSThread() // as a library that knows its thread wants it
		defer runtime.UnlockOSThread()
		for n := range request {
			answer <- n * n
		}
		close(answer)
	}()

	sum := 0
	for n := 1; n <= 300; n++ {
		request <- n
		sum += <-answer
	}
	close(request)
	<-answer
	fmt.Println("the squares of 1 to 300 add up to", sum)
}
