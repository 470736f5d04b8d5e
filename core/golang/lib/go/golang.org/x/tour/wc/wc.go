// Package wc checks the Tour of Go's exercise on maps.
package wc

import (
	"fmt"
	"maps"
)

var cases = []struct {
	text   string
	counts map[string]int
}{
	{"one fish two fish", map[string]int{"one": 1, "fish": 2, "two": 1}},
	{"A man A plan A canal panama.", map[string]int{"A": 3, "man": 1, "plan": 1, "canal": 1, "panama.": 1}},
	{"to be or  not to be", map[string]int{"to": 2, "be": 2, "or": 1, "not": 1}},
	{"", map[string]int{}},
}

// Test calls f with several texts and says for each whether the counts of its words are right. It
// stops at the first that are not.
func Test(f func(string) map[string]int) {
	for _, c := range cases {
		got := f(c.text)
		if !maps.Equal(got, c.counts) {
			fmt.Printf("FAIL\n f(%q) =\n  %#v\n want:\n  %#v\n", c.text, got, c.counts)
			return
		}
		fmt.Printf("PASS\n f(%q) =\n  %#v\n", c.text, got)
	}
}
