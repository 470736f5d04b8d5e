// Stacks shrink at collections, whatever their goroutines wait for, and nothing is lost by it.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"time"
)

func dig(n int, bottom func()) int {
	var local [16]int
	local[n%16] = n
	if n == 0 {
		bottom()
		return 0
	}
	return dig(n-1, bottom) + local[n%16] - n + 1
}

func stacks() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.StackInuse
}

func collect(n int) {
	for range n {
		runtime.GC()
	}
}

// wide's frame is large, and ends far behind that of the collection it calls.
//
//go:noinline
func wide(collections int) (sum int) {
	var table [3000]int
	collect(collections)
	for i := range table {
		table[i] = i
	}
	for _, x := range table {
		sum += x
	}
	return sum
}

type triple struct {
	a int
	s string
	b float64
}

func main() {
	const depth = 3000
	var done sync.WaitGroup
	var mu sync.Mutex
	var high uint64
	start := stacks()
	in, out := make(chan triple), make(chan triple)
	first, second := make(chan int), make(chan string)
	results := make(chan string, 10)
	cond := sync.NewCond(&mu)
	ready := false

	run := func(wait func() string) {
		done.Go(func() {
			dig(depth, func() { mu.Lock(); high = max(high, stacks()); mu.Unlock() })
			s := wait()
			results <- fmt.Sprint(s, " ", dig(depth, func() {}))
		})
	}
	run(func() string { return fmt.Sprint("receives ", <-in) })
	run(func() string { out <- triple{4, "five", 6.5}; return "sends" })
	run(func() string {
		select {
		case x := <-first:
			return fmt.Sprint("selects ", x)
		case s := <-second:
			return "selects " + s
		}
	})
	run(func() string { time.Sleep(30 * time.Millisecond); return "sleeps" })
	run(func() string {
		mu.Lock()
		defer mu.Unlock()
		for !ready {
			cond.Wait()
		}
		return "is told"
	})
	run(func() string {
		for {
			mu.Lock()
			r := ready
			mu.Unlock()
			if r {
				return "computes"
			}
			runtime.Gosched()
		}
	})
	time.Sleep(10 * time.Millisecond)
	dig(depth, func() { collect(2) })
	fmt.Println(wide(10), dig(depth, func() {}), wide(10))
	// At some moment: the sleeper's stack grows again when it wakes.
	small := false
	for i := 0; i < 1000 && !small; i++ {
		collect(2)
		time.Sleep(time.Millisecond)
		small = stacks() <= start+(64<<10)
	}
	fmt.Println(high > start+(512<<10), small)

	in <- triple{1, "two", 3.5}
	fmt.Println(<-out)
	second <- "the second"
	mu.Lock()
	ready = true
	mu.Unlock()
	cond.Broadcast()
	done.Wait()
	close(results)
	count := map[string]bool{}
	for s := range results {
		count[s] = true
	}
	fmt.Println(count)
}

// Output:
// 4498500 3000 4498500
// true true
// {4 five 6.5}
// map[computes 3000:true is told 3000:true receives {1 two 3.5} 3000:true selects the second 3000:true sends 3000:true sleeps 3000:true]
