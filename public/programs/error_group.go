// errgroup: a task fails, the others are told, and Wait
// returns the first error.
//
// SetLimit bounds how many tasks exist at once: Go parks
// the caller until there is room, so nothing is spawned
// ahead of need.
package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"
)

func fetch(ctx context.Context, page int) error {
	if page == 7 {
		return errors.New("page 7 is missing")
	}
	select {
	case <-time.After(time.Duration(page) * time.Millisecond):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func main() {
	group, ctx := errgroup.WithContext(context.Background())
	group.SetLimit(4)
	for page := 1; page <= 40; page++ {
		if ctx.Err() != nil {
			break
		}
		group.Go(func() error { return fetch(ctx, page) })
	}
	fmt.Println("Wait:", group.Wait())
	fmt.Println("the context:", ctx.Err())
}
