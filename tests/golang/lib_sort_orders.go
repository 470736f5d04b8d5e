// Sorting, stable and not, by every door of package sort; equal elements come out as Go has them.
package main

import (
	"fmt"
	"sort"
)

type item struct {
	key, place int
}

type byKey []item

func (s byKey) Len() int           { return len(s) }
func (s byKey) Less(i, j int) bool { return s[i].key < s[j].key }
func (s byKey) Swap(i, j int)      { s[i], s[j] = s[j], s[i] }

func items(n, keys int, pattern string) []item {
	s := make([]item, n)
	x := uint32(12345)
	for i := range s {
		x = x*1664525 + 1013904223
		switch pattern {
		case "random":
			s[i] = item{int(x>>16) % keys, i}
		case "sorted":
			s[i] = item{i * keys / n, i}
		case "reversed":
			s[i] = item{(n - i) * keys / n, i}
		case "saw":
			s[i] = item{i % keys, i}
		}
	}
	return s
}

func sum(s []item) (h uint32) {
	for _, e := range s {
		h = h*31 + uint32(e.key*1000+e.place)
	}
	return h
}

func main() {
	for _, pattern := range []string{"random", "sorted", "reversed", "saw"} {
		for _, n := range []int{0, 1, 5, 12, 13, 40} {
			s := items(n, 7, pattern)
			sort.Sort(byKey(s))
			fmt.Println(pattern, n, sort.IsSorted(byKey(s)), sum(s))
			s = items(n, 5, pattern)
			sort.Slice(s, func(i, j int) bool { return s[i].key > s[j].key })
			fmt.Println("  slice", sum(s))
		}
		for _, n := range []int{20, 21, 100, 1000} {
			s := items(n, 5, pattern)
			sort.Stable(byKey(s))
			t := items(n, 5, pattern)
			sort.SliceStable(t, func(i, j int) bool { return t[i].key < t[j].key })
			fmt.Println("  stable", n, sum(s) == sum(t), sum(s))
		}
	}
	ints := []int{5, 2, 8, 1}
	sort.Ints(ints)
	words := []string{"pear", "apple", "fig"}
	sort.Strings(words)
	floats := []float64{2.5, -1, 3}
	sort.Float64s(floats)
	fmt.Println(ints, words, floats, sort.SearchInts(ints, 5), sort.SearchStrings(words, "banana"))
	sort.Sort(sort.Reverse(sort.IntSlice(ints)))
	fmt.Println(ints, sort.SliceIsSorted(ints, func(i, j int) bool { return ints[i] > ints[j] }))
	i := sort.Search(100, func(i int) bool { return i*i >= 50 })
	j, found := sort.Find(4, func(i int) int { return 2 - i })
	fmt.Println(i, j, found)
	func() {
		defer func() { fmt.Println(recover() != nil) }()
		sort.Slice(5, func(i, j int) bool { return false })
	}()
}

// Output:
// random 0 true 0
//   slice 0
// random 1 true 0
//   slice 2000
// random 5 true 31006500
//   slice 3818171740
// random 12 true 4141562580
//   slice 397899878
// random 13 true 187274740
//   slice 3919091028
// random 40 true 2253730510
//   slice 2391238986
//   stable 20 true 743229446
//   stable 21 true 162747968
//   stable 100 true 3929033366
//   stable 1000 true 2593016230
// sorted 0 true 0
//   slice 0
// sorted 1 true 0
//   slice 0
// sorted 5 true 31873810
//   slice 3789195410
// sorted 12 true 266144958
//   slice 732462732
// sorted 13 true 1066363190
//   slice 2622211764
// sorted 40 true 3234910924
//   slice 1670885104
//   stable 20 true 2686449674
//   stable 21 true 975507786
//   stable 100 true 2025551922
//   stable 1000 true 278823412
// reversed 0 true 0
//   slice 0
// reversed 1 true 7000
//   slice 5000
// reversed 5 true 990894410
//   slice 444779514
// reversed 12 true 3894202458
//   slice 2276817742
// reversed 13 true 1716388722
//   slice 916447102
// reversed 40 true 1858823376
//   slice 2588799884
//   stable 20 true 4204839854
//   stable 21 true 1252469630
//   stable 100 true 2143618118
//   stable 1000 true 1320303348
// saw 0 true 0
//   slice 0
// saw 1 true 0
//   slice 0
// saw 5 true 31841810
//   slice 3789195410
// saw 12 true 1175192236
//   slice 3267788198
// saw 13 true 3408763354
//   slice 2156121498
// saw 40 true 39383460
//   slice 4019209658
//   stable 20 true 2644854962
//   stable 21 true 2454528498
//   stable 100 true 1521099642
//   stable 1000 true 3581722308
// [1 2 5 8] [apple fig pear] [-1 2.5 3] 2 1
// [8 5 2 1] true
// 8 2 true
// true
