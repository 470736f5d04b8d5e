// The concurrent prime sieve: every prime adds a
// goroutine that filters its multiples.
//
// A daisy chain of goroutines, each waiting for its
// neighbour: scheduling cost is nearly all there is.
package main

import "fmt"

const primes = 300

func generate(out chan<- int) {
	for i := 2; ; i++ {
		out <- i
	}
}

func filter(in <-chan int, out chan<- int, prime int) {
	for {
		if n := <-in; n%prime != 0 {
			out <- n
		}
	}
}

func main() {
	ch := make(chan int)
	go generate(ch)
	for i := 1; i <= primes; i++ {
		prime := <-ch
		if i <= 10 || i == primes {
			fmt.Println("prime", i, "is", prime)
		}
		next := make(chan int)
		go filter(ch, next, prime)
		ch = next
	}
}
