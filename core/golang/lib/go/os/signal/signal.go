// Package signal hands signals to the program.
//
// Differs: none ever comes, since nobody can send one; a program whose goroutines all wait for
// signals has a deadlock, which is reported.
package signal

import (
	"context"
	"os"
	"sync"
)

var state struct {
	mu      sync.Mutex
	ignored map[os.Signal]bool
	wanted  map[chan<- os.Signal]bool
}

// Notify asks for signals to be sent to c, all of them if none is named.
func Notify(c chan<- os.Signal, sig ...os.Signal) {
	if c == nil {
		panic("os/signal: Notify using nil channel")
	}
	state.mu.Lock()
	defer state.mu.Unlock()
	if state.wanted == nil {
		state.wanted = map[chan<- os.Signal]bool{}
	}
	state.wanted[c] = true
	for _, s := range sig {
		delete(state.ignored, s)
	}
}

// Stop ends what Notify began.
func Stop(c chan<- os.Signal) {
	state.mu.Lock()
	defer state.mu.Unlock()
	delete(state.wanted, c)
}

// Ignore lets signals have no effect.
func Ignore(sig ...os.Signal) {
	state.mu.Lock()
	defer state.mu.Unlock()
	if state.ignored == nil {
		state.ignored = map[os.Signal]bool{}
	}
	for _, s := range sig {
		state.ignored[s] = true
	}
}

// Ignored reports whether Ignore was called for the signal.
func Ignored(sig os.Signal) bool {
	state.mu.Lock()
	defer state.mu.Unlock()
	return state.ignored[sig]
}

// Reset undoes Notify and Ignore.
func Reset(sig ...os.Signal) {
	state.mu.Lock()
	defer state.mu.Unlock()
	for _, s := range sig {
		delete(state.ignored, s)
	}
	if len(sig) == 0 {
		clear(state.ignored)
		clear(state.wanted)
	}
}

// NotifyContext returns a context that ends at a signal, or when stop is called.
func NotifyContext(parent context.Context, signals ...os.Signal) (ctx context.Context, stop context.CancelFunc) {
	ctx, cancel := context.WithCancel(parent)
	c := make(chan os.Signal, 1)
	Notify(c, signals...)
	return ctx, func() {
		cancel()
		Stop(c)
	}
}
