// Package sort sorts collections, by the same pattern-defeating quicksort as Go, step for step: the
// order in which equal elements come out is the same too.
package sort

import (
	"internal/rt"
	"math/bits"
	"slices"
)

// An Interface is a collection whose elements can be compared and exchanged by index.
type Interface interface {
	Len() int
	Less(i, j int) bool
	Swap(i, j int)
}

// Sort sorts data; equal elements may change their order.
func Sort(data Interface) {
	n := data.Len()
	if n > 1 {
		pdqsort(data, 0, n, bits.Len(uint(n)))
	}
}

// Stable sorts data and keeps the order of equal elements.
func Stable(data Interface) { stable(data, data.Len()) }

// IsSorted reports whether data is in order.
func IsSorted(data Interface) bool {
	for i := data.Len() - 1; i > 0; i-- {
		if data.Less(i, i-1) {
			return false
		}
	}
	return true
}

type reversed struct {
	Interface
}

func (r reversed) Less(i, j int) bool { return r.Interface.Less(j, i) }

// Reverse returns data with its order turned round.
func Reverse(data Interface) Interface { return &reversed{data} }

// indexed makes an Interface of a slice of any type.
type indexed struct {
	n    int
	less func(i, j int) bool
	swap func(i, j int)
}

func (x *indexed) Len() int           { return x.n }
func (x *indexed) Less(i, j int) bool { return x.less(i, j) }
func (x *indexed) Swap(i, j int)      { x.swap(i, j) }

func index(x any, less func(i, j int) bool) *indexed {
	v := rt.ValueOf(x)
	if v.Kind() != rt.Slice {
		panic("reflect: call of Swapper on " + kindName(x) + " Value")
	}
	return &indexed{v.Len(), less, rt.Swapper(x)}
}

func kindName(x any) string {
	if x == nil {
		return "zero"
	}
	return rt.TypeOf(x).String()
}

// Slice sorts the slice x by less; equal elements may change their order.
func Slice(x any, less func(i, j int) bool) {
	data := index(x, less)
	pdqsort(data, 0, data.n, bits.Len(uint(data.n)))
}

// SliceStable sorts the slice x by less and keeps the order of equal elements.
func SliceStable(x any, less func(i, j int) bool) {
	data := index(x, less)
	stable(data, data.n)
}

// SliceIsSorted reports whether the slice x is in order by less.
func SliceIsSorted(x any, less func(i, j int) bool) bool {
	for i := rt.ValueOf(x).Len() - 1; i > 0; i-- {
		if less(i, i-1) {
			return false
		}
	}
	return true
}

// IntSlice makes a []int an Interface.
type IntSlice []int

func (x IntSlice) Len() int           { return len(x) }
func (x IntSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x IntSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

// Sort sorts x.
func (x IntSlice) Sort() { Sort(x) }

// Search is SearchInts on p.
func (p IntSlice) Search(x int) int { return SearchInts(p, x) }

// Float64Slice makes a []float64 an Interface; NaNs come first.
type Float64Slice []float64

func (x Float64Slice) Len() int { return len(x) }
func (x Float64Slice) Less(i, j int) bool {
	return x[i] < x[j] || x[i] != x[i] && x[j] == x[j]
}
func (x Float64Slice) Swap(i, j int) { x[i], x[j] = x[j], x[i] }

// Sort sorts x.
func (x Float64Slice) Sort() { Sort(x) }

// Search is SearchFloat64s on p.
func (p Float64Slice) Search(x float64) int { return SearchFloat64s(p, x) }

// StringSlice makes a []string an Interface.
type StringSlice []string

func (x StringSlice) Len() int           { return len(x) }
func (x StringSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x StringSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }

// Sort sorts x.
func (x StringSlice) Sort() { Sort(x) }

// Search is SearchStrings on p.
func (p StringSlice) Search(x string) int { return SearchStrings(p, x) }

// Ints sorts x.
func Ints(x []int) { slices.Sort(x) }

// Float64s sorts x, NaNs first.
func Float64s(x []float64) { slices.Sort(x) }

// Strings sorts x.
func Strings(x []string) { slices.Sort(x) }

// IntsAreSorted reports whether x is in order.
func IntsAreSorted(x []int) bool { return slices.IsSorted(x) }

// Float64sAreSorted reports whether x is in order.
func Float64sAreSorted(x []float64) bool { return slices.IsSorted(x) }

// StringsAreSorted reports whether x is in order.
func StringsAreSorted(x []string) bool { return slices.IsSorted(x) }

// Search returns the smallest i in [0, n) for which f holds, n if there is none, by halving: f must
// not become false again once it is true.
func Search(n int, f func(int) bool) int {
	low, high := 0, n
	for low < high {
		mid := int(uint(low+high) >> 1)
		if f(mid) {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// Find halves [0, n) for the first i with cmp(i) <= 0 and reports whether cmp(i) == 0 there.
func Find(n int, cmp func(int) int) (i int, found bool) {
	i = Search(n, func(i int) bool { return cmp(i) <= 0 })
	return i, i < n && cmp(i) == 0
}

// SearchInts returns where x is or belongs in the sorted a.
func SearchInts(a []int, x int) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}

// SearchFloat64s returns where x is or belongs in the sorted a.
func SearchFloat64s(a []float64, x float64) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}

// SearchStrings returns where x is or belongs in the sorted a.
func SearchStrings(a []string, x string) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}
