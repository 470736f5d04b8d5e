package os

import (
	"io"
	"io/fs"
	"sync"
	"time"
)

// The files of the run: a tree in memory. It begins with an empty working directory and /tmp.

// A node is a file or a directory.
type node struct {
	name     string
	mode     fs.FileMode
	time     time.Time
	data     []byte
	children map[string]*node // nil for a file
}

// A tree is the file system and the working directory. All nodes are guarded by mu.
type tree struct {
	mu   sync.Mutex
	root *node
	cwd  string
	temp int // number of the last temporary name
}

var files tree

func newDir(name string, perm fs.FileMode) *node {
	return &node{name: name, mode: fs.ModeDir | perm, time: time.Now(), children: map[string]*node{}}
}

// lock takes mu and makes the root on first use.
func (t *tree) lock() {
	t.mu.Lock()
	if t.root == nil {
		t.root = newDir("/", 0755)
		t.root.children["tmp"] = newDir("tmp", 0777)
		t.root.children["home"] = newDir("home", 0755)
		t.cwd = "/home"
	}
}

// parts splits a path, made absolute, into its cleaned elements.
func (t *tree) parts(path string) []string {
	if path == "" || path[0] != '/' {
		path = t.cwd + "/" + path
	}
	var out []string
	for i := 0; i < len(path); {
		j := i
		for j < len(path) && path[j] != '/' {
			j++
		}
		switch elem := path[i:j]; elem {
		case "", ".":
		case "..":
			if len(out) > 0 {
				out = out[:len(out)-1]
			}
		default:
			out = append(out, elem)
		}
		i = j + 1
	}
	return out
}

// find returns the node at path; mu is held.
func (t *tree) find(path string) (*node, error) {
	if path == "" {
		return nil, errNotFound
	}
	n := t.root
	for _, name := range t.parts(path) {
		if n.children == nil {
			return nil, errNotDir
		}
		if n = n.children[name]; n == nil {
			return nil, errNotFound
		}
	}
	return n, nil
}

// parent returns the directory that path lies in and the last element; mu is held.
func (t *tree) parent(path string) (dir *node, name string, err error) {
	parts := t.parts(path)
	if path == "" || len(parts) == 0 {
		return nil, "", errNotFound
	}
	dir = t.root
	for _, elem := range parts[:len(parts)-1] {
		if dir = dir.children[elem]; dir == nil {
			return nil, "", errNotFound
		}
		if dir.children == nil {
			return nil, "", errNotDir
		}
	}
	return dir, parts[len(parts)-1], nil
}

// OpenFile opens a file by flags, creating it with the permissions perm if they say so.
func OpenFile(name string, flag int, perm FileMode) (*File, error) {
	files.lock()
	defer files.mu.Unlock()
	n, err := files.find(name)
	writes := flag&(O_WRONLY|O_RDWR) != 0
	switch {
	case err == nil && flag&(O_CREATE|O_EXCL) == O_CREATE|O_EXCL:
		err = errExists
	case err == nil && writes && n.children != nil:
		err = errIsDir
	case err == errNotFound && flag&O_CREATE != 0:
		var dir *node
		var last string
		if dir, last, err = files.parent(name); err == nil {
			n = &node{name: last, mode: perm.Perm(), time: time.Now()}
			dir.children[last] = n
		}
	}
	if err != nil {
		return nil, &PathError{"open", name, err}
	}
	if flag&O_TRUNC != 0 && writes {
		n.data = nil
	}
	return &File{name: name, fd: -1, flag: flag, node: n}, nil
}

// Open opens a file to read.
func Open(name string) (*File, error) { return OpenFile(name, O_RDONLY, 0) }

// Create opens a file to read and write, empty.
func Create(name string) (*File, error) { return OpenFile(name, O_RDWR|O_CREATE|O_TRUNC, 0666) }

// ReadFile returns the contents of a file.
func ReadFile(name string) ([]byte, error) {
	f, err := Open(name)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(f)
}

