// A fixed number of workers takes jobs from one channel
// and returns results on another.
package main

import (
	"fmt"
	"sync"
)

const workers = 8
const jobs = 4000

// collatz returns the number of steps n takes to reach 1: some arithmetic of uneven length.
func collatz(n int) int {
	steps := 0
	for n != 1 {
		if n%2 == 0 {
			n /= 2
		} else {
			n = 3*n + 1
		}
		steps++
	}
	return steps
}

type result struct {
	worker, n, steps int
}

func worker(id int, in <-chan int, out chan<- result, wg *sync.WaitGroup) {
	defer wg.Done()
	for n := range in {
		out <- result{id, n, collatz(n)}
	}
}

func main() {
	in := make(chan int, 16)
	out := make(chan result, 16)
	var wg sync.WaitGroup
	for id := 0; id < workers; id++ {
		wg.Add(1)
		go worker(id, in, out, &wg)
	}
	go func() {
		for n := 1; n <= jobs; n++ {
			in <- n
		}
		close(in)
		wg.Wait()
		close(out)
	}()

	var done [workers]int
	longest := result{}
	for r := range out {
		done[r.worker]++
		if r.steps > longest.steps {
			longest = r
		}
	}
	total := 0
	for id, n := range done {
		fmt.Println("worker", id, "did", n, "jobs")
		total += n
	}
	fmt.Println(total, "jobs; the longest chain starts at", longest.n, "with", longest.steps, "steps")
}
