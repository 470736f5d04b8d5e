// Collections while everything else goes on: the workers that mark find whatever the others hold, in
// channels, timers, closures, deep and wide structures and on the stacks of threads that wait.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

type tree struct {
	left, right *tree
	value       int
}

func grow(depth, value int) *tree {
	if depth == 0 {
		return &tree{value: value}
	}
	return &tree{grow(depth-1, value), grow(depth-1, value), value}
}

func (t *tree) sum() int {
	if t == nil {
		return 0
	}
	return t.value + t.left.sum() + t.right.sum()
}

// A list that is marked one object after the other.
type list struct {
	next  *list
	value int
}

func chain(n int) *list {
	var l *list
	for i := range n {
		l = &list{l, i}
	}
	return l
}

func (l *list) length() (n int) {
	for ; l != nil; l = l.next {
		n++
	}
	return n
}

func main() {
	deep := chain(20_000)
	wide := make([]*[3]*tree, 30_000)
	for i := range wide {
		wide[i] = &[3]*tree{{value: i}, nil, {value: -i}}
	}

	var wg sync.WaitGroup
	sums := make([]int, 6)
	for i := range sums {
		wg.Go(func() {
			if i == 3 {
				runtime.LockOSThread()
				defer runtime.UnlockOSThread()
			}
			for round := range 4 {
				t := grow(8, i)
				if (i+round)%3 == 0 {
					runtime.GC()
				}
				if i == 4 {
					time.Sleep(50 * time.Microsecond)
				}
				runtime.Gosched()
				sums[i] += t.sum()
			}
		})
	}

	// Objects that only a value on its way, a timer's closure or a ticker leads to.
	values := make(chan *tree, 4)
	wg.Go(func() {
		for i := range 40 {
			values <- grow(4, i)
		}
		close(values)
	})
	var fired atomic.Int64
	var timers sync.WaitGroup
	for i := range 20 {
		t := grow(4, i)
		timers.Add(1)
		time.AfterFunc(time.Duration(i)*20*time.Microsecond, func() {
			fired.Add(int64(t.sum()))
			timers.Done()
		})
	}
	passed := 0
	for t := range values {
		passed += t.sum()
		if passed%7 == 0 {
			runtime.GC()
		}
	}
	timers.Wait()
	wg.Wait()

	fmt.Println(sums)
	fmt.Println(passed, fired.Load())
	total := 0
	for _, ts := range wide {
		total += ts[0].sum() - ts[2].sum()
	}
	fmt.Println(deep.length(), total)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println(m.NumGC >= 2, runtime.NumGoroutine())
}

// Output:
// [0 2044 4088 6132 8176 10220]
// 24180 5890
// 20000 899970000
// true 1
