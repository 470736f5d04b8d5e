// Package errgroup runs the goroutines of one task, with its first error and its cancellation.
package errgroup

import (
	"context"
	"fmt"
	"sync"
)

// A Group is a task of several goroutines. The zero value has no limit and cancels nothing.
type Group struct {
	cancel func(error)
	wg     sync.WaitGroup
	slots  chan struct{} // one for each goroutine allowed; nil: no limit
	once   sync.Once
	err    error
}

// WithContext returns a Group and a Context that is cancelled when a function returns an error or
// when Wait returns.
func WithContext(ctx context.Context) (*Group, context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	return &Group{cancel: cancel}, ctx
}

func (g *Group) done() {
	if g.slots != nil {
		<-g.slots
	}
	g.wg.Done()
}

// Wait waits for all functions and returns the first error.
func (g *Group) Wait() error {
	g.wg.Wait()
	if g.cancel != nil {
		g.cancel(g.err)
	}
	return g.err
}

func (g *Group) start(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.done()
		if err := f(); err != nil {
			g.once.Do(func() {
				g.err = err
				if g.cancel != nil {
					g.cancel(err)
				}
			})
		}
	}()
}

// Go runs f in a goroutine, after waiting for room if there is a limit.
func (g *Group) Go(f func() error) {
	if g.slots != nil {
		g.slots <- struct{}{}
	}
	g.start(f)
}

// TryGo is Go without waiting; it reports whether f was started.
func (g *Group) TryGo(f func() error) bool {
	if g.slots != nil {
		select {
		case g.slots <- struct{}{}:
		default:
			return false
		}
	}
	g.start(f)
	return true
}

// SetLimit allows at most n goroutines at a time; no limit if n < 0. It panics while some run.
func (g *Group) SetLimit(n int) {
	if n < 0 {
		g.slots = nil
		return
	}
	if active := len(g.slots); active != 0 {
		panic(fmt.Errorf("errgroup: modify limit while %v goroutines in the group are still active", active))
	}
	g.slots = make(chan struct{}, n)
}
