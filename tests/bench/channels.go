// The scheduler itself: an unbuffered ping-pong, a pipeline, and a lock that many want.
package main

import (
	"fmt"
	"sync"
)

func main() {
	ping, pong := make(chan int), make(chan int)
	go func() {
		for n := range ping {
			pong <- n + 1
		}
		close(pong)
	}()
	n := 0
	for i := 0; i < 200_000; i++ {
		ping <- n
		n = <-pong
	}
	close(ping)

	c := make(chan int, 64)
	in := c
	for i := 0; i < 50; i++ {
		out := make(chan int, 64)
		go func(from <-chan int) {
			for v := range from {
				out <- v + 1
			}
			close(out)
		}(c)
		c = out
	}
	go func() {
		for i := 0; i < 10_000; i++ {
			in <- i
		}
		close(in)
	}()
	sum := 0
	for v := range c {
		sum += v
	}

	var mu sync.Mutex
	var wg sync.WaitGroup
	for i := 0; i < 100; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; i < 5_000; i++ {
				mu.Lock()
				sum++
				mu.Unlock()
			}
		}()
	}
	wg.Wait()
	fmt.Println(n, sum)
}
