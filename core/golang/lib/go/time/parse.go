package time

// A ParseError tells which part of a text does not fit the layout.
type ParseError struct {
	Layout     string
	Value      string
	LayoutElem string
	ValueElem  string
	Message    string
}

func (e *ParseError) Error() string {
	text := "parsing time " + quote(e.Value)
	if e.Message != "" {
		return text + e.Message
	}
	return text + " as " + quote(e.Layout) + ": cannot parse " + quote(e.ValueElem) + " as " +
		quote(e.LayoutElem)
}

// Parse reads a time that is written as the layout shows the reference time; without a zone it is
// UTC.
func Parse(layout, value string) (Time, error) { return parse(layout, value, UTC) }

// ParseInLocation is Parse for times in loc unless they name another zone.
func ParseInLocation(layout, value string, loc *Location) (Time, error) {
	return parse(layout, value, loc)
}

// parser holds what was read so far.
type parser struct {
	layout, value          string // whole, for errors
	rest                   string // of the value
	year, month, day, yday int    // month, day and yday are -1 until read
	hour, min, sec, nsec   int
	pm, pmSet              bool
	outOfRange             string // name of the part that was
	zone                   string // abbreviation
	offset                 int
	offsetSet, utc         bool
}

// number reads one or two digits (two if fixed).
func (p *parser) number(fixed bool) (int, bool) {
	s := p.rest
	if !digitAt(s, 0) || fixed && !digitAt(s, 1) {
		return 0, false
	}
	if !digitAt(s, 1) {
		p.rest = s[1:]
		return int(s[0] - '0'), true
	}
	p.rest = s[2:]
	return int(s[0]-'0')*10 + int(s[1]-'0'), true
}

// digits reads exactly n digits.
func (p *parser) digits(n int) (int, bool) {
	if digitsOf(p.rest) < n {
		return 0, false
	}
	x := 0
	for _, c := range []byte(p.rest[:n]) {
		x = x*10 + int(c-'0')
	}
	p.rest = p.rest[n:]
	return x, true
}

// foldPrefix reports whether s begins with name, ignoring the case of ASCII letters.
func foldPrefix(s, name string) bool {
	if len(s) < len(name) {
		return false
	}
	for i := 0; i < len(name); i++ {
		if s[i] != name[i] && (s[i]|0x20 != name[i]|0x20 || s[i]|0x20 < 'a' || s[i]|0x20 > 'z') {
			return false
		}
	}
	return true
}

// name reads one of count names, whole or the first three letters; it returns its number.
func (p *parser) name(count int, nameOf func(int) string, short bool) (int, bool) {
	for i := 0; i < count; i++ {
		name := nameOf(i)
		if short {
			name = name[:3]
		}
		if foldPrefix(p.rest, name) {
			p.rest = p.rest[len(name):]
			return i, true
		}
	}
	return 0, false
}

// fractionDigits reads a separator and n digits as nanoseconds.
func (p *parser) fractionDigits(n int) bool {
	if len(p.rest) < n || p.rest[0] != '.' && p.rest[0] != ',' || digitsOf(p.rest[1:]) < n-1 {
		return false
	}
	scale := 100000000
	p.nsec = 0
	for _, c := range []byte(p.rest[1:n]) {
		p.nsec += int(c-'0') * scale
		scale /= 10
	}
	p.rest = p.rest[n:]
	return true
}

// skip reads the layout's literal text; a space stands for any number of spaces.
func (p *parser) skip(text string) bool {
	for text != "" {
		if text[0] == ' ' {
			if p.rest != "" && p.rest[0] != ' ' {
				return false
			}
			for text != "" && text[0] == ' ' {
				text = text[1:]
			}
			for p.rest != "" && p.rest[0] == ' ' {
				p.rest = p.rest[1:]
			}
			continue
		}
		if p.rest == "" || p.rest[0] != text[0] {
			return false
		}
		text = text[1:]
		p.rest = p.rest[1:]
	}
	return true
}

// checked notes a part that is out of range.
func (p *parser) checked(n, low, high int, name string) {
	if n < low || n > high {
		p.outOfRange = name
	}
}

