package regex

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// An Error says what is wrong with an expression, in the words of package regexp.
type Error struct {
	What string
	Expr string
}

func (e *Error) Error() string { return "error parsing regexp: " + e.What + ": `" + e.Expr + "`" }

const (
	maxRepeat = 1000
	maxProg   = 100000
)

// A parser compiles as it reads: each construct appends its instructions to prog.
type parser struct {
	text                string
	rest                string
	prog                []instr
	fold, dotAll, multi bool
	depth               int
	err                 *Error
}

// Compile turns the text of an expression into a Regexp.
func Compile(expr string) (*Regexp, error) {
	p := &parser{text: expr, rest: expr}
	p.alternatives()
	if p.err == nil && p.rest != "" {
		p.fail("unexpected )", expr)
	}
	if p.err != nil {
		return nil, p.err
	}
	p.emit(instr{op: opMatch})
	return &Regexp{p.prog}, nil
}

func (p *parser) fail(what, expr string) {
	if p.err == nil {
		p.err = &Error{what, expr}
	}
	p.rest = ""
}

func (p *parser) emit(in instr) int {
	if len(p.prog) >= maxProg {
		p.fail("expression too large", p.text)
		return 0
	}
	p.prog = append(p.prog, in)
	return len(p.prog) - 1
}

func (p *parser) next() rune {
	r, n := utf8.DecodeRuneInString(p.rest)
	p.rest = p.rest[n:]
	return r
}

func (p *parser) accept(prefix string) bool {
	if strings.HasPrefix(p.rest, prefix) {
		p.rest = p.rest[len(prefix):]
		return true
	}
	return false
}

// insert makes room for n instructions at place at, and moves the targets behind it.
func (p *parser) insert(at, n int) {
	p.prog = append(p.prog, make([]instr, n)...)
	copy(p.prog[at+n:], p.prog[at:])
	for i := at + n; i < len(p.prog); i++ {
		in := &p.prog[i]
		if in.op == opJump || in.op == opSplit {
			in.x += n
			in.y += n
		}
	}
}

// alternatives reads `a|b|c`.
func (p *parser) alternatives() {
	var ends []int
	for {
		start := len(p.prog)
		p.sequence()
		if !p.accept("|") {
			break
		}
		// start: split to the alternative read so far and to the next one.
		p.insert(start, 1)
		ends = append(ends, p.emit(instr{op: opJump}))
		p.prog[start] = instr{op: opSplit, x: start + 1, y: len(p.prog)}
	}
	for _, end := range ends {
		p.prog[end].x = len(p.prog)
	}
}

// sequence reads repeated atoms up to | or ).
func (p *parser) sequence() {
	for p.rest != "" && p.rest[0] != '|' && p.rest[0] != ')' {
		start := len(p.prog)
		if c := p.rest[0]; c == '*' || c == '+' || c == '?' {
			p.fail("missing argument to repetition operator", p.rest[:1])
			return
		}
		p.atom()
		repeated := ""
		for p.rest != "" {
			at := p.rest
			if !p.repetition(start) {
				break
			}
			op := at[:len(at)-len(p.rest)]
			if repeated != "" {
				p.fail("invalid nested repetition operator", repeated+op)
				return
			}
			repeated = op
		}
	}
}

// repetition reads *, +, ?, {n,m} behind the atom that begins at start; false: there is none.
func (p *parser) repetition(start int) bool {
	least, most := 0, -1
	whole := p.rest
	switch {
	case p.accept("*"):
	case p.accept("+"):
		least = 1
	case p.accept("?"):
		most = 1
	default:
		ok := false
		if least, most, ok = p.counts(); !ok {
			return false
		}
	}
	p.accept("?") // Lazy or not, the same texts match.
	if least > maxRepeat || most > maxRepeat || most >= 0 && most < least {
		p.fail("invalid repeat count", whole[:len(whole)-len(p.rest)])
		return true
	}
	p.repeat(start, least, most)
	return true
}

// counts reads {n}, {n,} or {n,m}. Braces that are no such thing stand for themselves.
func (p *parser) counts() (least, most int, ok bool) {
	end := strings.IndexByte(p.rest, '}')
	if p.rest[0] != '{' || end < 0 {
		return 0, 0, false
	}
	first, second, ranged := strings.Cut(p.rest[1:end], ",")
	least, err := strconv.Atoi(first)
	if err != nil || least < 0 {
		return 0, 0, false
	}
	most = least
	if ranged && second == "" {
		most = -1
	} else if ranged {
		if most, err = strconv.Atoi(second); err != nil || most < 0 {
			return 0, 0, false
		}
	}
	p.rest = p.rest[end+1:]
	return least, most, true
}

