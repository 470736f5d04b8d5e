package time

import "internal/bytealg"

// Ready-made layouts. The reference time they all show is Mon Jan 2 15:04:05 MST 2006.
const (
	Layout      = "01/02 03:04:05PM '06 -0700"
	ANSIC       = "Mon Jan _2 15:04:05 2006"
	UnixDate    = "Mon Jan _2 15:04:05 MST 2006"
	RubyDate    = "Mon Jan 02 15:04:05 -0700 2006"
	RFC822      = "02 Jan 06 15:04 MST"
	RFC822Z     = "02 Jan 06 15:04 -0700"
	RFC850      = "Monday, 02-Jan-06 15:04:05 MST"
	RFC1123     = "Mon, 02 Jan 2006 15:04:05 MST"
	RFC1123Z    = "Mon, 02 Jan 2006 15:04:05 -0700"
	RFC3339     = "2006-01-02T15:04:05Z07:00"
	RFC3339Nano = "2006-01-02T15:04:05.999999999Z07:00"
	Kitchen     = "3:04PM"
	Stamp       = "Jan _2 15:04:05"
	StampMilli  = "Jan _2 15:04:05.000"
	StampMicro  = "Jan _2 15:04:05.000000"
	StampNano   = "Jan _2 15:04:05.000000000"
	DateTime    = "2006-01-02 15:04:05"
	DateOnly    = "2006-01-02"
	TimeOnly    = "15:04:05"
)

// An element is a part of a layout that stands for a part of the time.
type element int

const (
	none element = iota
	longMonth
	shortMonth
	numMonth
	zeroMonth
	longDay
	shortDay
	day
	underDay
	zeroDay
	underYearDay
	zeroYearDay
	hour24
	hour12
	zeroHour12
	minute
	zeroMinute
	second
	zeroSecond
	longYear
	year
	upperPM
	lowerPM
	zoneName
	fraction0 // zeros: always so many digits
	fraction9 // nines: at most so many, without trailing zeros
	numZone   // and what follows: a numeric offset in one of ten forms
)

// The forms of a numeric offset: added to numZone.
const (
	zoneShort    = iota // -07
	zoneHM              // -0700
	zoneColonHM         // -07:00
	zoneHMS             // -070000
	zoneColonHMS        // -07:00:00
	zoneForms
	zoneZ = 8 // added for the forms that write Z for UTC
)

// A chunk is a layout cut at its first element.
type chunk struct {
	before string
	what   element
	text   string // the element as written
	rest   string
}

func hasPrefix(s, prefix string) bool {
	return len(s) >= len(prefix) && s[:len(prefix)] == prefix
}

func lowerAt(s string, i int) bool { return i < len(s) && 'a' <= s[i] && s[i] <= 'z' }

func digitAt(s string, i int) bool { return i < len(s) && '0' <= s[i] && s[i] <= '9' }

// elementAt returns the element that layout[i:] begins with and its length.
func elementAt(layout string, i int) (element, int) {
	s := layout[i:]
	switch s[0] {
	case 'J':
		if hasPrefix(s, "January") {
			return longMonth, 7
		}
		if hasPrefix(s, "Jan") && !lowerAt(s, 3) {
			return shortMonth, 3
		}
	case 'M':
		if hasPrefix(s, "Monday") {
			return longDay, 6
		}
		if hasPrefix(s, "Mon") && !lowerAt(s, 3) {
			return shortDay, 3
		}
		if hasPrefix(s, "MST") {
			return zoneName, 3
		}
	case '0':
		if hasPrefix(s, "002") {
			return zeroYearDay, 3
		}
		if len(s) >= 2 {
			switch s[1] {
			case '1':
				return zeroMonth, 2
			case '2':
				return zeroDay, 2
			case '3':
				return zeroHour12, 2
			case '4':
				return zeroMinute, 2
			case '5':
				return zeroSecond, 2
			case '6':
				return year, 2
			}
		}
	case '1':
		if hasPrefix(s, "15") {
			return hour24, 2
		}
		return numMonth, 1
	case '2':
		if hasPrefix(s, "2006") {
			return longYear, 4
		}
		return day, 1
	case '_':
		if hasPrefix(s, "_2006") {
			return none, 1 // the underscore stands for itself
		}
		if hasPrefix(s, "_2") {
			return underDay, 2
		}
		if hasPrefix(s, "__2") {
			return underYearDay, 3
		}
	case '3':
		return hour12, 1
	case '4':
		return minute, 1
	case '5':
		return second, 1
	case 'P':
		if hasPrefix(s, "PM") {
			return upperPM, 2
		}
	case 'p':
		if hasPrefix(s, "pm") {
			return lowerPM, 2
		}
	case '-', 'Z':
		form := zoneForms
		n := 0
		switch t := s[1:]; {
		case hasPrefix(t, "070000"):
			form, n = zoneHMS, 7
		case hasPrefix(t, "07:00:00"):
			form, n = zoneColonHMS, 9
		case hasPrefix(t, "0700"):
			form, n = zoneHM, 5
		case hasPrefix(t, "07:00"):
			form, n = zoneColonHM, 6
		case hasPrefix(t, "07"):
			form, n = zoneShort, 3
		}
		if n > 0 {
			if s[0] == 'Z' {
				form += zoneZ
			}
			return numZone + element(form), n
		}
	case '.', ',':
		if len(s) >= 2 && (s[1] == '0' || s[1] == '9') {
			n := 1
			for n < len(s) && s[n] == s[1] {
				n++
			}
			if !digitAt(s, n) {
				if s[1] == '0' {
					return fraction0, n
				}
				return fraction9, n
			}
		}
	}
	return none, 0
}

