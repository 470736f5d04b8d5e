// Goroutines that race on slices: length, capacity and memory always belong together.
package main

import (
	"fmt"
	"runtime"
	"sort"
	"sync"
)

const rounds = 560

type table struct {
	name int
	rows []int
	last [2][]int
}

var (
	made   [12][]int
	global []int
)

// whole says whether s is one of made: as many elements as each of them says.
func whole(s []int) bool {
	if len(s) != cap(s) {
		return false
	}
	for _, v := range s {
		if v != len(s) {
			return false
		}
	}
	return true
}

func main() {
	runtime.GOMAXPROCS(4)
	for i := 1; i < len(made); i++ {
		made[i] = make([]int, i*7)
		for j := range made[i] {
			made[i][j] = i * 7
		}
	}

	shared := &table{}
	matrix := make([][]int, 4)
	var array [4][]int
	bytes := []byte(nil)
	pairs := [][2]string{{"a", "a"}, {"bbb", "bbb"}, {"cccccc", "cccccc"}, {"", ""}}

	places := []struct {
		name  string
		write func(i int)
		read  func(i int) bool
	}{
		{"package variable",
			func(i int) { global = made[i%12] },
			func(i int) bool { return whole(global) }},
		{"field",
			func(i int) { shared.rows = made[i%12] },
			func(i int) bool { s := shared.rows; return whole(s) }},
		{"struct",
			func(i int) { *shared = table{i, made[i%12], [2][]int{made[(i+3)%12], made[(i+5)%12]}} },
			func(i int) bool {
				t := *shared
				return whole(t.rows) && whole(t.last[0]) && whole(t.last[1])
			}},
		{"row of a matrix",
			func(i int) { matrix[i&1] = made[i%12] },
			func(i int) bool { return whole(matrix[i&1]) }},
		{"array",
			func(i int) { array = [4][]int{made[i%12], made[(i+1)%12], made[(i+2)%12]} },
			func(i int) bool { a := array; return whole(a[0]) && whole(a[1]) && whole(a[i&3]) }},
		{"element",
			func(i int) { global = made[i%12] },
			func(i int) (ok bool) {
				defer func() {
					if recover() != nil {
						ok = true
					}
				}()
				v := global[i%60]
				return v%7 == 0 && v > i%60
			}},
		{"append and copy",
			func(i int) { bytes = append(bytes[:0:0], make([]byte, i%30)...) },
			func(i int) bool {
				to := make([]byte, 64)
				n := copy(to, bytes)
				s := string(bytes)
				return n < 30 && s == string(to[:len(s)])
			}},
		{"append in place",
			func(i int) {
				if len(bytes) > 200 {
					bytes = nil
				}
				bytes = append(bytes, 1)
			},
			func(i int) bool {
				for _, b := range bytes {
					if b > 1 {
						return false
					}
				}
				return true
			}},
		{"sorted by two at a time",
			func(i int) {
				sort.Slice(pairs, func(i, j int) bool { return pairs[i][0] < pairs[j][1] })
			},
			func(i int) bool {
				pair := pairs[i&3]
				return len(pair[0])%3 < 2 && len(pair[0]) <= 6 && fmt.Sprint(pair[1]) != "b"
			}},
	}
	for _, place := range places {
		var wg sync.WaitGroup
		torn := make([]int, 4)
		for g := 0; g < 4; g++ {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for i := 0; i < rounds/4; i++ {
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
// field [0 0 0 0]
// struct [0 0 0 0]
// row of a matrix [0 0 0 0]
// array [0 0 0 0]
// element [0 0 0 0]
// append and copy [0 0 0 0]
// append in place [0 0 0 0]
// sorted by two at a time [0 0 0 0]