// repeat repeats the instructions from start on: least times, then up to most times, -1 for any
// number.
func (p *parser) repeat(start, least, most int) {
	body := append([]instr(nil), p.prog[start:]...)
	p.prog = p.prog[:start]
	again := func() int {
		at := len(p.prog)
		for _, in := range body {
			if in.op == opJump || in.op == opSplit {
				in.x += at - start
				in.y += at - start
			}
			p.emit(in)
		}
		return at
	}
	for i := 0; i < least; i++ {
		again()
	}
	if most < 0 {
		split := p.emit(instr{op: opSplit})
		again()
		p.emit(instr{op: opJump, x: split})
		p.prog[split].x, p.prog[split].y = split+1, len(p.prog)
		return
	}
	var splits []int
	for i := least; i < most; i++ {
		splits = append(splits, p.emit(instr{op: opSplit}))
		again()
	}
	for _, split := range splits {
		p.prog[split].x, p.prog[split].y = split+1, len(p.prog)
	}
}

// atom reads one character, class, group or assertion.
func (p *parser) atom() {
	switch {
	case p.accept("("):
		p.group()
	case p.accept("["):
		p.bracket()
	case p.accept("."):
		c := &class{negated: true}
		if !p.dotAll {
			c.ranges = []rune{'\n', '\n'}
		}
		p.emit(instr{op: opRune, class: c})
	case p.accept("^"):
		if p.multi {
			p.assert(atLineStart)
		} else {
			p.assert(atTextStart)
		}
	case p.accept("$"):
		if p.multi {
			p.assert(atLineEnd)
		} else {
			p.assert(atTextEnd)
		}
	case p.accept("\\"):
		p.escape()
	default:
		r := p.next()
		p.emit(instr{op: opRune, class: &class{fold: p.fold, ranges: []rune{r, r}}})
	}
}

func (p *parser) assert(assertion int) { p.emit(instr{op: opAssert, x: assertion}) }

// group reads what follows a parenthesis.
func (p *parser) group() {
	whole := p.rest
	fold, dotAll, multi := p.fold, p.dotAll, p.multi
	if p.accept("?P<") || p.accept("?<") {
		end := strings.IndexByte(p.rest, '>')
		if end <= 0 {
			p.fail("invalid named capture", "("+whole)
			return
		}
		p.rest = p.rest[end+1:]
	} else if p.accept("?") {
		if !p.flags() {
			p.fail("invalid or unsupported Perl syntax", "("+whole[:min(2, len(whole))])
			return
		}
		if p.accept(")") {
			return // The flags hold to the end of the group around.
		}
		p.accept(":")
	}
	if p.depth++; p.depth > maxRepeat {
		p.fail("expression nests too deeply", p.text)
		return
	}
	p.alternatives()
	p.depth--
	if !p.accept(")") {
		p.fail("missing closing )", p.text)
	}
	p.fold, p.dotAll, p.multi = fold, dotAll, multi
}

// flags reads letters up to : or ), which stays.
func (p *parser) flags() bool {
	on := true
	for p.rest != "" {
		switch p.rest[0] {
		case 'i':
			p.fold = on
		case 's':
			p.dotAll = on
		case 'm':
			p.multi = on
		case 'U':
		case '-':
			on = false
		case ':', ')':
			return true
		default:
			return false
		}
		p.rest = p.rest[1:]
	}
	return false
}

// escape reads what follows a backslash outside brackets.
func (p *parser) escape() {
	if p.rest == "" {
		p.fail("trailing backslash at end of expression", "")
		return
	}
	switch p.rest[0] {
	case 'A':
		p.assert(atTextStart)
	case 'z':
		p.assert(atTextEnd)
	case 'b':
		p.assert(atWordBoundary)
	case 'B':
		p.assert(atNoWordBoundary)
	case 'Q':
		quoted, rest, _ := strings.Cut(p.rest[1:], `\E`)
		for _, r := range quoted {
			p.emit(instr{op: opRune, class: &class{fold: p.fold, ranges: []rune{r, r}}})
		}
		p.rest = rest
		return
	default:
		c := &class{fold: p.fold}
		if ranges, negated, ok := perlClass(p.rest[0]); ok {
			p.rest = p.rest[1:]
			c.ranges, c.negated = ranges, negated
		} else {
			r := p.char()
			c.ranges = []rune{r, r}
		}
		p.emit(instr{op: opRune, class: c})
		return
	}
	p.rest = p.rest[1:]
}

