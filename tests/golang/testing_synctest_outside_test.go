// What belongs to a bubble is not to be touched from outside.
package bubbles

import (
	"testing"
	"testing/synctest"
)

// Exit status: 1
// Stderr has: fatal error: send on synctest channel from outside bubble

func TestOutside(t *testing.T) {
	var c chan int
	synctest.Test(t, func(t *testing.T) {
		c = make(chan int, 1)
		c <- 1
	})
	c <- 2
}

// Output:
// === RUN   TestOutside
