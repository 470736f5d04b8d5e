package runtime

// SetFinalizer arranges for finalizer(obj) to be called, by a goroutine of its own, when obj is no
// longer reachable; nil takes that back. The object lives on until it becomes unreachable again.
func SetFinalizer(obj any, finalizer any)

// A Cleanup is a call arranged by AddCleanup.
type Cleanup struct {
	id uint64
}

// addCleanup arranges for call, which is cleanup(arg), to be made when what ptr points to is gone.
// It returns 0 when that never happens, and panics when arg or cleanup keep the object alive.
func addCleanup(ptr, cleanup, arg any, call func()) uint64

// stopCleanup takes back a cleanup.
func stopCleanup(id uint64)

// AddCleanup arranges for cleanup(arg) to be called some time after ptr is no longer reachable.
// Several cleanups may belong to one object; none of them keeps it alive.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup {
	if ptr == nil {
		panic("runtime.AddCleanup: ptr is nil")
	}
	return Cleanup{addCleanup(ptr, cleanup, arg, func() { cleanup(arg) })}
}

// Stop takes the call back, if it has not been queued.
func (c Cleanup) Stop() {
	if c.id != 0 {
		stopCleanup(c.id)
	}
}