// numericZone reads an offset in one of the forms.
func (p *parser) numericZone(form int) bool {
	if form >= zoneZ {
		if hasPrefix(p.rest, "Z") {
			p.rest = p.rest[1:]
			p.utc = true
			return true
		}
		form -= zoneZ
	}
	if p.rest == "" || p.rest[0] != '+' && p.rest[0] != '-' {
		return false
	}
	sign := 1
	if p.rest[0] == '-' {
		sign = -1
	}
	p.rest = p.rest[1:]
	parts := 2
	switch form {
	case zoneShort:
		parts = 1
	case zoneHMS, zoneColonHMS:
		parts = 3
	}
	var n [3]int
	for i := 0; i < parts; i++ {
		if i > 0 && (form == zoneColonHM || form == zoneColonHMS) {
			if p.rest == "" || p.rest[0] != ':' {
				return false
			}
			p.rest = p.rest[1:]
		}
		x, ok := p.digits(2)
		if !ok {
			return false
		}
		n[i] = x
	}
	p.checked(n[0], 0, 24, "time zone offset hour")
	p.checked(n[1], 0, 60, "time zone offset minute")
	p.checked(n[2], 0, 60, "time zone offset second")
	p.offset = sign * (n[0]*3600 + n[1]*60 + n[2])
	p.offsetSet = true
	return true
}

// signedHours returns the length of a sign and at most 23 hours at the start of s, 0 if there are none.
func signedHours(s string) int {
	if s == "" || s[0] != '+' && s[0] != '-' {
		return 0
	}
	d := digitsOf(s[1:])
	hours := 0
	for _, c := range []byte(s[1 : 1+d]) {
		if hours = hours*10 + int(c-'0'); hours > 23 {
			return 0
		}
	}
	if d == 0 {
		return 0
	}
	return 1 + d
}

// abbreviation reads the name of a zone: three or four capital letters, GMT with hours, or a sign
// and two digits.
func (p *parser) abbreviation() bool {
	s := p.rest
	n := 0
	switch {
	case hasPrefix(s, "ChST") || hasPrefix(s, "MeST"):
		n = 4
	case hasPrefix(s, "GMT"):
		n = 3 + signedHours(s[3:])
	case s != "" && (s[0] == '+' || s[0] == '-'):
		n = signedHours(s)
	default:
		for n < len(s) && n < 6 && 'A' <= s[n] && s[n] <= 'Z' {
			n++
		}
		switch n {
		case 3:
		case 4:
			if s[3] != 'T' && s[:4] != "WITA" {
				return false
			}
		case 5:
			if s[4] != 'T' {
				return false
			}
		default:
			return false
		}
	}
	if n == 0 {
		return false
	}
	p.zone = s[:n]
	p.rest = s[n:]
	return true
}

// element reads the part of the value that c.what stands for.
func (p *parser) element(c chunk) bool {
	ok := true
	n := 0
	switch c.what {
	case year:
		if n, ok = p.digits(2); ok {
			if n >= 69 {
				n -= 100
			}
			p.year = 2000 + n
		}
	case longYear:
		if n, ok = p.digits(4); ok {
			p.year = n
		}
	case shortMonth, longMonth:
		n, ok = p.name(12, func(i int) string { return monthName(Month(i + 1)) }, c.what == shortMonth)
		p.month = n + 1
	case numMonth, zeroMonth:
		p.month, ok = p.number(c.what == zeroMonth)
		if ok {
			p.checked(p.month, 1, 12, "month")
		}
	case shortDay, longDay:
		_, ok = p.name(7, func(i int) string { return dayName(Weekday(i)) }, c.what == shortDay)
	case day, underDay, zeroDay:
		if c.what == underDay && hasPrefix(p.rest, " ") {
			p.rest = p.rest[1:]
		}
		p.day, ok = p.number(c.what == zeroDay)
	case underYearDay, zeroYearDay:
		if c.what == underYearDay {
			for i := 0; i < 2 && hasPrefix(p.rest, " "); i++ {
				p.rest = p.rest[1:]
			}
		}
		if n = digitsOf(p.rest); n > 3 {
			n = 3
		}
		p.yday, ok = p.digits(n)
		ok = ok && (n == 3 || n > 0 && c.what == underYearDay)
	case hour24:
		p.hour, ok = p.number(false)
		p.checked(p.hour, 0, 23, "hour")
	case hour12, zeroHour12:
		p.hour, ok = p.number(c.what == zeroHour12)
		p.checked(p.hour, 0, 12, "hour")
	case minute, zeroMinute:
		p.min, ok = p.number(c.what == zeroMinute)
		p.checked(p.min, 0, 59, "minute")
	case second, zeroSecond:
		p.sec, ok = p.number(c.what == zeroSecond)
		p.checked(p.sec, 0, 59, "second")
		// A fraction may follow although the layout has none.
		if ok && p.outOfRange == "" && len(p.rest) >= 2 && (p.rest[0] == '.' || p.rest[0] == ',') &&
			digitAt(p.rest, 1) {
			next := cut(c.rest)
			if next.before != "" || next.what != fraction0 && next.what != fraction9 {
				p.fractionDigits(1 + digitsOf(p.rest[1:]))
			}
		}
	case upperPM, lowerPM:
		if len(p.rest) < 2 {
			return false
		}
		half := p.rest[:2]
		p.rest = p.rest[2:]
		am, pm := "AM", "PM"
		if c.what == lowerPM {
			am, pm = "am", "pm"
		}
		p.pm = half == pm
		p.pmSet = true
		if half != am && half != pm {
			p.rest = half + p.rest
			return false
		}
	case zoneName:
		if hasPrefix(p.rest, "UTC") {
			p.utc = true
			p.rest = p.rest[3:]
		} else {
			ok = p.abbreviation()
		}
	case fraction0:
		ok = p.fractionDigits(len(c.text))
	case fraction9:
		if len(p.rest) >= 2 && (p.rest[0] == '.' || p.rest[0] == ',') && digitAt(p.rest, 1) {
			n = digitsOf(p.rest[1:])
			if n > 9 {
				n = 9
			}
			p.fractionDigits(1 + n)
		}
	default:
		ok = p.numericZone(int(c.what - numZone))
	}
	return ok
}

