// Package utf16 encodes and decodes characters as UTF-16.
package utf16

const (
	highStart = 0xD800
	lowStart  = 0xDC00
	end       = 0xE000
	offset    = 0x10000
	maxRune   = '\U0010FFFF'
	broken    = '\uFFFD'
)

// IsSurrogate reports whether r is half of a surrogate pair.
func IsSurrogate(r rune) bool { return highStart <= r && r < end }

// DecodeRune returns the character that a surrogate pair stands for, U+FFFD if it is not a pair.
func DecodeRune(r1, r2 rune) rune {
	if highStart <= r1 && r1 < lowStart && lowStart <= r2 && r2 < end {
		return (r1-highStart)<<10 + (r2 - lowStart) + offset
	}
	return broken
}

// EncodeRune returns the surrogate pair for r, (U+FFFD, U+FFFD) if it needs none.
func EncodeRune(r rune) (r1, r2 rune) {
	if r < offset || r > maxRune {
		return broken, broken
	}
	r -= offset
	return highStart + r>>10, lowStart + r&0x3FF
}

// RuneLen returns the number of 16-bit words r takes, -1 if it cannot be encoded.
func RuneLen(r rune) int {
	switch {
	case 0 <= r && r < highStart, end <= r && r < offset:
		return 1
	case offset <= r && r <= maxRune:
		return 2
	}
	return -1
}

// AppendRune appends r's encoding to a.
func AppendRune(a []uint16, r rune) []uint16 {
	switch RuneLen(r) {
	case 1:
		return append(a, uint16(r))
	case 2:
		r1, r2 := EncodeRune(r)
		return append(a, uint16(r1), uint16(r2))
	}
	return append(a, broken)
}

// Encode returns the UTF-16 of s.
func Encode(s []rune) []uint16 {
	a := make([]uint16, 0, len(s))
	for _, r := range s {
		a = AppendRune(a, r)
	}
	return a
}

// Decode returns the characters of the UTF-16 text s.
func Decode(s []uint16) []rune {
	out := make([]rune, 0, len(s))
	for i := 0; i < len(s); i++ {
		r := rune(s[i])
		if !IsSurrogate(r) {
			out = append(out, r)
			continue
		}
		full := rune(broken)
		if i+1 < len(s) {
			full = DecodeRune(r, rune(s[i+1]))
		}
		if full != broken {
			i++
		}
		out = append(out, full)
	}
	return out
}
