// A program that makes two gigabytes of objects of all sizes over its life, and keeps some of each
// generation, stays within a small heap.
package main

import (
	"fmt"
	"runtime"
)

type leaf struct {
	left, right *leaf
	text        string
}

// Sizes of all classes, and some for objects of their own.
var sizes = []int{8, 24, 40, 100, 250, 600, 1500, 4000, 9000, 20000, 33000, 70000, 150000, 1 << 20, 3 << 20}

func main() {
	var m runtime.MemStats
	var high, made uint64
	kept := make([][]byte, 600)
	trees := make([]*leaf, 500)
	seed := uint32(1)
	for round := 0; made < 2<<30; round++ {
		for _, size := range sizes {
			seed = seed*1664525 + 1013904223
			n := 1 + (1<<17)/size
			for i := range min(n, 200) {
				b := make([]byte, size+int(seed>>24))
				// Every so often one survives for long: holes of all lengths.
				if i == 0 && (size < 1<<18 || round%16 == 0) {
					kept[int(seed>>8)%len(kept)] = b
				}
				made += uint64(len(b))
			}
		}
		t := &leaf{text: fmt.Sprint("tree ", round)}
		trees[round%len(trees)] = &leaf{left: t, right: trees[(round*7+1)%len(trees)]}
		if round%7 == 0 {
			clear(trees)
		}
		if round%64 == 0 {
			runtime.ReadMemStats(&m)
			high = max(high, m.HeapSys)
		}
	}
	var live uint64
	for _, b := range kept {
		live += uint64(cap(b))
	}
	runtime.ReadMemStats(&m)
	fmt.Println(m.TotalAlloc >= 2<<30, m.NumGC > 10)
	fmt.Println("bounded:", high < 160<<20, max(high, m.HeapSys) < 4*live+(64<<20))
	if high >= 160<<20 || high >= 4*live+(64<<20) {
		fmt.Println(high, live, m.NumGC)
	}
}

// Output:
// true true
// bounded: true true
