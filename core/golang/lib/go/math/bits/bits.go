// Package bits counts and moves bits. The functions on 64 bits are natives; the others go back to
// them.
package bits

// UintSize is the number of bits of a uint.
const UintSize = 64

// Len64 returns the number of bits needed for x, 0 for 0.
func Len64(x uint64) int

// TrailingZeros64 returns the number of trailing zero bits, 64 for 0.
func TrailingZeros64(x uint64) int

// OnesCount64 returns the number of one bits.
func OnesCount64(x uint64) int

// Reverse64 returns x with its bits in reverse order.
func Reverse64(x uint64) uint64

// ReverseBytes64 returns x with its bytes in reverse order.
func ReverseBytes64(x uint64) uint64

// Mul64 returns the 128-bit product of x and y.
func Mul64(x, y uint64) (hi, lo uint64)

// div64 divides hi:lo by y > hi.
func div64(hi, lo, y uint64) (quo, rem uint64)

// Div64 returns the quotient and remainder of hi:lo by y. It panics for y == 0 and for y <= hi.
func Div64(hi, lo, y uint64) (quo, rem uint64) {
	if y == 0 {
		panic(divideError{"integer divide by zero"})
	}
	if y <= hi {
		panic(divideError{"integer overflow"})
	}
	return div64(hi, lo, y)
}

// divideError is a runtime.Error.
type divideError struct {
	text string
}

func (e divideError) Error() string { return "runtime error: " + e.text }
func (e divideError) RuntimeError() {}

// Rem64 returns the remainder of hi:lo by y; unlike Div64 it allows an overflowing quotient.
func Rem64(hi, lo, y uint64) uint64 {
	_, rem := Div64(hi%y, lo, y)
	return rem
}

// LeadingZeros returns the number of leading zero bits, 64 for 0.
func LeadingZeros(x uint) int { return 64 - Len64(uint64(x)) }

// LeadingZeros8 returns the number of leading zero bits, 8 for 0.
func LeadingZeros8(x uint8) int { return 8 - Len64(uint64(x)) }

// LeadingZeros16 returns the number of leading zero bits, 16 for 0.
func LeadingZeros16(x uint16) int { return 16 - Len64(uint64(x)) }

// LeadingZeros32 returns the number of leading zero bits, 32 for 0.
func LeadingZeros32(x uint32) int { return 32 - Len64(uint64(x)) }

// LeadingZeros64 returns the number of leading zero bits, 64 for 0.
func LeadingZeros64(x uint64) int { return 64 - Len64(x) }

// TrailingZeros returns the number of trailing zero bits, 64 for 0.
func TrailingZeros(x uint) int { return TrailingZeros64(uint64(x)) }

// TrailingZeros8 returns the number of trailing zero bits, 8 for 0.
func TrailingZeros8(x uint8) int { return TrailingZeros64(uint64(x) | 1<<8) }

// TrailingZeros16 returns the number of trailing zero bits, 16 for 0.
func TrailingZeros16(x uint16) int { return TrailingZeros64(uint64(x) | 1<<16) }

// TrailingZeros32 returns the number of trailing zero bits, 32 for 0.
func TrailingZeros32(x uint32) int { return TrailingZeros64(uint64(x) | 1<<32) }

// OnesCount returns the number of one bits.
func OnesCount(x uint) int { return OnesCount64(uint64(x)) }

// OnesCount8 returns the number of one bits.
func OnesCount8(x uint8) int { return OnesCount64(uint64(x)) }

// OnesCount16 returns the number of one bits.
func OnesCount16(x uint16) int { return OnesCount64(uint64(x)) }

// OnesCount32 returns the number of one bits.
func OnesCount32(x uint32) int { return OnesCount64(uint64(x)) }

// RotateLeft rotates x left by k bits (right if k < 0).
func RotateLeft(x uint, k int) uint { return uint(RotateLeft64(uint64(x), k)) }

// RotateLeft8 rotates x left by k bits (right if k < 0).
func RotateLeft8(x uint8, k int) uint8 {
	s := uint(k) & 7
	return x<<s | x>>(8-s)
}

// RotateLeft16 rotates x left by k bits (right if k < 0).
func RotateLeft16(x uint16, k int) uint16 {
	s := uint(k) & 15
	return x<<s | x>>(16-s)
}

// RotateLeft32 rotates x left by k bits (right if k < 0).
func RotateLeft32(x uint32, k int) uint32 {
	s := uint(k) & 31
	return x<<s | x>>(32-s)
}

// RotateLeft64 rotates x left by k bits (right if k < 0).
func RotateLeft64(x uint64, k int) uint64 {
	s := uint(k) & 63
	return x<<s | x>>(64-s)
}

