package fmt

import (
	"errors"
	"internal/ucd"
	"io"
	"os"
	"unicode/utf8"
)

// ScanState is what a Scanner gets: the input and the directive.
type ScanState interface {
	ReadRune() (r rune, size int, err error)
	UnreadRune() error
	SkipSpace()
	Token(skipSpace bool, f func(rune) bool) (token []byte, err error)
	Width() (wid int, ok bool)
	Read(buf []byte) (n int, err error)
}

// A Scanner reads itself.
type Scanner interface {
	Scan(state ScanState, verb rune) error
}

// Scan reads operands separated by white space from standard input; newlines count as space.
func Scan(a ...any) (n int, err error) { return Fscan(os.Stdin, a...) }

// Scanln is Scan that stops at a newline.
func Scanln(a ...any) (n int, err error) { return Fscanln(os.Stdin, a...) }

// Scanf reads operands by a format from standard input.
func Scanf(format string, a ...any) (n int, err error) { return Fscanf(os.Stdin, format, a...) }

// textReader reads from a string.
type textReader struct {
	s string
}

func (r *textReader) Read(b []byte) (n int, err error) {
	n = copy(b, r.s)
	r.s = r.s[n:]
	if n == 0 {
		err = io.EOF
	}
	return n, err
}

// Sscan is Scan from a string.
func Sscan(str string, a ...any) (n int, err error) { return Fscan(&textReader{str}, a...) }

// Sscanln is Scanln from a string.
func Sscanln(str string, a ...any) (n int, err error) { return Fscanln(&textReader{str}, a...) }

// Sscanf is Scanf from a string.
func Sscanf(str string, format string, a ...any) (n int, err error) {
	return Fscanf(&textReader{str}, format, a...)
}

// Fscan is Scan from r.
func Fscan(r io.Reader, a ...any) (n int, err error) {
	s := newScanner(r, true, false)
	return s.run(a, func() { s.scanAll(a) })
}

// Fscanln is Scanln from r.
func Fscanln(r io.Reader, a ...any) (n int, err error) {
	s := newScanner(r, false, true)
	return s.run(a, func() { s.scanAll(a) })
}

// Fscanf is Scanf from r.
func Fscanf(r io.Reader, format string, a ...any) (n int, err error) {
	s := newScanner(r, false, false)
	return s.run(a, func() { s.scanFormat(format, a) })
}

const eof = -1

const hugeWidth = 1 << 30

// scanError is what the scanner panics with inside; run turns it into an error.
type scanError struct {
	err error
}

// scanner reads the operands of one call. It is the ScanState that Scanners get.
type scanner struct {
	rs      io.RuneScanner
	pending *byteRunes // rs if the reader could not give characters back
	buf     []byte
	done    int  // operands stored
	count   int  // characters read
	atEOF   bool // the last read met the end
	nlIsSpace,
	nlIsEnd bool
	limit    int // `count` must stay below it for this operand
	maxWidth int // of this operand
	hasWidth bool
}

func newScanner(r io.Reader, nlIsSpace, nlIsEnd bool) *scanner {
	s := &scanner{nlIsSpace: nlIsSpace, nlIsEnd: nlIsEnd, limit: hugeWidth, maxWidth: hugeWidth}
	if rs, ok := r.(io.RuneScanner); ok {
		s.rs = rs
	} else {
		s.pending = &byteRunes{r: r}
		s.rs = s.pending
	}
	return s
}

// run calls f and turns its panics into an error.
func (s *scanner) run(a []any, f func()) (n int, err error) {
	defer func() {
		n = s.done
		if e := recover(); e != nil {
			if se, ok := e.(scanError); ok {
				err = se.err
			} else if e == io.EOF {
				err = io.EOF
			} else {
				panic(e)
			}
		}
	}()
	f()
	return
}

func (s *scanner) fail(text string) { panic(scanError{errors.New(text)}) }

func (s *scanner) failWith(err error) {
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	panic(scanError{err})
}

// byteRunes reads characters from a Reader byte by byte, so that nothing is taken too much.
type byteRunes struct {
	r       io.Reader
	pending []byte // read, not decoded
	last    rune
	size    int
	again   bool // last is to be read again
}

func (b *byteRunes) ReadRune() (r rune, size int, err error) {
	if b.again {
		b.again = false
		return b.last, b.size, nil
	}
	one := make([]byte, 1)
	for !utf8.FullRune(b.pending) {
		n, err := io.ReadFull(b.r, one)
		if n == 1 {
			b.pending = append(b.pending, one[0])
			continue
		}
		if len(b.pending) == 0 {
			return 0, 0, err
		}
		break
	}
	b.last, b.size = utf8.DecodeRune(b.pending)
	b.pending = b.pending[b.size:]
	return b.last, b.size, nil
}