// cut finds the first element of the layout.
func cut(layout string) chunk {
	for i := 0; i < len(layout); {
		what, n := elementAt(layout, i)
		if what != none {
			return chunk{layout[:i], what, layout[i : i+n], layout[i+n:]}
		}
		if n == 0 {
			n = 1
		} else {
			// "_2006": the year follows the underscore at once.
			return chunk{layout[:i+1], longYear, "2006", layout[i+5:]}
		}
		i += n
	}
	return chunk{before: layout}
}

// appendInt appends n with at least width digits.
func appendInt(b []byte, n, width int) []byte {
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	var buf [20]byte
	w := integer(buf[:], uint64(n))
	for len(buf)-w < width {
		w--
		buf[w] = '0'
	}
	return append(b, buf[w:]...)
}

// appendFraction appends the nanoseconds with the separator and as many digits as text has.
func appendFraction(b []byte, nsec int, text string, trim bool) []byte {
	var buf [9]byte
	for i := 8; i >= 0; i-- {
		buf[i] = byte(nsec%10) + '0'
		nsec /= 10
	}
	n := len(text) - 1
	digits := buf[:]
	for n > len(digits) {
		digits = append(digits, '0')
	}
	digits = digits[:n]
	if trim {
		for len(digits) > 0 && digits[len(digits)-1] == '0' {
			digits = digits[:len(digits)-1]
		}
		if len(digits) == 0 {
			return b
		}
	}
	b = append(b, text[0])
	return append(b, digits...)
}

// appendOffset appends a numeric zone in the given form.
func appendOffset(b []byte, offset, form int) []byte {
	if form >= zoneZ {
		if offset == 0 {
			return append(b, 'Z')
		}
		form -= zoneZ
	}
	minutes := offset / 60
	seconds := offset
	if minutes < 0 || offset < 0 && minutes == 0 && form < zoneHMS {
		b = append(b, '-')
	} else {
		b = append(b, '+')
	}
	if minutes < 0 {
		minutes = -minutes
		seconds = -seconds
	}
	b = appendInt(b, minutes/60, 2)
	if form == zoneColonHM || form == zoneColonHMS {
		b = append(b, ':')
	}
	if form != zoneShort {
		b = appendInt(b, minutes%60, 2)
	}
	if form == zoneHMS || form == zoneColonHMS {
		if form == zoneColonHMS {
			b = append(b, ':')
		}
		b = appendInt(b, seconds%60, 2)
	}
	return b
}

// Format returns the time as the layout shows the reference time.
func (t Time) Format(layout string) string {
	return bytealg.String(t.AppendFormat(make([]byte, 0, len(layout)+10), layout))
}

