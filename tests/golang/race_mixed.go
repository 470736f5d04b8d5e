// Goroutines that race on func values, channels, pointers, maps as values and bytes, and on values
// of generic and huge types: nothing is ever seen half made.
package main

import (
	"bytes"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unsafe"
)

const rounds = 560

type tree struct {
	left, right *tree
	label       string
	leaves      []int
	any         any
}

func grow(n int) *tree {
	label := strings.Repeat("x", n%9+1)
	if n == 0 {
		return &tree{label: "leaf", leaves: []int{1}, any: 1}
	}
	return &tree{grow(n - 1), grow(n - 1), label, make([]int, len(label)), label}
}

// whole allows for fields that are still zero: nothing orders them with the pointer to them.
func (t *tree) whole() bool {
	if t == nil {
		return true
	}
	switch v := t.any.(type) {
	case nil, int:
	case string:
		if strings.Trim(v, "x") != "" {
			return false
		}
	}
	return len(t.label) < 10 && len(t.leaves) < 10 && (t.label == "leaf" ||
		strings.Trim(t.label, "x") == "") && t.left.whole() && t.right.whole()
}

func (t tree) text() string { return t.label }

type pair[K comparable, V any] struct {
	key   K
	value V
}

type huge struct {
	texts [5000]string
	last  any
}

var (
	call    func() string
	channel chan pair[string, any]
	root    *tree
	table   map[string]int
	large   huge
)

func main() {
	runtime.GOMAXPROCS(4)
	pairs := make([]pair[string, any], 6)
	buffer := bytes.Repeat([]byte("abcdefgh"), 8)
	alias := unsafe.String(&buffer[0], len(buffer))
	ring := make(chan pair[string, any], 3)

	places := []struct {
		name  string
		write func(i int)
		read  func(i int) bool
	}{
		{"func value",
			func(i int) {
				text := strings.Repeat("f", i%20)
				call = func() string { return text }
			},
			func(i int) bool { f := call; return f == nil || strings.Count(f(), "f") < 20 }},
		{"method value",
			func(i int) { call = (&tree{label: strings.Repeat("f", i%9)}).text },
			func(i int) bool { f := call; return strings.Trim(f(), "f") == "" }},
		{"channel",
			func(i int) {
				c := make(chan pair[string, any], 2)
				c <- pair[string, any]{"k", i}
				channel = c
			},
			func(i int) bool {
				select {
				case p, ok := <-channel:
					_, isInt := p.value.(int)
					return ok && p.key == "k" && isInt
				default:
					return len(channel) <= cap(channel)
				}
			}},
		{"values through a channel",
			func(i int) {
				pairs[i%6] = pair[string, any]{strings.Repeat("k", i%7), i % 7}
				select {
				case ring <- pairs[(i+1)%6]:
				default:
				}
			},
			func(i int) bool {
				select {
				case p := <-ring:
					return strings.Count(p.key, "k") == len(p.key)
				default:
					return true
				}
			}},
		{"tree",
			func(i int) { root = grow(i % 4) },
			func(i int) bool { return root.whole() }},
		{"map replaced",
			func(i int) {
				m := map[string]int{}
				for j := 0; j < i%20; j++ {
					m[strings.Repeat("m", j)] = j
				}
				table = m
			},
			func(i int) bool {
				for k, v := range table {
					if len(k) != v && v != 0 {
						return false
					}
				}
				return true
			}},
		{"bytes",
			func(i int) {
				copy(buffer[i%32:], "hgfedcba")
				slices.Reverse(buffer[i%16 : i%16+20])
				buffer = append(buffer[:40], buffer[40:64]...)
			},
			func(i int) bool {
				return bytes.IndexByte(buffer, 'z') < 0 && len(strings.ToUpper(alias)) == 64 &&
					bytes.Count(buffer, []byte("q")) == 0 && len([]rune(alias)) == 64 &&
					!bytes.Equal(buffer, []byte("abc")) && alias != "other" &&
					len(fmt.Sprintf("%q", buffer)) == 66
			}},
		{"huge value",
			func(i int) {
				if i%64 == 0 {
					var h huge
					h.texts[4711] = strings.Repeat("h", i%30)
					h.last = len(h.texts[4711])
					large = h
				}
			},
			func(i int) bool {
				if i%64 != 0 {
					return true
				}
				h := large
				_, ok := h.last.(int)
				return strings.Count(h.texts[4711], "h") < 30 && (ok || h.last == nil)
			}},
	}
	for _, place := range places {
		var wg sync.WaitGroup
		torn := make([]int, 4)
		for g := 0; g < 4; g++ {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := 0; i < rounds/8; i++ {
					for j := i; j < i+4; j++ {
						place.write(j*5 + g)
					}
					for j := i; j < i+4; j++ {
						if !place.read(j) {
							torn[g]++
						}
					}
				}
			}()
		}
		wg.Wait()
		fmt.Println(place.name, torn)
	}
}

// Output:
// func value [0 0 0 0]
// method value [0 0 0 0]
// channel [0 0 0 0]
// values through a channel [0 0 0 0]
// tree [0 0 0 0]
// map replaced [0 0 0 0]
// bytes [0 0 0 0]
// huge value [0 0 0 0]
