package fmt

import (
	"internal/rt"
	"io"
	"strconv"
	"unicode/utf8"
)

const (
	binaryDigits      = "01"
	octalDigits       = "01234567"
	decimalDigits     = "0123456789"
	hexadecimalDigits = "0123456789aAbBcCdDeEfF"
)

// scanOne reads one operand.
func (s *scanner) scanOne(verb rune, arg any) {
	s.buf = s.buf[:0]
	if sc, ok := arg.(Scanner); ok {
		err := sc.Scan(s, verb)
		if err != nil {
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			panic(scanError{err})
		}
		return
	}
	p := rt.ValueOf(arg)
	if p.Kind() != rt.Pointer {
		name := "<nil>"
		if arg != nil {
			name = rt.TypeOf(arg).String()
		}
		s.fail("type not a pointer: " + name)
	}
	v := p.Elem()
	switch v.Kind() {
	case rt.Bool:
		v.SetBool(s.scanBool(verb))
	case rt.Int, rt.Int8, rt.Int16, rt.Int32, rt.Int64:
		v.SetInt(s.scanInt(verb, int(v.Type().Size())*8))
	case rt.Uint, rt.Uint8, rt.Uint16, rt.Uint32, rt.Uint64, rt.Uintptr:
		v.SetUint(s.scanUint(verb, int(v.Type().Size())*8))
	case rt.Float32, rt.Float64:
		if s.okVerb(verb, "beEfFgGv", "float64") {
			s.skipSpace(false)
			s.notEOF()
			v.SetFloat(s.toFloat(s.floatToken(), int(v.Type().Size())*8))
		}
	case rt.Complex64, rt.Complex128:
		v.SetComplex(s.scanComplex(verb, int(v.Type().Size())*8))
	case rt.String:
		v.SetString(s.scanString(verb))
	case rt.Slice:
		if v.Type().Elem().Kind() != rt.Uint8 {
			s.fail("can't scan type: " + rt.TypeOf(arg).String())
		}
		v.SetBytes([]byte(s.scanString(verb)))
	default:
		s.fail("can't scan type: " + rt.TypeOf(arg).String())
	}
}

// okVerb checks the verb of a directive against those that fit the type.
func (s *scanner) okVerb(verb rune, okVerbs, typ string) bool {
	if indexRune(okVerbs, verb) < 0 {
		s.fail("bad verb '%" + string(verb) + "' for " + typ)
	}
	return true
}

func (s *scanner) scanBool(verb rune) bool {
	s.skipSpace(false)
	s.notEOF()
	s.okVerb(verb, "tv", "boolean")
	switch s.next() {
	case '0':
		return false
	case '1':
		return true
	case 't', 'T':
		if s.accept("rR") && (!s.accept("uU") || !s.accept("eE")) {
			s.fail("syntax error scanning boolean")
		}
		return true
	case 'f', 'F':
		if s.accept("aA") && (!s.accept("lL") || !s.accept("sS") || !s.accept("eE")) {
			s.fail("syntax error scanning boolean")
		}
		return false
	}
	return false
}

// base returns the base and the digits of a verb.
func (s *scanner) base(verb rune) (base int, digits string) {
	s.okVerb(verb, "bdoUxXv", "integer")
	switch verb {
	case 'b':
		return 2, binaryDigits
	case 'o':
		return 8, octalDigits
	case 'x', 'X', 'U':
		return 16, hexadecimalDigits
	}
	return 10, decimalDigits
}

// number gathers digits; there must be one unless haveDigits.
func (s *scanner) number(digits string, haveDigits bool) string {
	if !haveDigits {
		s.notEOF()
		if !s.accept(digits) {
			s.fail("expected integer")
		}
	}
	for s.accept(digits) {
	}
	return string(s.buf)
}

// prefix reads 0b, 0o, 0x or 0 for %v and returns the base they tell.
func (s *scanner) prefix() (base int, digits string, zeroFound bool) {
	if !s.peek("0") {
		return 0, decimalDigits + "_", false
	}
	s.accept("0")
	switch {
	case s.peek("bB"):
		s.consume("bB", true)
		return 0, binaryDigits + "_", true
	case s.peek("oO"):
		s.consume("oO", true)
		return 0, octalDigits + "_", true
	case s.peek("xX"):
		s.consume("xX", true)
		return 0, hexadecimalDigits + "_", true
	}
	return 0, octalDigits + "_", true
}

func (s *scanner) scanInt(verb rune, bits int) int64 {
	if verb == 'c' {
		return int64(s.scanRune(bits))
	}
	s.skipSpace(false)
	s.notEOF()
	base, digits := s.base(verb)
	haveDigits := false
	if verb == 'U' {
		if !s.consume("U", false) || !s.consume("+", false) {
			s.fail("bad unicode format ")
		}
	} else {
		s.accept("+-")
		if verb == 'v' {
			base, digits, haveDigits = s.prefix()
		}
	}
	token := s.number(digits, haveDigits)
	i, err := strconv.ParseInt(token, base, 64)
	if err != nil {
		panic(scanError{err})
	}
	shift := uint(64 - bits)
	if i<<shift>>shift != i {
		s.fail("integer overflow on token " + token)
	}
	return i
}

