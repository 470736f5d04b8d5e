package slices

import (
	"cmp"
	"iter"
	"math/bits"
)

// Sort sorts x in ascending order, NaNs first.
func Sort[S ~[]E, E cmp.Ordered](x S) {
	quicksort(x, 2*bits.Len(uint(len(x))))
}

// SortFunc sorts x by cmp; equal elements may change their order.
func SortFunc[S ~[]E, E any](x S, cmp func(a, b E) int) {
	n := len(x)
	pdqsort(x, 0, n, bits.Len(uint(n)), cmp)
}

// SortStableFunc sorts x by cmp and keeps the order of equal elements.
func SortStableFunc[S ~[]E, E any](x S, cmp func(a, b E) int) {
	if len(x) <= insertionMax {
		insertionSort(x, 0, len(x), cmp)
		return
	}
	mergeSort(x, make([]E, len(x)/2+1), cmp)
}

// Sorted collects seq's values in ascending order.
func Sorted[E cmp.Ordered](seq iter.Seq[E]) []E {
	s := Collect(seq)
	Sort(s)
	return s
}

// SortedFunc collects seq's values in the order of cmp.
func SortedFunc[E any](seq iter.Seq[E], cmp func(E, E) int) []E {
	s := Collect(seq)
	SortFunc(s, cmp)
	return s
}

// SortedStableFunc is SortedFunc that keeps the order of equal values.
func SortedStableFunc[E any](seq iter.Seq[E], cmp func(E, E) int) []E {
	s := Collect(seq)
	SortStableFunc(s, cmp)
	return s
}

// IsSorted reports whether x is in ascending order.
func IsSorted[S ~[]E, E cmp.Ordered](x S) bool {
	for i := len(x) - 1; i > 0; i-- {
		if cmp.Less(x[i], x[i-1]) {
			return false
		}
	}
	return true
}

// IsSortedFunc reports whether x is in the order of cmp.
func IsSortedFunc[S ~[]E, E any](x S, cmp func(a, b E) int) bool {
	for i := len(x) - 1; i > 0; i-- {
		if cmp(x[i], x[i-1]) < 0 {
			return false
		}
	}
	return true
}

// quicksort serves Sort, where elements that are equal cannot be told apart, so that any
// algorithm gives the same result: median of three, insertion for short ranges, heap sort after
// too many levels.
func quicksort[E cmp.Ordered](x []E, limit int) {
	for len(x) > insertionMax {
		if limit == 0 {
			heapSort(x, 0, len(x), cmp.Compare[E])
			return
		}
		limit--
		a, b, c := x[0], x[len(x)/2], x[len(x)-1]
		if cmp.Less(b, a) {
			a, b = b, a
		}
		if cmp.Less(c, b) {
			b = c
			if cmp.Less(b, a) {
				b = a
			}
		}
		i, j := 0, len(x)-1
		for {
			for x[i] < b || x[i] != x[i] && b == b {
				i++
			}
			for b < x[j] || b != b && x[j] == x[j] {
				j--
			}
			if i >= j {
				break
			}
			x[i], x[j] = x[j], x[i]
			i++
			j--
		}
		if j+1 < len(x)-j-1 {
			quicksort(x[:j+1], limit)
			x = x[j+1:]
		} else {
			quicksort(x[j+1:], limit)
			x = x[:j+1]
		}
	}
	for i := 1; i < len(x); i++ {
		v := x[i]
		j := i
		for j > 0 && (v < x[j-1] || v != v && x[j-1] == x[j-1]) {
			x[j] = x[j-1]
			j--
		}
		x[j] = v
	}
}

// mergeSort sorts x with a buffer of half its length.
func mergeSort[E any](x, buffer []E, cmp func(a, b E) int) {
	if len(x) <= insertionMax {
		insertionSort(x, 0, len(x), cmp)
		return
	}
	m := len(x) / 2
	mergeSort(x[:m], buffer, cmp)
	mergeSort(x[m:], buffer, cmp)
	if cmp(x[m], x[m-1]) >= 0 {
		return
	}
	left := buffer[:m]
	copy(left, x)
	i, j := 0, m
	for k := 0; i < m; k++ {
		if j < len(x) && cmp(x[j], left[i]) < 0 {
			x[k] = x[j]
			j++
		} else {
			x[k] = left[i]
			i++
		}
	}
}
