package bufio

import (
	"io"
	"unicode/utf8"
)

// A Writer writes through a buffer. After an error every write returns it.
type Writer struct {
	err error
	buf []byte
	n   int
	wr  io.Writer
}

// NewWriterSize returns a Writer with a buffer of at least size bytes.
func NewWriterSize(w io.Writer, size int) *Writer {
	if b, ok := w.(*Writer); ok && len(b.buf) >= size {
		return b
	}
	if size <= 0 {
		size = defaultSize
	}
	return &Writer{buf: make([]byte, size), wr: w}
}

// NewWriter returns a Writer with a buffer of the usual size.
func NewWriter(w io.Writer) *Writer { return NewWriterSize(w, defaultSize) }

// Size returns the size of the buffer.
func (b *Writer) Size() int { return len(b.buf) }

// Reset forgets everything and writes to w.
func (b *Writer) Reset(w io.Writer) {
	if b == w {
		return
	}
	if b.buf == nil {
		b.buf = make([]byte, defaultSize)
	}
	b.err = nil
	b.n = 0
	b.wr = w
}

// Flush writes what is buffered.
func (b *Writer) Flush() error {
	if b.err != nil {
		return b.err
	}
	if b.n == 0 {
		return nil
	}
	n, err := b.wr.Write(b.buf[:b.n])
	if n < b.n && err == nil {
		err = io.ErrShortWrite
	}
	if err != nil {
		if n > 0 && n < b.n {
			copy(b.buf, b.buf[n:b.n])
		}
		b.n -= n
		b.err = err
		return err
	}
	b.n = 0
	return nil
}

// Available returns the room in the buffer.
func (b *Writer) Available() int { return len(b.buf) - b.n }

// AvailableBuffer returns an empty slice over that room.
func (b *Writer) AvailableBuffer() []byte { return b.buf[b.n:][:0] }

// Buffered returns how much waits in the buffer.
func (b *Writer) Buffered() int { return b.n }

// Write writes p.
func (b *Writer) Write(p []byte) (n int, err error) {
	for len(p) > b.Available() && b.err == nil {
		var m int
		if b.n == 0 {
			// Longer than the buffer: past it.
			m, b.err = b.wr.Write(p)
		} else {
			m = copy(b.buf[b.n:], p)
			b.n += m
			b.Flush()
		}
		n += m
		p = p[m:]
	}
	if b.err != nil {
		return n, b.err
	}
	m := copy(b.buf[b.n:], p)
	b.n += m
	return n + m, nil
}

// WriteByte writes a byte.
func (b *Writer) WriteByte(c byte) error {
	if b.err != nil {
		return b.err
	}
	if b.Available() <= 0 && b.Flush() != nil {
		return b.err
	}
	b.buf[b.n] = c
	b.n++
	return nil
}

// WriteRune writes a character and returns its length.
func (b *Writer) WriteRune(r rune) (size int, err error) {
	if b.err != nil {
		return 0, b.err
	}
	if b.Available() < utf8.UTFMax {
		if b.Flush(); b.err != nil {
			return 0, b.err
		}
		if b.Available() < utf8.UTFMax {
			return b.WriteString(string(r))
		}
	}
	size = utf8.EncodeRune(b.buf[b.n:], r)
	b.n += size
	return size, nil
}

// WriteString writes s.
func (b *Writer) WriteString(s string) (int, error) {
	n := 0
	for len(s) > b.Available() && b.err == nil {
		var m int
		if sw, ok := b.wr.(io.StringWriter); ok && b.n == 0 {
			m, b.err = sw.WriteString(s)
		} else {
			m = copy(b.buf[b.n:], s)
			b.n += m
			b.Flush()
		}
		n += m
		s = s[m:]
	}
	if b.err != nil {
		return n, b.err
	}
	m := copy(b.buf[b.n:], s)
	b.n += m
	return n + m, nil
}

// ReadFrom writes all that r gives.
func (b *Writer) ReadFrom(r io.Reader) (n int64, err error) {
	if b.err != nil {
		return 0, b.err
	}
	empty := 0
	for {
		if b.Available() == 0 {
			if err := b.Flush(); err != nil {
				return n, err
			}
		}
		m, err := r.Read(b.buf[b.n:])
		b.n += m
		n += int64(m)
		if err == io.EOF {
			if b.Available() == 0 {
				return n, b.Flush()
			}
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if m > 0 {
			empty = 0
		} else if empty++; empty == emptyReadsMax {
			return n, io.ErrNoProgress
		}
	}
}

// A ReadWriter is a Reader and a Writer.
type ReadWriter struct {
	*Reader
	*Writer
}

// NewReadWriter joins r and w.
func NewReadWriter(r *Reader, w *Writer) *ReadWriter { return &ReadWriter{r, w} }