// Reverse returns x with its bits in reverse order.
func Reverse(x uint) uint { return uint(Reverse64(uint64(x))) }

// Reverse8 returns x with its bits in reverse order.
func Reverse8(x uint8) uint8 { return uint8(Reverse64(uint64(x)) >> 56) }

// Reverse16 returns x with its bits in reverse order.
func Reverse16(x uint16) uint16 { return uint16(Reverse64(uint64(x)) >> 48) }

// Reverse32 returns x with its bits in reverse order.
func Reverse32(x uint32) uint32 { return uint32(Reverse64(uint64(x)) >> 32) }

// ReverseBytes returns x with its bytes in reverse order.
func ReverseBytes(x uint) uint { return uint(ReverseBytes64(uint64(x))) }

// ReverseBytes16 returns x with its bytes in reverse order.
func ReverseBytes16(x uint16) uint16 { return x>>8 | x<<8 }

// ReverseBytes32 returns x with its bytes in reverse order.
func ReverseBytes32(x uint32) uint32 { return uint32(ReverseBytes64(uint64(x)) >> 32) }

// Len returns the number of bits needed for x, 0 for 0.
func Len(x uint) int { return Len64(uint64(x)) }

// Len8 returns the number of bits needed for x, 0 for 0.
func Len8(x uint8) int { return Len64(uint64(x)) }

// Len16 returns the number of bits needed for x, 0 for 0.
func Len16(x uint16) int { return Len64(uint64(x)) }

// Len32 returns the number of bits needed for x, 0 for 0.
func Len32(x uint32) int { return Len64(uint64(x)) }

// Add64 returns x + y + carry and the carry out.
func Add64(x, y, carry uint64) (sum, carryOut uint64) {
	sum = x + y + carry
	carryOut = (x&y | (x|y)&^sum) >> 63
	return sum, carryOut
}

// Add32 returns x + y + carry and the carry out.
func Add32(x, y, carry uint32) (sum, carryOut uint32) {
	wide := uint64(x) + uint64(y) + uint64(carry)
	return uint32(wide), uint32(wide >> 32)
}

// Add returns x + y + carry and the carry out.
func Add(x, y, carry uint) (sum, carryOut uint) {
	s, c := Add64(uint64(x), uint64(y), uint64(carry))
	return uint(s), uint(c)
}

// Sub64 returns x - y - borrow and the borrow out.
func Sub64(x, y, borrow uint64) (diff, borrowOut uint64) {
	diff = x - y - borrow
	borrowOut = (^x&y | (^x|y)&diff) >> 63
	return diff, borrowOut
}

// Sub32 returns x - y - borrow and the borrow out.
func Sub32(x, y, borrow uint32) (diff, borrowOut uint32) {
	wide := uint64(x) - uint64(y) - uint64(borrow)
	return uint32(wide), uint32(wide >> 63)
}

// Sub returns x - y - borrow and the borrow out.
func Sub(x, y, borrow uint) (diff, borrowOut uint) {
	d, b := Sub64(uint64(x), uint64(y), uint64(borrow))
	return uint(d), uint(b)
}

// Mul32 returns the 64-bit product of x and y.
func Mul32(x, y uint32) (hi, lo uint32) {
	wide := uint64(x) * uint64(y)
	return uint32(wide >> 32), uint32(wide)
}

// Mul returns the 128-bit product of x and y.
func Mul(x, y uint) (hi, lo uint) {
	h, l := Mul64(uint64(x), uint64(y))
	return uint(h), uint(l)
}

// Div32 returns the quotient and remainder of hi:lo by y. It panics for y == 0 and for y <= hi.
func Div32(hi, lo, y uint32) (quo, rem uint32) {
	if y != 0 && y <= hi {
		panic(divideError{"integer overflow"})
	}
	z := uint64(hi)<<32 | uint64(lo)
	return uint32(z / uint64(y)), uint32(z % uint64(y))
}

// Div returns the quotient and remainder of hi:lo by y. It panics for y == 0 and for y <= hi.
func Div(hi, lo, y uint) (quo, rem uint) {
	q, r := Div64(uint64(hi), uint64(lo), uint64(y))
	return uint(q), uint(r)
}

// Rem32 returns the remainder of hi:lo by y.
func Rem32(hi, lo, y uint32) uint32 {
	return uint32((uint64(hi)<<32 | uint64(lo)) % uint64(y))
}

// Rem returns the remainder of hi:lo by y.
func Rem(hi, lo, y uint) uint { return uint(Rem64(uint64(hi), uint64(lo), uint64(y))) }