// AppendFormat appends the text of Format.
func (t Time) AppendFormat(b []byte, layout string) []byte {
	y, month, d := t.Date()
	hour, min, sec := t.Clock()
	zone, offset := t.Zone()
	for layout != "" {
		c := cut(layout)
		b = append(b, c.before...)
		layout = c.rest
		switch c.what {
		case none:
			return b
		case year:
			short := y
			if short < 0 {
				short = -short
			}
			b = appendInt(b, short%100, 2)
		case longYear:
			b = appendInt(b, y, 4)
		case shortMonth:
			b = append(b, monthName(month)[:3]...)
		case longMonth:
			b = append(b, monthName(month)...)
		case numMonth:
			b = appendInt(b, int(month), 0)
		case zeroMonth:
			b = appendInt(b, int(month), 2)
		case shortDay:
			b = append(b, dayName(t.Weekday())[:3]...)
		case longDay:
			b = append(b, dayName(t.Weekday())...)
		case day:
			b = appendInt(b, d, 0)
		case underDay:
			if d < 10 {
				b = append(b, ' ')
			}
			b = appendInt(b, d, 0)
		case zeroDay:
			b = appendInt(b, d, 2)
		case underYearDay:
			n := t.YearDay()
			if n < 100 {
				b = append(b, ' ')
				if n < 10 {
					b = append(b, ' ')
				}
			}
			b = appendInt(b, n, 0)
		case zeroYearDay:
			b = appendInt(b, t.YearDay(), 3)
		case hour24:
			b = appendInt(b, hour, 2)
		case hour12:
			b = appendInt(b, (hour+11)%12+1, 0)
		case zeroHour12:
			b = appendInt(b, (hour+11)%12+1, 2)
		case minute:
			b = appendInt(b, min, 0)
		case zeroMinute:
			b = appendInt(b, min, 2)
		case second:
			b = appendInt(b, sec, 0)
		case zeroSecond:
			b = appendInt(b, sec, 2)
		case upperPM, lowerPM:
			half := "AMPM"
			if c.what == lowerPM {
				half = "ampm"
			}
			b = append(b, half[hour/12*2:hour/12*2+2]...)
		case zoneName:
			if zone != "" {
				b = append(b, zone...)
			} else {
				b = appendOffset(b, offset, zoneHM)
			}
		case fraction0, fraction9:
			b = appendFraction(b, int(t.nsec), c.text, c.what == fraction9)
		default:
			b = appendOffset(b, offset, int(c.what-numZone))
		}
	}
	return b
}

// String returns the time in a form for people, with the monotonic clock if there is one.
func (t Time) String() string {
	b := t.AppendFormat(nil, "2006-01-02 15:04:05.999999999 -0700 MST")
	if t.ext != 0 {
		sign := byte('+')
		m := uint64(t.ext)
		if t.ext < 0 {
			sign = '-'
			m = -m
		}
		b = append(b, " m="...)
		b = append(b, sign)
		b = appendInt(b, int(m/1e9), 0)
		b = append(b, '.')
		b = appendInt(b, int(m%1e9), 9)
	}
	return bytealg.String(b)
}

// GoString returns the time as a Go expression.
func (t Time) GoString() string {
	y, month, d := t.Date()
	hour, min, sec := t.Clock()
	b := []byte("time.Date(")
	b = appendInt(b, y, 0)
	b = append(b, ", time."...)
	b = append(b, monthName(month)...)
	for _, n := range [...]int{d, hour, min, sec, int(t.nsec)} {
		b = append(b, ", "...)
		b = appendInt(b, n, 0)
	}
	b = append(b, ", "...)
	switch t.Location() {
	case UTC:
		b = append(b, "time.UTC"...)
	case Local:
		b = append(b, "time.Local"...)
	default:
		b = append(b, "time.Location("...)
		b = append(b, quote(t.loc.name)...)
		b = append(b, ')')
	}
	return bytealg.String(append(b, ')'))
}

// MarshalText returns the time in the form RFC3339Nano.
func (t Time) MarshalText() ([]byte, error) {
	if y := t.Year(); y < 0 || y > 9999 {
		return nil, &textError{"Time.MarshalText: year outside of range [0,9999]"}
	}
	return t.AppendFormat(nil, RFC3339Nano), nil
}

// UnmarshalText reads the form RFC3339.
func (t *Time) UnmarshalText(data []byte) error {
	parsed, err := Parse(RFC3339, string(data))
	*t = parsed
	return err
}

// MarshalJSON returns the time in the form RFC3339Nano, quoted.
func (t Time) MarshalJSON() ([]byte, error) {
	text, err := t.MarshalText()
	if err != nil {
		return nil, &textError{"Time.MarshalJSON: year outside of range [0,9999]"}
	}
	return append(append([]byte{'"'}, text...), '"'), nil
}

// UnmarshalJSON reads the form RFC3339, quoted; null changes nothing.
func (t *Time) UnmarshalJSON(data []byte) error {
	if string(data) == "null" {
		return nil
	}
	if len(data) < 2 || data[0] != '"' || data[len(data)-1] != '"' {
		return &textError{"Time.UnmarshalJSON: input is not a JSON string"}
	}
	return t.UnmarshalText(data[1 : len(data)-1])
}
