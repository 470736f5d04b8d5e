package strings

import (
	"internal/bytealg"
	"unicode/utf8"
)

// A Builder gathers a string piece by piece. The zero value is empty and ready.
type Builder struct {
	addr *Builder // itself once used, to notice a copy
	buf  []byte
}

func (b *Builder) check() {
	if b.addr == nil {
		b.addr = b
	} else if b.addr != b {
		panic("strings: illegal use of non-zero Builder copied by value")
	}
}

// String returns the text gathered so far.
func (b *Builder) String() string { return bytealg.String(b.buf) }

// Len returns the number of bytes gathered.
func (b *Builder) Len() int { return len(b.buf) }

// Cap returns the number of bytes that fit without growing.
func (b *Builder) Cap() int { return cap(b.buf) }

// Reset makes the Builder empty.
func (b *Builder) Reset() {
	b.addr = nil
	b.buf = nil
}

// Grow makes room for n more bytes.
func (b *Builder) Grow(n int) {
	b.check()
	if n < 0 {
		panic("strings.Builder.Grow: negative count")
	}
	if cap(b.buf)-len(b.buf) < n {
		grown := make([]byte, len(b.buf), 2*cap(b.buf)+n)
		copy(grown, b.buf)
		b.buf = grown
	}
}

// Write appends p.
func (b *Builder) Write(p []byte) (int, error) {
	b.check()
	b.buf = append(b.buf, p...)
	return len(p), nil
}

// WriteByte appends c.
func (b *Builder) WriteByte(c byte) error {
	b.check()
	b.buf = append(b.buf, c)
	return nil
}

// WriteRune appends r's encoding and returns its length.
func (b *Builder) WriteRune(r rune) (int, error) {
	b.check()
	n := len(b.buf)
	b.buf = utf8.AppendRune(b.buf, r)
	return len(b.buf) - n, nil
}

// WriteString appends s.
func (b *Builder) WriteString(s string) (int, error) {
	b.check()
	b.buf = append(b.buf, s...)
	return len(s), nil
}
