package bytes

import (
	"internal/bytealg"
	"internal/ucd"
	"iter"
	"unicode/utf8"
)

// Split cuts s at every sep; into characters if sep is empty.
func Split(s, sep []byte) [][]byte { return split(s, sep, 0, -1) }

// SplitN is Split into at most n parts, the last of which is the rest (all if n < 0, nil if 0).
func SplitN(s, sep []byte, n int) [][]byte { return split(s, sep, 0, n) }

// SplitAfter cuts s after every sep.
func SplitAfter(s, sep []byte) [][]byte { return split(s, sep, len(sep), -1) }

// SplitAfterN is SplitAfter into at most n parts (all if n < 0, nil if 0).
func SplitAfterN(s, sep []byte, n int) [][]byte { return split(s, sep, len(sep), n) }

// split cuts s at sep, keeping the first `keep` bytes of each sep with the part before it. No part
// but the last has room behind it.
func split(s, sep []byte, keep, n int) [][]byte {
	if n == 0 {
		return nil
	}
	parts := [][]byte{}
	if len(sep) == 0 {
		for len(s) > 0 {
			_, size := utf8.DecodeRune(s)
			if n > 0 && len(parts) == n-1 {
				size = len(s)
			}
			parts = append(parts, s[:size:size])
			s = s[size:]
		}
		return parts
	}
	for n < 0 || len(parts) < n-1 {
		i := Index(s, sep)
		if i < 0 {
			break
		}
		parts = append(parts, s[:i+keep:i+keep])
		s = s[i+len(sep):]
	}
	return append(parts, s)
}

// Fields cuts s at its white space and drops empty parts.
func Fields(s []byte) [][]byte { return FieldsFunc(s, ucd.IsSpace) }

// FieldsFunc cuts s at the characters for which f holds and drops empty parts.
func FieldsFunc(s []byte, f func(rune) bool) [][]byte {
	parts := [][]byte{}
	FieldsFuncSeq(s, f)(func(part []byte) bool {
		parts = append(parts, part)
		return true
	})
	return parts
}

// FieldsSeq iterates over what Fields returns.
func FieldsSeq(s []byte) iter.Seq[[]byte] { return FieldsFuncSeq(s, ucd.IsSpace) }

// FieldsFuncSeq iterates over what FieldsFunc returns.
func FieldsFuncSeq(s []byte, f func(rune) bool) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		start := -1
		for i := 0; i < len(s); {
			r, n := utf8.DecodeRune(s[i:])
			if !f(r) {
				if start < 0 {
					start = i
				}
			} else if start >= 0 {
				if !yield(s[start:i:i]) {
					return
				}
				start = -1
			}
			i += n
		}
		if start >= 0 {
			yield(s[start:len(s):len(s)])
		}
	}
}

// Lines iterates over the lines of s, each with its newline.
func Lines(s []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for s := s; len(s) > 0; {
			end := IndexByte(s, '\n') + 1
			if end == 0 {
				end = len(s)
			}
			if !yield(s[:end:end]) {
				return
			}
			s = s[end:]
		}
	}
}

// SplitSeq iterates over what Split returns.
func SplitSeq(s, sep []byte) iter.Seq[[]byte] { return splitSeq(s, sep, 0) }

// SplitAfterSeq iterates over what SplitAfter returns.
func SplitAfterSeq(s, sep []byte) iter.Seq[[]byte] { return splitSeq(s, sep, len(sep)) }

func splitSeq(s, sep []byte, keep int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for _, part := range split(s, sep, keep, -1) {
			if !yield(part[:len(part):len(part)]) {
				return
			}
		}
	}
}

// Trim drops the characters of cutset from both ends of s.
func Trim(s []byte, cutset string) []byte { return TrimRight(TrimLeft(s, cutset), cutset) }

// TrimLeft drops the leading characters of s that are in cutset.
func TrimLeft(s []byte, cutset string) []byte {
	return TrimLeftFunc(s, func(r rune) bool { return indexRune(cutset, r) >= 0 })
}

// TrimRight drops the trailing characters of s that are in cutset.
func TrimRight(s []byte, cutset string) []byte {
	return TrimRightFunc(s, func(r rune) bool { return indexRune(cutset, r) >= 0 })
}

// TrimFunc drops the characters for which f holds from both ends of s.
func TrimFunc(s []byte, f func(rune) bool) []byte { return TrimRightFunc(TrimLeftFunc(s, f), f) }

// TrimLeftFunc drops the leading characters of s for which f holds; nil if nothing is left.
func TrimLeftFunc(s []byte, f func(rune) bool) []byte {
	for len(s) > 0 {
		r, n := utf8.DecodeRune(s)
		if !f(r) {
			return s
		}
		s = s[n:]
	}
	return nil
}

// TrimRightFunc drops the trailing characters of s for which f holds.
func TrimRightFunc(s []byte, f func(rune) bool) []byte {
	for len(s) > 0 {
		r, n := utf8.DecodeLastRune(s)
		if !f(r) {
			break
		}
		s = s[:len(s)-n]
	}
	return s
}

// TrimSpace drops the white space at both ends of s; nil if nothing is left.
func TrimSpace(s []byte) []byte {
	start, end := bytealg.SpaceEnds(str(s))
	if start == end {
		return nil
	}
	return s[start:end]
}

// TrimPrefix returns s without the leading prefix.
func TrimPrefix(s, prefix []byte) []byte {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

// TrimSuffix returns s without the trailing suffix.
func TrimSuffix(s, suffix []byte) []byte {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}
