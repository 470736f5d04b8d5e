// Package weak has pointers that do not keep alive what they point to.
package weak

import "unsafe"

// A Pointer is a weak pointer to a T: Value returns nil once nothing else keeps the T alive, before
// its finalizer is called. Pointers made from equal pointers are equal, then too.
type Pointer[T any] struct {
	_ [0]*T
	u unsafe.Pointer // Stands for the pointer; shared by all Pointers equal to this one.
}

// register returns what stands for ptr, and strong what that stands for.
func register(ptr unsafe.Pointer) unsafe.Pointer
func strong(u unsafe.Pointer) unsafe.Pointer

// Make returns a weak pointer to what ptr points to.
func Make[T any](ptr *T) Pointer[T] {
	var u unsafe.Pointer
	if ptr != nil {
		u = register(unsafe.Pointer(ptr))
	}
	return Pointer[T]{u: u}
}

// Value returns the pointer that p was made from, or nil when that object is gone.
func (p Pointer[T]) Value() *T {
	if p.u == nil {
		return nil
	}
	return (*T)(strong(p.u))
}
