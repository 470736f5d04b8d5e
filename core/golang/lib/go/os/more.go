package os

import (
	"io"
	"io/fs"
	"time"
)

// Errors of deadlines, which no file has, and of processes.
var (
	ErrNoDeadline       error = &sysError{"file type does not support deadline", nil}
	ErrDeadlineExceeded error = &timeoutError{}
	ErrProcessDone      error = &sysError{"os: process already finished", nil}
)

type timeoutError struct{}

func (e *timeoutError) Error() string   { return "i/o timeout" }
func (e *timeoutError) Timeout() bool   { return true }
func (e *timeoutError) Temporary() bool { return true }

// Old names of io.SeekStart, io.SeekCurrent and io.SeekEnd.
const (
	SEEK_SET int = 0
	SEEK_CUR int = 1
	SEEK_END int = 2
)

// IsTimeout reports whether err says that a deadline has passed.
func IsTimeout(err error) bool {
	switch e := err.(type) {
	case *PathError:
		err = e.Err
	case *LinkError:
		err = e.Err
	case *SyscallError:
		err = e.Err
	}
	t, ok := err.(interface{ Timeout() bool })
	return ok && t.Timeout()
}

// Timeout reports whether the error is one of time.
func (e *SyscallError) Timeout() bool { return IsTimeout(e.Err) }

// NewSyscallError returns a SyscallError, nil if err is nil.
func NewSyscallError(syscall string, err error) error {
	if err == nil {
		return nil
	}
	return &SyscallError{syscall, err}
}

// IsPathSeparator reports whether c separates the elements of a path.
func IsPathSeparator(c uint8) bool { return c == PathSeparator }

// Getpagesize returns the size of a page of memory.
func Getpagesize() int { return 4096 }

// Geteuid, Getgid and Getegid return numbers for the user and the group.
func Geteuid() int { return 1000 }
func Getgid() int  { return 1000 }
func Getegid() int { return 1000 }

// UserCacheDir returns the directory for cached data.
func UserCacheDir() (string, error) { return "/home/.cache", nil }

// UserConfigDir returns the directory for settings.
func UserConfigDir() (string, error) { return "/home/.config", nil }

// SameFile reports whether both describe the same file.
func SameFile(fi1, fi2 FileInfo) bool {
	a, ok1 := fi1.(*info)
	b, ok2 := fi2.(*info)
	return ok1 && ok2 && a.node != nil && a.node == b.node
}

// Chtimes sets when a file was changed.
func Chtimes(name string, atime time.Time, mtime time.Time) error {
	files.lock()
	defer files.mu.Unlock()
	n, err := files.find(name)
	if err != nil {
		return &PathError{"chtimes", name, err}
	}
	if !mtime.IsZero() {
		n.time = mtime
	}
	return nil
}

// Chmod changes the permissions of the file.
func (f *File) Chmod(mode FileMode) error {
	if err := f.check("chmod"); err != nil {
		return err
	}
	if f.node == nil {
		return &PathError{"chmod", f.name, ErrInvalid}
	}
	files.lock()
	defer files.mu.Unlock()
	f.node.mode = f.node.mode&^fs.ModePerm | mode.Perm()
	return nil
}

// Chdir makes the directory the working directory.
func (f *File) Chdir() error {
	if err := f.check("chdir"); err != nil {
		return err
	}
	return Chdir(f.name)
}

// Readdir is ReadDir with descriptions.
func (f *File) Readdir(n int) ([]FileInfo, error) {
	entries, err := f.ReadDir(n)
	var out []FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			out = append(out, info)
		}
	}
	return out, err
}

func (f *File) noDeadline() error {
	if err := f.check("set deadline"); err != nil {
		return err
	}
	return &PathError{"set deadline", f.name, ErrNoDeadline}
}

// SetDeadline, SetReadDeadline and SetWriteDeadline return ErrNoDeadline.
func (f *File) SetDeadline(t time.Time) error      { return f.noDeadline() }
func (f *File) SetReadDeadline(t time.Time) error  { return f.noDeadline() }
func (f *File) SetWriteDeadline(t time.Time) error { return f.noDeadline() }

type onlyWriter struct{ io.Writer }
type onlyReader struct{ io.Reader }

// ReadFrom copies from r to the file.
func (f *File) ReadFrom(r io.Reader) (n int64, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	return io.Copy(onlyWriter{f}, r)
}

// WriteTo copies the rest of the file to w.
func (f *File) WriteTo(w io.Writer) (n int64, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	return io.Copy(w, onlyReader{f})
}

// Pipe returns two connected files: what is written to w can be read from r.
func Pipe() (r *File, w *File, err error) {
	pr, pw := io.Pipe()
	r = &File{name: "|0", fd: -1, flag: O_RDONLY, reader: pr}
	w = &File{name: "|1", fd: -1, flag: O_WRONLY, writer: pw}
	return r, w, nil
}

type dirFS string

// DirFS returns the tree of files below dir.
func DirFS(dir string) fs.FS { return dirFS(dir) }

func (d dirFS) join(op, name string) (string, error) {
	if d == "" {
		return "", &PathError{op, name, &sysError{"os: DirFS with empty root", nil}}
	}
	if !fs.ValidPath(name) {
		return "", &PathError{op, name, ErrInvalid}
	}
	return string(d) + "/" + name, nil
}

func (d dirFS) rename(err error, name string) error {
	if e, ok := err.(*PathError); ok {
		e.Path = name
	}
	return err
}

func (d dirFS) Open(name string) (fs.File, error) {
	full, err := d.join("open", name)
	if err != nil {
		return nil, err
	}
	f, err := Open(full)
	if err != nil {
		return nil, d.rename(err, name)
	}
	return f, nil
}

func (d dirFS) ReadFile(name string) ([]byte, error) {
	full, err := d.join("readfile", name)
	if err != nil {
		return nil, err
	}
	data, err := ReadFile(full)
	return data, d.rename(err, name)
}

func (d dirFS) ReadDir(name string) ([]DirEntry, error) {
	full, err := d.join("readdir", name)
	if err != nil {
		return nil, err
	}
	list, err := ReadDir(full)
	return list, d.rename(err, name)
}

func (d dirFS) Stat(name string) (fs.FileInfo, error) {
	full, err := d.join("stat", name)
	if err != nil {
		return nil, err
	}
	info, err := Stat(full)
	return info, d.rename(err, name)
}

// CopyFS copies the tree of fsys into dir.
func CopyFS(dir string, fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := dir + "/" + path
		if d.IsDir() {
			return MkdirAll(to, 0777)
		}
		data, err := fs.ReadFile(fsys, path)
		if err != nil {
			return err
		}
		f, err := OpenFile(to, O_CREATE|O_EXCL|O_WRONLY, 0666)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = f.Write(data)
		return err
	})
}
