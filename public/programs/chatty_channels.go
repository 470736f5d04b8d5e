// Sending numbers one by one through an unbuffered
// channel, and in bundles.
//
// Every send wakes the receiver and every receive the
// sender: two switches a number, far more than adding it
// takes. Bundles of a thousand need two switches each.
package main

import "fmt"

const numbers = 20000

func oneByOne() (sum int) {
	ch := make(chan int)
	go func() {
		defer close(ch)
		for i := range numbers {
			ch <- i
		}
	}()
	for n := range ch {
		sum += n
	}
	return sum
}

func bundled() (sum int) {
	ch := make(chan []int)
	go func() {
		defer close(ch)
		var bundle []int
		for i := range numbers {
			if bundle = append(bundle, i); len(bundle) == 1000 {
				ch <- bundle
				bundle = nil
			}
		}
	}()
	for bundle := range ch {
		for _, n := range bundle {
			sum += n
		}
	}
	return sum
}

func main() {
	fmt.Println("one by one:", oneByOne())
	fmt.Println("bundled:   ", bundled())
}
