// Packages slices, maps, cmp and iter.
package main

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"
)

type person struct {
	name string
	age  int
}

func main() {
	s := []int{5, 2, 8, 2, 9, 1}
	t := slices.Clone(s)
	slices.Sort(t)
	fmt.Println(s, t, slices.Max(s), slices.Min(s), slices.Index(s, 8), slices.Contains(s, 7), slices.IsSorted(t))
	at, found := slices.BinarySearch(t, 8)
	fmt.Println(at, found, slices.Compact(t), slices.Equal(s, s), slices.Compare(s, t))
	people := []person{{"Ann", 30}, {"Bob", 25}, {"Cid", 30}, {"Dan", 25}}
	slices.SortStableFunc(people, func(a, b person) int { return cmp.Compare(a.age, b.age) })
	fmt.Println(people)
	slices.SortFunc(people, func(a, b person) int {
		return cmp.Or(-cmp.Compare(a.age, b.age), strings.Compare(a.name, b.name))
	})
	fmt.Println(people, slices.IndexFunc(people, func(p person) bool { return p.name == "Bob" }))
	x := slices.Insert([]int{1, 2, 3}, 1, 10, 11)
	x = slices.Delete(x, 0, 1)
	x = slices.Replace(x, 0, 2, 7, 8, 9)
	fmt.Println(x, slices.DeleteFunc(x, func(v int) bool { return v%2 == 0 }), x)
	slices.Reverse(s)
	fmt.Println(s, slices.Concat([]int{1}, nil, []int{2, 3}), slices.Repeat([]int{0, 1}, 2), len(slices.Grow(s, 10)))
	floats := []float64{2, math.NaN(), -1, math.Inf(1)}
	slices.Sort(floats)
	fmt.Println(floats, slices.Max(floats), cmp.Compare(math.NaN(), 1), cmp.Less(1, 2), min(3, 1, 2), max("a", "b"))
	for i, v := range slices.Backward([]string{"x", "y"}) {
		fmt.Print(i, v, " ")
	}
	for c := range slices.Chunk([]int{1, 2, 3, 4, 5}, 2) {
		fmt.Print(c, len(c), cap(c), " ")
	}
	fmt.Println(slices.Collect(slices.Values([]int{1, 2})), slices.Sorted(maps.Keys(map[string]int{"b": 1, "a": 2})))
	m := map[string]int{"one": 1, "two": 2, "three": 3}
	n := maps.Clone(m)
	maps.DeleteFunc(n, func(k string, v int) bool { return v > 1 })
	fmt.Println(n, maps.Equal(m, n), slices.Sorted(maps.Values(m)), maps.Collect(slices.All([]string{"p", "q"})))
	maps.Copy(n, map[string]int{"ten": 10})
	maps.Insert(n, maps.All(map[string]int{"six": 6}))
	fmt.Println(n)
	next, stop := iter.Pull(func(yield func(int) bool) {
		defer fmt.Println("iterator ends")
		for i := 1; yield(i * i); i++ {
		}
	})
	fmt.Println(next())
	fmt.Println(next())
	stop()
	fmt.Println(next())
	for line := range strings.Lines("a\nb\nc") {
		fmt.Printf("%q ", line)
	}
	for part := range strings.SplitSeq("1,2,3", ",") {
		fmt.Print(part, ";")
	}
	for field := range strings.FieldsSeq("  f  g ") {
		fmt.Print(field, ";")
	}
	fmt.Println()
	defer func() { fmt.Println(recover()) }()
	slices.Max([]int{})
}

// Output:
// [5 2 8 2 9 1] [1 2 2 5 8 9] 9 1 2 false true
// 4 true [1 2 5 8 9] true 1
// [{Bob 25} {Dan 25} {Ann 30} {Cid 30}]
// [{Ann 30} {Cid 30} {Bob 25} {Dan 25}] 2
// [7 9 3 0 0] [7 9 3] [7 9 3 0 0]
// [1 9 2 8 2 5] [1 2 3] [0 1 0 1] 6
// [NaN -1 2 +Inf] NaN -1 true 1 b
// 1y 0x [1 2] 2 2 [3 4] 2 2 [5] 1 1 [1 2] [a b]
// map[one:1] false [1 2 3] map[0:p 1:q]
// map[one:1 six:6 ten:10]
// 1 true
// 4 true
// iterator ends
// 0 false
// "a\n" "b\n" "c" 1;2;3;f;g;
// slices.Max: empty list
