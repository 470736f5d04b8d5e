package testing

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"unicode"
)

// A matcher selects tests by the patterns of -run and -skip, and gives subtests distinct names.
//
// A pattern is alternatives, separated by |, of elements, separated by /: the first is for the
// test's own name, the second for its subtests, and so on. Both separators count only outside
// brackets and parentheses.
type matcher struct {
	matchString func(pattern, text string) (bool, error)
	want        [][]string
	skip        [][]string

	mu    sync.Mutex
	taken map[string]int // how often a name was asked for
}

func newMatcher(matchString func(pattern, text string) (bool, error), want, option, skip string) *matcher {
	m := &matcher{matchString: matchString, taken: map[string]int{}}
	m.want = m.split(want, option)
	m.skip = m.split(skip, "-test.skip")
	return m
}

// split takes a pattern apart; none at all for the empty one. A broken one ends the program.
func (m *matcher) split(pattern, option string) [][]string {
	if pattern == "" {
		return nil
	}
	alternatives := [][]string{nil}
	brackets, parens, start := 0, 0, 0
	end := func(at int) {
		last := len(alternatives) - 1
		alternatives[last] = append(alternatives[last], rewrite(pattern[start:at]))
		start = at + 1
	}
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case c == '[':
			brackets++
		case c == ']':
			brackets = max(brackets-1, 0)
		case brackets > 0:
		case c == '(':
			parens++
		case c == ')':
			parens--
		case parens == 0 && c == '/':
			end(i)
		case parens == 0 && c == '|':
			end(i)
			alternatives = append(alternatives, nil)
		}
	}
	end(len(pattern))
	for a, elements := range alternatives {
		for i, element := range elements {
			if _, err := m.matchString(element, "non-empty"); err != nil {
				where := ""
				if len(alternatives) > 1 {
					where = fmt.Sprintf("alternation %d of ", a)
				}
				fmt.Fprintf(os.Stderr, "testing: invalid regexp for %selement %d of %s (%q): %s\n", where, i, option, element, err)
				os.Exit(1)
			}
		}
	}
	return alternatives
}

// matches reports whether an alternative matches the elements of a name; partial says that it has
// more elements than the name.
func (m *matcher) matches(alternatives [][]string, name []string) (ok, partial bool) {
	for _, elements := range alternatives {
		ok := true
		for i := 0; i < min(len(elements), len(name)) && ok; i++ {
			ok, _ = m.matchString(elements[i], name[i])
		}
		if ok {
			return true, len(name) < len(elements)
		}
	}
	return false, false
}

// fullName returns the name of a test, or of a subtest of c, and whether it is to run; partial: to
// find subtests only.
func (m *matcher) fullName(c *common, name string) (full string, ok, partial bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if c != nil && c.level > 0 {
		name = m.unique(c.name + "/" + rewrite(name))
	}
	elements := strings.Split(name, "/")
	ok = true
	if m.want != nil {
		ok, partial = m.matches(m.want, elements)
	}
	if skip, part := m.matches(m.skip, elements); !ok || skip && !part {
		return name, false, false
	}
	return name, ok, partial
}

// unique appends a number to a name that was given before. A name without text behind the last /
// always gets one.
func (m *matcher) unique(base string) string {
	for {
		n := m.taken[base]
		m.taken[base]++
		if n == 0 && !strings.HasSuffix(base, "/") {
			// `x#01` asked for by that name may have been given to the second `x`.
			if prefix, number, ok := cutNumber(base); ok && number < m.taken[prefix] {
				continue
			}
			return base
		}
		if name := fmt.Sprintf("%s#%02d", base, n); m.taken[name] == 0 {
			return name
		}
	}
}

// cutNumber splits a name of the form that unique makes.
func cutNumber(name string) (prefix string, number int, ok bool) {
	at := strings.LastIndexByte(name, '#')
	if at < 0 {
		return name, 0, false
	}
	digits := name[at+1:]
	if len(digits) < 2 || len(digits) > 2 && digits[0] == '0' || digits == "00" && !strings.HasSuffix(name[:at], "/") {
		return name, 0, false
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	return name[:at], int(n), err == nil
}

// rewrite replaces what does not belong into a name.
func rewrite(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			b.WriteByte('_')
		case !strconv.IsPrint(r):
			quoted := strconv.QuoteRune(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