// WriteFile makes data the contents of a file.
func WriteFile(name string, data []byte, perm FileMode) error {
	f, err := OpenFile(name, O_WRONLY|O_CREATE|O_TRUNC, perm)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return err
}

func (f *File) writeNode(b []byte) (int, error) {
	files.lock()
	defer files.mu.Unlock()
	n := f.node
	if f.flag&O_APPEND != 0 {
		f.pos = int64(len(n.data))
	}
	f.pos += int64(n.writeAt(b, f.pos))
	return len(b), nil
}

// writeAt writes b at off, filling a gap with zeros.
func (n *node) writeAt(b []byte, off int64) int {
	if gap := int(off) - len(n.data); gap > 0 {
		n.data = append(n.data, make([]byte, gap)...)
	}
	m := copy(n.data[off:], b)
	n.data = append(n.data, b[m:]...)
	n.time = time.Now()
	return len(b)
}

func (f *File) readNode(b []byte) (int, error) {
	files.lock()
	defer files.mu.Unlock()
	if f.node.children != nil {
		return 0, &PathError{"read", f.name, errIsDir}
	}
	if len(b) == 0 {
		return 0, nil
	}
	if f.pos >= int64(len(f.node.data)) {
		return 0, io.EOF
	}
	n := copy(b, f.node.data[f.pos:])
	f.pos += int64(n)
	return n, nil
}

// ReadAt implements io.ReaderAt.
func (f *File) ReadAt(b []byte, off int64) (n int, err error) {
	if err := f.check("read"); err != nil {
		return 0, err
	}
	if f.node == nil || off < 0 {
		return 0, &PathError{"read", f.name, errIO}
	}
	files.lock()
	defer files.mu.Unlock()
	if off < int64(len(f.node.data)) {
		n = copy(b, f.node.data[off:])
	}
	if n < len(b) {
		return n, io.EOF
	}
	return n, nil
}

// WriteAt implements io.WriterAt.
func (f *File) WriteAt(b []byte, off int64) (n int, err error) {
	if err := f.check("write"); err != nil {
		return 0, err
	}
	if f.node == nil || off < 0 || f.flag&(O_WRONLY|O_RDWR) == 0 {
		return 0, &PathError{"write", f.name, errBadFile}
	}
	files.lock()
	defer files.mu.Unlock()
	return f.node.writeAt(b, off), nil
}

// Seek implements io.Seeker.
func (f *File) Seek(offset int64, whence int) (int64, error) {
	if err := f.check("seek"); err != nil {
		return 0, err
	}
	if f.node == nil {
		return 0, &PathError{"seek", f.name, &sysError{"illegal seek", nil}}
	}
	files.lock()
	defer files.mu.Unlock()
	switch whence {
	case io.SeekCurrent:
		offset += f.pos
	case io.SeekEnd:
		offset += int64(len(f.node.data))
	}
	if offset < 0 {
		return 0, &PathError{"seek", f.name, &sysError{"invalid argument", ErrInvalid}}
	}
	f.pos = offset
	return offset, nil
}

// Truncate cuts or extends the file to size.
func (f *File) Truncate(size int64) error {
	if err := f.check("truncate"); err != nil {
		return err
	}
	if f.node == nil || size < 0 {
		return &PathError{"truncate", f.name, &sysError{"invalid argument", ErrInvalid}}
	}
	files.lock()
	defer files.mu.Unlock()
	n := f.node
	if int64(len(n.data)) > size {
		n.data = n.data[:size]
	} else {
		n.writeAt(nil, size)
	}
	return nil
}

// info is a FileInfo and a DirEntry: a copy of what a node was.
type info struct {
	name string
	size int64
	mode fs.FileMode
	time time.Time
	node *node
}

func (i *info) Name() string               { return i.name }
func (i *info) Size() int64                { return i.size }
func (i *info) Mode() fs.FileMode          { return i.mode }
func (i *info) Type() fs.FileMode          { return i.mode.Type() }
func (i *info) ModTime() time.Time         { return i.time }
func (i *info) IsDir() bool                { return i.mode.IsDir() }
func (i *info) Sys() any                   { return nil }
func (i *info) Info() (fs.FileInfo, error) { return i, nil }

