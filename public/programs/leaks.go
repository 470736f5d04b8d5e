package main

import (
	"errors"
	"fmt"
	"time"
)

// Ask every server, take the first answer: whoever answers later waits for ever,
// because nobody receives any more. A buffer of len(servers) would let them end.
func first(servers []string) string {
	answers := make(chan string)
	for i, server := range servers {
		go func() {
			time.Sleep(time.Duration(i+1) * time.Millisecond)
			answers <- "answer from " + server
		}()
	}
	return <-answers
}

// The producer stops in the middle when its reader gives up early.
func numbers() <-chan int {
	out := make(chan int)
	go func() {
		defer close(out)
		for i := range 1000 {
			out <- i
		}
	}()
	return out
}

func firstOver(limit int) (int, error) {
	for n := range numbers() {
		if n > limit {
			return n, nil
		}
	}
	return 0, errors.New("no such number")
}

func main() {
	fmt.Println(first([]string{"north", "east", "south", "west"}))
	fmt.Println(firstOver(7))
	time.Sleep(200 * time.Millisecond)
	fmt.Println("main returns; who is still waiting?")
}
