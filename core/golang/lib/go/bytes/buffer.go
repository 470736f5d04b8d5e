package bytes

import (
	"errors"
	"io"
	"unicode/utf8"
)

// MinRead is how much room ReadFrom makes for each read.
const MinRead = 512

// ErrTooLarge is what a Buffer panics with when there is no memory for it.
var ErrTooLarge = errors.New("bytes.Buffer: too large")

// What the last operation on a Buffer was, for the Unread methods: the width of the rune read, or
// one of these.
const (
	lastOther = 0
	lastRead  = -1
)

// A Buffer is bytes to write to at the end and to read from the front. The zero value is empty.
type Buffer struct {
	buf  []byte
	off  int // what is before it was read
	last int
}

// NewBuffer returns a Buffer with buf as its contents, which it takes over.
func NewBuffer(buf []byte) *Buffer { return &Buffer{buf: buf} }

// NewBufferString returns a Buffer with s as its contents.
func NewBufferString(s string) *Buffer { return &Buffer{buf: []byte(s)} }

// Bytes returns the unread part, valid until the next change.
func (b *Buffer) Bytes() []byte { return b.buf[b.off:] }

// AvailableBuffer returns an empty slice over the room behind the contents.
func (b *Buffer) AvailableBuffer() []byte { return b.buf[len(b.buf):] }

// String returns the unread part, "<nil>" for a nil Buffer.
func (b *Buffer) String() string {
	if b == nil {
		return "<nil>"
	}
	return string(b.buf[b.off:])
}

// Len returns the number of unread bytes.
func (b *Buffer) Len() int { return len(b.buf) - b.off }

// Cap returns the size of the memory.
func (b *Buffer) Cap() int { return cap(b.buf) }

// Available returns the room behind the contents.
func (b *Buffer) Available() int { return cap(b.buf) - len(b.buf) }

// Truncate keeps only the first n unread bytes.
func (b *Buffer) Truncate(n int) {
	if n == 0 {
		b.Reset()
		return
	}
	b.last = lastOther
	if n < 0 || n > b.Len() {
		panic("bytes.Buffer: truncation out of range")
	}
	b.buf = b.buf[:b.off+n]
}

// Reset empties the Buffer and keeps its memory.
func (b *Buffer) Reset() {
	b.buf = b.buf[:0]
	b.off = 0
	b.last = lastOther
}

// Grow makes room for n more bytes.
func (b *Buffer) Grow(n int) {
	if n < 0 {
		panic("bytes.Buffer.Grow: negative count")
	}
	m := b.room(n)
	b.buf = b.buf[:m]
}

// room lengthens buf by n bytes and returns where they begin.
func (b *Buffer) room(n int) int {
	m := b.Len()
	if m == 0 && b.off != 0 {
		b.Reset()
	}
	if len(b.buf)+n <= cap(b.buf) {
		start := len(b.buf)
		b.buf = b.buf[:start+n]
		return start
	}
	switch {
	case b.buf == nil && n <= 64:
		b.buf = make([]byte, n, 64)
		return 0
	case n <= cap(b.buf)/2-m:
		copy(b.buf, b.buf[b.off:])
		b.buf = b.buf[:m+n]
	default:
		size := 2*cap(b.buf) + n
		if size < 0 {
			panic(ErrTooLarge)
		}
		grown := make([]byte, m+n, size)
		copy(grown, b.buf[b.off:])
		b.buf = grown
	}
	b.off = 0
	return m
}

// Write appends p.
func (b *Buffer) Write(p []byte) (n int, err error) {
	b.last = lastOther
	m := b.room(len(p))
	return copy(b.buf[m:], p), nil
}

// WriteString appends s.
func (b *Buffer) WriteString(s string) (n int, err error) {
	b.last = lastOther
	m := b.room(len(s))
	return copy(b.buf[m:], s), nil
}

// WriteByte appends c.
func (b *Buffer) WriteByte(c byte) error {
	b.last = lastOther
	m := b.room(1)
	b.buf[m] = c
	return nil
}

// WriteRune appends r's encoding and returns its length.
func (b *Buffer) WriteRune(r rune) (n int, err error) {
	b.last = lastOther
	m := b.room(utf8.UTFMax)
	b.buf = utf8.AppendRune(b.buf[:m], r)
	return len(b.buf) - m, nil
}

