package sort

import "math/bits"

// Pattern-defeating quicksort over an Interface. package slices has the same over elements; the
// thresholds and the order of the steps are those of Go.

const (
	insertionMax    = 12 // shorter ranges are sorted by insertion
	nintherMin      = 50 // from here the pivot is a median of medians
	shiftMin        = 50 // shorter ranges are not repaired by insertion
	repairsMax      = 5  // how many misplaced pairs are repaired
	pivotSwapsMax   = 12 // comparisons choosePivot makes on a long range
	stableBlockSize = 20
)

// What choosePivot saw of the order of a range.
const (
	unknownOrder = iota
	increasing
	decreasing
)

func insertionSort(data Interface, a, b int) {
	for i := a + 1; i < b; i++ {
		for j := i; j > a && data.Less(j, j-1); j-- {
			data.Swap(j, j-1)
		}
	}
}

// sink moves element root of the heap [0, n) at data[first:] down to its place.
func sink(data Interface, root, n, first int) {
	for {
		child := 2*root + 1
		if child >= n {
			return
		}
		if child+1 < n && data.Less(first+child, first+child+1) {
			child++
		}
		if !data.Less(first+root, first+child) {
			return
		}
		data.Swap(first+root, first+child)
		root = child
	}
}

func heapSort(data Interface, a, b int) {
	n := b - a
	for i := (n - 1) / 2; i >= 0; i-- {
		sink(data, i, n, a)
	}
	for i := n - 1; i >= 0; i-- {
		data.Swap(a, a+i)
		sink(data, 0, i, a)
	}
}

// pdqsort sorts data[a:b]; after limit bad pivots it turns to heap sort.
func pdqsort(data Interface, a, b, limit int) {
	balanced, partitioned := true, true
	for {
		n := b - a
		if n <= insertionMax {
			insertionSort(data, a, b)
			return
		}
		if limit == 0 {
			heapSort(data, a, b)
			return
		}
		if !balanced {
			breakPatterns(data, a, b)
			limit--
		}
		pivot, order := choosePivot(data, a, b)
		if order == decreasing {
			for i, j := a, b-1; i < j; i, j = i+1, j-1 {
				data.Swap(i, j)
			}
			pivot = a + b - 1 - pivot
			order = increasing
		}
		if balanced && partitioned && order == increasing && repair(data, a, b) {
			return
		}
		// When the element before the range is not less than the pivot, all that equal the pivot
		// are the smallest of the range: put them first and go on with the rest.
		if a > 0 && !data.Less(a-1, pivot) {
			a = partitionEqual(data, a, b, pivot)
			continue
		}
		var mid int
		mid, partitioned = partition(data, a, b, pivot)
		left, right := mid-a, b-mid
		if left < right {
			balanced = left >= n/8
			pdqsort(data, a, mid, limit)
			a = mid + 1
		} else {
			balanced = right >= n/8
			pdqsort(data, mid+1, b, limit)
			b = mid
		}
	}
}

// partition puts what is less than the pivot before it; done reports that it already was so.
func partition(data Interface, a, b, pivot int) (mid int, done bool) {
	data.Swap(a, pivot)
	i, j := a+1, b-1
	done = true
	for {
		for i <= j && data.Less(i, a) {
			i++
		}
		for i <= j && !data.Less(j, a) {
			j--
		}
		if i > j {
			break
		}
		done = false
		data.Swap(i, j)
		i++
		j--
	}
	data.Swap(j, a)
	return j, done
}

// partitionEqual puts what equals the pivot before what is greater.
func partitionEqual(data Interface, a, b, pivot int) (mid int) {
	data.Swap(a, pivot)
	i, j := a+1, b-1
	for {
		for i <= j && !data.Less(a, i) {
			i++
		}
		for i <= j && data.Less(a, j) {
			j--
		}
		if i > j {
			return i
		}
		data.Swap(i, j)
		i++
		j--
	}
}

