// Package io holds the interfaces of readers and writers and the functions that connect them.
package io

import "errors"

// Where Seek counts from.
const (
	SeekStart   = 0
	SeekCurrent = 1
	SeekEnd     = 2
)

// EOF is what Read returns when there is no more.
var EOF = errors.New("EOF")

// ErrUnexpectedEOF means that the end came in the middle of something.
var ErrUnexpectedEOF = errors.New("unexpected EOF")

// ErrShortWrite means that a write took fewer bytes than asked without an error.
var ErrShortWrite = errors.New("short write")

// ErrShortBuffer means that a buffer is too small for what was asked.
var ErrShortBuffer = errors.New("short buffer")

// ErrNoProgress means that many reads returned neither data nor an error.
var ErrNoProgress = errors.New("multiple Read calls return no data or error")

// ErrClosedPipe is returned for operations on a closed pipe.
var ErrClosedPipe = errors.New("io: read/write on closed pipe")

var errInvalidWrite = errors.New("invalid write result")
var errWhence = errors.New("Seek: invalid whence")
var errOffset = errors.New("Seek: invalid offset")

// Reader reads up to len(p) bytes.
type Reader interface {
	Read(p []byte) (n int, err error)
}

// Writer writes all of p, or returns an error.
type Writer interface {
	Write(p []byte) (n int, err error)
}

// Closer ends the use of something.
type Closer interface {
	Close() error
}

// Seeker sets the place of the next read or write.
type Seeker interface {
	Seek(offset int64, whence int) (int64, error)
}

// ReadWriter reads and writes.
type ReadWriter interface {
	Reader
	Writer
}

// ReadCloser reads and closes.
type ReadCloser interface {
	Reader
	Closer
}

// WriteCloser writes and closes.
type WriteCloser interface {
	Writer
	Closer
}

// ReadWriteCloser reads, writes and closes.
type ReadWriteCloser interface {
	Reader
	Writer
	Closer
}

// ReadSeeker reads and seeks.
type ReadSeeker interface {
	Reader
	Seeker
}

// ReadSeekCloser reads, seeks and closes.
type ReadSeekCloser interface {
	Reader
	Seeker
	Closer
}

// WriteSeeker writes and seeks.
type WriteSeeker interface {
	Writer
	Seeker
}

// ReadWriteSeeker reads, writes and seeks.
type ReadWriteSeeker interface {
	Reader
	Writer
	Seeker
}

// ReaderFrom reads all that r gives.
type ReaderFrom interface {
	ReadFrom(r Reader) (n int64, err error)
}

// WriterTo writes all that it has to w.
type WriterTo interface {
	WriteTo(w Writer) (n int64, err error)
}

// ReaderAt reads at a given place.
type ReaderAt interface {
	ReadAt(p []byte, off int64) (n int, err error)
}

// WriterAt writes at a given place.
type WriterAt interface {
	WriteAt(p []byte, off int64) (n int, err error)
}

// ByteReader reads a byte.
type ByteReader interface {
	ReadByte() (byte, error)
}

// ByteScanner reads a byte and can give it back.
type ByteScanner interface {
	ByteReader
	UnreadByte() error
}

// ByteWriter writes a byte.
type ByteWriter interface {
	WriteByte(c byte) error
}

// RuneReader reads a character.
type RuneReader interface {
	ReadRune() (r rune, size int, err error)
}

// RuneScanner reads a character and can give it back.
type RuneScanner interface {
	RuneReader
	UnreadRune() error
}

// StringWriter writes a string.
type StringWriter interface {
	WriteString(s string) (n int, err error)
}

// WriteString writes s, without a copy if w can.
func WriteString(w Writer, s string) (n int, err error) {
	if sw, ok := w.(StringWriter); ok {
		return sw.WriteString(s)
	}
	return w.Write([]byte(s))
}

// ReadAtLeast reads until buf holds at least min bytes.
func ReadAtLeast(r Reader, buf []byte, min int) (n int, err error) {
	if len(buf) < min {
		return 0, ErrShortBuffer
	}
	for n < min && err == nil {
		var m int
		m, err = r.Read(buf[n:])
		n += m
	}
	if n >= min {
		return n, nil
	}
	if n > 0 && err == EOF {
		err = ErrUnexpectedEOF
	}
	return n, err
}

// ReadFull fills buf.
func ReadFull(r Reader, buf []byte) (n int, err error) { return ReadAtLeast(r, buf, len(buf)) }

// ReadAll reads to the end.
func ReadAll(r Reader) ([]byte, error) {
	b := make([]byte, 0, 512)
	for {
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		if err == EOF {
			return b, nil
		}
		if err != nil {
			return b, err
		}
		if len(b) == cap(b) {
			b = append(b, 0)[:len(b)]
		}
	}
}

// Copy copies from src to dst until the end.
func Copy(dst Writer, src Reader) (written int64, err error) { return copyBuffer(dst, src, nil) }

// CopyBuffer is Copy through buf. It panics if buf is empty but not nil.
func CopyBuffer(dst Writer, src Reader, buf []byte) (written int64, err error) {
	if buf != nil && len(buf) == 0 {
		panic("empty buffer in CopyBuffer")
	}
	return copyBuffer(dst, src, buf)
}

func copyBuffer(dst Writer, src Reader, buf []byte) (written int64, err error) {
	if wt, ok := src.(WriterTo); ok {
		return wt.WriteTo(dst)
	}
	if rf, ok := dst.(ReaderFrom); ok {
		return rf.ReadFrom(src)
	}
	if buf == nil {
		size := 32 * 1024
		if l, ok := src.(*LimitedReader); ok && int64(size) > l.N {
			size = int(l.N)
			if size < 1 {
				size = 1
			}
		}
		buf = make([]byte, size)
	}
	for {
		n, readErr := src.Read(buf)
		if n > 0 {
			m, writeErr := dst.Write(buf[:n])
			if m < 0 || m > n {
				m = 0
				if writeErr == nil {
					writeErr = errInvalidWrite
				}
			}
			written += int64(m)
			if writeErr != nil {
				return written, writeErr
			}
			if m != n {
				return written, ErrShortWrite
			}
		}
		if readErr == EOF {
			return written, nil
		}
		if readErr != nil {
			return written, readErr
		}
	}
}

// CopyN copies n bytes.
func CopyN(dst Writer, src Reader, n int64) (written int64, err error) {
	written, err = Copy(dst, LimitReader(src, n))
	if written < n && err == nil {
		err = EOF
	}
	return written, err
}

// Discard is a Writer that forgets everything.
var Discard Writer = discard{}

type discard struct{}

func (discard) Write(p []byte) (int, error)       { return len(p), nil }
func (discard) WriteString(s string) (int, error) { return len(s), nil }
func (discard) ReadFrom(r Reader) (n int64, err error) {
	buf := make([]byte, 8192)
	for {
		m, err := r.Read(buf)
		n += int64(m)
		if err == EOF {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

// NopCloser adds a Close that does nothing.
func NopCloser(r Reader) ReadCloser {
	if _, ok := r.(WriterTo); ok {
		return nopCloserWriterTo{r}
	}
	return nopCloser{r}
}

type nopCloser struct {
	Reader
}

func (nopCloser) Close() error { return nil }

type nopCloserWriterTo struct {
	Reader
}

func (nopCloserWriterTo) Close() error { return nil }
func (c nopCloserWriterTo) WriteTo(w Writer) (n int64, err error) {
	return c.Reader.(WriterTo).WriteTo(w)
}
