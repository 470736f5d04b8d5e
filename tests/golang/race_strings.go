// Goroutines that race on strings: whatever is read was once written as a whole.
package main

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
)

const rounds = 1200

type record struct {
	number int
	text   string
	more   string
}

var (
	words  [24]string
	global string
)

// whole says whether s is one of words: as many times the same letter as that letter says.
func whole(s string) bool {
	for i := 0; i < len(s); i++ {
		if int(s[i]) != 'a'+len(s)/2 {
			return false
		}
	}
	return true
}

func main() {
	runtime.GOMAXPROCS(4)
	for i := range words {
		words[i] = strings.Repeat(string(rune('a'+i)), i*2)
	}

	var array [4]string
	slice := make([]string, 4)
	shared := &record{}
	records := make([]record, 2)
	captured := ""

	places := []struct {
		name  string
		write func(i int)
		read  func(i int) bool
	}{
		{"package variable",
			func(i int) { global = words[i%24] },
			func(i int) bool { return whole(global) }},
		{"captured variable",
			func(i int) { captured = words[i%24] },
			func(i int) bool { return whole(captured) }},
		{"field",
			func(i int) { shared.text = words[i%24] },
			func(i int) bool { s := shared.text; return whole(s) }},
		{"struct",
			func(i int) { *shared = record{i, words[i%24], words[(i+7)%24]} },
			func(i int) bool { r := *shared; return whole(r.text) && whole(r.more) }},
		{"element of an array",
			func(i int) { array[i&1] = words[i%24] },
			func(i int) bool { return whole(array[i&1]) }},
		{"array",
			func(i int) { array = [4]string{words[i%24], words[(i+5)%24], "", words[(i+9)%24]} },
			func(i int) bool { a := array; return whole(a[0]) && whole(a[1]) && whole(a[3]) }},
		{"element of a slice",
			func(i int) { slice[i&1] = words[i%24] },
			func(i int) bool { return whole(slice[i&1]) }},
		{"struct in a slice",
			func(i int) { records[i&1] = record{i, words[i%24], words[(i+7)%24]} },
			func(i int) bool { r := records[i&1]; return whole(r.text) && whole(r.more) }},
		{"copy",
			func(i int) { copy(slice, words[i%20:]) },
			func(i int) bool {
				var to [4]string
				copy(to[:], slice)
				return whole(to[0]) && whole(to[1]) && whole(to[2]) && whole(to[3])
			}},
		{"append",
			func(i int) { slice[i&3] = words[i%24] },
			func(i int) bool {
				grown := append(slice, "")
				joined := append([]string(nil), slice...)
				return whole(grown[i&3]) && whole(joined[3-i&3])
			}},
		{"comparison",
			func(i int) { global = words[i%24] },
			func(i int) bool {
				return !(global < "") && strings.Count(global, "zz") == 0 && global != "B"
			}},
		{"key of a map",
			func(i int) { global = words[i%24] },
			func(i int) bool {
				for key := range map[string]bool{global: true} {
					return whole(key)
				}
				return false
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
// package variable [0 0 0 0]
// captured variable [0 0 0 0]
// field [0 0 0 0]
// struct [0 0 0 0]
// element of an array [0 0 0 0]
// array [0 0 0 0]
// element of a slice [0 0 0 0]
// struct in a slice [0 0 0 0]
// copy [0 0 0 0]
// append [0 0 0 0]
// comparison [0 0 0 0]
// key of a map [0 0 0 0]
