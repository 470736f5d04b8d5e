// Package iter names the shapes of iterator functions and turns them inside out.
package iter

import (
	"internal/rt"
	"runtime"
)

// Seq passes values to yield one by one until yield returns false.
type Seq[V any] func(yield func(V) bool)

// Seq2 is Seq for pairs.
type Seq2[K, V any] func(yield func(K, V) bool)

// state is what the two sides of a pulled iterator share. Only one of them runs at a time.
type state struct {
	co       *rt.Coro
	done     bool // the iterator returned, or stop ended it
	yieldRun bool // next is waiting for a value
	goexit   bool // the iterator called runtime.Goexit
	panicked bool
	value    any // of the panic
}

// finish runs on the iterator's side when it is over, for whatever reason.
func (s *state) finish(returned *bool) {
	if !*returned {
		if p := recover(); p != nil {
			s.panicked = true
			s.value = p
		} else {
			s.goexit = true
		}
	}
	s.done = true
}

// resume lets the iterator run up to its next yield or its end.
func (s *state) resume() {
	rt.CoroSwitch(s.co)
	if s.panicked {
		s.panicked = false
		panic(s.value)
	}
	if s.goexit {
		s.goexit = false
		runtime.Goexit()
	}
}

// Pull returns next, which runs seq up to its next value, and stop, which ends it early. The
// iterator runs as a coroutine of the goroutine that calls them.
func Pull[V any](seq Seq[V]) (next func() (V, bool), stop func()) {
	var value V
	var ok bool
	s := new(state)
	s.co = rt.NewCoro(func(c *rt.Coro) {
		returned := false
		defer s.finish(&returned)
		if !s.done {
			seq(func(v V) bool {
				if s.done {
					return false
				}
				if !s.yieldRun {
					panic("iter.Pull: yield called again before next")
				}
				s.yieldRun = false
				value, ok = v, true
				rt.CoroSwitch(c)
				return !s.done
			})
		}
		var none V
		value, ok = none, false
		returned = true
	})
	next = func() (V, bool) {
		var none V
		value, ok = none, false
		if s.done {
			return none, false
		}
		if s.yieldRun {
			panic("iter.Pull: next called again before yield")
		}
		s.yieldRun = true
		s.resume()
		return value, ok
	}
	stop = func() {
		if !s.done {
			s.done = true
			s.resume()
		}
	}
	return next, stop
}

type pair[K, V any] struct {
	k K
	v V
}

// Pull2 is Pull for pairs.
func Pull2[K, V any](seq Seq2[K, V]) (next func() (K, V, bool), stop func()) {
	pull, stop := Pull(func(yield func(pair[K, V]) bool) {
		seq(func(k K, v V) bool { return yield(pair[K, V]{k, v}) })
	})
	next = func() (K, V, bool) {
		p, ok := pull()
		return p.k, p.v, ok
	}
	return next, stop
}
