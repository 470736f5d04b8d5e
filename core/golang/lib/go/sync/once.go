package sync

import "sync/atomic"

// A Once does one thing once.
type Once struct {
	_    noCopy
	done atomic.Bool
	m    Mutex
}

// Do calls f at the first call for this Once; the others wait until that call has returned.
func (o *Once) Do(f func()) {
	if !o.done.Load() {
		o.first(f)
	}
}

func (o *Once) first(f func()) {
	o.m.Lock()
	defer o.m.Unlock()
	if !o.done.Load() {
		defer o.done.Store(true)
		f()
	}
}

// OnceFunc returns a function that calls f only once. If f panics, every call panics with its
// value.
func OnceFunc(f func()) func() {
	run := OnceValue(func() struct{} {
		f()
		return struct{}{}
	})
	return func() { run() }
}

// OnceValue returns a function that calls f only once and returns its value. If f panics, every
// call panics with its value.
func OnceValue[T any](f func() T) func() T {
	var once Once
	var returned bool
	var result T
	var panicked any
	first := func() {
		defer func() {
			f = nil
			panicked = recover()
			if !returned {
				panic(panicked)
			}
		}()
		result = f()
		returned = true
	}
	return func() T {
		once.Do(first)
		if !returned {
			panic(panicked)
		}
		return result
	}
}

type pair[T1, T2 any] struct {
	v1 T1
	v2 T2
}

// OnceValues is OnceValue for two values.
func OnceValues[T1, T2 any](f func() (T1, T2)) func() (T1, T2) {
	run := OnceValue(func() pair[T1, T2] {
		v1, v2 := f()
		return pair[T1, T2]{v1, v2}
	})
	return func() (T1, T2) {
		b := run()
		return b.v1, b.v2
	}
}
