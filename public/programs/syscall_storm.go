// Every line is a system call of its own.
//
// A goroutine in a system call keeps its M; when it lasts,
// sysmon takes the P away from it. Count the syscalls on
// the board, then the same lines through a buffer: one
// call instead of forty.
package main

import (
	"bufio"
	"fmt"
	"os"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			for i := range 40 {
				fmt.Fprintf(os.Stdout, "goroutine %d writes line %d\n", g, i)
			}
		})
	}
	wg.Wait()

	out := bufio.NewWriter(os.Stdout)
	for i := range 40 {
		fmt.Fprintf(out, "buffered line %d\n", i)
	}
	out.Flush()
	fmt.Println("160 calls for the first, one for the second")
}
