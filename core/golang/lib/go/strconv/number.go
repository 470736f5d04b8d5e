// Package strconv converts between values and their texts. Digits are made and read by natives.
package strconv

import "errors"

// IntSize is the number of bits of an int.
const IntSize = 64

// ErrRange says that a number does not fit the type asked for.
var ErrRange = errors.New("value out of range")

// ErrSyntax says that a text is not a number.
var ErrSyntax = errors.New("invalid syntax")

// A NumError records a conversion that failed.
type NumError struct {
	Func string // ParseBool, ParseInt, ...
	Num  string // the text
	Err  error  // ErrRange, ErrSyntax or another reason
}

func (e *NumError) Error() string {
	return "strconv." + e.Func + ": parsing " + Quote(e.Num) + ": " + e.Err.Error()
}

func (e *NumError) Unwrap() error { return e.Err }

// What the parsing natives answer besides the number.
const (
	parsedOk = iota
	badSyntax
	outOfRange
	badBase
	badBitSize
)

// numError turns a native's answer into an error.
func numError(function, text string, code, base, bitSize int) error {
	var err error
	switch code {
	case parsedOk:
		return nil
	case badSyntax:
		err = ErrSyntax
	case outOfRange:
		err = ErrRange
	case badBase:
		err = errors.New("invalid base " + Itoa(base))
	case badBitSize:
		err = errors.New("invalid bit size " + Itoa(bitSize))
	}
	return &NumError{function, string([]byte(text)), err}
}

// parseUint reads an unsigned number: the value (the largest one if out of range) and a code.
func parseUint(s string, base, bitSize int) (uint64, int)

// parseInt reads a signed number: the value (the nearest one if out of range) and a code.
func parseInt(s string, base, bitSize int) (int64, int)

// parseFloat reads the longest floating-point number at the start of s: the value (an infinity if
// out of range), the number of bytes read, and a code.
func parseFloat(s string, bitSize int) (float64, int, int)

// formatUint writes u in the given base (2 to 36), with a minus if neg.
func formatUint(u uint64, base int, neg bool) string

// formatFloat writes f as FormatFloat does.
func formatFloat(f float64, fmt byte, prec, bitSize int) string

// ParseUint reads an unsigned number in the given base (0: by its prefix) and size.
func ParseUint(s string, base int, bitSize int) (uint64, error) {
	n, code := parseUint(s, base, bitSize)
	if code != parsedOk {
		return n, numError("ParseUint", s, code, base, bitSize)
	}
	return n, nil
}

// ParseInt reads a signed number in the given base (0: by its prefix) and size.
func ParseInt(s string, base int, bitSize int) (int64, error) {
	n, code := parseInt(s, base, bitSize)
	if code != parsedOk {
		return n, numError("ParseInt", s, code, base, bitSize)
	}
	return n, nil
}

// Atoi reads a decimal int.
func Atoi(s string) (int, error) {
	n, code := parseInt(s, 10, 0)
	if code != parsedOk {
		return int(n), numError("Atoi", s, code, 10, 0)
	}
	return int(n), nil
}

// ParseFloat reads a floating-point number and rounds it to the given size (32 or 64).
func ParseFloat(s string, bitSize int) (float64, error) {
	f, n, code := parseFloat(s, bitSize)
	if n != len(s) && code != badSyntax {
		f, code = 0, badSyntax
	}
	if code != parsedOk {
		return f, numError("ParseFloat", s, code, 0, bitSize)
	}
	return f, nil
}

