// Package synctest is the runtime's bubbles (core/runtime/synctest.h) as Go sees them.
package synctest

// Run calls f in a goroutine of a new bubble and waits until all of its goroutines have ended.
func Run(f func())

// Wait waits until all other goroutines of the caller's bubble are durably blocked.
func Wait()

// IsInBubble reports whether the caller's goroutine is in a bubble.
func IsInBubble() bool

// RunTest runs f, a func(*testing.T), within the caller's bubble, for the test t outside of it.
// Package testing sets it.
var RunTest func(t, f any) bool
