// golang.org/x/tour: what the Tour's exercises import.
package main

import (
	"fmt"
	"strings"

	"golang.org/x/tour/reader"
	"golang.org/x/tour/tree"
	"golang.org/x/tour/wc"
)

func walk(t *tree.Tree, ch chan int) {
	if t == nil {
		return
	}
	walk(t.Left, ch)
	ch <- t.Value
	walk(t.Right, ch)
}

func values(t *tree.Tree) (vs []int) {
	ch := make(chan int)
	go func() {
		walk(t, ch)
		close(ch)
	}()
	for v := range ch {
		vs = append(vs, v)
	}
	return
}

type letters struct{}

func (letters) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'A'
	}
	return len(b), nil
}

func main() {
	fmt.Println(values(tree.New(1)))
	fmt.Println(values(tree.New(3)))
	fmt.Println(&tree.Tree{Left: &tree.Tree{Value: 1}, Value: 2})
	reader.Validate(letters{})
	wc.Test(func(s string) map[string]int {
		counts := map[string]int{}
		for _, word := range strings.Split(s, " ") {
			counts[word]++
		}
		return counts
	})
}

// Output:
// [1 2 3 4 5 6 7 8 9 10]
// [3 6 9 12 15 18 21 24 27 30]
// ((1) 2)
// OK!
// PASS
//  f("one fish two fish") =
//   map[string]int{"fish":2, "one":1, "two":1}
// PASS
//  f("A man A plan A canal panama.") =
//   map[string]int{"A":3, "canal":1, "man":1, "panama.":1, "plan":1}
// FAIL
//  f("to be or  not to be") =
//   map[string]int{"":1, "be":2, "not":1, "or":1, "to":2}
//  want:
//   map[string]int{"be":2, "not":1, "or":1, "to":2}
