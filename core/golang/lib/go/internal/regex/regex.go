// Package regex matches regular expressions in RE2's syntax: what the option -run of tests needs.
// It tells only whether something matches, not where.
//
// Differs: it knows no classes \p{...}.
//
// An expression becomes a program of a nondeterministic machine, all of whose states are followed at
// once: time is bounded by the length of the program times the length of the text.
package regex

// The operations of the machine.
const (
	opRune   = iota // one character of the class
	opSplit         // go on at both x and y
	opJump          // go on at x
	opAssert        // go on if the assertion holds here
	opMatch
)

// Assertions.
const (
	atTextStart = iota
	atTextEnd
	atLineStart
	atLineEnd
	atWordBoundary
	atNoWordBoundary
)

// An instr is one instruction.
type instr struct {
	op    int
	x, y  int
	class *class
}

// A class is a set of characters: pairs of first and last.
type class struct {
	negated bool
	fold    bool
	ranges  []rune
}

func (c *class) has(r rune) bool {
	for i := 0; i < len(c.ranges); i += 2 {
		if c.ranges[i] <= r && r <= c.ranges[i+1] {
			return true
		}
	}
	return false
}

func (c *class) matches(r rune) bool {
	found := c.has(r)
	if !found && c.fold {
		found = c.has(lower(r)) || c.has(upper(r))
	}
	return found != c.negated
}

func lower(r rune) rune {
	if 'A' <= r && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}

func upper(r rune) rune {
	if 'a' <= r && r <= 'z' {
		return r - ('a' - 'A')
	}
	return r
}

func isWord(r rune) bool {
	return r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
}

// A Regexp is a compiled regular expression.
type Regexp struct {
	prog []instr
}

// threads is a set of states, in the order they were entered.
type threads struct {
	list []int
	seen []bool
}

func (t *threads) clear() {
	for _, pc := range t.list {
		t.seen[pc] = false
	}
	t.list = t.list[:0]
}

// MatchString reports whether any part of s matches.
func (re *Regexp) MatchString(s string) bool {
	text := []rune(s)
	now := &threads{seen: make([]bool, len(re.prog))}
	next := &threads{seen: make([]bool, len(re.prog))}
	for i := 0; ; i++ {
		// A match may begin at every character.
		if re.enter(now, 0, text, i) {
			return true
		}
		if i == len(text) {
			return false
		}
		for _, pc := range now.list {
			in := &re.prog[pc]
			if in.op == opRune && in.class.matches(text[i]) && re.enter(next, pc+1, text, i+1) {
				return true
			}
		}
		now.clear()
		now, next = next, now
	}
}

// enter adds the state pc, and those reached from it without a character, at place i of the text.
// It reports whether the end of the expression is among them.
func (re *Regexp) enter(t *threads, pc int, text []rune, i int) bool {
	stack := []int{pc}
	for len(stack) > 0 {
		pc := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if t.seen[pc] {
			continue
		}
		t.seen[pc] = true
		t.list = append(t.list, pc)
		switch in := &re.prog[pc]; in.op {
		case opMatch:
			return true
		case opJump:
			stack = append(stack, in.x)
		case opSplit:
			stack = append(stack, in.y, in.x)
		case opAssert:
			if holds(in.x, text, i) {
				stack = append(stack, pc+1)
			}
		}
	}
	return false
}

func holds(assertion int, text []rune, i int) bool {
	switch assertion {
	case atTextStart:
		return i == 0
	case atTextEnd:
		return i == len(text)
	case atLineStart:
		return i == 0 || text[i-1] == '\n'
	case atLineEnd:
		return i == len(text) || text[i] == '\n'
	}
	boundary := (i > 0 && isWord(text[i-1])) != (i < len(text) && isWord(text[i]))
	return boundary == (assertion == atWordBoundary)
}
