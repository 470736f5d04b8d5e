package strings

import (
	"internal/bytealg"
	"io"
)

// A Replacer replaces a list of strings. It may be used by several goroutines at once.
type Replacer struct {
	old, with []string
	// first[c] lists, in argument order, the pairs whose old string begins with byte c. Built by
	// NewReplacer, so that reading needs no lock.
	first [256][]int
	empty int // the pair with an empty old string, -1 if none
}

// NewReplacer takes pairs of old and new strings. At each place of the text the first old string
// (in argument order) that matches there is replaced, and the search goes on behind it.
func NewReplacer(oldnew ...string) *Replacer {
	if len(oldnew)%2 == 1 {
		panic("strings.NewReplacer: odd argument count")
	}
	r := &Replacer{empty: -1}
	for i := 0; i < len(oldnew); i += 2 {
		old := oldnew[i]
		n := len(r.old)
		r.old = append(r.old, old)
		r.with = append(r.with, oldnew[i+1])
		if old == "" {
			if r.empty < 0 {
				r.empty = n
			}
			continue
		}
		r.first[old[0]] = append(r.first[old[0]], n)
	}
	return r
}

// match returns the pair to apply at the start of s, -1 if none.
func (r *Replacer) match(s string, allowEmpty bool) int {
	found := -1
	if s != "" {
		for _, n := range r.first[s[0]] {
			if HasPrefix(s, r.old[n]) {
				found = n
				break
			}
		}
	}
	if allowEmpty && r.empty >= 0 && (found < 0 || r.empty < found) {
		found = r.empty
	}
	return found
}

// Replace returns s with all replacements made.
func (r *Replacer) Replace(s string) string {
	var b []byte
	last := 0
	changed := false
	emptyMatched := false // an empty old string matches only once at a place
	for i := 0; i <= len(s); {
		n := -1
		if r.empty >= 0 || i < len(s) && r.first[s[i]] != nil {
			n = r.match(s[i:], !emptyMatched)
		}
		emptyMatched = n >= 0 && r.old[n] == ""
		if n < 0 {
			i++
			continue
		}
		changed = true
		b = append(b, s[last:i]...)
		b = append(b, r.with[n]...)
		i += len(r.old[n])
		last = i
	}
	if !changed {
		return s
	}
	return bytealg.String(append(b, s[last:]...))
}

// WriteString writes s with all replacements made to w.
func (r *Replacer) WriteString(w io.Writer, s string) (n int, err error) {
	return io.WriteString(w, r.Replace(s))
}
