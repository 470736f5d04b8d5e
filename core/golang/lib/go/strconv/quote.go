package strconv

import (
	"internal/bytealg"
	"internal/ucd"
	"unicode/utf8"
)

const hexDigits = "0123456789abcdef"

// How a quoting function treats characters beyond ASCII.
const (
	keepPrintable = iota
	keepGraphic
	keepAscii
)

// Quote returns s as a Go string literal in double quotes.
func Quote(s string) string { return bytealg.String(appendQuoted(nil, s, '"', keepPrintable)) }

// QuoteToASCII is Quote with everything beyond ASCII escaped.
func QuoteToASCII(s string) string { return bytealg.String(appendQuoted(nil, s, '"', keepAscii)) }

// QuoteToGraphic is Quote with every graphic character kept.
func QuoteToGraphic(s string) string { return bytealg.String(appendQuoted(nil, s, '"', keepGraphic)) }

// QuoteRune returns r as a Go character literal in single quotes.
func QuoteRune(r rune) string { return bytealg.String(appendQuotedRune(nil, r, keepPrintable)) }

// QuoteRuneToASCII is QuoteRune with everything beyond ASCII escaped.
func QuoteRuneToASCII(r rune) string { return bytealg.String(appendQuotedRune(nil, r, keepAscii)) }

// QuoteRuneToGraphic is QuoteRune with every graphic character kept.
func QuoteRuneToGraphic(r rune) string { return bytealg.String(appendQuotedRune(nil, r, keepGraphic)) }

// AppendQuote appends Quote's text.
func AppendQuote(dst []byte, s string) []byte { return appendQuoted(dst, s, '"', keepPrintable) }

// AppendQuoteToASCII appends QuoteToASCII's text.
func AppendQuoteToASCII(dst []byte, s string) []byte { return appendQuoted(dst, s, '"', keepAscii) }

// AppendQuoteToGraphic appends QuoteToGraphic's text.
func AppendQuoteToGraphic(dst []byte, s string) []byte {
	return appendQuoted(dst, s, '"', keepGraphic)
}

// AppendQuoteRune appends QuoteRune's text.
func AppendQuoteRune(dst []byte, r rune) []byte { return appendQuotedRune(dst, r, keepPrintable) }

// AppendQuoteRuneToASCII appends QuoteRuneToASCII's text.
func AppendQuoteRuneToASCII(dst []byte, r rune) []byte { return appendQuotedRune(dst, r, keepAscii) }

// AppendQuoteRuneToGraphic appends QuoteRuneToGraphic's text.
func AppendQuoteRuneToGraphic(dst []byte, r rune) []byte {
	return appendQuotedRune(dst, r, keepGraphic)
}

func appendQuoted(dst []byte, s string, quote byte, keep int) []byte {
	dst = append(dst, quote)
	for i := 0; i < len(s); {
		c := s[i]
		if ' ' <= c && c < 0x7F && c != quote && c != '\\' {
			dst = append(dst, c)
			i++
			continue
		}
		r, n := rune(c), 1
		if c >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(s[i:])
			if n == 1 {
				dst = append(dst, '\\', 'x', hexDigits[c>>4], hexDigits[c&15])
				i++
				continue
			}
		}
		dst = appendEscaped(dst, r, quote, keep)
		i += n
	}
	return append(dst, quote)
}

func appendQuotedRune(dst []byte, r rune, keep int) []byte {
	if !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	dst = append(dst, '\'')
	dst = appendEscaped(dst, r, '\'', keep)
	return append(dst, '\'')
}

func appendEscaped(dst []byte, r rune, quote byte, keep int) []byte {
	if r == rune(quote) || r == '\\' {
		return append(dst, '\\', byte(r))
	}
	if r < utf8.RuneSelf {
		if ' ' <= r && r < 0x7F {
			return append(dst, byte(r))
		}
	} else if keep == keepPrintable && ucd.IsPrint(r) || keep == keepGraphic && IsGraphic(r) {
		return utf8.AppendRune(dst, r)
	}
	if '\a' <= r && r <= '\r' {
		return append(dst, '\\', "abtnvfr"[r-'\a'])
	}
	switch {
	case r < ' ' || r == 0x7F:
		return append(dst, '\\', 'x', hexDigits[r>>4], hexDigits[r&15])
	case r < 0x10000:
		dst = append(dst, '\\', 'u')
		for shift := 12; shift >= 0; shift -= 4 {
			dst = append(dst, hexDigits[r>>uint(shift)&15])
		}
	default:
		dst = append(dst, '\\', 'U')
		for shift := 28; shift >= 0; shift -= 4 {
			dst = append(dst, hexDigits[r>>uint(shift)&15])
		}
	}
	return dst
}

// IsPrint reports whether Quote leaves r as it is, up to quotes and backslashes.
func IsPrint(r rune) bool { return ucd.IsPrint(r) }

// IsGraphic reports whether r is a graphic character: printable, or a space of any width.
func IsGraphic(r rune) bool { return ucd.IsGraphic(r) }

// CanBackquote reports whether s can stand unchanged between back quotes on one line.
func CanBackquote(s string) bool {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 || r == '\uFEFF' {
			return false
		}
		if r < ' ' && r != '\t' || r == '`' || r == 0x7F {
			return false
		}
		i += n
	}
	return true
}
