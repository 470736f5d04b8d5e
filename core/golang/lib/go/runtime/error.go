package runtime

// An Error is what run-time panics carry.
type Error interface {
	error
	RuntimeError()
}

// The machine makes values of the following types for its own panics.

// errorString's text follows "runtime error: ".
type errorString string

func (e errorString) RuntimeError() {}
func (e errorString) Error() string { return "runtime error: " + string(e) }

// plainError's text stands alone.
type plainError string

func (e plainError) RuntimeError() {}
func (e plainError) Error() string { return string(e) }

// boundsError is an index or slice bound out of range.
type boundsError string

func (e boundsError) RuntimeError() {}
func (e boundsError) Error() string { return "runtime error: " + string(e) }

// A TypeAssertionError is a failed type assertion.
type TypeAssertionError struct {
	text string
}

func (*TypeAssertionError) RuntimeError()   {}
func (e *TypeAssertionError) Error() string { return e.text }

// A PanicNilError is what panic(nil) panics with.
type PanicNilError struct {
	_ [0]func()
}

func (*PanicNilError) RuntimeError() {}
func (*PanicNilError) Error() string { return "panic called with nil argument" }
