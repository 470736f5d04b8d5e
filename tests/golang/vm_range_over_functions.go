// Range over functions: exits of every kind, deferred calls in the body, iter.Pull, misuse.
package main

import (
	"fmt"
	"iter"
	"maps"
	"runtime"
	"slices"
	"sync"
)

func count(n int) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("iterator done")
		for i := 0; i < n; i++ {
			if !yield(i) {
				return
			}
		}
	}
}
func pairs(xs []string) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		for i, x := range xs {
			if !yield(i, x) {
				return
			}
		}
	}
}
func find(n int) (res int, err error) {
	defer func() { res *= 10 }()
	for x := range count(10) {
		defer fmt.Println("deferred in body", x)
		if x == n {
			return x, nil
		}
	}
	return -1, fmt.Errorf("none")
}
func nested() string {
outer:
	for x := range count(3) {
		for i, s := range pairs([]string{"a", "b", "c"}) {
			if i == 1 {
				continue outer
			}
			if x == 2 {
				break outer
			}
			if x == 5 {
				return s
			}
			fmt.Println(x, i, s)
		}
	}
	for range 2 {
		for x := range count(2) {
			if x == 1 {
				return "returned"
			}
		}
	}
	return "end"
}

func main() {
	sum := 0
	var fs []func() int
	for x := range count(4) {
		if x == 3 {
			break
		}
		if x == 1 {
			continue
		}
		sum += x
		fs = append(fs, func() int { return x })
	}
	fmt.Println(sum, fs[0](), fs[1]())
	fmt.Println(find(2))
	fmt.Println(find(20))
	fmt.Println(nested())
	fmt.Println(slices.Sorted(maps.Keys(map[string]int{"b": 1, "a": 2})))
	next, stop := iter.Pull(count(3))
	fmt.Println(next())
	fmt.Println(next())
	stop()
	fmt.Println(next())
	func() {
		defer func() { fmt.Println("rec:", recover()) }()
		for x := range count(3) {
			if x == 1 {
				panic("in body")
			}
		}
	}()
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		defer fmt.Println("goexit deferred")
		func() {
			defer func() { fmt.Println("r", recover()) }()
			runtime.Goexit()
		}()
		fmt.Println("unreachable")
	}()
	wg.Wait()
	bad := func(yield func(int) bool) {
		yield(1)
		yield(2)
	}
	func() {
		defer func() { fmt.Println(recover()) }()
		for x := range bad {
			fmt.Println(x)
			break
		}
	}()
	for i := range 3 {
		defer func() { fmt.Println("final", i) }()
	}
	var arr [3]struct{ a, b int }
	for i := range arr {
		arr[i].a = i
	}
	fmt.Println(arr)
	for i, v := range [3]int{7, 8, 9} {
		fmt.Print(i, v, " ")
	}
	fmt.Println(min(3, 1, 2), max(2.5, 1), min("b", "a"))
	clear(fs)
	fmt.Println(fs[0] == nil)
}

// Output:
// iterator done
// 2 0 2
// iterator done
// deferred in body 2
// deferred in body 1
// deferred in body 0
// 20 <nil>
// iterator done
// deferred in body 9
// deferred in body 8
// deferred in body 7
// deferred in body 6
// deferred in body 5
// deferred in body 4
// deferred in body 3
// deferred in body 2
// deferred in body 1
// deferred in body 0
// -10 none
// 0 0 a
// 1 0 a
// iterator done
// iterator done
// returned
// [a b]
// 0 true
// 1 true
// iterator done
// 0 false
// iterator done
// rec: in body
// r <nil>
// goexit deferred
// 1
// runtime error: range function continued iteration after function for loop body returned false
// [{0 0} {1 0} {2 0}]
// 0 7 1 8 2 9 1 2.5 a
// true
// final 2
// final 1
// final 0
