// Package context carries deadlines, cancellation and values through calls and goroutines.
package context

import (
	"errors"
	"internal/rt"
	"sync"
	"sync/atomic"
	"time"
)

// A Context tells those who work for a request when to stop, and holds the request's values.
type Context interface {
	// Deadline returns when the work is to be cancelled, if that is set.
	Deadline() (deadline time.Time, ok bool)
	// Done returns a channel that is closed when the work is to stop; nil if that never happens.
	Done() <-chan struct{}
	// Err returns nil until Done is closed, then why.
	Err() error
	// Value returns the value for key, nil if there is none.
	Value(key any) any
}

// Canceled is the error of a cancelled Context.
var Canceled = errors.New("context canceled")

// DeadlineExceeded is the error of a Context whose deadline has passed.
var DeadlineExceeded error = deadlineExceededError{}

type deadlineExceededError struct{}

func (deadlineExceededError) Error() string   { return "context deadline exceeded" }
func (deadlineExceededError) Timeout() bool   { return true }
func (deadlineExceededError) Temporary() bool { return true }

type emptyCtx struct{}

func (emptyCtx) Deadline() (deadline time.Time, ok bool) { return time.Time{}, false }
func (emptyCtx) Done() <-chan struct{}                   { return nil }
func (emptyCtx) Err() error                              { return nil }
func (emptyCtx) Value(key any) any                       { return nil }

type backgroundCtx struct{ emptyCtx }

func (backgroundCtx) String() string { return "context.Background" }

type todoCtx struct{ emptyCtx }

func (todoCtx) String() string { return "context.TODO" }

// Background returns the Context at the root: never cancelled, without values.
func Background() Context { return backgroundCtx{} }

// TODO is Background for code that is to get a real Context later.
func TODO() Context { return todoCtx{} }

// A CancelFunc tells the work to stop. Only its first call does something.
type CancelFunc func()

// A CancelCauseFunc is a CancelFunc that says why (nil: Canceled).
type CancelCauseFunc func(cause error)

// canceler is a Context that can be cancelled from its parent.
type canceler interface {
	cancel(removeFromParent bool, err, cause error)
	Done() <-chan struct{}
}

// cancelKey is the key for which a cancelCtx returns itself.
var cancelKey int

// closed is the done channel of those cancelled before anybody asked for theirs.
var closed = make(chan struct{})

func init() { close(closed) }

// A cancelCtx can be cancelled; then it cancels its children.
type cancelCtx struct {
	Context

	mu       sync.Mutex
	done     atomic.Pointer[chan struct{}] // made when first asked for
	children map[canceler]struct{}         // nil once cancelled
	err      atomic.Pointer[error]         // set before done is closed
	cause    error
}

func (c *cancelCtx) Value(key any) any {
	if key == &cancelKey {
		return c
	}
	return value(c.Context, key)
}

