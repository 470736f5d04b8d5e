package atomic

import "internal/rt"

// Value holds any value, always of the same type once set. The zero value holds nil.
type Value struct {
	p Pointer[any]
}

// Load returns the value, nil if none was stored.
func (v *Value) Load() any {
	if p := v.p.Load(); p != nil {
		return *p
	}
	return nil
}

// check panics unless val may take the place of the stored value.
func (v *Value) check(operation string, stored *any, val any) {
	if val == nil {
		panic("sync/atomic: " + operation + " of nil value into Value")
	}
	if stored != nil && rt.TypeOf(*stored) != rt.TypeOf(val) {
		panic("sync/atomic: " + operation + " of inconsistently typed value into Value")
	}
}

// Store sets the value. It panics for nil and for a value of another type than before.
func (v *Value) Store(val any) {
	for {
		p := v.p.Load()
		v.check("store", p, val)
		if v.p.CompareAndSwap(p, &val) {
			return
		}
	}
}

// Swap sets the value and returns the one before, nil if there was none.
func (v *Value) Swap(new any) (old any) {
	for {
		p := v.p.Load()
		v.check("swap", p, new)
		if v.p.CompareAndSwap(p, &new) {
			if p == nil {
				return nil
			}
			return *p
		}
	}
}

// CompareAndSwap sets the value to new if it equals old.
func (v *Value) CompareAndSwap(old, new any) (swapped bool) {
	if new != nil && old != nil && rt.TypeOf(old) != rt.TypeOf(new) {
		panic("sync/atomic: compare and swap of inconsistently typed values")
	}
	for {
		p := v.p.Load()
		v.check("compare and swap", p, new)
		if p == nil && old != nil || p != nil && *p != old {
			return false
		}
		if v.p.CompareAndSwap(p, &new) {
			return true
		}
	}
}
