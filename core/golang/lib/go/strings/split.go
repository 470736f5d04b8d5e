package strings

import (
	"internal/bytealg"
	"internal/ucd"
	"unicode/utf8"
)

// Split cuts s at every sep; into characters if sep is empty.
func Split(s, sep string) []string { return split(s, sep, 0, -1) }

// SplitN is Split into at most n parts, the last of which is the rest (all if n < 0, nil if 0).
func SplitN(s, sep string, n int) []string { return split(s, sep, 0, n) }

// SplitAfter cuts s after every sep.
func SplitAfter(s, sep string) []string { return split(s, sep, len(sep), -1) }

// SplitAfterN is SplitAfter into at most n parts (all if n < 0, nil if 0).
func SplitAfterN(s, sep string, n int) []string { return split(s, sep, len(sep), n) }

// split cuts s at sep, keeping the first `keep` bytes of each sep with the part before it.
func split(s, sep string, keep, n int) []string {
	if n == 0 {
		return nil
	}
	if sep == "" {
		return explode(s, n)
	}
	if n < 0 {
		n = bytealg.Count(s, sep) + 1
	}
	if n > len(s)+1 {
		n = len(s) + 1
	}
	parts := make([]string, 0, n)
	for len(parts) < n-1 {
		i := bytealg.Index(s, sep)
		if i < 0 {
			break
		}
		parts = append(parts, s[:i+keep])
		s = s[i+len(sep):]
	}
	return append(parts, s)
}

// explode cuts s into its characters, at most n parts.
func explode(s string, n int) []string {
	count := utf8.RuneCountInString(s)
	if n < 0 || n > count {
		n = count
	}
	parts := make([]string, 0, n)
	for len(parts) < n-1 {
		_, size := utf8.DecodeRuneInString(s)
		parts = append(parts, s[:size])
		s = s[size:]
	}
	if n > 0 {
		parts = append(parts, s)
	}
	return parts
}

// Fields cuts s at its white space and drops empty parts.
func Fields(s string) []string {
	parts := []string{}
	start := -1
	for i, c := range s {
		var space bool
		if c < utf8.RuneSelf {
			space = c == ' ' || '\t' <= c && c <= '\r'
		} else {
			space = ucd.IsSpace(c)
		}
		if space {
			if start >= 0 {
				parts = append(parts, s[start:i])
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		parts = append(parts, s[start:])
	}
	return parts
}

// FieldsFunc cuts s at the characters for which f holds and drops empty parts.
func FieldsFunc(s string, f func(rune) bool) []string {
	parts := []string{}
	start := -1
	for i, c := range s {
		if f(c) {
			if start >= 0 {
				parts = append(parts, s[start:i])
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		parts = append(parts, s[start:])
	}
	return parts
}

// Trim drops the characters of cutset from both ends of s.
func Trim(s, cutset string) string { return TrimRight(TrimLeft(s, cutset), cutset) }

// TrimLeft drops the leading characters of s that are in cutset.
func TrimLeft(s, cutset string) string {
	for i, c := range s {
		if IndexRune(cutset, c) < 0 {
			return s[i:]
		}
	}
	return ""
}

// TrimRight drops the trailing characters of s that are in cutset.
func TrimRight(s, cutset string) string {
	for len(s) > 0 {
		r, n := utf8.DecodeLastRuneInString(s)
		if IndexRune(cutset, r) < 0 {
			break
		}
		s = s[:len(s)-n]
	}
	return s
}

// TrimFunc drops the characters for which f holds from both ends of s.
func TrimFunc(s string, f func(rune) bool) string { return TrimRightFunc(TrimLeftFunc(s, f), f) }

// TrimLeftFunc drops the leading characters of s for which f holds.
func TrimLeftFunc(s string, f func(rune) bool) string {
	for i, c := range s {
		if !f(c) {
			return s[i:]
		}
	}
	return ""
}

// TrimRightFunc drops the trailing characters of s for which f holds.
func TrimRightFunc(s string, f func(rune) bool) string {
	for len(s) > 0 {
		r, n := utf8.DecodeLastRuneInString(s)
		if !f(r) {
			break
		}
		s = s[:len(s)-n]
	}
	return s
}

// TrimSpace drops the white space at both ends of s.
func TrimSpace(s string) string {
	start, end := bytealg.SpaceEnds(s)
	return s[start:end]
}

// TrimPrefix returns s without the leading prefix.
func TrimPrefix(s, prefix string) string {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

// TrimSuffix returns s without the trailing suffix.
func TrimSuffix(s, suffix string) string {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}