// ParseComplex reads a complex number (`N`, `Ni`, `N±Ni`, with or without parentheses) and rounds
// its parts to half the given size (64 or 128).
func ParseComplex(s string, bitSize int) (complex128, error) {
	size := 64
	if bitSize == 64 {
		size = 32
	}
	text := s
	if len(s) >= 2 && s[0] == '(' && s[len(s)-1] == ')' {
		s = s[1 : len(s)-1]
	}
	first, n, code := parseFloat(s, size)
	if code == badSyntax {
		return 0, numError("ParseComplex", text, badSyntax, 0, bitSize)
	}
	s = s[n:]
	if s == "" {
		return complex(first, 0), numError("ParseComplex", text, code, 0, bitSize)
	}
	if s == "i" {
		return complex(0, first), numError("ParseComplex", text, code, 0, bitSize)
	}
	if s[0] != '+' && s[0] != '-' {
		return 0, numError("ParseComplex", text, badSyntax, 0, bitSize)
	}
	if s[0] == '+' && len(s) > 1 && s[1] != '+' {
		s = s[1:]
	}
	second, n, code2 := parseFloat(s, size)
	if code2 == badSyntax || s[n:] != "i" {
		return 0, numError("ParseComplex", text, badSyntax, 0, bitSize)
	}
	if code == parsedOk {
		code = code2
	}
	return complex(first, second), numError("ParseComplex", text, code, 0, bitSize)
}

// ParseBool reads 1, t, T, true, True, TRUE and their opposites.
func ParseBool(str string) (bool, error) {
	switch str {
	case "1", "t", "T", "true", "TRUE", "True":
		return true, nil
	case "0", "f", "F", "false", "FALSE", "False":
		return false, nil
	}
	return false, numError("ParseBool", str, badSyntax, 0, 0)
}

// FormatBool returns "true" or "false".
func FormatBool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

func checkBase(base int) {
	if base < 2 || base > 36 {
		panic("strconv: illegal AppendInt/FormatInt base")
	}
}

// FormatInt returns i in the given base (2 to 36).
func FormatInt(i int64, base int) string {
	checkBase(base)
	if i < 0 {
		return formatUint(uint64(-i), base, true)
	}
	return formatUint(uint64(i), base, false)
}

// FormatUint returns i in the given base (2 to 36).
func FormatUint(i uint64, base int) string {
	checkBase(base)
	return formatUint(i, base, false)
}

// Itoa returns i in decimal.
func Itoa(i int) string {
	if i < 0 {
		return formatUint(uint64(-i), 10, true)
	}
	return formatUint(uint64(i), 10, false)
}

// FormatFloat returns f, taken as rounded from bitSize bits, in the form fmt ('b', 'e', 'E', 'f',
// 'g', 'G', 'x', 'X') with prec digits; -1 means as few as identify the number.
func FormatFloat(f float64, fmt byte, prec, bitSize int) string {
	if bitSize != 32 && bitSize != 64 {
		panic("strconv: illegal AppendFloat/FormatFloat bitSize")
	}
	return formatFloat(f, fmt, prec, bitSize)
}

// FormatComplex returns c as (a+bi), the parts as FormatFloat makes them of half the bitSize.
func FormatComplex(c complex128, fmt byte, prec, bitSize int) string {
	if bitSize != 64 && bitSize != 128 {
		panic("invalid bitSize")
	}
	bitSize /= 2
	im := formatFloat(imag(c), fmt, prec, bitSize)
	if im[0] != '+' && im[0] != '-' {
		im = "+" + im
	}
	return "(" + formatFloat(real(c), fmt, prec, bitSize) + im + "i)"
}

// AppendBool appends FormatBool's text.
func AppendBool(dst []byte, b bool) []byte { return append(dst, FormatBool(b)...) }

// AppendInt appends FormatInt's text.
func AppendInt(dst []byte, i int64, base int) []byte { return append(dst, FormatInt(i, base)...) }

// AppendUint appends FormatUint's text.
func AppendUint(dst []byte, i uint64, base int) []byte { return append(dst, FormatUint(i, base)...) }

// AppendFloat appends FormatFloat's text.
func AppendFloat(dst []byte, f float64, fmt byte, prec, bitSize int) []byte {
	return append(dst, FormatFloat(f, fmt, prec, bitSize)...)
}