func (n *node) info() *info { return &info{n.name, int64(len(n.data)), n.mode, n.time, n} }

// infoAs describes the node under the last element of the path it was found by, as "." for one.
func (n *node) infoAs(path string) *info {
	i := n.info()
	for len(path) > 1 && path[len(path)-1] == '/' {
		path = path[:len(path)-1]
	}
	for j := len(path) - 1; j > 0; j-- {
		if path[j-1] == '/' {
			path = path[j:]
			break
		}
	}
	i.name = path
	return i
}

// Stat describes the file.
func (f *File) Stat() (FileInfo, error) {
	if err := f.check("stat"); err != nil {
		return nil, err
	}
	if f.node == nil {
		return &info{name: f.name, mode: fs.ModeCharDevice | fs.ModeDevice | 0620}, nil
	}
	files.lock()
	defer files.mu.Unlock()
	return f.node.infoAs(f.name), nil
}

// Stat describes the file of that name.
func Stat(name string) (FileInfo, error) {
	files.lock()
	defer files.mu.Unlock()
	n, err := files.find(name)
	if err != nil {
		return nil, &PathError{"stat", name, err}
	}
	return n.infoAs(name), nil
}

// Lstat is Stat: there are no symbolic links.
func Lstat(name string) (FileInfo, error) { return Stat(name) }

// Mkdir makes a directory.
func Mkdir(name string, perm FileMode) error {
	files.lock()
	defer files.mu.Unlock()
	dir, last, err := files.parent(name)
	if err == nil && dir.children[last] != nil {
		err = errExists
	}
	if err != nil {
		return &PathError{"mkdir", name, err}
	}
	dir.children[last] = newDir(last, perm.Perm())
	return nil
}

// MkdirAll makes a directory and those it lies in, if they are missing.
func MkdirAll(path string, perm FileMode) error {
	files.lock()
	defer files.mu.Unlock()
	n := files.root
	for _, name := range files.parts(path) {
		next := n.children[name]
		if next == nil {
			next = newDir(name, perm.Perm())
			n.children[name] = next
		}
		if next.children == nil {
			return &PathError{"mkdir", path, errNotDir}
		}
		n = next
	}
	return nil
}

// Remove removes a file or an empty directory.
func Remove(name string) error {
	files.lock()
	defer files.mu.Unlock()
	dir, last, err := files.parent(name)
	if err == nil {
		n := dir.children[last]
		if n == nil {
			err = errNotFound
		} else if len(n.children) > 0 {
			err = errNotEmpty
		}
	}
	if err != nil {
		return &PathError{"remove", name, err}
	}
	delete(dir.children, last)
	return nil
}

// RemoveAll removes a file or a directory with all that it holds; it may be missing.
func RemoveAll(path string) error {
	files.lock()
	defer files.mu.Unlock()
	if dir, last, err := files.parent(path); err == nil {
		delete(dir.children, last)
	}
	return nil
}

// A LinkError records a failed operation on two names.
type LinkError struct {
	Op  string
	Old string
	New string
	Err error
}

func (e *LinkError) Error() string { return e.Op + " " + e.Old + " " + e.New + ": " + e.Err.Error() }
func (e *LinkError) Unwrap() error { return e.Err }

// Rename moves a file to another name, in the place of what had it.
func Rename(oldpath, newpath string) error {
	files.lock()
	defer files.mu.Unlock()
	from, last, err := files.parent(oldpath)
	var to *node
	var name string
	if err == nil {
		to, name, err = files.parent(newpath)
	}
	if err == nil && from.children[last] == nil {
		err = errNotFound
	}
	if err != nil {
		return &LinkError{"rename", oldpath, newpath, err}
	}
	n := from.children[last]
	delete(from.children, last)
	n.name = name
	to.children[name] = n
	return nil
}

