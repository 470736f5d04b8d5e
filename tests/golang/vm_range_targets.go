// Several values at once to what a range clause names, and leaving loops over functions by goto and
// recover.
package main

import "fmt"

func seq(n int) func(func(int, string) bool) {
	return func(yield func(int, string) bool) {
		for i := 0; i < n; i++ {
			if !yield(i, fmt.Sprint("s", i)) {
				return
			}
		}
	}
}

func jump() (got []int) {
	n := 0
again:
	for i := range seq(5) {
		got = append(got, i)
		if i == 2 && n < 2 {
			n++
			goto again
		}
		if n == 2 && i == 1 {
			goto out
		}
		for j := range seq(3) {
			if j == 1 {
				goto next
			}
			if i == 4 {
				goto out
			}
		}
	next:
		if i > 2 {
			for range seq(1) {
				goto inner
			}
		inner:
			got = append(got, -i)
		}
	}
out:
	return got
}

func recovers() (s string) {
	defer func() {
		for range seq(2) {
			if r := recover(); r != nil {
				s = fmt.Sprint("recovered ", r)
			} else {
				s += " then nothing"
			}
			func() {
				if recover() != nil {
					s = "wrong"
				}
			}()
		}
	}()
	panic("p")
}

func notDirect() (s string) {
	defer func() {
		s = fmt.Sprint(recover())
	}()
	defer func() {
		func() {
			for range seq(1) {
				if recover() != nil {
					panic("wrong")
				}
			}
		}()
	}()
	panic("q")
}

func main() {
	x := []int{10, 20, 30}
	i := 2
	for i, x[i] = range x {
		fmt.Print(i, x, " ")
	}
	fmt.Println()
	m := map[int]string{}
	k := 7
	for k, m[k] = range seq(3) {
	}
	fmt.Println(k, m)
	var r rune
	k = 0
	y := make([]rune, 3)
	for k, y[k] = range "abc" {
	}
	fmt.Println(k, y, r)
	a := [3]int{1, 2, 0}
	k = 1
	for k, a[k] = range a {
	}
	fmt.Println(a)
	k = 5
	mm := map[int]int{5: 6}
	var z [10]int
	for k, z[k] = range mm {
	}
	fmt.Println(k, z)
	fmt.Println(jump())
	fmt.Println(recovers())
	fmt.Println(notDirect())
}

// Output:
// 0 [10 20 10] 1 [20 20 10] 2 [20 10 10]
// 2 map[0:s1 1:s2 7:s0]
// 2 [98 99 0] 0
// [2 0 0]
// 5 [0 0 0 0 0 6 0 0 0 0]
// [0 1 2 0 1 2 0 1]
// recovered p then nothing
// q
