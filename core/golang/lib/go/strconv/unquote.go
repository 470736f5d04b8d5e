package strconv

import (
	"internal/bytealg"
	"unicode/utf8"
)

// hexValue returns the value of a hexadecimal digit, -1 if c is none.
func hexValue(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c - 'a' + 10)
	case 'A' <= c && c <= 'F':
		return rune(c - 'A' + 10)
	}
	return -1
}

// UnquoteChar reads the first character or escape of a literal between quotes of the given kind (0
// allows both unescaped). multibyte tells whether value needs more than a byte in UTF-8.
func UnquoteChar(s string, quote byte) (value rune, multibyte bool, tail string, err error) {
	if s == "" {
		return 0, false, "", ErrSyntax
	}
	c := s[0]
	if c == quote && (quote == '\'' || quote == '"') {
		return 0, false, "", ErrSyntax
	}
	if c >= utf8.RuneSelf {
		r, n := utf8.DecodeRuneInString(s)
		return r, true, s[n:], nil
	}
	if c != '\\' {
		return rune(c), false, s[1:], nil
	}
	if len(s) < 2 {
		return 0, false, "", ErrSyntax
	}
	c = s[1]
	s = s[2:]
	digits := 0
	switch c {
	case 'a':
		value = '\a'
	case 'b':
		value = '\b'
	case 'f':
		value = '\f'
	case 'n':
		value = '\n'
	case 'r':
		value = '\r'
	case 't':
		value = '\t'
	case 'v':
		value = '\v'
	case '\\':
		value = '\\'
	case '\'', '"':
		if c != quote {
			return 0, false, "", ErrSyntax
		}
		value = rune(c)
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	case '0', '1', '2', '3', '4', '5', '6', '7':
		value = rune(c - '0')
		if len(s) < 2 {
			return 0, false, "", ErrSyntax
		}
		for i := 0; i < 2; i++ {
			if s[i] < '0' || s[i] > '7' {
				return 0, false, "", ErrSyntax
			}
			value = value<<3 | rune(s[i]-'0')
		}
		if value > 255 {
			return 0, false, "", ErrSyntax
		}
		s = s[2:]
	default:
		return 0, false, "", ErrSyntax
	}
	if digits > 0 {
		if len(s) < digits {
			return 0, false, "", ErrSyntax
		}
		for i := 0; i < digits; i++ {
			x := hexValue(s[i])
			if x < 0 {
				return 0, false, "", ErrSyntax
			}
			value = value<<4 | x
		}
		if digits > 2 {
			if !utf8.ValidRune(value) {
				return 0, false, "", ErrSyntax
			}
			multibyte = true
		}
		s = s[digits:]
	}
	return value, multibyte, s, nil
}

// QuotedPrefix returns the quoted literal that s begins with, quotes included.
func QuotedPrefix(s string) (string, error) {
	_, n, ok := unquotePrefix(s, false)
	if !ok {
		return "", ErrSyntax
	}
	return s[:n], nil
}

// Unquote returns the value of a string or character literal.
func Unquote(s string) (string, error) {
	value, n, ok := unquotePrefix(s, true)
	if !ok || n != len(s) {
		return "", ErrSyntax
	}
	return value, nil
}

// unquotePrefix reads the literal at the start of s: its value (if wanted) and its length.
func unquotePrefix(s string, wanted bool) (value string, n int, ok bool) {
	if len(s) < 2 {
		return "", 0, false
	}
	quote := s[0]
	end := bytealg.IndexByte(s[1:], quote)
	if end < 0 {
		return "", 0, false
	}
	switch quote {
	case '`':
		n = end + 2
		value = s[1 : n-1]
		if wanted && bytealg.IndexByte(value, '\r') >= 0 {
			value = bytealg.Replace(value, "\r", "", -1)
		}
		return value, n, true
	case '"', '\'':
		body := s[1 : 1+end]
		if bytealg.IndexByte(body, '\\') < 0 && bytealg.IndexByte(body, '\n') < 0 {
			if quote == '"' && utf8.ValidString(body) {
				return body, end + 2, true
			}
			if quote == '\'' {
				r, size := utf8.DecodeRuneInString(body)
				if size == len(body) && (r != utf8.RuneError || size != 1) {
					return body, end + 2, true
				}
			}
		}
		return unquoteEscaped(s, quote)
	}
	return "", 0, false
}

// unquoteEscaped reads a literal character by character.
func unquoteEscaped(s string, quote byte) (value string, n int, ok bool) {
	var b []byte
	rest := s[1:]
	for len(rest) > 0 && rest[0] != quote {
		if rest[0] == '\n' {
			return "", 0, false
		}
		r, multibyte, tail, err := UnquoteChar(rest, quote)
		if err != nil {
			return "", 0, false
		}
		rest = tail
		if r < utf8.RuneSelf || !multibyte {
			b = append(b, byte(r))
		} else {
			b = utf8.AppendRune(b, r)
		}
		if quote == '\'' {
			break
		}
	}
	if len(rest) == 0 || rest[0] != quote || quote == '\'' && len(b) == 0 {
		return "", 0, false
	}
	return bytealg.String(b), len(s) - len(rest) + 1, true
}
