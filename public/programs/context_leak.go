// A worker that nobody tells to stop.
//
// Each request starts one and forgets it: it waits for
// work that never comes, and what it holds stays alive.
// After an hour of this a server has a million of them.
// The second kind ends with its context.
package main

import (
	"context"
	"fmt"
	"time"
)

func forgotten(work <-chan int) {
	for range work {
	}
}

func careful(ctx context.Context, work <-chan int) {
	for {
		select {
		case <-work:
		case <-ctx.Done():
			return
		}
	}
}

func request(ctx context.Context) {
	go forgotten(make(chan int))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go careful(ctx, make(chan int))
}

func main() {
	for range 6 {
		request(context.Background())
	}
	time.Sleep(10 * time.Millisecond)
	fmt.Println("6 requests served")
}
