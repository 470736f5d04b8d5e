// Sending on a closed channel panics.
//
// Two senders share a channel and each closes it when it
// is done. Whoever closes must know that nobody sends any
// more: the owner, or a WaitGroup that counts senders.
package main

import (
	"fmt"
	"time"
)

func main() {
	ch := make(chan int)
	for sender := range 2 {
		go func() {
			for i := range 3 {
				ch <- sender*10 + i
				time.Sleep(time.Duration(1+sender) * time.Millisecond)
			}
			close(ch) // it is not mine alone
		}()
	}
	for n := range ch {
		fmt.Println("got", n)
	}
	select {} // the slower sender is still at work
}