// ReadFrom appends all that r gives.
func (b *Buffer) ReadFrom(r io.Reader) (n int64, err error) {
	b.last = lastOther
	for {
		i := b.room(MinRead)
		b.buf = b.buf[:i]
		m, e := r.Read(b.buf[i:cap(b.buf)])
		if m < 0 {
			panic(errors.New("bytes.Buffer: reader returned negative count from Read"))
		}
		b.buf = b.buf[:i+m]
		n += int64(m)
		if e == io.EOF {
			return n, nil
		}
		if e != nil {
			return n, e
		}
	}
}

// WriteTo writes the unread part to w.
func (b *Buffer) WriteTo(w io.Writer) (n int64, err error) {
	b.last = lastOther
	if size := b.Len(); size > 0 {
		m, e := w.Write(b.buf[b.off:])
		if m > size {
			panic("bytes.Buffer.WriteTo: invalid Write count")
		}
		b.off += m
		if e != nil {
			return int64(m), e
		}
		if m != size {
			return int64(m), io.ErrShortWrite
		}
		n = int64(m)
	}
	b.Reset()
	return n, nil
}

// Read reads up to len(p) bytes; at the end io.EOF.
func (b *Buffer) Read(p []byte) (n int, err error) {
	b.last = lastOther
	if b.Len() == 0 {
		b.Reset()
		if len(p) == 0 {
			return 0, nil
		}
		return 0, io.EOF
	}
	n = copy(p, b.buf[b.off:])
	b.off += n
	if n > 0 {
		b.last = lastRead
	}
	return n, nil
}

// Peek returns the next n bytes without reading them; io.EOF if there are fewer.
func (b *Buffer) Peek(n int) ([]byte, error) {
	if b.Len() < n {
		return b.buf[b.off:], io.EOF
	}
	return b.buf[b.off : b.off+n], nil
}

// Next reads and returns the next n bytes, fewer at the end.
func (b *Buffer) Next(n int) []byte {
	b.last = lastOther
	if m := b.Len(); n > m {
		n = m
	}
	data := b.buf[b.off : b.off+n]
	b.off += n
	if n > 0 {
		b.last = lastRead
	}
	return data
}

// ReadByte reads a byte.
func (b *Buffer) ReadByte() (byte, error) {
	if b.Len() == 0 {
		b.Reset()
		return 0, io.EOF
	}
	c := b.buf[b.off]
	b.off++
	b.last = lastRead
	return c, nil
}

// ReadRune reads a character.
func (b *Buffer) ReadRune() (r rune, size int, err error) {
	if b.Len() == 0 {
		b.Reset()
		return 0, 0, io.EOF
	}
	r, size = utf8.DecodeRune(b.buf[b.off:])
	b.off += size
	b.last = size
	return r, size, nil
}

// UnreadRune gives back the character that ReadRune has just read.
func (b *Buffer) UnreadRune() error {
	if b.last <= lastOther {
		return errors.New("bytes.Buffer: UnreadRune: previous operation was not a successful ReadRune")
	}
	b.off -= b.last
	b.last = lastOther
	return nil
}

// UnreadByte gives back the last byte of the last read.
func (b *Buffer) UnreadByte() error {
	if b.last == lastOther {
		return errors.New("bytes.Buffer: UnreadByte: previous operation was not a successful read")
	}
	b.last = lastOther
	if b.off > 0 {
		b.off--
	}
	return nil
}

// ReadBytes reads up to and with the first delim, or to the end with io.EOF.
func (b *Buffer) ReadBytes(delim byte) (line []byte, err error) {
	part, err := b.readPart(delim)
	return append(line, part...), err
}

// ReadString is ReadBytes as a string.
func (b *Buffer) ReadString(delim byte) (line string, err error) {
	part, err := b.readPart(delim)
	return string(part), err
}

func (b *Buffer) readPart(delim byte) (part []byte, err error) {
	i := IndexByte(b.buf[b.off:], delim)
	end := b.off + i + 1
	if i < 0 {
		end = len(b.buf)
		err = io.EOF
	}
	part = b.buf[b.off:end]
	b.off = end
	b.last = lastRead
	return part, err
}
