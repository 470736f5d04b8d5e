// A million integers, sorted by a quicksort in the program, by sort.Ints and by sort.Slice.
package main

import (
	"fmt"
	"sort"
)

func quicksort(a []int) {
	for len(a) > 12 {
		pivot := a[len(a)/2]
		i, j := 0, len(a)-1
		for i <= j {
			for a[i] < pivot {
				i++
			}
			for a[j] > pivot {
				j--
			}
			if i <= j {
				a[i], a[j] = a[j], a[i]
				i++
				j--
			}
		}
		if j < len(a)-i {
			quicksort(a[:j+1])
			a = a[i:]
		} else {
			quicksort(a[i:])
			a = a[:j+1]
		}
	}
	for i := 1; i < len(a); i++ {
		for j := i; j > 0 && a[j] < a[j-1]; j-- {
			a[j], a[j-1] = a[j-1], a[j]
		}
	}
}

func main() {
	const n = 1_000_000
	a := make([]int, n)
	x := uint32(1)
	for i := range a {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		a[i] = int(x)
	}
	b, c := append([]int(nil), a...), append([]int(nil), a[:n/4]...)
	quicksort(a)
	sort.Ints(b)
	sort.Slice(c, func(i, j int) bool { return c[i] < c[j] })
	equal := true
	for i := range a {
		equal = equal && a[i] == b[i]
	}
	fmt.Println(equal, a[0], a[n/2], c[0], sort.IntsAreSorted(c))
}