func (c *cancelCtx) Done() <-chan struct{} {
	if d := c.done.Load(); d != nil {
		return *d
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	d := c.done.Load()
	if d == nil {
		made := make(chan struct{})
		d = &made
		c.done.Store(d)
	}
	return *d
}

func (c *cancelCtx) Err() error {
	if err := c.err.Load(); err != nil {
		<-c.Done() // closed soon after err was set
		return *err
	}
	return nil
}

func (c *cancelCtx) String() string { return name(c.Context) + ".WithCancel" }

// parentCancel returns the cancelCtx that cancels parent, if it is one of this package's.
func parentCancel(parent Context) (*cancelCtx, bool) {
	done := parent.Done()
	if done == closed || done == nil {
		return nil, false
	}
	p, ok := parent.Value(&cancelKey).(*cancelCtx)
	if !ok {
		return nil, false
	}
	// A type that wraps a Context may have a done channel of its own.
	if d := p.done.Load(); d == nil || *d != done {
		return nil, false
	}
	return p, true
}

// follow arranges for child to be cancelled when parent is, and makes parent c's parent.
func (c *cancelCtx) follow(parent Context, child canceler) {
	c.Context = parent
	done := parent.Done()
	if done == nil {
		return
	}
	select {
	case <-done:
		child.cancel(false, parent.Err(), Cause(parent))
		return
	default:
	}
	if p, ok := parentCancel(parent); ok {
		p.mu.Lock()
		if err := p.err.Load(); err != nil {
			child.cancel(false, *err, p.cause)
		} else {
			if p.children == nil {
				p.children = make(map[canceler]struct{})
			}
			p.children[child] = struct{}{}
		}
		p.mu.Unlock()
		return
	}
	if a, ok := parent.(interface{ AfterFunc(func()) func() bool }); ok {
		c.mu.Lock()
		stop := a.AfterFunc(func() { child.cancel(false, parent.Err(), Cause(parent)) })
		c.Context = stopCtx{parent, stop}
		c.mu.Unlock()
		return
	}
	go func() {
		select {
		case <-parent.Done():
			child.cancel(false, parent.Err(), Cause(parent))
		case <-child.Done():
		}
	}()
}

// stopCtx is a parent with an AfterFunc method, and how to take the registration back.
type stopCtx struct {
	Context
	stop func() bool
}

// forget takes child from the children of its parent.
func forget(parent Context, child canceler) {
	if s, ok := parent.(stopCtx); ok {
		s.stop()
		return
	}
	if p, ok := parentCancel(parent); ok {
		p.mu.Lock()
		delete(p.children, child)
		p.mu.Unlock()
	}
}

func (c *cancelCtx) cancel(removeFromParent bool, err, cause error) {
	if err == nil {
		panic("context: internal error: missing cancel error")
	}
	if cause == nil {
		cause = err
	}
	c.mu.Lock()
	if c.err.Load() != nil {
		c.mu.Unlock()
		return // already cancelled
	}
	c.cause = cause
	c.err.Store(&err)
	if d := c.done.Load(); d == nil {
		c.done.Store(&closed)
	} else {
		close(*d)
	}
	for child := range c.children {
		child.cancel(false, err, cause)
	}
	c.children = nil
	c.mu.Unlock()
	if removeFromParent {
		forget(c.Context, c)
	}
}

func withCancel(parent Context) *cancelCtx {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	c := &cancelCtx{}
	c.follow(parent, c)
	return c
}

// WithCancel returns a child of parent that cancel cancels.
func WithCancel(parent Context) (ctx Context, cancel CancelFunc) {
	c := withCancel(parent)
	return c, func() { c.cancel(true, Canceled, nil) }
}

// WithCancelCause is WithCancel with a cause.
func WithCancelCause(parent Context) (ctx Context, cancel CancelCauseFunc) {
	c := withCancel(parent)
	return c, func(cause error) { c.cancel(true, Canceled, cause) }
}

// Cause returns why c was cancelled: the cause given, or Err; nil if it was not.
func Cause(c Context) error {
	if cc, ok := c.Value(&cancelKey).(*cancelCtx); ok {
		cc.mu.Lock()
		cause := cc.cause
		cc.mu.Unlock()
		if cause != nil {
			return cause
		}
	}
	return c.Err()
}

// A timerCtx is cancelled by a timer too.
type timerCtx struct {
	cancelCtx
	timer    *time.Timer // L(cancelCtx.mu)
	deadline time.Time
}

func (c *timerCtx) Deadline() (deadline time.Time, ok bool) { return c.deadline, true }

func (c *timerCtx) String() string {
	return name(c.cancelCtx.Context) + ".WithDeadline(" + c.deadline.String() + " [" +
		time.Until(c.deadline).String() + "])"
}

func (c *timerCtx) cancel(removeFromParent bool, err, cause error) {
	c.cancelCtx.cancel(false, err, cause)
	if removeFromParent {
		forget(c.cancelCtx.Context, c)
	}
	c.mu.Lock()
	if c.timer != nil {
		c.timer.Stop()
		c.timer = nil
	}
	c.mu.Unlock()
}

// WithDeadline returns a child of parent that is cancelled at d, or by cancel before.
func WithDeadline(parent Context, d time.Time) (Context, CancelFunc) {
	return WithDeadlineCause(parent, d, nil)
}

// WithDeadlineCause is WithDeadline with the cause for passing the deadline.
func WithDeadlineCause(parent Context, d time.Time, cause error) (Context, CancelFunc) {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	if earlier, ok := parent.Deadline(); ok && earlier.Before(d) {
		return WithCancel(parent)
	}
	c := &timerCtx{deadline: d}
	c.cancelCtx.follow(parent, c)
	left := time.Until(d)
	if left <= 0 {
		c.cancel(true, DeadlineExceeded, cause)
		return c, func() { c.cancel(false, Canceled, nil) }
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err.Load() == nil {
		c.timer = time.AfterFunc(left, func() { c.cancel(true, DeadlineExceeded, cause) })
	}
	return c, func() { c.cancel(true, Canceled, nil) }
}

// WithTimeout is WithDeadline for a time from now.
func WithTimeout(parent Context, timeout time.Duration) (Context, CancelFunc) {
	return WithDeadline(parent, time.Now().Add(timeout))
}

// WithTimeoutCause is WithTimeout with the cause for its passing.
func WithTimeoutCause(parent Context, timeout time.Duration, cause error) (Context, CancelFunc) {
	return WithDeadlineCause(parent, time.Now().Add(timeout), cause)
}

// afterFuncCtx runs f when it is cancelled.
type afterFuncCtx struct {
	cancelCtx
	once sync.Once // f was started, or may no longer be
	f    func()
}

func (a *afterFuncCtx) cancel(removeFromParent bool, err, cause error) {
	a.cancelCtx.cancel(false, err, cause)
	if removeFromParent {
		forget(a.Context, a)
	}
	a.once.Do(func() { go a.f() })
}

// AfterFunc runs f in a goroutine of its own when ctx is done. stop takes that back; it reports
// whether f will not run because of it.
func AfterFunc(ctx Context, f func()) (stop func() bool) {
	a := &afterFuncCtx{f: f}
	a.cancelCtx.follow(ctx, a)
	return func() bool {
		stopped := false
		a.once.Do(func() { stopped = true })
		if stopped {
			a.cancel(true, Canceled, nil)
		}
		return stopped
	}
}

// A valueCtx adds one value.
type valueCtx struct {
	Context
	key, val any
}

// WithValue returns a child of parent in which key has the value val. The key must be comparable
// and should be of a type of its own.
func WithValue(parent Context, key, val any) Context {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	if key == nil {
		panic("nil key")
	}
	if !rt.TypeOf(key).Comparable() {
		panic("key is not comparable")
	}
	return &valueCtx{parent, key, val}
}

func (c *valueCtx) String() string {
	return name(c.Context) + ".WithValue(" + text(c.key) + ", " + text(c.val) + ")"
}

func (c *valueCtx) Value(key any) any {
	if c.key == key {
		return c.val
	}
	return value(c.Context, key)
}

type withoutCancelCtx struct {
	c Context
}

// WithoutCancel returns a child of parent that is not cancelled when parent is.
func WithoutCancel(parent Context) Context {
	if parent == nil {
		panic("cannot create context from nil parent")
	}
	return withoutCancelCtx{parent}
}

func (withoutCancelCtx) Deadline() (deadline time.Time, ok bool) { return time.Time{}, false }
func (withoutCancelCtx) Done() <-chan struct{}                   { return nil }
func (withoutCancelCtx) Err() error                              { return nil }
func (c withoutCancelCtx) Value(key any) any                     { return value(c, key) }
func (c withoutCancelCtx) String() string                        { return name(c.c) + ".WithoutCancel" }

// value walks up the contexts of this package without recursion.
func value(c Context, key any) any {
	for {
		switch ctx := c.(type) {
		case *valueCtx:
			if key == ctx.key {
				return ctx.val
			}
			c = ctx.Context
		case *cancelCtx:
			if key == &cancelKey {
				return c
			}
			c = ctx.Context
		case withoutCancelCtx:
			if key == &cancelKey {
				return nil // what is above does not cancel this one
			}
			c = ctx.c
		case *timerCtx:
			if key == &cancelKey {
				return &ctx.cancelCtx
			}
			c = ctx.Context
		case backgroundCtx, todoCtx:
			return nil
		default:
			return c.Value(key)
		}
	}
}

// name returns a context's text.
func name(c Context) string {
	if s, ok := c.(interface{ String() string }); ok {
		return s.String()
	}
	return rt.TypeOf(c).String()
}

// text returns a key's or value's text: only strings and Stringers have one, others show their type.
func text(v any) string {
	switch s := v.(type) {
	case interface{ String() string }:
		return s.String()
	case string:
		return s
	case nil:
		return "<nil>"
	}
	return rt.TypeOf(v).String()
}