func (b *byteRunes) UnreadRune() error {
	if b.again {
		return errors.New("fmt: scanning called UnreadRune with no rune available")
	}
	b.again = true
	return nil
}

// ReadRune implements ScanState.
func (s *scanner) ReadRune() (r rune, size int, err error) {
	if s.atEOF || s.count >= s.limit {
		return 0, 0, io.EOF
	}
	r, size, err = s.rs.ReadRune()
	if err == nil {
		s.count++
	} else if err == io.EOF {
		s.atEOF = true
	}
	return r, size, err
}

// UnreadRune implements ScanState.
func (s *scanner) UnreadRune() error {
	s.rs.UnreadRune()
	s.atEOF = false
	s.count--
	return nil
}

// Read implements ScanState by refusing.
func (s *scanner) Read(buf []byte) (n int, err error) {
	return 0, errors.New("ScanState's Read should not be called. Use ReadRune")
}

// Width implements ScanState.
func (s *scanner) Width() (wid int, ok bool) {
	if !s.hasWidth {
		return 0, false
	}
	return s.maxWidth, true
}

// SkipSpace implements ScanState.
func (s *scanner) SkipSpace() { s.skipSpace(false) }

// Token implements ScanState.
func (s *scanner) Token(skipSpace bool, f func(rune) bool) (token []byte, err error) {
	defer func() {
		if e := recover(); e != nil {
			if se, ok := e.(scanError); ok {
				err = se.err
			} else {
				panic(e)
			}
		}
	}()
	if f == nil {
		f = notSpace
	}
	if skipSpace {
		s.skipSpace(false)
	}
	s.buf = s.buf[:0]
	return s.while(f), nil
}

func notSpace(r rune) bool { return !ucd.IsSpace(r) }

// next returns the next character, eof at the end.
func (s *scanner) next() rune {
	r, _, err := s.ReadRune()
	if err != nil {
		if err == io.EOF {
			return eof
		}
		s.failWith(err)
	}
	return r
}

// must is next that does not accept the end.
func (s *scanner) must() rune {
	r := s.next()
	if r == eof {
		s.failWith(io.ErrUnexpectedEOF)
	}
	return r
}

// while gathers the characters for which f holds.
func (s *scanner) while(f func(rune) bool) []byte {
	for {
		r := s.next()
		if r == eof {
			break
		}
		if !f(r) {
			s.UnreadRune()
			break
		}
		s.buf = utf8.AppendRune(s.buf, r)
	}
	return s.buf
}

// skipSpace skips white space as the kind of call wants it: a newline is space, or the end.
func (s *scanner) skipSpace(stopAtNewline bool) {
	for {
		r := s.next()
		if r == eof {
			return
		}
		if r == '\r' && s.peek("\n") {
			continue
		}
		if r == '\n' {
			if stopAtNewline {
				s.UnreadRune()
				return
			}
			if s.nlIsSpace {
				continue
			}
			s.fail("unexpected newline")
		}
		if !ucd.IsSpace(r) {
			s.UnreadRune()
			return
		}
	}
}

// notEOF panics at the end of the input.
func (s *scanner) notEOF() {
	if r := s.next(); r == eof {
		panic(io.EOF)
	}
	s.UnreadRune()
}

func indexRune(s string, r rune) int {
	for i, c := range s {
		if c == r {
			return i
		}
	}
	return -1
}

// consume takes the next character if it is one of ok; it goes to buf if keep.
func (s *scanner) consume(ok string, keep bool) bool {
	r := s.next()
	if r == eof {
		return false
	}
	if indexRune(ok, r) >= 0 {
		if keep {
			s.buf = utf8.AppendRune(s.buf, r)
		}
		return true
	}
	s.UnreadRune()
	return false
}

// peek reports whether the next character is one of ok.
func (s *scanner) peek(ok string) bool {
	r := s.next()
	if r != eof {
		s.UnreadRune()
	}
	return r != eof && indexRune(ok, r) >= 0
}

func (s *scanner) accept(ok string) bool { return s.consume(ok, true) }

// scanAll reads operands without a format.
func (s *scanner) scanAll(a []any) {
	for _, arg := range a {
		s.scanOne('v', arg)
		s.done++
	}
	if s.nlIsEnd {
		for {
			r := s.next()
			if r == '\n' || r == eof {
				break
			}
			if !ucd.IsSpace(r) {
				s.fail("expected newline")
			}
		}
	}
}
