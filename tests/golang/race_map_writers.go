// Goroutines that write one map at the same time: sooner or later the program is told, and until
// then nothing is lost but entries.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

func main() {
	runtime.GOMAXPROCS(4)
	var words [64]string
	for i := range words {
		words[i] = strings.Repeat("w", i)
	}
	shared := map[string]any{}
	fmt.Println("racing")
	for g := 0; g < 4; g++ {
		go func() {
			for i := g; ; i++ {
				switch i % 5 {
				case 0:
					delete(shared, words[i%64])
				case 1:
					if i%1000 == 1 {
						clear(shared)
					}
				default:
					shared[words[i*7%64]] = words[i%64]
				}
			}
		}()
	}
	select {}
}

// Exit status: 2
// Stderr has: fatal error: concurrent map writes
// Output:
// racing
