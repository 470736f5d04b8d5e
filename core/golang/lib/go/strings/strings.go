// Package strings searches, splits, maps and builds UTF-8 text. The inner loops are natives
// (internal/bytealg).
package strings

import (
	"internal/bytealg"
	"internal/ucd"
	"unicode/utf8"
)

// Clone returns a fresh copy of s.
func Clone(s string) string {
	if s == "" {
		return ""
	}
	return string([]byte(s))
}

// Compare returns -1, 0 or 1 as a is less than, equal to or greater than b.
func Compare(a, b string) int { return bytealg.Compare(a, b) }

// Contains reports whether substr is within s.
func Contains(s, substr string) bool { return bytealg.Index(s, substr) >= 0 }

// ContainsAny reports whether any character of chars is within s.
func ContainsAny(s, chars string) bool { return IndexAny(s, chars) >= 0 }

// ContainsFunc reports whether f holds for any character of s.
func ContainsFunc(s string, f func(rune) bool) bool { return IndexFunc(s, f) >= 0 }

// ContainsRune reports whether r is within s.
func ContainsRune(s string, r rune) bool { return IndexRune(s, r) >= 0 }

// Count counts the places of substr in s that do not overlap; characters + 1 if substr is empty.
func Count(s, substr string) int {
	if substr == "" {
		return utf8.RuneCountInString(s) + 1
	}
	return bytealg.Count(s, substr)
}

