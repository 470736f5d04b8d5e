// copy within one array, forwards and backwards, against a copy by way of another array; on several
// processors, where values that must not be torn are moved in a way of their own.
package main

import (
	"fmt"
	"runtime"
	"slices"
)

type mixed struct {
	n    int
	s    string
	list []int
	any  any
	last [3]string
}

func check[T any](name string, make func(i int) T) {
	bad := 0
	for _, n := range []int{7, 64} {
		for _, distance := range []int{1, 2, 30} {
			if distance >= n {
				continue
			}
			var forward, backward, want []T
			for i := range n {
				forward = append(forward, make(i))
				backward = append(backward, make(i))
				want = append(want, make(i))
			}
			copy(forward[distance:], forward)
			copy(backward, backward[distance:])
			for i := range n {
				v, w := want[i], want[i]
				if i >= distance {
					v = want[i-distance]
				}
				if i+distance < n {
					w = want[i+distance]
				}
				if fmt.Sprint(forward[i]) != fmt.Sprint(v) || fmt.Sprint(backward[i]) != fmt.Sprint(w) {
					bad++
				}
			}
			joined := append(slices.Clone(want[:distance]), want[distance:]...)
			if fmt.Sprint(joined) != fmt.Sprint(want) {
				bad++
			}
			clear(joined)
			if fmt.Sprint(joined[n-1]) != fmt.Sprint(*new(T)) {
				bad++
			}
		}
	}
	fmt.Println(name, bad)
}

func main() {
	runtime.GOMAXPROCS(4)
	check("bytes", func(i int) byte { return byte(i) })
	check("strings", func(i int) string { return fmt.Sprint("s", i) })
	check("slices", func(i int) []int { return make([]int, i%5, i+5) })
	check("interfaces", func(i int) any { return i })
	check("arrays", func(i int) [2][3]string { return [2][3]string{{fmt.Sprint(i)}, {"", "x"}} })
	check("mixed", func(i int) mixed {
		return mixed{i, fmt.Sprint(i), make([]int, i%4), i, [3]string{"a", fmt.Sprint(i), "c"}}
	})
	check("word and string", func(i int) struct {
		n int
		s string
	} {
		return struct {
			n int
			s string
		}{i, fmt.Sprint(-i)}
	})
}

// Output:
// bytes 0
// strings 0
// slices 0
// interfaces 0
// arrays 0
// mixed 0
// word and string 0
