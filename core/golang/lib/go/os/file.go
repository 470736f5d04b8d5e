// Package os is a program's door to its surroundings: arguments, environment, standard streams, and
// files, which live in memory for the time of the run.
package os

import (
	"errors"
	"io"
	"io/fs"
)

// Errors that can be tested for with errors.Is.
var (
	ErrInvalid    = fs.ErrInvalid
	ErrPermission = fs.ErrPermission
	ErrExist      = fs.ErrExist
	ErrNotExist   = fs.ErrNotExist
	ErrClosed     = fs.ErrClosed
)

// A PathError records a failed operation on a file.
type PathError = fs.PathError

// What describes files.
type (
	FileInfo = fs.FileInfo
	FileMode = fs.FileMode
	DirEntry = fs.DirEntry
)

const (
	ModeDir        = fs.ModeDir
	ModeAppend     = fs.ModeAppend
	ModeExclusive  = fs.ModeExclusive
	ModeTemporary  = fs.ModeTemporary
	ModeSymlink    = fs.ModeSymlink
	ModeDevice     = fs.ModeDevice
	ModeNamedPipe  = fs.ModeNamedPipe
	ModeSocket     = fs.ModeSocket
	ModeSetuid     = fs.ModeSetuid
	ModeSetgid     = fs.ModeSetgid
	ModeCharDevice = fs.ModeCharDevice
	ModeSticky     = fs.ModeSticky
	ModeIrregular  = fs.ModeIrregular
	ModeType       = fs.ModeType
	ModePerm       = fs.ModePerm
)

// sysError is the error of a system call.
type sysError struct {
	text string
	is   error
}

func (e *sysError) Error() string        { return e.text }
func (e *sysError) Is(target error) bool { return e.is != nil && target == e.is }

var (
	errNotFound = &sysError{"no such file or directory", ErrNotExist}
	errExists   = &sysError{"file exists", ErrExist}
	errBadFile  = &sysError{"bad file descriptor", nil}
	errIsDir    = &sysError{"is a directory", nil}
	errNotDir   = &sysError{"not a directory", nil}
	errNotEmpty = &sysError{"directory not empty", ErrExist}
	errIO       = &sysError{"input/output error", nil}
)

// IsExist reports whether err says that a file exists already.
func IsExist(err error) bool { return errors.Is(err, ErrExist) }

// IsNotExist reports whether err says that a file does not exist.
func IsNotExist(err error) bool { return errors.Is(err, ErrNotExist) }

// IsPermission reports whether err says that something is not permitted.
func IsPermission(err error) bool { return errors.Is(err, ErrPermission) }

// Flags of OpenFile.
const (
	O_RDONLY int = 0x0
	O_WRONLY int = 0x1
	O_RDWR   int = 0x2
	O_APPEND int = 0x400
	O_CREATE int = 0x40
	O_EXCL   int = 0x80
	O_SYNC   int = 0x101000
	O_TRUNC  int = 0x200
)

const (
	DevNull           = "/dev/null"
	PathSeparator     = '/'
	PathListSeparator = ':'
)

// A File is an open file or a standard stream.
type File struct {
	name   string
	fd     int // 0, 1, 2 for the standard streams, -1 for a file in memory
	flag   int
	closed bool
	node   *node
	pos    int64
	listed int // how many entries of a directory were returned
	reader *io.PipeReader
	writer *io.PipeWriter
}

// The standard streams.
var (
	Stdin  = &File{name: "/dev/stdin", fd: 0, flag: O_RDONLY}
	Stdout = &File{name: "/dev/stdout", fd: 1, flag: O_WRONLY}
	Stderr = &File{name: "/dev/stderr", fd: 2, flag: O_WRONLY}
)

// sysWrite writes to a standard stream: a system call, for which the scheduler may give the P away.
// It returns the number of bytes written, negative for an error.
func sysWrite(fd int, p []byte) int

// sysRead reads from standard input, likewise; 0 at the end.
func sysRead(fd int, p []byte) int

// Name returns the name the file was opened by.
func (f *File) Name() string { return f.name }

// Fd returns the number of a standard stream.
func (f *File) Fd() uintptr { return uintptr(f.fd) }

// check returns the error for a file that is nil or closed.
func (f *File) check(op string) error {
	if f == nil {
		return ErrInvalid
	}
	if f.closed {
		return &PathError{op, f.name, ErrClosed}
	}
	return nil
}

// Write writes all of b.
func (f *File) Write(b []byte) (n int, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	if f.flag&(O_WRONLY|O_RDWR) == 0 {
		return 0, &PathError{"write", f.name, errBadFile}
	}
	if f.writer != nil {
		return f.writer.Write(b)
	}
	if f.fd < 0 {
		return f.writeNode(b)
	}
	for n < len(b) {
		m := sysWrite(f.fd, b[n:])
		if m <= 0 {
			return n, &PathError{"write", f.name, errIO}
		}
		n += m
	}
	return n, nil
}

// WriteString writes s.
func (f *File) WriteString(s string) (n int, err error) { return f.Write([]byte(s)) }

// Read reads up to len(b) bytes; at the end it returns 0 and io.EOF.
func (f *File) Read(b []byte) (n int, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	if f.flag&(O_WRONLY|O_RDWR) == O_WRONLY {
		return 0, &PathError{"read", f.name, errBadFile}
	}
	if f.reader != nil {
		return f.reader.Read(b)
	}
	if f.fd < 0 {
		return f.readNode(b)
	}
	if len(b) == 0 {
		return 0, nil
	}
	n = sysRead(f.fd, b)
	if n < 0 {
		return 0, &PathError{"read", f.name, errIO}
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// Close ends the use of the file.
func (f *File) Close() error {
	if f == nil {
		return ErrInvalid
	}
	if f.closed {
		return &PathError{"close", f.name, ErrClosed}
	}
	f.closed = true
	if f.reader != nil {
		f.reader.Close()
	}
	if f.writer != nil {
		f.writer.Close()
	}
	return nil
}

// Sync does nothing: nothing is buffered.
func (f *File) Sync() error { return f.check("sync") }