// perlClass is the class that \d, \w, \s and their negations stand for.
func perlClass(letter byte) (ranges []rune, negated, ok bool) {
	switch letter {
	case 'd', 'D':
		return []rune{'0', '9'}, letter == 'D', true
	case 'w', 'W':
		return []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}, letter == 'W', true
	case 's', 'S':
		return []rune{'\t', '\n', '\f', '\r', ' ', ' '}, letter == 'S', true
	}
	return nil, false, false
}

// char reads what follows a backslash and stands for one character.
func (p *parser) char() rune {
	at := p.rest
	switch r := p.next(); r {
	case 'n':
		return '\n'
	case 't':
		return '\t'
	case 'r':
		return '\r'
	case 'f':
		return '\f'
	case 'v':
		return '\v'
	case 'a':
		return '\a'
	case 'x':
		digits := ""
		if p.accept("{") {
			digits, p.rest, _ = strings.Cut(p.rest, "}")
		} else if len(p.rest) >= 2 {
			digits, p.rest = p.rest[:2], p.rest[2:]
		}
		n, err := strconv.ParseUint(digits, 16, 32)
		if err != nil || n > utf8.MaxRune {
			p.fail("invalid escape sequence", `\`+at[:min(3, len(at))])
		}
		return rune(n)
	default:
		if r < utf8.RuneSelf && !isWord(r) {
			return r
		}
		p.fail("invalid escape sequence", `\`+string(r))
		return r
	}
}

// complement is every character that is in none of the ranges, which are sorted.
func complement(ranges []rune) []rune {
	var out []rune
	var from rune
	for i := 0; i < len(ranges); i += 2 {
		if ranges[i] > from {
			out = append(out, from, ranges[i]-1)
		}
		from = ranges[i+1] + 1
	}
	return append(out, from, utf8.MaxRune)
}

// posix are the classes with names, sorted ranges each.
func posix(name string) ([]rune, bool) {
	switch name {
	case "alnum":
		return []rune{'0', '9', 'A', 'Z', 'a', 'z'}, true
	case "alpha":
		return []rune{'A', 'Z', 'a', 'z'}, true
	case "ascii":
		return []rune{0, 127}, true
	case "blank":
		return []rune{'\t', '\t', ' ', ' '}, true
	case "cntrl":
		return []rune{0, 31, 127, 127}, true
	case "digit":
		return []rune{'0', '9'}, true
	case "graph":
		return []rune{'!', '~'}, true
	case "lower":
		return []rune{'a', 'z'}, true
	case "print":
		return []rune{' ', '~'}, true
	case "punct":
		return []rune{'!', '/', ':', '@', '[', '`', '{', '~'}, true
	case "space":
		return []rune{'\t', '\r', ' ', ' '}, true
	case "upper":
		return []rune{'A', 'Z'}, true
	case "word":
		return []rune{'0', '9', 'A', 'Z', '_', '_', 'a', 'z'}, true
	case "xdigit":
		return []rune{'0', '9', 'A', 'F', 'a', 'f'}, true
	}
	return nil, false
}

// bracket reads what follows [.
func (p *parser) bracket() {
	whole := p.rest
	c := &class{fold: p.fold, negated: p.accept("^")}
	for first := true; first || !strings.HasPrefix(p.rest, "]"); first = false {
		if p.rest == "" {
			p.fail("missing closing ]", "["+whole)
			return
		}
		if p.accept("[:") {
			name, rest, found := strings.Cut(p.rest, ":]")
			ranges, ok := posix(strings.TrimPrefix(name, "^"))
			if !found || !ok {
				p.fail("invalid character class range", "[:"+name+":]")
				return
			}
			if strings.HasPrefix(name, "^") {
				ranges = complement(ranges)
			}
			c.ranges = append(c.ranges, ranges...)
			p.rest = rest
			continue
		}
		if len(p.rest) > 1 && p.rest[0] == '\\' {
			if ranges, negated, ok := perlClass(p.rest[1]); ok {
				if negated {
					ranges = complement(ranges)
				}
				c.ranges = append(c.ranges, ranges...)
				p.rest = p.rest[2:]
				continue
			}
		}
		at := p.rest
		low := p.member()
		high := low
		if len(p.rest) > 1 && p.rest[0] == '-' && p.rest[1] != ']' {
			p.rest = p.rest[1:]
			high = p.member()
		}
		if p.err != nil {
			return
		}
		if high < low {
			p.fail("invalid character class range", at[:len(at)-len(p.rest)])
			return
		}
		c.ranges = append(c.ranges, low, high)
	}
	p.rest = p.rest[1:]
	p.emit(instr{op: opRune, class: c})
}

// member reads one character of a class.
func (p *parser) member() rune {
	if p.accept("\\") {
		return p.char()
	}
	return p.next()
}
