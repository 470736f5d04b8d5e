package sync

import (
	"runtime"
	"sync/atomic"
)

// A Pool keeps values for reuse, per processor. Get may forget values at any time.
//
// Each P has a slot of its own and a stack. Both are changed by compare-and-swap only, so that a
// goroutine that is moved to another P in the middle does no harm.
type Pool struct {
	noCopy noCopy
	local  atomic.Pointer[[]poolLocal]

	// New makes a value when there is none; nil means Get returns nil then.
	New func() any
}

type poolLocal struct {
	private atomic.Pointer[poolItem]
	shared  atomic.Pointer[poolItem]
}

type poolItem struct {
	value any
	next  *poolItem
}

// procID returns the number of the P that runs the goroutine.
func procID() int

// locals returns the per-P places, made on first use for the Ps there are then.
func (p *Pool) locals() []poolLocal {
	if l := p.local.Load(); l != nil {
		return *l
	}
	fresh := make([]poolLocal, runtime.GOMAXPROCS(0))
	p.local.CompareAndSwap(nil, &fresh)
	return *p.local.Load()
}

// Put keeps x; nil is ignored.
func (p *Pool) Put(x any) {
	if x == nil {
		return
	}
	item := &poolItem{value: x}
	locals := p.locals()
	l := &locals[procID()%len(locals)]
	if l.private.CompareAndSwap(nil, item) {
		return
	}
	for {
		item.next = l.shared.Load()
		if l.shared.CompareAndSwap(item.next, item) {
			return
		}
	}
}

// take pops the stack.
func (l *poolLocal) take() *poolItem {
	for {
		item := l.shared.Load()
		if item == nil || l.shared.CompareAndSwap(item, item.next) {
			return item
		}
	}
}

// Get returns a kept value: this P's own first, then another's, then a new one.
func (p *Pool) Get() any {
	locals := p.locals()
	own := procID() % len(locals)
	item := locals[own].private.Swap(nil)
	for i := 0; item == nil && i < len(locals); i++ {
		item = locals[(own+i)%len(locals)].take()
	}
	for i := 1; item == nil && i < len(locals); i++ {
		item = locals[(own+i)%len(locals)].private.Swap(nil)
	}
	if item != nil {
		return item.value
	}
	if p.New != nil {
		return p.New()
	}
	return nil
}