func parse(layout, value string, loc *Location) (Time, error) {
	p := &parser{layout: layout, value: value, rest: value, month: -1, day: -1, yday: -1}
	fail := func(layoutElem, valueElem, message string) (Time, error) {
		return Time{}, &ParseError{p.layout, value, layoutElem, valueElem, message}
	}
	for {
		c := cut(layout)
		before := p.rest
		if !p.skip(c.before) {
			return fail(c.before, p.rest, "")
		}
		if c.what == none {
			if p.rest != "" {
				return fail("", p.rest, ": extra text: "+quote(p.rest))
			}
			break
		}
		layout = c.rest
		before = p.rest
		if !p.element(c) {
			return fail(c.text, before, "")
		}
		if p.outOfRange != "" {
			return fail(c.text, before, ": "+p.outOfRange+" out of range")
		}
	}
	if p.pmSet && p.pm && p.hour < 12 {
		p.hour += 12
	} else if p.pmSet && !p.pm && p.hour == 12 {
		p.hour = 0
	}
	if p.yday >= 0 {
		if p.yday < 1 || p.yday > 365 && !(p.yday == 366 && isLeap(p.year)) {
			return fail("", value, ": day-of-year out of range")
		}
		_, month, day := dateOf(daysBefore(int64(p.year), January, 1) + int64(p.yday) - 1)
		if p.month >= 0 && p.month != int(month) {
			return fail("", value, ": day-of-year does not match month")
		}
		if p.day >= 0 && p.day != day {
			return fail("", value, ": day-of-year does not match day")
		}
		p.month, p.day = int(month), day
	}
	if p.month < 0 {
		p.month = 1
	}
	if p.day < 0 {
		p.day = 1
	}
	if p.day < 1 || p.day > daysIn(Month(p.month), p.year) {
		return fail("", value, ": day out of range")
	}
	at := func(loc *Location) Time {
		return Date(p.year, Month(p.month), p.day, p.hour, p.min, p.sec, p.nsec, loc)
	}
	switch {
	case p.utc:
		return at(UTC), nil
	case p.offsetSet:
		t := at(UTC).Add(-Duration(p.offset) * Second)
		if loc.offset == p.offset && (p.zone == "" || p.zone == loc.zone) {
			return t.In(loc), nil
		}
		return t.In(FixedZone(p.zone, p.offset)), nil
	case p.zone != "":
		if p.zone == loc.zone {
			return at(loc), nil
		}
		// An unknown abbreviation counts as UTC, except for what GMT+n says itself.
		offset := 0
		if len(p.zone) > 3 && p.zone[:3] == "GMT" {
			for _, c := range []byte(p.zone[4:]) {
				offset = offset*10 + int(c-'0')
			}
			offset *= 3600
			if p.zone[3] == '-' {
				offset = -offset
			}
		}
		return at(FixedZone(p.zone, offset)), nil
	}
	return at(loc), nil
}
