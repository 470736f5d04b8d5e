// Package utf8 encodes and decodes characters as UTF-8.
package utf8

const (
	RuneError = '\uFFFD'     // stands for a broken encoding
	RuneSelf  = 0x80         // smaller characters are one byte with the same value
	MaxRune   = '\U0010FFFF' // the largest character
	UTFMax    = 4            // the most bytes a character takes
)

const (
	surrogateMin = 0xD800
	surrogateMax = 0xDFFF
)

// DecodeRune returns the first character of p and its width: (RuneError, 0) if p is empty,
// (RuneError, 1) if the encoding is broken.
func DecodeRune(p []byte) (rune, int)

// DecodeRuneInString is DecodeRune for a string.
func DecodeRuneInString(s string) (rune, int)

// DecodeLastRune returns the last character of p and its width, in the manner of DecodeRune.
func DecodeLastRune(p []byte) (rune, int)

// DecodeLastRuneInString is DecodeLastRune for a string.
func DecodeLastRuneInString(s string) (rune, int)

// RuneCount returns the number of characters in p, each broken byte counting as one.
func RuneCount(p []byte) int

// RuneCountInString is RuneCount for a string.
func RuneCountInString(s string) int

// Valid reports whether p is entirely well-formed UTF-8.
func Valid(p []byte) bool

// ValidString is Valid for a string.
func ValidString(s string) bool

// FullRune reports whether p begins with a whole character; a broken encoding is whole.
func FullRune(p []byte) bool

// FullRuneInString is FullRune for a string.
func FullRuneInString(s string) bool

// RuneStart reports whether b can be the first byte of a character.
func RuneStart(b byte) bool { return b&0xC0 != 0x80 }

// ValidRune reports whether r can be encoded.
func ValidRune(r rune) bool {
	return 0 <= r && r < surrogateMin || surrogateMax < r && r <= MaxRune
}

// RuneLen returns the number of bytes r takes, -1 if it cannot be encoded.
func RuneLen(r rune) int {
	if !ValidRune(r) {
		return -1
	}
	if r < 0x80 {
		return 1
	}
	if r < 0x800 {
		return 2
	}
	if r < 0x10000 {
		return 3
	}
	return 4
}

// AppendRune appends r's encoding to p, that of RuneError if r has none.
func AppendRune(p []byte, r rune) []byte {
	if 0 <= r && r < RuneSelf {
		return append(p, byte(r))
	}
	if !ValidRune(r) {
		r = RuneError
	}
	if r < 0x800 {
		return append(p, byte(0xC0|r>>6), byte(0x80|r&0x3F))
	}
	if r < 0x10000 {
		return append(p, byte(0xE0|r>>12), byte(0x80|r>>6&0x3F), byte(0x80|r&0x3F))
	}
	return append(p, byte(0xF0|r>>18), byte(0x80|r>>12&0x3F), byte(0x80|r>>6&0x3F), byte(0x80|r&0x3F))
}

// EncodeRune writes r's encoding into p and returns its length; it panics when p is too short.
func EncodeRune(p []byte, r rune) int {
	if 0 <= r && r < RuneSelf {
		p[0] = byte(r)
		return 1
	}
	if !ValidRune(r) {
		r = RuneError
	}
	n := RuneLen(r)
	_ = p[n-1]
	for i := n - 1; i > 0; i-- {
		p[i] = byte(0x80 | r&0x3F)
		r >>= 6
	}
	p[0] = byte(int(0xF00)>>uint(n)) | byte(r)
	return n
}
