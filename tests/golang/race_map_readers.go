// Goroutines that read a map while another one writes it: keys and values are whole for as long as
// nobody notices, and then the program is told.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

type key struct {
	number int
	text   string
	any    any
}

func main() {
	runtime.GOMAXPROCS(4)
	var words [64]string
	for i := range words {
		words[i] = strings.Repeat("w", i)
	}
	shared := map[key][]string{}
	torn := func(k key, v []string) bool {
		return len(k.text) != k.number || k.any != k.text || len(v) > 0 && v[0] != k.text
	}
	fmt.Println("racing")
	go func() {
		for i := 0; ; i++ {
			k := key{i % 64, words[i%64], words[i%64]}
			switch {
			case i%9 == 3:
				delete(shared, k)
			case i%6007 == 0:
				shared = map[key][]string{}
			default:
				shared[k] = words[i%64 : i%64+1]
			}
		}
	}()
	for g := 0; g < 2; g++ {
		go func() {
			for i := g; ; i++ {
				k := key{i % 64, words[i%64], words[i%64]}
				if v := shared[k]; torn(k, v) {
					fmt.Println("torn value", k, v)
				}
				if i%50 == 0 {
					for k, v := range shared {
						// An entry that is being deleted may have lost some of its parts.
						if k.text != "" && k.any != nil && torn(k, v) && k.number != 0 {
							fmt.Println("torn entry", k, v)
						}
					}
				}
			}
		}()
	}
	select {}
}

// Exit status: 2
// Stderr has: fatal error: concurrent map
// Output:
// racing
