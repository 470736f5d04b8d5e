// Package path handles paths whose elements are separated by slashes.
package path

import "errors"

// ErrBadPattern is returned by Match for a malformed pattern.
var ErrBadPattern = errors.New("syntax error in pattern")

// Clean returns the shortest path that means the same, by its text alone.
func Clean(path string) string {
	rooted := path != "" && path[0] == '/'
	var kept []string
	for i := 0; i < len(path); {
		j := i
		for j < len(path) && path[j] != '/' {
			j++
		}
		switch elem := path[i:j]; {
		case elem == "" || elem == ".":
		case elem != "..":
			kept = append(kept, elem)
		case len(kept) > 0 && kept[len(kept)-1] != "..":
			kept = kept[:len(kept)-1]
		case !rooted:
			kept = append(kept, elem)
		}
		i = j + 1
	}
	out := ""
	for i, elem := range kept {
		if i > 0 {
			out += "/"
		}
		out += elem
	}
	if rooted {
		return "/" + out
	}
	if out == "" {
		return "."
	}
	return out
}

// Split cuts a path behind its last slash.
func Split(path string) (dir, file string) {
	i := len(path)
	for i > 0 && path[i-1] != '/' {
		i--
	}
	return path[:i], path[i:]
}

// Join joins the elements that are not empty and cleans the result.
func Join(elem ...string) string {
	path := ""
	for _, e := range elem {
		if e == "" {
			continue
		}
		if path != "" {
			path += "/"
		}
		path += e
	}
	if path == "" {
		return ""
	}
	return Clean(path)
}

// Ext returns the last element's suffix from its last dot on.
func Ext(path string) string {
	for i := len(path) - 1; i >= 0 && path[i] != '/'; i-- {
		if path[i] == '.' {
			return path[i:]
		}
	}
	return ""
}

// Base returns the last element, "." for the empty path.
func Base(path string) string {
	if path == "" {
		return "."
	}
	for len(path) > 0 && path[len(path)-1] == '/' {
		path = path[:len(path)-1]
	}
	if path == "" {
		return "/"
	}
	_, file := Split(path)
	return file
}

// IsAbs reports whether the path begins at the root.
func IsAbs(path string) bool { return path != "" && path[0] == '/' }

// Dir returns the path without its last element, cleaned.
func Dir(path string) string {
	dir, _ := Split(path)
	return Clean(dir)
}

// Match reports whether the whole name matches the pattern: * is any text without a slash, ? one
// character, [a-z] and [^a-z] a class, and \ makes the next character an ordinary one.
func Match(pattern, name string) (matched bool, err error) {
	matched, err = match([]rune(pattern), []rune(name))
	if !matched && err == nil {
		// A pattern that is broken further behind is an error nevertheless.
		err = check([]rune(pattern))
	}
	return matched, err
}

func match(pattern, name []rune) (bool, error) {
	for len(pattern) > 0 {
		if pattern[0] == '*' {
			for len(pattern) > 0 && pattern[0] == '*' {
				pattern = pattern[1:]
			}
			for i := 0; ; i++ {
				if ok, err := match(pattern, name[i:]); ok || err != nil {
					return ok, err
				}
				if i == len(name) || name[i] == '/' {
					return false, nil
				}
			}
		}
		if len(name) == 0 {
			return false, nil
		}
		ok, rest, err := one(pattern, name[0])
		if !ok || err != nil {
			return false, err
		}
		pattern, name = rest, name[1:]
	}
	return len(name) == 0, nil
}

func check(pattern []rune) error {
	for len(pattern) > 0 {
		if pattern[0] == '*' {
			pattern = pattern[1:]
			continue
		}
		_, rest, err := one(pattern, 0)
		if err != nil {
			return err
		}
		pattern = rest
	}
	return nil
}

// one matches c with what stands first in the pattern, which is no star.
func one(pattern []rune, c rune) (ok bool, rest []rune, err error) {
	switch pattern[0] {
	case '?':
		return c != '/', pattern[1:], nil
	case '[':
		return class(pattern[1:], c)
	case '\\':
		if pattern = pattern[1:]; len(pattern) == 0 {
			return false, nil, ErrBadPattern
		}
	}
	return pattern[0] == c, pattern[1:], nil
}

func class(pattern []rune, c rune) (ok bool, rest []rune, err error) {
	negated := len(pattern) > 0 && pattern[0] == '^'
	if negated {
		pattern = pattern[1:]
	}
	found := false
	for first := true; ; first = false {
		if len(pattern) > 0 && pattern[0] == ']' && !first {
			return found != negated, pattern[1:], nil
		}
		var low, high rune
		if low, pattern, err = member(pattern); err != nil {
			return false, nil, err
		}
		high = low
		if pattern[0] == '-' {
			if high, pattern, err = member(pattern[1:]); err != nil {
				return false, nil, err
			}
		}
		found = found || low <= c && c <= high
	}
}

func member(pattern []rune) (c rune, rest []rune, err error) {
	if len(pattern) == 0 || pattern[0] == '-' || pattern[0] == ']' {
		return 0, nil, ErrBadPattern
	}
	if pattern[0] == '\\' {
		if pattern = pattern[1:]; len(pattern) == 0 {
			return 0, nil, ErrBadPattern
		}
	}
	if len(pattern) == 1 {
		return 0, nil, ErrBadPattern
	}
	return pattern[0], pattern[1:], nil
}
