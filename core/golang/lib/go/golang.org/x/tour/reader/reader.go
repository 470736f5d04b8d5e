// Package reader checks the Tour of Go's exercise on readers.
package reader

import (
	"fmt"
	"io"
	"os"
)

const wanted = 1 << 20

// Validate reads from r and says whether it is an endless stream of the letter A.
func Validate(r io.Reader) {
	b := make([]byte, 1024, 2048)
	total := 0
	for total < wanted {
		n, err := r.Read(b)
		for i, c := range b[:n] {
			if c != 'A' {
				fmt.Fprintf(os.Stderr, "got byte %x at offset %v, want 'A'\n", c, total+i)
				return
			}
		}
		total += n
		if err != nil {
			fmt.Fprintf(os.Stderr, "read error: %v\n", err)
			return
		}
		if n == 0 {
			fmt.Fprintf(os.Stderr, "read nothing at offset %v\n", total)
			return
		}
	}
	if total > wanted+len(b) {
		fmt.Fprintf(os.Stderr, "read %v bytes into a buffer of %v\n", total, len(b))
		return
	}
	fmt.Println("OK!")
}
