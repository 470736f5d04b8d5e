package fmt

import (
	"internal/bytealg"
	"internal/rt"
	"internal/ucd"
	"unicode/utf8"
)

// upperFirst reports whether a name begins with an upper-case letter beyond ASCII.
func upperFirst(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return ucd.IsUpper(r)
}

// tooLarge bounds widths, precisions and argument numbers.
func tooLarge(n int) bool { return n > 1e6 || n < -1e6 }

// number reads a decimal number at s[i:].
func number(s string, i int) (n int, ok bool, next int) {
	for next = i; next < len(s) && '0' <= s[next] && s[next] <= '9'; next++ {
		if tooLarge(n) {
			return 0, false, len(s)
		}
		n = n*10 + int(s[next]-'0')
		ok = true
	}
	return n, ok, next
}

// index reads an argument index such as [2] at format[i:]. It returns the operand to use next, where
// the format goes on, and whether there was a usable index.
func (p *printer) index(operand int, format string, i, operands int) (next, at int, found bool) {
	if i >= len(format) || format[i] != '[' {
		return operand, i, false
	}
	p.reordered = true
	end := bytealg.IndexByte(format[i:], ']')
	if len(format)-i < 3 || end < 0 {
		p.badIndex = true
		return operand, i + 1, false
	}
	end += i
	n, ok, stop := number(format[:end], i+1)
	if !ok || stop != end {
		p.badIndex = true
		return operand, end + 1, false
	}
	if n < 1 || n > operands {
		p.badIndex = true
		return operand, end + 1, true
	}
	return n - 1, end + 1, true
}

// starred takes a width or precision from the operands.
func starred(a []any, operand int) (n int, ok bool, next int) {
	if operand >= len(a) {
		return 0, false, operand
	}
	next = operand + 1
	n, ok = a[operand].(int)
	if !ok {
		v := rt.ValueOf(a[operand])
		switch v.Kind() {
		case rt.Int, rt.Int8, rt.Int16, rt.Int32, rt.Int64:
			n, ok = int(v.Int()), true
		case rt.Uint, rt.Uint8, rt.Uint16, rt.Uint32, rt.Uint64, rt.Uintptr:
			n = int(v.Uint())
			ok = n >= 0
		}
	}
	if !ok || tooLarge(n) {
		return 0, false, next
	}
	return n, true, next
}

// bad reports a directive that cannot be carried out: %!d(MISSING).
func (p *printer) bad(verb rune, what string) {
	p.str("%!")
	p.buf = utf8.AppendRune(p.buf, verb)
	p.str(what)
}

func (p *printer) printf(format string, a []any) {
	end := len(format)
	operand := 0
	afterIndex := false // an index came directly before
	for i := 0; i < end; {
		p.badIndex = false
		n := bytealg.IndexByte(format[i:], '%')
		if n < 0 {
			p.str(format[i:])
			break
		}
		p.str(format[i : i+n])
		i += n + 1
		p.flags = flags{}
		i = p.readFlags(format, i)

		operand, i, afterIndex = p.index(operand, format, i, len(a))
		if i < end && format[i] == '*' {
			i++
			p.wid, p.hasWid, operand = starred(a, operand)
			if !p.hasWid {
				p.str("%!(BADWIDTH)")
			}
			if p.wid < 0 {
				p.wid = -p.wid
				p.minus = true
				p.zero = false
			}
			afterIndex = false
		} else {
			p.wid, p.hasWid, i = number(format, i)
			if afterIndex && p.hasWid { // "%[3]2d"
				p.badIndex = true
			}
		}
		if i < end && format[i] == '.' {
			i++
			if afterIndex { // "%[3].2d"
				p.badIndex = true
			}
			operand, i, afterIndex = p.index(operand, format, i, len(a))
			if i < end && format[i] == '*' {
				i++
				p.prec, p.hasPrec, operand = starred(a, operand)
				if p.prec < 0 {
					p.prec = 0
					p.hasPrec = false
				}
				if !p.hasPrec {
					p.str("%!(BADPREC)")
				}
				afterIndex = false
			} else {
				p.prec, p.hasPrec, i = number(format, i)
				if !p.hasPrec {
					p.prec = 0
					p.hasPrec = true
				}
			}
		}
		if !afterIndex {
			operand, i, afterIndex = p.index(operand, format, i, len(a))
		}
		if i >= end {
			p.str("%!(NOVERB)")
			break
		}
		verb, size := rune(format[i]), 1
		if verb >= utf8.RuneSelf {
			verb, size = utf8.DecodeRuneInString(format[i:])
		}
		i += size
		switch {
		case verb == '%':
			p.buf = append(p.buf, '%')
		case p.badIndex:
			p.bad(verb, "(BADINDEX)")
		case operand >= len(a):
			p.bad(verb, "(MISSING)")
		default:
			if verb == 'w' {
				p.wrapped = append(p.wrapped, operand)
			}
			if verb == 'v' || verb == 'w' {
				p.sharpV, p.sharp = p.sharp, false
				p.plusV, p.plus = p.plus, false
			}
			p.printArg(a[operand], verb)
			operand++
		}
	}
	if !p.reordered && operand < len(a) {
		p.extra(a[operand:])
	}
}

// readFlags reads the flags at format[i:].
func (p *printer) readFlags(format string, i int) int {
	for i < len(format) {
		switch format[i] {
		case '#':
			p.sharp = true
		case '0':
			p.zero = true
		case '+':
			p.plus = true
		case '-':
			p.minus = true
		case ' ':
			p.space = true
		default:
			return i
		}
		i++
	}
	return i
}

// extra reports operands that the format did not use.
func (p *printer) extra(a []any) {
	p.flags = flags{}
	p.str("%!(EXTRA ")
	for i, arg := range a {
		if i > 0 {
			p.str(", ")
		}
		if arg == nil {
			p.str("<nil>")
		} else {
			p.str(rt.TypeOf(arg).String())
			p.buf = append(p.buf, '=')
			p.printArg(arg, 'v')
		}
	}
	p.buf = append(p.buf, ')')
}
