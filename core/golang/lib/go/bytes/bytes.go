// Package bytes does for byte slices what package strings does for strings, with the same natives.
package bytes

import (
	"internal/bytealg"
	"internal/ucd"
	"unicode/utf8"
)

// str looks at b as a string for the length of a call.
func str(b []byte) string { return bytealg.String(b) }

// Clone returns a fresh copy of b, nil for nil.
func Clone(b []byte) []byte {
	if b == nil {
		return nil
	}
	return append([]byte{}, b...)
}

// Compare returns -1, 0 or 1 as a is less than, equal to or greater than b.
func Compare(a, b []byte) int { return bytealg.Compare(str(a), str(b)) }

// Equal reports whether the slices hold the same bytes; nil is empty.
func Equal(a, b []byte) bool { return str(a) == str(b) }

// EqualFold reports whether s and t are equal when case is ignored.
func EqualFold(s, t []byte) bool { return bytealg.EqualFold(str(s), str(t)) }

// Contains reports whether subslice is within b.
func Contains(b, subslice []byte) bool { return Index(b, subslice) >= 0 }

// ContainsAny reports whether any character of chars is within b.
func ContainsAny(b []byte, chars string) bool { return IndexAny(b, chars) >= 0 }

// ContainsFunc reports whether f holds for any character of b.
func ContainsFunc(b []byte, f func(rune) bool) bool { return IndexFunc(b, f) >= 0 }

// ContainsRune reports whether r is within b.
func ContainsRune(b []byte, r rune) bool { return IndexRune(b, r) >= 0 }

// Count counts the places of sep in s that do not overlap; characters + 1 if sep is empty.
func Count(s, sep []byte) int {
	if len(sep) == 0 {
		return utf8.RuneCount(s) + 1
	}
	return bytealg.Count(str(s), str(sep))
}

// Cut returns what is before and after the first sep, or s, nil and false.
func Cut(s, sep []byte) (before, after []byte, found bool) {
	i := Index(s, sep)
	if i < 0 {
		return s, nil, false
	}
	return s[:i], s[i+len(sep):], true
}