// ReadDir returns the entries of a directory, sorted by name.
func ReadDir(name string) ([]DirEntry, error) {
	files.lock()
	defer files.mu.Unlock()
	n, err := files.find(name)
	if err == nil && n.children == nil {
		err = errNotDir
	}
	if err != nil {
		return nil, &PathError{"open", name, err}
	}
	return n.entries(), nil
}

// entries returns the children, sorted by name.
func (n *node) entries() []DirEntry {
	var out []DirEntry
	for _, child := range n.children {
		i := len(out)
		out = append(out, nil)
		for i > 0 && out[i-1].Name() > child.name {
			out[i] = out[i-1]
			i--
		}
		out[i] = child.info()
	}
	return out
}

// ReadDir returns the next entries of the directory, all that remain if n <= 0.
func (f *File) ReadDir(n int) ([]DirEntry, error) {
	if err := f.check("readdir"); err != nil {
		return nil, err
	}
	if f.node == nil || f.node.children == nil {
		return nil, &PathError{"readdirent", f.name, errNotDir}
	}
	files.lock()
	defer files.mu.Unlock()
	all := f.node.entries()
	if f.listed > len(all) {
		f.listed = len(all)
	}
	all = all[f.listed:]
	if n > 0 {
		if len(all) == 0 {
			return nil, io.EOF
		}
		if n < len(all) {
			all = all[:n]
		}
	}
	f.listed += len(all)
	return all, nil
}

// Readdirnames returns the names of the next entries, all that remain if n <= 0.
func (f *File) Readdirnames(n int) (names []string, err error) {
	entries, err := f.ReadDir(n)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

// Chmod sets a file's permissions.
func Chmod(name string, mode FileMode) error {
	files.lock()
	defer files.mu.Unlock()
	n, err := files.find(name)
	if err != nil {
		return &PathError{"chmod", name, err}
	}
	n.mode = n.mode&^fs.ModePerm | mode.Perm()
	return nil
}

// Truncate cuts or extends a file to size.
func Truncate(name string, size int64) error {
	f, err := OpenFile(name, O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Truncate(size)
}

// Getwd returns the working directory.
func Getwd() (dir string, err error) {
	files.lock()
	defer files.mu.Unlock()
	return files.cwd, nil
}

// Chdir changes the working directory.
func Chdir(dir string) error {
	files.lock()
	defer files.mu.Unlock()
	n, err := files.find(dir)
	if err == nil && n.children == nil {
		err = errNotDir
	}
	if err != nil {
		return &PathError{"chdir", dir, err}
	}
	path := ""
	for _, elem := range files.parts(dir) {
		path += "/" + elem
	}
	if path == "" {
		path = "/"
	}
	files.cwd = path
	return nil
}

// TempDir returns the directory for temporary files.
func TempDir() string { return "/tmp" }

// UserHomeDir returns the home directory.
func UserHomeDir() (string, error) { return "/home", nil }

// temporary returns a fresh name: the last * of pattern, or its end, becomes a number.
func temporary(dir, pattern string) string {
	if dir == "" {
		dir = TempDir()
	}
	files.lock()
	files.temp++
	n := files.temp
	files.mu.Unlock()
	digits := ""
	for i := 0; i < 9; i++ {
		digits = string(rune('0'+n%10)) + digits
		n /= 10
	}
	for i := len(pattern) - 1; i >= 0; i-- {
		if pattern[i] == '*' {
			return dir + "/" + pattern[:i] + digits + pattern[i+1:]
		}
	}
	return dir + "/" + pattern + digits
}

// CreateTemp creates a file of a fresh name in dir ("": the directory for temporary files).
func CreateTemp(dir, pattern string) (*File, error) {
	return OpenFile(temporary(dir, pattern), O_RDWR|O_CREATE|O_EXCL, 0600)
}

// MkdirTemp makes a directory of a fresh name in dir ("": the directory for temporary files).
func MkdirTemp(dir, pattern string) (string, error) {
	name := temporary(dir, pattern)
	return name, Mkdir(name, 0700)
}
