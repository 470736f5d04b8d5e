// Package fmt prints and reads values by formats.
//
// printer.go walks values, format.go writes the basic ones with flags and width, scan*.go read.
package fmt

import (
	"internal/bytealg"
	"io"
	"os"
	"unicode/utf8"
)

// State is what a Formatter gets: where to write, and the flags.
type State interface {
	Write(b []byte) (n int, err error)
	Width() (wid int, ok bool)
	Precision() (prec int, ok bool)
	Flag(c int) bool
}

// A Formatter formats itself.
type Formatter interface {
	Format(f State, verb rune)
}

// A Stringer has a text for %v and %s.
type Stringer interface {
	String() string
}

// A GoStringer has a text for %#v.
type GoStringer interface {
	GoString() string
}

// FormatString returns the directive that State and verb came from.
func FormatString(state State, verb rune) string {
	b := []byte{'%'}
	for _, c := range " +-#0" {
		if state.Flag(int(c)) {
			b = append(b, byte(c))
		}
	}
	if w, ok := state.Width(); ok {
		b = appendDecimal(b, w)
	}
	if p, ok := state.Precision(); ok {
		b = append(b, '.')
		b = appendDecimal(b, p)
	}
	return string(utf8.AppendRune(b, verb))
}

// Fprintf formats to w.
func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	var p printer
	p.printf(format, a)
	return w.Write(p.buf)
}

// Printf formats to standard output.
func Printf(format string, a ...any) (n int, err error) {
	var p printer
	p.printf(format, a)
	return os.Stdout.Write(p.buf)
}

// Sprintf formats to a string.
func Sprintf(format string, a ...any) string {
	var p printer
	p.printf(format, a)
	return bytealg.String(p.buf)
}

// Appendf formats to the end of b.
func Appendf(b []byte, format string, a ...any) []byte {
	var p printer
	p.printf(format, a)
	return append(b, p.buf...)
}

// Fprint writes the operands to w, with a space between two that are not strings.
func Fprint(w io.Writer, a ...any) (n int, err error) {
	var p printer
	p.print(a)
	return w.Write(p.buf)
}

// Print writes the operands to standard output, with a space between two that are not strings.
func Print(a ...any) (n int, err error) {
	var p printer
	p.print(a)
	return os.Stdout.Write(p.buf)
}

// Sprint returns the operands' text, with a space between two that are not strings.
func Sprint(a ...any) string {
	var p printer
	p.print(a)
	return bytealg.String(p.buf)
}

// Append is Sprint to the end of b.
func Append(b []byte, a ...any) []byte {
	var p printer
	p.print(a)
	return append(b, p.buf...)
}

// Fprintln writes the operands to w, with spaces between and a newline after them.
func Fprintln(w io.Writer, a ...any) (n int, err error) {
	var p printer
	p.println(a)
	return w.Write(p.buf)
}

// Println writes the operands to standard output, with spaces between and a newline after them.
func Println(a ...any) (n int, err error) {
	var p printer
	p.println(a)
	return os.Stdout.Write(p.buf)
}

// Sprintln returns the operands' text, with spaces between and a newline after them.
func Sprintln(a ...any) string {
	var p printer
	p.println(a)
	return bytealg.String(p.buf)
}

// Appendln is Sprintln to the end of b.
func Appendln(b []byte, a ...any) []byte {
	var p printer
	p.println(a)
	return append(b, p.buf...)
}

type wrapError struct {
	msg string
	err error
}

func (e *wrapError) Error() string { return e.msg }
func (e *wrapError) Unwrap() error { return e.err }

type wrapErrors struct {
	msg  string
	errs []error
}

func (e *wrapErrors) Error() string   { return e.msg }
func (e *wrapErrors) Unwrap() []error { return e.errs }