// repair sorts a range in which few elements are out of place; false if there are too many.
func repair(data Interface, a, b int) bool {
	i := a + 1
	for step := 0; step < repairsMax; step++ {
		for i < b && !data.Less(i, i-1) {
			i++
		}
		if i == b {
			return true
		}
		if b-a < shiftMin {
			return false
		}
		data.Swap(i, i-1)
		if i-a >= 2 {
			for j := i - 1; j >= 1 && data.Less(j, j-1); j-- {
				data.Swap(j, j-1)
			}
		}
		if b-i >= 2 {
			for j := i + 1; j < b && data.Less(j, j-1); j++ {
				data.Swap(j, j-1)
			}
		}
	}
	return false
}

// breakPatterns scatters three elements, by a random sequence that depends on the length only.
func breakPatterns(data Interface, a, b int) {
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
		data.Swap(first+i, a+other)
	}
}

// choosePivot returns a median of three, or of three medians, and what it saw of the order.
func choosePivot(data Interface, a, b int) (pivot, order int) {
	n := b - a
	swaps := 0
	i, j, k := a+n/4, a+n/4*2, a+n/4*3
	if n >= 8 {
		if n >= nintherMin {
			i = median(data, i-1, i, i+1, &swaps)
			j = median(data, j-1, j, j+1, &swaps)
			k = median(data, k-1, k, k+1, &swaps)
		}
		j = median(data, i, j, k, &swaps)
	}
	switch swaps {
	case 0:
		return j, increasing
	case pivotSwapsMax:
		return j, decreasing
	}
	return j, unknownOrder
}

func median(data Interface, a, b, c int, swaps *int) int {
	if data.Less(b, a) {
		*swaps++
		a, b = b, a
	}
	if data.Less(c, b) {
		*swaps++
		b, c = c, b
	}
	if data.Less(b, a) {
		*swaps++
		b = a
	}
	return b
}

// stable sorts blocks by insertion and merges them in place.
func stable(data Interface, n int) {
	size := stableBlockSize
	for a := 0; a < n; a += size {
		b := a + size
		if b > n {
			b = n
		}
		insertionSort(data, a, b)
	}
	for ; size < n; size *= 2 {
		for a := 0; a+size < n; a += 2 * size {
			b := a + 2*size
			if b > n {
				b = n
			}
			merge(data, a, a+size, b)
		}
	}
}

// merge merges the sorted data[a:m] and data[m:b] without extra memory (Kim and Kutzner's SymMerge):
// it finds how much of both sides' middle to exchange by rotation and merges the two halves.
func merge(data Interface, a, m, b int) {
	if a >= m || m >= b {
		return
	}
	if m-a == 1 {
		// One element on the left: it goes before the first that is not less.
		i, j := m, b
		for i < j {
			h := int(uint(i+j) >> 1)
			if data.Less(h, a) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := a; k < i-1; k++ {
			data.Swap(k, k+1)
		}
		return
	}
	if b-m == 1 {
		// One element on the right: it goes behind the last that is not greater.
		i, j := a, m
		for i < j {
			h := int(uint(i+j) >> 1)
			if !data.Less(m, h) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := m; k > i; k-- {
			data.Swap(k, k-1)
		}
		return
	}
	mid := int(uint(a+b) >> 1)
	n := mid + m
	var start, r int
	if m > mid {
		start = n - b
		r = mid
	} else {
		start = a
		r = m
	}
	p := n - 1
	for start < r {
		c := int(uint(start+r) >> 1)
		if !data.Less(p-c, c) {
			start = c + 1
		} else {
			r = c
		}
	}
	end := n - start
	if start < m && m < end {
		rotate(data, start, m, end)
	}
	merge(data, a, start, mid)
	merge(data, mid, end, b)
}

// rotate exchanges the neighbours data[a:m] and data[m:b], by three reversals.
func rotate(data Interface, a, m, b int) {
	reverse(data, a, m)
	reverse(data, m, b)
	reverse(data, a, b)
}

func reverse(data Interface, a, b int) {
	for i, j := a, b-1; i < j; i, j = i+1, j-1 {
		data.Swap(i, j)
	}
}
