// Two channels are always ready. Which one does select
// take?
//
// It chooses at random among those that are ready, so
// both come to about half. In a simulated run each choice
// is a decision that you can change.
package main

import "fmt"

func main() {
	const rounds = 2000
	left, right := make(chan int, rounds), make(chan int, rounds)
	for i := range rounds {
		left <- i
		right <- i
	}
	var lefts, rights int
	for range rounds {
		select {
		case <-left:
			lefts++
		case <-right:
			rights++
		}
	}
	fmt.Println("together", lefts+rights)
	fmt.Println("neither starved:", lefts > rounds/3 && rights > rounds/3)
}
