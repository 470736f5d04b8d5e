// Package filepath handles the paths of the operating system, which are those of package path.
package filepath

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"strings"
)

const (
	Separator     = os.PathSeparator
	ListSeparator = os.PathListSeparator
)

// Errors and functions of walks.
var (
	ErrBadPattern = path.ErrBadPattern
	SkipDir       = fs.SkipDir
	SkipAll       = fs.SkipAll
)

// A WalkFunc is called by Walk for each file and directory.
type WalkFunc func(path string, info fs.FileInfo, err error) error

func Clean(p string) string                                { return path.Clean(p) }
func Split(p string) (dir, file string)                    { return path.Split(p) }
func Join(elem ...string) string                           { return path.Join(elem...) }
func Ext(p string) string                                  { return path.Ext(p) }
func Base(p string) string                                 { return path.Base(p) }
func Dir(p string) string                                  { return path.Dir(p) }
func IsAbs(p string) bool                                  { return path.IsAbs(p) }
func Match(pattern, name string) (matched bool, err error) { return path.Match(pattern, name) }
func ToSlash(p string) string                              { return p }
func FromSlash(p string) string                            { return p }
func VolumeName(p string) string                           { return "" }

// EvalSymlinks cleans the path of an existing file: there are no symbolic links.
func EvalSymlinks(p string) (string, error) {
	if _, err := os.Stat(p); err != nil {
		return "", err
	}
	return Clean(p), nil
}

// IsLocal reports whether the path stays below where it begins.
func IsLocal(p string) bool {
	if p == "" || IsAbs(p) {
		return false
	}
	p = Clean(p)
	return p != ".." && !strings.HasPrefix(p, "../")
}

// Localize is a path of package io/fs as one of the operating system.
func Localize(p string) (string, error) {
	if !fs.ValidPath(p) || strings.IndexByte(p, 0) >= 0 {
		return "", errors.New("invalid path")
	}
	return p, nil
}

// SplitList splits a list as in $PATH.
func SplitList(list string) []string {
	if list == "" {
		return []string{}
	}
	return strings.Split(list, string(ListSeparator))
}

// Abs returns the path from the root.
func Abs(p string) (string, error) {
	if IsAbs(p) {
		return Clean(p), nil
	}
	wd, err := os.Getwd()
	return Join(wd, p), err
}

// Rel returns the path from base to target.
func Rel(base, target string) (string, error) {
	base, target = Clean(base), Clean(target)
	if base == target {
		return ".", nil
	}
	if base == "." {
		base = ""
	}
	if IsAbs(base) != IsAbs(target) {
		return "", errors.New("Rel: can't make " + target + " relative to " + base)
	}
	from, to := elements(base), elements(target)
	for len(from) > 0 && len(to) > 0 && from[0] == to[0] {
		from, to = from[1:], to[1:]
	}
	if len(from) > 0 && from[0] == ".." {
		return "", errors.New("Rel: can't make " + target + " relative to " + base)
	}
	up := strings.Repeat("../", len(from))
	return strings.TrimSuffix(up+strings.Join(to, "/"), "/"), nil
}

func elements(p string) []string {
	var out []string
	for _, elem := range strings.Split(p, "/") {
		if elem != "" && elem != "." {
			out = append(out, elem)
		}
	}
	return out
}

// Glob returns the names of the files that match the pattern.
func Glob(pattern string) (matches []string, err error) {
	if _, err := Match(pattern, ""); err != nil {
		return nil, err
	}
	if !strings.ContainsAny(pattern, `*?[\`) {
		if _, err := os.Lstat(pattern); err != nil {
			return nil, nil
		}
		return []string{pattern}, nil
	}
	dir, file := Split(pattern)
	if dir == "" {
		dir = "."
	} else if dir != "/" {
		dir = dir[:len(dir)-1]
	}
	dirs := []string{dir}
	if strings.ContainsAny(dir, `*?[\`) {
		if dirs, err = Glob(dir); err != nil {
			return nil, err
		}
	}
	for _, d := range dirs {
		list, err := os.ReadDir(d)
		if err != nil {
			continue
		}
		for _, entry := range list {
			if ok, _ := Match(file, entry.Name()); ok {
				matches = append(matches, Join(d, entry.Name()))
			}
		}
	}
	return matches, nil
}

// WalkDir calls fn for root and everything below it, in the order of names.
func WalkDir(root string, fn fs.WalkDirFunc) error {
	info, err := os.Lstat(root)
	if err != nil {
		err = fn(root, nil, err)
	} else {
		err = walkDir(root, fs.FileInfoToDirEntry(info), fn)
	}
	if err == SkipDir || err == SkipAll {
		return nil
	}
	return err
}

func walkDir(name string, d fs.DirEntry, fn fs.WalkDirFunc) error {
	if err := fn(name, d, nil); err != nil || !d.IsDir() {
		if err == SkipDir && d.IsDir() {
			err = nil
		}
		return err
	}
	list, err := os.ReadDir(name)
	if err != nil {
		if err = fn(name, d, err); err != nil {
			if err == SkipDir {
				err = nil
			}
			return err
		}
	}
	for _, entry := range list {
		if err := walkDir(Join(name, entry.Name()), entry, fn); err != nil {
			if err == SkipDir {
				break
			}
			return err
		}
	}
	return nil
}

// Walk is WalkDir with descriptions instead of entries.
func Walk(root string, fn WalkFunc) error {
	return WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if d == nil {
			return fn(p, nil, err)
		}
		info, infoErr := d.Info()
		if err == nil {
			err = infoErr
		}
		return fn(p, info, err)
	})
}
