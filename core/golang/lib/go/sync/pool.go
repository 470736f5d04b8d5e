package sync

import (
	"runtime"
	"sync/atomic"
)

// A Pool keeps values for reuse, per processor. Get may forget values at any time; a value that two
// collections in a row have found in the pool is gone.
//
// Each P has a slot of its own and a stack. Both are changed by compare-and-swap only, so that a
// goroutine that is moved to another P in the middle does no harm. A collection moves what local
// points to into victim, where Get looks last, and clears local; the collector knows a pool from
// its first use on (register) and the places of these two fields.
type Pool struct {
	local  atomic.Pointer[[]poolLocal]
	victim atomic.Pointer[[]poolLocal]
	noCopy noCopy

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

// register makes the next collection empty the pool.
func (p *Pool) register()

// pin returns the per-P places and the number of this P's. They are made at the first use, and anew
// (without what the old ones held) when there are more Ps than then.
func (p *Pool) pin() ([]poolLocal, int) {
	for {
		old := p.local.Load()
		id := procID()
		if old != nil && id < len(*old) {
			return *old, id
		}
		fresh := make([]poolLocal, max(id+1, runtime.GOMAXPROCS(0)))
		if p.local.CompareAndSwap(old, &fresh) && old == nil {
			p.register()
		}
	}
}

// Put keeps x; nil is ignored.
func (p *Pool) Put(x any) {
	if x == nil {
		return
	}
	item := &poolItem{value: x}
	locals, id := p.pin()
	l := &locals[id]
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

// find returns a value of this P's, or from the Ps' stacks, own first, or nil.
func find(locals []poolLocal, own int) *poolItem {
	if own < len(locals) {
		if item := locals[own].private.Swap(nil); item != nil {
			return item
		}
	}
	for i := range locals {
		if item := locals[(own+i)%len(locals)].take(); item != nil {
			return item
		}
	}
	return nil
}

// Get returns a kept value: this P's own first, then another's, then one that the last collection
// has put aside, then a new one.
func (p *Pool) Get() any {
	locals, id := p.pin()
	item := find(locals, id)
	if victim := p.victim.Load(); item == nil && victim != nil {
		if item = find(*victim, id); item == nil {
			p.victim.CompareAndSwap(victim, nil)
		}
	}
	if item != nil {
		return item.value
	}
	if p.New != nil {
		return p.New()
	}
	return nil
}
