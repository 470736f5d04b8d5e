// Package semaphore is a semaphore whose holders take different shares.
package semaphore

import (
	"container/list"
	"context"
	"sync"
)

type waiter struct {
	n     int64
	ready chan struct{} // closed when the share is given
}

// A Weighted limits what its holders take together.
type Weighted struct {
	size    int64
	cur     int64
	mu      sync.Mutex
	waiters list.List
}

// NewWeighted returns a semaphore of the given size.
func NewWeighted(n int64) *Weighted { return &Weighted{size: n} }

// Acquire takes n, waiting in line until there is room or ctx is done (then it returns its error).
func (s *Weighted) Acquire(ctx context.Context, n int64) error {
	done := ctx.Done()
	s.mu.Lock()
	select {
	case <-done:
		s.mu.Unlock()
		return ctx.Err()
	default:
	}
	if s.size-s.cur >= n && s.waiters.Len() == 0 {
		s.cur += n
		s.mu.Unlock()
		return nil
	}
	if n > s.size {
		// Never possible: wait for ctx without holding up the line.
		s.mu.Unlock()
		<-done
		return ctx.Err()
	}
	ready := make(chan struct{})
	elem := s.waiters.PushBack(waiter{n, ready})
	s.mu.Unlock()
	select {
	case <-done:
		s.mu.Lock()
		defer s.mu.Unlock()
		select {
		case <-ready:
			// It was given just before: give it back.
			s.cur -= n
			s.notify()
		default:
			first := s.waiters.Front() == elem
			s.waiters.Remove(elem)
			if first && s.size > s.cur {
				s.notify()
			}
		}
		return ctx.Err()
	case <-ready:
		select {
		case <-done:
			s.Release(n)
			return ctx.Err()
		default:
		}
		return nil
	}
}

// TryAcquire takes n if there is room at once.
func (s *Weighted) TryAcquire(n int64) bool {
	s.mu.Lock()
	ok := s.size-s.cur >= n && s.waiters.Len() == 0
	if ok {
		s.cur += n
	}
	s.mu.Unlock()
	return ok
}

// Release gives n back. It panics if more is given back than was taken.
func (s *Weighted) Release(n int64) {
	s.mu.Lock()
	s.cur -= n
	if s.cur < 0 {
		s.mu.Unlock()
		panic("semaphore: released more than held")
	}
	s.notify()
	s.mu.Unlock()
}

// notify gives shares to those in line, in order, as long as there is room; mu is held.
func (s *Weighted) notify() {
	for {
		next := s.waiters.Front()
		if next == nil {
			return
		}
		w := next.Value.(waiter)
		if s.size-s.cur < w.n {
			// Those behind it wait too, so that a large share is not starved by small ones.
			return
		}
		s.cur += w.n
		s.waiters.Remove(next)
		close(w.ready)
	}
}
