package fmt

import (
	"errors"
	"internal/bytealg"
)

// Errorf returns an error with the formatted text. It wraps the operands of %w.
func Errorf(format string, a ...any) error {
	var p printer
	p.wraps = true
	p.printf(format, a)
	text := bytealg.String(p.buf)
	if len(p.wrapped) == 0 {
		return errors.New(text)
	}
	if len(p.wrapped) == 1 {
		err, _ := a[p.wrapped[0]].(error)
		return &wrapError{text, err}
	}
	// In the order of the operands, each once.
	var errs []error
	for i, operand := range a {
		for _, n := range p.wrapped {
			if n == i {
				if err, ok := operand.(error); ok {
					errs = append(errs, err)
				}
				break
			}
		}
	}
	return &wrapErrors{text, errs}
}
