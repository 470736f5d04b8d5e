// Two goroutines hand one value back and forth over
// unbuffered channels.
//
// Each send finds its receiver waiting, writes the value
// straight into its memory and puts it in runnext: the
// pair shares one time slice and mostly stays on one P.
package main

import "fmt"

const rounds = 200000

func player(in <-chan int, out chan<- int) {
	for ball := range in {
		out <- ball + 1
	}
	close(out)
}

func main() {
	ping := make(chan int)
	pong := make(chan int)
	go player(ping, pong)

	ball := 0
	for i := 0; i < rounds; i++ {
		ping <- ball
		ball = <-pong
	}
	close(ping)
	fmt.Println("the ball was hit", ball, "times")
}
