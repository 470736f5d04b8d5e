package slices

import "math/bits"

// Pattern-defeating quicksort over elements; package sort has the same over an Interface.

const (
	insertionMax  = 12 // shorter ranges are sorted by insertion
	nintherMin    = 50 // from here the pivot is a median of medians
	shiftMin      = 50 // shorter ranges are not repaired by insertion
	repairsMax    = 5  // how many misplaced pairs are repaired
	pivotSwapsMax = 12 // comparisons choosePivot makes on a long range
)

// What choosePivot saw of the order of a range.
const (
	unknownOrder = iota
	increasing
	decreasing
)

func insertionSort[E any](data []E, a, b int, cmp func(a, b E) int) {
	for i := a + 1; i < b; i++ {
		for j := i; j > a && cmp(data[j], data[j-1]) < 0; j-- {
			data[j], data[j-1] = data[j-1], data[j]
		}
	}
}

// sink moves element root of the heap [0, n) at data[first:] down to its place.
func sink[E any](data []E, root, n, first int, cmp func(a, b E) int) {
	for {
		child := 2*root + 1
		if child >= n {
			return
		}
		if child+1 < n && cmp(data[first+child], data[first+child+1]) < 0 {
			child++
		}
		if cmp(data[first+root], data[first+child]) >= 0 {
			return
		}
		data[first+root], data[first+child] = data[first+child], data[first+root]
		root = child
	}
}

func heapSort[E any](data []E, a, b int, cmp func(a, b E) int) {
	n := b - a
	for i := (n - 1) / 2; i >= 0; i-- {
		sink(data, i, n, a, cmp)
	}
	for i := n - 1; i >= 0; i-- {
		data[a], data[a+i] = data[a+i], data[a]
		sink(data, 0, i, a, cmp)
	}
}

// pdqsort sorts data[a:b]; after limit bad pivots it turns to heap sort.
func pdqsort[E any](data []E, a, b, limit int, cmp func(a, b E) int) {
	balanced, partitioned := true, true
	for {
		n := b - a
		if n <= insertionMax {
			insertionSort(data, a, b, cmp)
			return
		}
		if limit == 0 {
			heapSort(data, a, b, cmp)
			return
		}
		if !balanced {
			breakPatterns(data, a, b)
			limit--
		}
		pivot, order := choosePivot(data, a, b, cmp)
		if order == decreasing {
			for i, j := a, b-1; i < j; i, j = i+1, j-1 {
				data[i], data[j] = data[j], data[i]
			}
			pivot = a + b - 1 - pivot
			order = increasing
		}
		if balanced && partitioned && order == increasing && repair(data, a, b, cmp) {
			return
		}
		// When the element before the range is not less than the pivot, all that equal the pivot
		// are the smallest of the range: put them first and go on with the rest.
		if a > 0 && cmp(data[a-1], data[pivot]) >= 0 {
			a = partitionEqual(data, a, b, pivot, cmp)
			continue
		}
		var mid int
		mid, partitioned = partition(data, a, b, pivot, cmp)
		left, right := mid-a, b-mid
		if left < right {
			balanced = left >= n/8
			pdqsort(data, a, mid, limit, cmp)
			a = mid + 1
		} else {
			balanced = right >= n/8
			pdqsort(data, mid+1, b, limit, cmp)
			b = mid
		}
	}
}

// partition puts what is less than the pivot before it; done reports that it already was so.
func partition[E any](data []E, a, b, pivot int, cmp func(a, b E) int) (mid int, done bool) {
	data[a], data[pivot] = data[pivot], data[a]
	i, j := a+1, b-1
	done = true
	for {
		for i <= j && cmp(data[i], data[a]) < 0 {
			i++
		}
		for i <= j && cmp(data[j], data[a]) >= 0 {
			j--
		}
		if i > j {
			break
		}
		done = false
		data[i], data[j] = data[j], data[i]
		i++
		j--
	}
	data[j], data[a] = data[a], data[j]
	return j, done
}

// partitionEqual puts what equals the pivot before what is greater.
func partitionEqual[E any](data []E, a, b, pivot int, cmp func(a, b E) int) (mid int) {
	data[a], data[pivot] = data[pivot], data[a]
	i, j := a+1, b-1
	for {
		for i <= j && cmp(data[a], data[i]) >= 0 {
			i++
		}
		for i <= j && cmp(data[a], data[j]) < 0 {
			j--
		}
		if i > j {
			return i
		}
		data[i], data[j] = data[j], data[i]
		i++
		j--
	}
}

// repair sorts a range in which few elements are out of place; false if there are too many.
func repair[E any](data []E, a, b int, cmp func(a, b E) int) bool {
	i := a + 1
	for step := 0; step < repairsMax; step++ {
		for i < b && cmp(data[i], data[i-1]) >= 0 {
			i++
		}
		if i == b {
			return true
		}
		if b-a < shiftMin {
			return false
		}
		data[i], data[i-1] = data[i-1], data[i]
		if i-a >= 2 {
			for j := i - 1; j >= 1 && cmp(data[j], data[j-1]) < 0; j-- {
				data[j], data[j-1] = data[j-1], data[j]
			}
		}
		if b-i >= 2 {
			for j := i + 1; j < b && cmp(data[j], data[j-1]) < 0; j++ {
				data[j], data[j-1] = data[j-1], data[j]
			}
		}
	}
	return false
}

// breakPatterns scatters three elements, by a random sequence that depends on the length only.
func breakPatterns[E any](data []E, a, b int) {
	n := b - a
	if n < 8 {
		return
	}
	random := uint64(n)
	mask := uint(1)<<uint(bits.Len(uint(n))) - 1
	first := a + n/4*2 - 1
	for i := 0; i < 3; i++ {
		random ^= random << 13
		random ^= random >> 7
		random ^= random << 17
		other := int(uint(random) & mask)
		if other >= n {
			other -= n
		}
		data[first+i], data[a+other] = data[a+other], data[first+i]
	}
}

// choosePivot returns a median of three, or of three medians, and what it saw of the order.
func choosePivot[E any](data []E, a, b int, cmp func(a, b E) int) (pivot, order int) {
	n := b - a
	swaps := 0
	i, j, k := a+n/4, a+n/4*2, a+n/4*3
	if n >= 8 {
		if n >= nintherMin {
			i = median(data, i-1, i, i+1, &swaps, cmp)
			j = median(data, j-1, j, j+1, &swaps, cmp)
			k = median(data, k-1, k, k+1, &swaps, cmp)
		}
		j = median(data, i, j, k, &swaps, cmp)
	}
	switch swaps {
	case 0:
		return j, increasing
	case pivotSwapsMax:
		return j, decreasing
	}
	return j, unknownOrder
}

func median[E any](data []E, a, b, c int, swaps *int, cmp func(a, b E) int) int {
	if cmp(data[b], data[a]) < 0 {
		*swaps++
		a, b = b, a
	}
	if cmp(data[c], data[b]) < 0 {
		*swaps++
		b, c = c, b
	}
	if cmp(data[b], data[a]) < 0 {
		*swaps++
		b = a
	}
	return b
}