// CutPrefix returns s without the leading prefix and whether it had it.
func CutPrefix(s, prefix []byte) (after []byte, found bool) {
	if !HasPrefix(s, prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// CutSuffix returns s without the trailing suffix and whether it had it.
func CutSuffix(s, suffix []byte) (before []byte, found bool) {
	if !HasSuffix(s, suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}

// HasPrefix reports whether s begins with prefix.
func HasPrefix(s, prefix []byte) bool {
	return len(s) >= len(prefix) && Equal(s[:len(prefix)], prefix)
}

// HasSuffix reports whether s ends with suffix.
func HasSuffix(s, suffix []byte) bool {
	return len(s) >= len(suffix) && Equal(s[len(s)-len(suffix):], suffix)
}

// Index returns the place of the first sep in s, -1 if there is none.
func Index(s, sep []byte) int { return bytealg.Index(str(s), str(sep)) }

// IndexByte returns the place of the first c in b, -1 if there is none.
func IndexByte(b []byte, c byte) int { return bytealg.IndexByte(str(b), c) }

// IndexRune returns the place of the first r in s; of the first broken encoding for RuneError.
func IndexRune(s []byte, r rune) int { return indexRune(str(s), r) }

func indexRune(s string, r rune) int {
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
func IndexAny(s []byte, chars string) int {
	if chars != "" {
		for i, c := range str(s) {
			if indexRune(chars, c) >= 0 {
				return i
			}
		}
	}
	return -1
}

// IndexFunc returns the place of the first character for which f holds, -1 if there is none.
func IndexFunc(s []byte, f func(r rune) bool) int {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRune(s[i:])
		if f(r) {
			return i
		}
		i += n
	}
	return -1
}

// LastIndex returns the place of the last sep in s, -1 if there is none.
func LastIndex(s, sep []byte) int { return bytealg.LastIndex(str(s), str(sep)) }

// LastIndexByte returns the place of the last c in s, -1 if there is none.
func LastIndexByte(s []byte, c byte) int { return bytealg.LastIndexByte(str(s), c) }

// LastIndexAny returns the place of the last character of s that is in chars, -1 if there is none.
func LastIndexAny(s []byte, chars string) int {
	return LastIndexFunc(s, func(r rune) bool { return indexRune(chars, r) >= 0 })
}

// LastIndexFunc returns the place of the last character for which f holds, -1 if there is none.
func LastIndexFunc(s []byte, f func(r rune) bool) int {
	for i := len(s); i > 0; {
		r, n := utf8.DecodeLastRune(s[:i])
		i -= n
		if f(r) {
			return i
		}
	}
	return -1
}

// Join puts sep between the elements.
func Join(s [][]byte, sep []byte) []byte {
	if len(s) == 1 {
		return append([]byte(nil), s[0]...)
	}
	out := []byte{}
	for i, e := range s {
		if i > 0 {
			out = append(out, sep...)
		}
		out = append(out, e...)
	}
	return out
}

// Repeat returns count copies of b. It panics if count is negative or the result too long.
func Repeat(b []byte, count int) []byte {
	if count < 0 {
		panic("bytes: negative Repeat count")
	}
	if len(b) > 0 && count > (1<<63-1)/len(b) {
		panic("bytes: Repeat output length overflow")
	}
	return []byte(bytealg.Repeat(str(b), count))
}

// Replace returns a copy of s with the first n places of old replaced (all if n < 0).
func Replace(s, old, with []byte, n int) []byte {
	if len(old) > 0 {
		return append([]byte(nil), bytealg.Replace(str(s), str(old), str(with), n)...)
	}
	out := []byte{}
	for len(s) > 0 && n != 0 {
		out = append(out, with...)
		_, size := utf8.DecodeRune(s)
		out = append(out, s[:size]...)
		s = s[size:]
		n--
	}
	if len(s) == 0 && n != 0 {
		out = append(out, with...)
	}
	return append(out, s...)
}

// ReplaceAll returns a copy of s with every place of old replaced.
func ReplaceAll(s, old, with []byte) []byte { return Replace(s, old, with, -1) }

// Map applies mapping to every character; those it maps to a negative value are dropped.
func Map(mapping func(r rune) rune, s []byte) []byte {
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRune(s[i:])
		if r = mapping(r); r >= 0 {
			out = utf8.AppendRune(out, r)
		}
		i += n
	}
	return out
}

// Runes returns the characters of s.
func Runes(s []byte) []rune { return []rune(string(s)) }

// ToUpper returns a copy of s in upper case.
func ToUpper(s []byte) []byte { return append([]byte{}, bytealg.ToUpper(str(s))...) }

// ToLower returns a copy of s in lower case.
func ToLower(s []byte) []byte { return append([]byte{}, bytealg.ToLower(str(s))...) }

// ToTitle returns a copy of s in title case.
func ToTitle(s []byte) []byte { return append([]byte{}, bytealg.ToTitle(str(s))...) }

// ToUpperSpecial is ToUpper by the rules of c first.
func ToUpperSpecial(c ucd.SpecialCase, s []byte) []byte { return Map(c.ToUpper, s) }

// ToLowerSpecial is ToLower by the rules of c first.
func ToLowerSpecial(c ucd.SpecialCase, s []byte) []byte { return Map(c.ToLower, s) }

// ToTitleSpecial is ToTitle by the rules of c first.
func ToTitleSpecial(c ucd.SpecialCase, s []byte) []byte { return Map(c.ToTitle, s) }

// ToValidUTF8 returns a copy of s with each run of broken bytes replaced.
func ToValidUTF8(s, replacement []byte) []byte {
	out := make([]byte, 0, len(s))
	broken := false
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRune(s[i:])
		if r == utf8.RuneError && n == 1 {
			if !broken {
				out = append(out, replacement...)
			}
			broken = true
		} else {
			out = append(out, s[i:i+n]...)
			broken = false
		}
		i += n
	}
	return out
}

// Title puts the first letter of each word in title case. It knows only simple words.
func Title(s []byte) []byte {
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
	return !ucd.IsLetter(r) && !ucd.IsDigit(r) && ucd.IsSpace(r)
}
