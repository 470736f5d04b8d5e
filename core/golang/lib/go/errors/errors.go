// Package errors makes, wraps and inspects errors.
package errors

import "internal/rt"

// ErrUnsupported says that an operation cannot be done here at all.
var ErrUnsupported = New("unsupported operation")

type errorString struct {
	s string
}

func (e *errorString) Error() string { return e.s }

// New returns an error with the given text, distinct from every other.
func New(text string) error {
	return &errorString{text}
}

// Unwrap returns what err's `Unwrap() error` method returns, nil when it has none.
func Unwrap(err error) error {
	if w, ok := err.(interface{ Unwrap() error }); ok {
		return w.Unwrap()
	}
	return nil
}

// Is reports whether err or an error it wraps, at any depth, equals target or says so itself by an
// Is method.
func Is(err, target error) bool {
	if err == nil || target == nil {
		return err == target
	}
	return is(err, target, rt.TypeOf(target).Comparable())
}

func is(err, target error, comparable bool) bool {
	for err != nil {
		if comparable && err == target {
			return true
		}
		if m, ok := err.(interface{ Is(error) bool }); ok && m.Is(target) {
			return true
		}
		if w, ok := err.(interface{ Unwrap() error }); ok {
			err = w.Unwrap()
			continue
		}
		if w, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range w.Unwrap() {
				if is(e, target, comparable) {
					return true
				}
			}
		}
		return false
	}
	return false
}

// As looks in err's tree for the first error that can be assigned to what target points to, and
// stores it there. It panics unless target is a non-nil pointer to an interface or an error type.
func As(err error, target any) bool {
	if err == nil {
		return false
	}
	if target == nil {
		panic("errors: target cannot be nil")
	}
	p := rt.ValueOf(target)
	if p.Kind() != rt.Pointer || p.IsNil() {
		panic("errors: target must be a non-nil pointer")
	}
	want := p.Type().Elem()
	errorType := rt.TypeOf((*error)(nil)).Elem()
	if want.Kind() != rt.Interface && !want.AssignableTo(errorType) {
		panic("errors: *target must be interface or implement error")
	}
	return as(err, target, p.Elem(), want)
}

func as(err error, target any, slot rt.Value, want rt.Type) bool {
	for err != nil {
		if rt.TypeOf(err).AssignableTo(want) {
			slot.Set(err)
			return true
		}
		if m, ok := err.(interface{ As(any) bool }); ok && m.As(target) {
			return true
		}
		if w, ok := err.(interface{ Unwrap() error }); ok {
			err = w.Unwrap()
			continue
		}
		if w, ok := err.(interface{ Unwrap() []error }); ok {
			for _, e := range w.Unwrap() {
				if e != nil && as(e, target, slot, want) {
					return true
				}
			}
		}
		return false
	}
	return false
}

// AsType returns the first error in err's tree that is an E.
func AsType[E error](err error) (E, bool) {
	var found E
	for err != nil {
		if e, ok := err.(E); ok {
			return e, true
		}
		if m, ok := err.(interface{ As(any) bool }); ok && m.As(&found) {
			return found, true
		}
		if w, ok := err.(interface{ Unwrap() error }); ok {
			err = w.Unwrap()
			continue
		}
		if w, ok := err.(interface{ Unwrap() []error }); ok {
			for _, child := range w.Unwrap() {
				if e, ok := AsType[E](child); ok {
					return e, true
				}
			}
		}
		return found, false
	}
	return found, false
}

type joinError struct {
	errs []error
}

func (e *joinError) Error() string {
	text := e.errs[0].Error()
	for _, err := range e.errs[1:] {
		text += "\n" + err.Error()
	}
	return text
}

func (e *joinError) Unwrap() []error { return e.errs }

// Join wraps the non-nil errs in one error whose text has a line for each; nil if there are none.
func Join(errs ...error) error {
	var present []error
	for _, err := range errs {
		if err != nil {
			present = append(present, err)
		}
	}
	if present == nil {
		return nil
	}
	return &joinError{present}
}
