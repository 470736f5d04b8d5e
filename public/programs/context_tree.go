// Cancelling the root of a tree of contexts wakes every
// goroutine that waits below it, all at once.
//
// Watch the burst: one cancel closes many channels, and
// each close makes a goroutine runnable on the same P,
// from where the others steal.
package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

func grow(ctx context.Context, depth int, wg *sync.WaitGroup, stopped chan<- error) {
	defer wg.Done()
	if depth > 0 {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		for range 3 {
			wg.Add(1)
			go grow(ctx, depth-1, wg, stopped)
		}
	}
	<-ctx.Done()
	stopped <- ctx.Err()
}

func main() {
	ctx, cancel := context.WithCancel(context.Background())
	stopped := make(chan error, 1000)
	var wg sync.WaitGroup
	wg.Add(1)
	go grow(ctx, 4, &wg, stopped)

	time.Sleep(5 * time.Millisecond) // let them all come to wait
	cancel()
	wg.Wait()
	close(stopped)
	count := 0
	for err := range stopped {
		if err == context.Canceled {
			count++
		}
	}
	fmt.Println(count, "goroutines heard of one cancel")
}
