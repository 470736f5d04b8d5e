package strings

import (
	"internal/bytealg"
	"internal/ucd"
	"iter"
	"unicode/utf8"
)

// Lines iterates over the lines of s, each with its newline.
func Lines(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for s := s; s != ""; {
			end := bytealg.IndexByte(s, '\n') + 1
			if end == 0 {
				end = len(s)
			}
			if !yield(s[:end]) {
				return
			}
			s = s[end:]
		}
	}
}

// SplitSeq iterates over what Split returns.
func SplitSeq(s, sep string) iter.Seq[string] { return splitSeq(s, sep, 0) }

// SplitAfterSeq iterates over what SplitAfter returns.
func SplitAfterSeq(s, sep string) iter.Seq[string] { return splitSeq(s, sep, len(sep)) }

func splitSeq(s, sep string, keep int) iter.Seq[string] {
	return func(yield func(string) bool) {
		s := s
		for {
			if sep == "" {
				_, n := utf8.DecodeRuneInString(s)
				if n == 0 || !yield(s[:n]) {
					return
				}
				s = s[n:]
				continue
			}
			i := bytealg.Index(s, sep)
			if i < 0 {
				yield(s)
				return
			}
			if !yield(s[:i+keep]) {
				return
			}
			s = s[i+len(sep):]
		}
	}
}

// FieldsSeq iterates over what Fields returns.
func FieldsSeq(s string) iter.Seq[string] { return FieldsFuncSeq(s, ucd.IsSpace) }

// FieldsFuncSeq iterates over what FieldsFunc returns.
func FieldsFuncSeq(s string, f func(rune) bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		start := -1
		for i, c := range s {
			if !f(c) {
				if start < 0 {
					start = i
				}
				continue
			}
			if start >= 0 {
				if !yield(s[start:i]) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(s[start:])
		}
	}
}
