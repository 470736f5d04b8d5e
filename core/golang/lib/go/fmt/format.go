package fmt

import (
	"internal/rt"
	"strconv"
	"unicode/utf8"
)

// flags are what a directive says besides its verb.
type flags struct {
	wid, prec       int
	hasWid, hasPrec bool
	minus           bool // pad on the right
	plus            bool // sign always
	sharp           bool // alternate form
	space           bool // blank for a plus
	zero            bool // pad with zeros
	plusV           bool // %+v: field names
	sharpV          bool // %#v: Go syntax
}

func appendDecimal(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

// writePadding writes n pad characters.
func (p *printer) writePadding(n int) {
	c := byte(' ')
	if p.zero && !p.minus {
		c = '0'
	}
	for ; n > 0; n-- {
		p.buf = append(p.buf, c)
	}
}

// padString writes s, padded to the width.
func (p *printer) padString(s string) {
	if !p.hasWid || p.wid == 0 {
		p.buf = append(p.buf, s...)
		return
	}
	n := p.wid - utf8.RuneCountInString(s)
	if p.minus {
		p.buf = append(p.buf, s...)
		p.writePadding(n)
	} else {
		p.writePadding(n)
		p.buf = append(p.buf, s...)
	}
}

// padPlain is padString with blanks only.
func (p *printer) padPlain(s string) {
	old := p.zero
	p.zero = false
	p.padString(s)
	p.zero = old
}

func (p *printer) fmtBool(v bool, verb rune) {
	if verb != 't' && verb != 'v' {
		p.badVerb(verb)
		return
	}
	if v {
		p.padString("true")
	} else {
		p.padString("false")
	}
}

func (p *printer) fmtInt(v uint64, signed bool, verb rune) {
	switch verb {
	case 'd':
		p.fmtInteger(v, 10, signed, verb)
	case 'v':
		if p.sharpV && !signed {
			p.fmt0x(v, true)
		} else {
			p.fmtInteger(v, 10, signed, verb)
		}
	case 'b':
		p.fmtInteger(v, 2, signed, verb)
	case 'o', 'O':
		p.fmtInteger(v, 8, signed, verb)
	case 'x', 'X':
		p.fmtInteger(v, 16, signed, verb)
	case 'c':
		p.padString(string(asRune(v)))
	case 'q':
		if p.plus {
			p.padString(strconv.QuoteRuneToASCII(asRune(v)))
		} else {
			p.padString(strconv.QuoteRune(asRune(v)))
		}
	case 'U':
		p.fmtUnicode(v)
	default:
		p.badVerb(verb)
	}
}

// asRune returns v as a character, U+FFFD if it is too large.
func asRune(v uint64) rune {
	if v > utf8.MaxRune {
		return utf8.RuneError
	}
	return rune(v)
}

// fmt0x writes v in hexadecimal, with 0x in front or not.
func (p *printer) fmt0x(v uint64, lead bool) {
	old := p.sharp
	p.sharp = lead
	p.fmtInteger(v, 16, false, 'v')
	p.sharp = old
}

// upper turns the ASCII letters of b to upper case.
func upper(b []byte) {
	for i, c := range b {
		if 'a' <= c && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
	}
}

// fmtInteger writes v in the given base.
func (p *printer) fmtInteger(v uint64, base int, signed bool, verb rune) {
	negative := signed && int64(v) < 0
	if negative {
		v = -v
	}
	if !p.hasWid && !p.hasPrec && !p.plus && !p.space && !p.sharp && verb != 'X' && verb != 'O' {
		if negative {
			p.buf = append(p.buf, '-')
		}
		p.buf = append(p.buf, strconv.FormatUint(v, base)...)
		return
	}
	least := 0 // the least number of digits
	if p.hasPrec {
		least = p.prec
		if least == 0 && v == 0 {
			p.padPlain("")
			return
		}
	} else if p.zero && !p.minus && p.hasWid {
		least = p.wid
		if negative || p.plus || p.space {
			least--
		}
	}
	digits := strconv.FormatUint(v, base)
	var b []byte
	if negative {
		b = append(b, '-')
	} else if p.plus {
		b = append(b, '+')
	} else if p.space {
		b = append(b, ' ')
	}
	if verb == 'O' {
		b = append(b, '0', 'o')
	}
	if p.sharp {
		switch base {
		case 2:
			b = append(b, '0', 'b')
		case 8:
			if len(digits) >= least && digits[0] != '0' {
				b = append(b, '0')
			}
		case 16:
			b = append(b, '0', 'x')
		}
	}
	for n := len(digits); n < least; n++ {
		b = append(b, '0')
	}
	b = append(b, digits...)
	if verb == 'X' {
		upper(b)
	}
	p.padPlain(string(b))
}

// fmtUnicode writes U+0078, with # also the character: U+0078 'x'.
func (p *printer) fmtUnicode(v uint64) {
	digits := strconv.FormatUint(v, 16)
	b := []byte("U+")
	least := 4
	if p.hasPrec && p.prec > 4 {
		least = p.prec
	}
	for n := len(digits); n < least; n++ {
		b = append(b, '0')
	}
	b = append(b, digits...)
	upper(b)
	if p.sharp && v <= utf8.MaxRune && strconv.IsPrint(rune(v)) {
		b = append(b, " '"...)
		b = utf8.AppendRune(b, rune(v))
		b = append(b, '\'')
	}
	p.padPlain(string(b))
}

func (p *printer) fmtFloatVerb(v float64, size int, verb rune) {
	switch verb {
	case 'v':
		p.fmtFloat(v, size, 'g', -1)
	case 'b', 'g', 'G', 'x', 'X':
		p.fmtFloat(v, size, byte(verb), -1)
	case 'f', 'e', 'E':
		p.fmtFloat(v, size, byte(verb), 6)
	case 'F':
		p.fmtFloat(v, size, 'f', 6)
	default:
		p.badVerb(verb)
	}
}

// fmtFloat writes v in the given form; prec is used if the directive has none.
func (p *printer) fmtFloat(v float64, size int, form byte, prec int) {
	if p.hasPrec {
		prec = p.prec
	}
	num := strconv.FormatFloat(v, form, prec, size)
	if !p.hasWid && !p.plus && !p.space && !p.sharp {
		if num == "+Inf" && !p.plus {
			// An infinity always has its sign.
			p.str("+Inf")
			return
		}
		p.str(num)
		return
	}
	sign := byte('+')
	if num[0] == '-' || num[0] == '+' {
		sign = num[0]
		num = num[1:]
	}
	if p.space && sign == '+' && !p.plus {
		sign = ' '
	}
	if num == "Inf" || num == "NaN" {
		if num == "Inf" || p.space || p.plus {
			num = string(rune(sign)) + num
		}
		p.padPlain(num)
		return
	}
	if p.sharp && form != 'b' {
		num = alternate(num, form, prec)
	}
	if p.plus || sign != '+' {
		if p.zero && !p.minus && p.hasWid && p.wid > len(num)+1 {
			// The sign goes before the zeros.
			p.buf = append(p.buf, sign)
			p.writePadding(p.wid - len(num) - 1)
			p.str(num)
			return
		}
		num = string(rune(sign)) + num
	}
	p.padString(num)
}

// alternate gives a number's text a decimal point always and, for %g and %x, keeps the trailing
// zeros up to the precision (6 if there is none).
func alternate(num string, form byte, prec int) string {
	digits := 0
	switch form {
	case 'g', 'G', 'x':
		digits = prec
		if digits < 0 {
			digits = 6
		}
	}
	hex := form == 'x' || form == 'X'
	point := false
	significant := false
	end := len(num)
	for i := 0; i < len(num); i++ {
		c := num[i]
		if c == '.' {
			point = true
			continue
		}
		if c == 'p' || c == 'P' || !hex && (c == 'e' || c == 'E') {
			end = i
			break
		}
		if c != '0' {
			significant = true
		}
		if significant {
			digits--
		}
	}
	b := []byte(num[:end])
	if !point {
		if len(b) == 1 && b[0] == '0' {
			digits--
		}
		b = append(b, '.')
	}
	for ; digits > 0; digits-- {
		b = append(b, '0')
	}
	return string(append(b, num[end:]...))
}

func (p *printer) fmtComplex(v complex128, size int, verb rune) {
	switch verb {
	case 'v', 'b', 'g', 'G', 'x', 'X', 'f', 'F', 'e', 'E':
		old := p.plus
		p.buf = append(p.buf, '(')
		p.fmtFloatVerb(real(v), size/2, verb)
		p.plus = true
		p.fmtFloatVerb(imag(v), size/2, verb)
		p.str("i)")
		p.plus = old
	default:
		p.badVerb(verb)
	}
}

// truncate cuts s to the precision.
func (p *printer) truncate(s string) string {
	if p.hasPrec {
		n := p.prec
		for i := range s {
			n--
			if n < 0 {
				return s[:i]
			}
		}
	}
	return s
}

// fmtS writes a string.
func (p *printer) fmtS(s string) { p.padString(p.truncate(s)) }

func (p *printer) fmtString(s string, verb rune) {
	switch verb {
	case 'v':
		if p.sharpV {
			p.fmtQuoted(s)
		} else {
			p.fmtS(s)
		}
	case 's':
		p.fmtS(s)
	case 'x', 'X':
		p.fmtHex(s, verb)
	case 'q':
		p.fmtQuoted(s)
	default:
		p.badVerb(verb)
	}
}

// fmtQuoted writes a string as a Go literal.
func (p *printer) fmtQuoted(s string) {
	s = p.truncate(s)
	switch {
	case p.sharp && strconv.CanBackquote(s):
		p.padString("`" + s + "`")
	case p.plus:
		p.padString(strconv.QuoteToASCII(s))
	default:
		p.padString(strconv.Quote(s))
	}
}

// fmtHex writes the bytes of s in hexadecimal.
func (p *printer) fmtHex(s string, verb rune) {
	if p.hasPrec && p.prec < len(s) {
		s = s[:p.prec]
	}
	var b []byte
	for i := 0; i < len(s); i++ {
		if p.space && i > 0 {
			b = append(b, ' ')
		}
		if p.sharp && (p.space || i == 0) {
			b = append(b, '0', 'x')
		}
		b = append(b, "0123456789abcdef"[s[i]>>4], "0123456789abcdef"[s[i]&15])
	}
	if verb == 'X' {
		upper(b)
	}
	p.padString(string(b))
}

func (p *printer) fmtBytes(v []byte, verb rune, typeName string) {
	switch verb {
	case 'v', 'd':
		if p.sharpV {
			p.str(typeName)
			if v == nil {
				p.str("(nil)")
				return
			}
			p.buf = append(p.buf, '{')
			for i, c := range v {
				if i > 0 {
					p.str(", ")
				}
				p.fmt0x(uint64(c), true)
			}
			p.buf = append(p.buf, '}')
			return
		}
		p.buf = append(p.buf, '[')
		for i, c := range v {
			if i > 0 {
				p.buf = append(p.buf, ' ')
			}
			p.fmtInteger(uint64(c), 10, false, verb)
		}
		p.buf = append(p.buf, ']')
	case 's':
		p.fmtS(string(v))
	case 'x', 'X':
		p.fmtHex(string(v), verb)
	case 'q':
		p.fmtQuoted(string(v))
	default:
		p.printValue(rt.ValueOf(v), verb, 0, false)
	}
}

// fmtPointer writes a pointer or another value that has an address.
func (p *printer) fmtPointer(v rt.Value, verb rune) {
	switch v.Kind() {
	case rt.Chan, rt.Func, rt.Map, rt.Pointer, rt.Slice, rt.UnsafePointer:
	default:
		p.badVerb(verb)
		return
	}
	u := uint64(v.Pointer())
	switch verb {
	case 'v':
		switch {
		case p.sharpV:
			p.buf = append(p.buf, '(')
			p.str(v.Type().String())
			p.str(")(")
			if u == 0 {
				p.str("nil")
			} else {
				p.fmt0x(u, true)
			}
			p.buf = append(p.buf, ')')
		case u == 0:
			p.padString("<nil>")
		default:
			p.fmt0x(u, !p.sharp)
		}
	case 'p':
		p.fmt0x(u, !p.sharp)
	case 'b', 'o', 'd', 'x', 'X':
		p.fmtInt(u, false, verb)
	default:
		p.badVerb(verb)
	}
}