func (s *scanner) scanUint(verb rune, bits int) uint64 {
	if verb == 'c' {
		return uint64(s.scanRune(bits))
	}
	s.skipSpace(false)
	s.notEOF()
	base, digits := s.base(verb)
	haveDigits := false
	if verb == 'U' {
		if !s.consume("U", false) || !s.consume("+", false) {
			s.fail("bad unicode format ")
		}
	} else if verb == 'v' {
		base, digits, haveDigits = s.prefix()
	}
	token := s.number(digits, haveDigits)
	i, err := strconv.ParseUint(token, base, 64)
	if err != nil {
		panic(scanError{err})
	}
	shift := uint(64 - bits)
	if i<<shift>>shift != i {
		s.fail("unsigned integer overflow on token " + token)
	}
	return i
}

// scanRune reads one character, spaces too.
func (s *scanner) scanRune(bits int) int64 {
	s.notEOF()
	r := int64(s.next())
	shift := uint(64 - bits)
	if r<<shift>>shift != r {
		s.fail("overflow on character value " + string(rune(r)))
	}
	return r
}

// floatToken gathers a floating-point number.
func (s *scanner) floatToken() string {
	s.buf = s.buf[:0]
	if s.accept("nN") && s.accept("aA") && s.accept("nN") {
		return string(s.buf)
	}
	s.accept("+-")
	if s.accept("iI") && s.accept("nN") && s.accept("fF") {
		return string(s.buf)
	}
	digits := decimalDigits + "_"
	exp := "eEpP"
	if s.accept("0") && s.accept("xX") {
		digits = hexadecimalDigits + "_"
		exp = "pP"
	}
	for s.accept(digits) {
	}
	if s.accept(".") {
		for s.accept(digits) {
		}
	}
	if s.accept(exp) {
		s.accept("+-")
		for s.accept(decimalDigits + "_") {
		}
	}
	return string(s.buf)
}

// toFloat reads the token; a decimal mantissa may have a binary exponent (1p-3).
func (s *scanner) toFloat(token string, bits int) float64 {
	if p := indexRune(token, 'p'); p >= 0 && !hasX(token) {
		f, err := strconv.ParseFloat(token[:p], bits)
		if err == nil {
			var m int
			if m, err = strconv.Atoi(token[p+1:]); err == nil {
				for ; m > 0; m-- {
					f *= 2
				}
				for ; m < 0; m++ {
					f /= 2
				}
				return f
			}
		}
		if e, ok := err.(*strconv.NumError); ok {
			e.Num = token
		}
		panic(scanError{err})
	}
	f, err := strconv.ParseFloat(token, bits)
	if err != nil {
		panic(scanError{err})
	}
	return f
}

func hasX(s string) bool { return indexRune(s, 'x') >= 0 || indexRune(s, 'X') >= 0 }

func (s *scanner) scanComplex(verb rune, bits int) complex128 {
	s.okVerb(verb, "beEfFgGv", "complex")
	s.skipSpace(false)
	s.notEOF()
	parens := s.accept("(")
	re := s.floatToken()
	s.buf = s.buf[:0]
	if !s.accept("+-") {
		s.fail("syntax error scanning complex number")
	}
	sign := string(s.buf)
	im := s.floatToken()
	if !s.accept("i") || parens && !s.accept(")") {
		s.fail("syntax error scanning complex number")
	}
	return complex(s.toFloat(re, bits/2), s.toFloat(sign+im, bits/2))
}

func (s *scanner) scanString(verb rune) string {
	s.okVerb(verb, "svqxX", "string")
	s.skipSpace(false)
	s.notEOF()
	switch verb {
	case 'q':
		return s.quoted()
	case 'x', 'X':
		return s.hexString()
	}
	return string(s.while(notSpace))
}

// quoted reads a string literal.
func (s *scanner) quoted() string {
	s.notEOF()
	switch quote := s.next(); quote {
	case '`':
		for {
			r := s.must()
			if r == quote {
				return string(s.buf)
			}
			s.buf = utf8.AppendRune(s.buf, r)
		}
	case '"':
		s.buf = append(s.buf, '"')
		for {
			r := s.must()
			s.buf = utf8.AppendRune(s.buf, r)
			if r == '\\' {
				s.buf = utf8.AppendRune(s.buf, s.must())
			} else if r == '"' {
				break
			}
		}
		text, err := strconv.Unquote(string(s.buf))
		if err != nil {
			panic(scanError{err})
		}
		return text
	}
	s.fail("expected quoted string")
	return ""
}

// hexDigit returns the value of a digit.
func hexDigit(r rune) (int, bool) {
	switch {
	case '0' <= r && r <= '9':
		return int(r - '0'), true
	case 'a' <= r && r <= 'f':
		return int(r-'a') + 10, true
	case 'A' <= r && r <= 'F':
		return int(r-'A') + 10, true
	}
	return 0, false
}

// hexString reads pairs of digits as bytes.
func (s *scanner) hexString() string {
	s.notEOF()
	for {
		r := s.next()
		if r == eof {
			break
		}
		high, ok := hexDigit(r)
		if !ok {
			s.UnreadRune()
			break
		}
		low, ok := hexDigit(s.must())
		if !ok {
			s.fail("illegal hex digit")
		}
		s.buf = append(s.buf, byte(high<<4|low))
	}
	if len(s.buf) == 0 {
		s.fail("no hex data for %x string")
	}
	return string(s.buf)
}
