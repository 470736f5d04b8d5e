// golang.org/x/sync: errgroup, semaphore, singleflight.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
	"golang.org/x/sync/singleflight"
)

func main() {
	g, ctx := errgroup.WithContext(context.Background())
	for i := 0; i < 4; i++ {
		g.Go(func() error {
			if i == 2 {
				return fmt.Errorf("job %d failed", i)
			}
			<-ctx.Done()
			return ctx.Err()
		})
	}
	fmt.Println(g.Wait(), ctx.Err(), context.Cause(ctx))

	var limited errgroup.Group
	limited.SetLimit(2)
	var running, most atomic.Int32
	for i := 0; i < 6; i++ {
		limited.Go(func() error {
			n := running.Add(1)
			for {
				m := most.Load()
				if n <= m || most.CompareAndSwap(m, n) {
					break
				}
			}
			time.Sleep(2 * time.Millisecond)
			running.Add(-1)
			return nil
		})
	}
	fmt.Println(limited.Wait(), most.Load() <= 2)

	sem := semaphore.NewWeighted(3)
	fmt.Println(sem.Acquire(context.Background(), 2), sem.TryAcquire(2), sem.TryAcquire(1))
	short, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	fmt.Println(sem.Acquire(short, 1))
	got := make(chan bool)
	go func() { got <- sem.Acquire(context.Background(), 3) == nil }()
	time.Sleep(2 * time.Millisecond)
	sem.Release(2)
	sem.Release(1)
	fmt.Println(<-got, sem.TryAcquire(1))
	func() {
		defer func() { fmt.Println(recover()) }()
		sem.Release(9)
	}()

	var flight singleflight.Group
	var calls atomic.Int32
	release := make(chan struct{})
	var wg sync.WaitGroup
	var shared atomic.Int32
	for i := 0; i < 5; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			v, err, s := flight.Do("key", func() (any, error) {
				calls.Add(1)
				<-release
				return "value", errors.New("and error")
			})
			if s && v == "value" && err != nil {
				shared.Add(1)
			}
		}()
	}
	time.Sleep(100 * time.Millisecond)
	close(release)
	wg.Wait()
	fmt.Println(calls.Load(), shared.Load())
	r := <-flight.DoChan("other", func() (any, error) { return 1, nil })
	fmt.Println(r.Val, r.Err, r.Shared)
}

// Output:
// job 2 failed context canceled job 2 failed
// <nil> true
// <nil> false true
// context deadline exceeded
// true false
// semaphore: released more than held
// 1 5
// 1 <nil> false
