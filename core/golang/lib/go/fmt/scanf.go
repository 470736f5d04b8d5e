package fmt

import (
	"internal/ucd"
	"unicode/utf8"
)

func isBlank(r rune) bool { return r == ' ' || r == '\t' || r == '\r' || r == '\n' || ucd.IsSpace(r) }

// matchLiteral matches the input with the format up to the next directive. It returns how much of
// the format that is, negative if the input differs.
//
// White space matches like this: a newline in the format one in the input (or the end), with spaces
// before it skipped; other space, one or more of the input if the format has one or more.
func (s *scanner) matchLiteral(format string) (i int) {
	for i < len(format) {
		c, w := utf8.DecodeRuneInString(format[i:])
		if isBlank(c) {
			newlines := 0
			trailing := false
			for isBlank(c) && i < len(format) {
				if c == '\n' {
					newlines++
					trailing = false
				} else {
					trailing = true
				}
				i += w
				c, w = utf8.DecodeRuneInString(format[i:])
			}
			for j := 0; j < newlines; j++ {
				r := s.next()
				for isBlank(r) && r != '\n' {
					r = s.next()
				}
				if r != '\n' && r != eof {
					s.fail("newline in format does not match input")
				}
			}
			if trailing {
				r := s.next()
				if newlines == 0 {
					if !isBlank(r) && r != eof {
						s.fail("expected space in input to match format")
					}
					if r == '\n' {
						s.fail("newline in input does not match format")
					}
				}
				for isBlank(r) && r != '\n' {
					r = s.next()
				}
				if r != eof {
					s.UnreadRune()
				}
			}
			continue
		}
		if c == '%' {
			if i+w == len(format) {
				s.fail("missing verb: % at end of format string")
			}
			if next, _ := utf8.DecodeRuneInString(format[i+w:]); next != '%' {
				return i
			}
			i += w // the second % is matched as itself
		}
		r := s.must()
		if c != r {
			s.UnreadRune()
			return -1
		}
		i += w
	}
	return i
}

// scanFormat reads operands by a format.
func (s *scanner) scanFormat(format string, a []any) {
	end := len(format) - 1
	for i := 0; i <= end; {
		w := s.matchLiteral(format[i:])
		if w > 0 {
			i += w
			continue
		}
		if format[i] != '%' {
			if w < 0 {
				s.fail("input does not match format")
			}
			break
		}
		i++ // the %
		var width int
		width, s.hasWidth, i = number(format, i)
		s.maxWidth = hugeWidth
		if s.hasWidth {
			s.maxWidth = width
		}
		if i >= len(format) {
			s.fail("too few operands for format '%'")
		}
		verb, size := utf8.DecodeRuneInString(format[i:])
		i += size
		if verb != 'c' {
			s.skipSpace(false)
		}
		if verb == '%' {
			s.notEOF()
			s.skipSpace(false)
			if s.next() != '%' {
				s.fail("missing literal %")
			}
			continue
		}
		s.limit = hugeWidth
		if s.hasWidth {
			s.limit = s.count + s.maxWidth
		}
		if s.done >= len(a) {
			s.fail("too few operands for format '%" + format[i-size:] + "'")
		}
		s.scanOne(verb, a[s.done])
		s.done++
		s.limit = hugeWidth
	}
	if s.done < len(a) {
		s.fail("too many operands")
	}
}
