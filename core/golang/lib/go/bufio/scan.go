package bufio

import (
	"bytes"
	"errors"
	"internal/ucd"
	"io"
	"unicode/utf8"
)

// Errors of a Scanner.
var (
	ErrTooLong         = errors.New("bufio.Scanner: token too long")
	ErrNegativeAdvance = errors.New("bufio.Scanner: SplitFunc returns negative advance count")
	ErrAdvanceTooFar   = errors.New("bufio.Scanner: SplitFunc returns advance count beyond input")
	ErrBadReadCount    = errors.New("bufio.Scanner: Read returned impossible count")
)

// ErrFinalToken is what a SplitFunc returns with the last token.
var ErrFinalToken = errors.New("final token")

// MaxScanTokenSize is the longest token, unless Buffer is called.
const MaxScanTokenSize = 64 * 1024

const startSize = 4096

// A SplitFunc finds the next token in data: how far to advance, and the token (nil: none yet).
type SplitFunc func(data []byte, atEOF bool) (advance int, token []byte, err error)

// A Scanner reads token by token, lines at first.
type Scanner struct {
	r        io.Reader
	split    SplitFunc
	maxSize  int
	token    []byte
	buf      []byte
	start    int // the unread part is buf[start:end]
	end      int
	err      error
	empties  int // tokens in a row without advance
	scanning bool
	done     bool
}

// NewScanner returns a Scanner of r's lines.
func NewScanner(r io.Reader) *Scanner {
	return &Scanner{r: r, split: ScanLines, maxSize: MaxScanTokenSize}
}

// Err returns the first error that was not io.EOF.
func (s *Scanner) Err() error {
	if s.err == io.EOF {
		return nil
	}
	return s.err
}

// Bytes returns the token, valid until the next Scan.
func (s *Scanner) Bytes() []byte { return s.token }

// Text returns the token as a string.
func (s *Scanner) Text() string { return string(s.token) }

// Buffer sets the first buffer and the longest token. It panics after scanning has begun.
func (s *Scanner) Buffer(buf []byte, max int) {
	if s.scanning {
		panic("Buffer called after Scan")
	}
	s.buf = buf[0:cap(buf)]
	s.maxSize = max
}

// Split sets how tokens are found. It panics after scanning has begun.
func (s *Scanner) Split(split SplitFunc) {
	if s.scanning {
		panic("Split called after Scan")
	}
	s.split = split
}

func (s *Scanner) fail(err error) {
	if s.err == nil || s.err == io.EOF {
		s.err = err
	}
}

// advance skips n bytes; false if there are not so many.
func (s *Scanner) advance(n int) bool {
	if n < 0 {
		s.fail(ErrNegativeAdvance)
		return false
	}
	if n > s.end-s.start {
		s.fail(ErrAdvanceTooFar)
		return false
	}
	s.start += n
	return true
}

// Scan reads the next token; false at the end or after an error.
func (s *Scanner) Scan() bool {
	if s.done {
		return false
	}
	s.scanning = true
	for {
		if s.end > s.start || s.err != nil {
			advance, token, err := s.split(s.buf[s.start:s.end], s.err != nil)
			if err != nil {
				if err == ErrFinalToken {
					s.token = token
					s.done = true
					return token != nil
				}
				s.fail(err)
				return false
			}
			if !s.advance(advance) {
				return false
			}
			s.token = token
			if token != nil {
				if s.err == nil || advance > 0 {
					s.empties = 0
				} else if s.empties++; s.empties > emptyReadsMax {
					panic("bufio.Scan: too many empty tokens without progressing")
				}
				return true
			}
		}
		if s.err != nil {
			s.start = 0
			s.end = 0
			return false
		}
		if !s.more() {
			return false
		}
	}
}

// more reads more of the source into the buffer, making room first.
func (s *Scanner) more() bool {
	if s.start > 0 && (s.end == len(s.buf) || s.start > len(s.buf)/2) {
		copy(s.buf, s.buf[s.start:s.end])
		s.end -= s.start
		s.start = 0
	}
	if s.end == len(s.buf) {
		if len(s.buf) >= s.maxSize || len(s.buf) > (1<<63-1)/2 {
			s.fail(ErrTooLong)
			return false
		}
		size := len(s.buf) * 2
		if size == 0 {
			size = startSize
		}
		if size > s.maxSize {
			size = s.maxSize
		}
		grown := make([]byte, size)
		copy(grown, s.buf[s.start:s.end])
		s.buf = grown
		s.end -= s.start
		s.start = 0
	}
	for tries := 0; ; {
		n, err := s.r.Read(s.buf[s.end:])
		if n < 0 || len(s.buf)-s.end < n {
			s.fail(ErrBadReadCount)
			return true
		}
		s.end += n
		if err != nil {
			s.fail(err)
			return true
		}
		if n > 0 {
			s.empties = 0
			return true
		}
		if tries++; tries > emptyReadsMax {
			s.fail(io.ErrNoProgress)
			return true
		}
	}
}

// ScanBytes takes every byte as a token.
func ScanBytes(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if atEOF && len(data) == 0 {
		return 0, nil, nil
	}
	return 1, data[:1], nil
}

// ScanRunes takes every character as a token, broken ones as U+FFFD.
func ScanRunes(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if atEOF && len(data) == 0 {
		return 0, nil, nil
	}
	r, size := utf8.DecodeRune(data)
	if r != utf8.RuneError || size > 1 {
		return size, data[:size], nil
	}
	if !atEOF && !utf8.FullRune(data) {
		return 0, nil, nil
	}
	return 1, []byte("\uFFFD"), nil
}

// ScanLines takes every line as a token, without its end.
func ScanLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if atEOF && len(data) == 0 {
		return 0, nil, nil
	}
	i := bytes.IndexByte(data, '\n')
	line := data
	switch {
	case i >= 0:
		line = data[:i]
		advance = i + 1
	case atEOF:
		advance = len(data)
	default:
		return 0, nil, nil
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return advance, line, nil
}

// ScanWords takes every word between white space as a token.
func ScanWords(data []byte, atEOF bool) (advance int, token []byte, err error) {
	start := 0
	for start < len(data) {
		r, n := utf8.DecodeRune(data[start:])
		if !ucd.IsSpace(r) {
			break
		}
		start += n
	}
	for i := start; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if ucd.IsSpace(r) {
			return i + n, data[start:i], nil
		}
		i += n
	}
	if atEOF && len(data) > start {
		return len(data), data[start:], nil
	}
	return start, nil, nil
}
