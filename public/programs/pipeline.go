// Stages connected by channels: numbers flow through
// generate, square and filter into a sum.
//
// Only a handful of goroutines is ever runnable; watch
// the others wait in "chan receive".
package main

import "fmt"

func generate(n int) <-chan int {
	out := make(chan int)
	go func() {
		for i := 1; i <= n; i++ {
			out <- i
		}
		close(out)
	}()
	return out
}

func stage(in <-chan int, f func(int) (int, bool)) <-chan int {
	out := make(chan int, 4)
	go func() {
		for v := range in {
			if w, keep := f(v); keep {
				out <- w
			}
		}
		close(out)
	}()
	return out
}

func main() {
	numbers := generate(20000)
	squares := stage(numbers, func(v int) (int, bool) { return v * v, true })
	odd := stage(squares, func(v int) (int, bool) { return v, v%2 == 1 })
	small := stage(odd, func(v int) (int, bool) { return v % 1000, true })

	sum, count := 0, 0
	for v := range small {
		sum += v
		count++
	}
	fmt.Println(count, "values came through, their sum is", sum)
}
