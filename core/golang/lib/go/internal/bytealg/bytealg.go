// Package bytealg holds the inner loops over strings and byte slices, all of them natives. Those
// that take strings serve byte slices too, through String.
package bytealg

// String returns a string that shares b's memory: only for strings that do not outlive the call, or
// when b is not written any more.
func String(b []byte) string

// IndexByte returns the place of the first c in s, -1 if there is none.
func IndexByte(s string, c byte) int

// LastIndexByte returns the place of the last c in s, -1 if there is none.
func LastIndexByte(s string, c byte) int

// Index returns the place of the first sep in s, -1 if there is none; 0 for an empty sep.
func Index(s, sep string) int

// LastIndex returns the place of the last sep in s, -1 if there is none; len(s) for an empty sep.
func LastIndex(s, sep string) int

// Count returns how often the non-empty sep occurs in s without overlap.
func Count(s, sep string) int

// Compare returns -1, 0 or 1 by the order of the bytes.
func Compare(a, b string) int

// EqualFold reports whether the texts are equal under simple Unicode case folding.
func EqualFold(s, t string) bool

// ToUpper returns s with every letter in upper case (s itself when nothing changes).
func ToUpper(s string) string

// ToLower returns s with every letter in lower case (s itself when nothing changes).
func ToLower(s string) string

// ToTitle returns s with every letter in title case (s itself when nothing changes).
func ToTitle(s string) string

// SpaceEnds returns the bounds of s without leading and trailing white space as Unicode defines it.
func SpaceEnds(s string) (start, end int)

// Repeat returns count copies of s; the caller has checked that the length is possible.
func Repeat(s string, count int) string

// Replace returns s with the first n (all if n < 0) places of the non-empty old replaced.
func Replace(s, old, with string, n int) string