// Cut returns the text before and after the first sep, or s, "" and false.
func Cut(s, sep string) (before, after string, found bool) {
	i := bytealg.Index(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// CutPrefix returns s without the leading prefix and whether it had it.
func CutPrefix(s, prefix string) (after string, found bool) {
	if !HasPrefix(s, prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// CutSuffix returns s without the trailing suffix and whether it had it.
func CutSuffix(s, suffix string) (before string, found bool) {
	if !HasSuffix(s, suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

// EqualFold reports whether s and t are equal when case is ignored (simple Unicode folding).
func EqualFold(s, t string) bool { return bytealg.EqualFold(s, t) }

// HasPrefix reports whether s begins with prefix.
func HasPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && s[:len(prefix)] == prefix
}

// HasSuffix reports whether s ends with suffix.
func HasSuffix(s, suffix string) bool {
	return len(s) >= len(suffix) && s[len(s)-len(suffix):] == suffix
}

// Index returns the place of the first substr in s, -1 if there is none.
func Index(s, substr string) int { return bytealg.Index(s, substr) }

// IndexByte returns the place of the first c in s, -1 if there is none.
func IndexByte(s string, c byte) int { return bytealg.IndexByte(s, c) }

// IndexRune returns the place of the first r in s; of the first broken encoding for RuneError.
func IndexRune(s string, r rune) int {
	switch {
	case 0 <= r && r < utf8.RuneSelf:
		return bytealg.IndexByte(s, byte(r))
	case r == utf8.RuneError:
		for i, c := range s {
			if c == utf8.RuneError {
				return i
			}
		}
		return -1
	case !utf8.ValidRune(r):
		return -1
	}
	return bytealg.Index(s, string(r))
}

// IndexAny returns the place of the first character of s that is in chars, -1 if there is none.
func IndexAny(s, chars string) int {
	if chars == "" {
		return -1
	}
	for i, c := range s {
		if IndexRune(chars, c) >= 0 {
			return i
		}
	}
	return -1
}

// LastIndex returns the place of the last substr in s, -1 if there is none.
func LastIndex(s, substr string) int { return bytealg.LastIndex(s, substr) }

// LastIndexByte returns the place of the last c in s, -1 if there is none.
func LastIndexByte(s string, c byte) int { return bytealg.LastIndexByte(s, c) }

// LastIndexAny returns the place of the last character of s that is in chars, -1 if there is none.
func LastIndexAny(s, chars string) int {
	if chars == "" {
		return -1
	}
	for i := len(s); i > 0; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		i -= n
		if IndexRune(chars, r) >= 0 {
			return i
		}
	}
	return -1
}

// IndexFunc returns the place of the first character for which f holds, -1 if there is none.
func IndexFunc(s string, f func(rune) bool) int {
	for i, c := range s {
		if f(c) {
			return i
		}
	}
	return -1
}

// LastIndexFunc returns the place of the last character for which f holds, -1 if there is none.
func LastIndexFunc(s string, f func(rune) bool) int {
	for i := len(s); i > 0; {
		r, n := utf8.DecodeLastRuneInString(s[:i])
		i -= n
		if f(r) {
			return i
		}
	}
	return -1
}

// Join puts sep between the elements.
func Join(elems []string, sep string) string {
	switch len(elems) {
	case 0:
		return ""
	case 1:
		return elems[0]
	}
	n := len(sep) * (len(elems) - 1)
	for _, e := range elems {
		n += len(e)
	}
	b := make([]byte, 0, n)
	b = append(b, elems[0]...)
	for _, e := range elems[1:] {
		b = append(b, sep...)
		b = append(b, e...)
	}
	return bytealg.String(b)
}

// Repeat returns count copies of s. It panics if count is negative or the result too long.
func Repeat(s string, count int) string {
	if count < 0 {
		panic("strings: negative Repeat count")
	}
	if len(s) > 0 && count > (1<<63-1)/len(s) {
		panic("strings: Repeat output length overflow")
	}
	return bytealg.Repeat(s, count)
}

// Replace replaces the first n places of old that do not overlap (all if n < 0). An empty old is
// found before each character and at the end.
func Replace(s, old, with string, n int) string {
	if old == with || n == 0 {
		return s
	}
	if old != "" {
		return bytealg.Replace(s, old, with, n)
	}
	var b []byte
	last := 0
	for i := range s {
		if n == 0 {
			break
		}
		b = append(b, s[last:i]...)
		b = append(b, with...)
		last = i
		n--
	}
	b = append(b, s[last:]...)
	if n != 0 {
		b = append(b, with...)
	}
	return bytealg.String(b)
}

// ReplaceAll replaces every place of old.
func ReplaceAll(s, old, with string) string { return Replace(s, old, with, -1) }

// Map applies mapping to every character; those it maps to a negative value are dropped.
func Map(mapping func(rune) rune, s string) string {
	b := make([]byte, 0, len(s))
	for _, c := range s {
		if r := mapping(c); r >= 0 {
			b = utf8.AppendRune(b, r)
		}
	}
	return bytealg.String(b)
}

// ToUpper returns s in upper case.
func ToUpper(s string) string { return bytealg.ToUpper(s) }

// ToLower returns s in lower case.
func ToLower(s string) string { return bytealg.ToLower(s) }

// ToTitle returns s in title case.
func ToTitle(s string) string { return bytealg.ToTitle(s) }

// ToUpperSpecial is ToUpper by the rules of c first.
func ToUpperSpecial(c ucd.SpecialCase, s string) string { return Map(c.ToUpper, s) }

// ToLowerSpecial is ToLower by the rules of c first.
func ToLowerSpecial(c ucd.SpecialCase, s string) string { return Map(c.ToLower, s) }

// ToTitleSpecial is ToTitle by the rules of c first.
func ToTitleSpecial(c ucd.SpecialCase, s string) string { return Map(c.ToTitle, s) }

// ToValidUTF8 replaces each run of broken bytes by replacement.
func ToValidUTF8(s, replacement string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b []byte
	broken := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n == 1 {
			if !broken {
				b = append(b, replacement...)
			}
			broken = true
		} else {
			b = append(b, s[i:i+n]...)
			broken = false
		}
		i += n
	}
	return bytealg.String(b)
}

// Title puts the first letter of each word in title case. It knows only simple words.
func Title(s string) string {
	prev := ' '
	return Map(func(r rune) rune {
		start := separates(prev)
		prev = r
		if start {
			return ucd.To(ucd.TitleCase, r)
		}
		return r
	}, s)
}

// separates reports whether a word may begin after r.
func separates(r rune) bool {
	if r < utf8.RuneSelf {
		return !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_')
	}
	if ucd.IsLetter(r) || ucd.IsDigit(r) {
		return false
	}
	return ucd.IsSpace(r)
}
