// Package time measures time, tells dates, and runs timers. Only UTC and fixed zones are known;
// Local is UTC.
package time

import "internal/bytealg"

// A Duration is a span of time in nanoseconds.
type Duration int64

const (
	Nanosecond  Duration = 1
	Microsecond          = 1000 * Nanosecond
	Millisecond          = 1000 * Microsecond
	Second               = 1000 * Millisecond
	Minute               = 60 * Second
	Hour                 = 60 * Minute
)

const (
	minDuration Duration = -1 << 63
	maxDuration Duration = 1<<63 - 1
)

// String returns the duration as in 72h3m0.5s; below a second with a smaller unit (1.5ms).
func (d Duration) String() string {
	var buf [32]byte
	w := len(buf)
	u := uint64(d)
	if d < 0 {
		u = -u
	}
	w--
	buf[w] = 's'
	if u < uint64(Second) {
		if u == 0 {
			return "0s"
		}
		digits := 0
		w--
		switch {
		case u < uint64(Microsecond):
			buf[w] = 'n'
		case u < uint64(Millisecond):
			digits = 3
			w--
			copy(buf[w:], "µ")
		default:
			digits = 6
			buf[w] = 'm'
		}
		w, u = fraction(buf[:w], u, digits)
		w = integer(buf[:w], u)
	} else {
		w, u = fraction(buf[:w], u, 9)
		w = integer(buf[:w], u%60)
		u /= 60
		if u > 0 {
			w--
			buf[w] = 'm'
			w = integer(buf[:w], u%60)
			u /= 60
			if u > 0 {
				w--
				buf[w] = 'h'
				w = integer(buf[:w], u)
			}
		}
	}
	if d < 0 {
		w--
		buf[w] = '-'
	}
	return string(buf[w:])
}

// fraction writes the last digits of u as a fraction without trailing zeros at the end of buf.
func fraction(buf []byte, u uint64, digits int) (w int, rest uint64) {
	w = len(buf)
	written := false
	for i := 0; i < digits; i++ {
		digit := u % 10
		written = written || digit != 0
		if written {
			w--
			buf[w] = byte(digit) + '0'
		}
		u /= 10
	}
	if written {
		w--
		buf[w] = '.'
	}
	return w, u
}

// integer writes u at the end of buf.
func integer(buf []byte, u uint64) int {
	w := len(buf)
	for {
		w--
		buf[w] = byte(u%10) + '0'
		u /= 10
		if u == 0 {
			return w
		}
	}
}

// Nanoseconds returns the duration in nanoseconds.
func (d Duration) Nanoseconds() int64 { return int64(d) }

// Microseconds returns the duration in whole microseconds.
func (d Duration) Microseconds() int64 { return int64(d) / 1e3 }

// Milliseconds returns the duration in whole milliseconds.
func (d Duration) Milliseconds() int64 { return int64(d) / 1e6 }

// Seconds returns the duration in seconds.
func (d Duration) Seconds() float64 { return float64(d/Second) + float64(d%Second)/1e9 }

// Minutes returns the duration in minutes.
func (d Duration) Minutes() float64 { return float64(d/Minute) + float64(d%Minute)/(60*1e9) }

// Hours returns the duration in hours.
func (d Duration) Hours() float64 { return float64(d/Hour) + float64(d%Hour)/(60*60*1e9) }

// Truncate rounds towards zero to a multiple of m.
func (d Duration) Truncate(m Duration) Duration {
	if m <= 0 {
		return d
	}
	return d - d%m
}

// Round rounds to the nearest multiple of m, halves away from zero; at the ends of the range the
// result stays in it.
func (d Duration) Round(m Duration) Duration {
	if m <= 0 {
		return d
	}
	r := d % m
	if d < 0 {
		r = -r
		if uint64(r)+uint64(r) < uint64(m) {
			return d + r
		}
		if down := d - m + r; down < d {
			return down
		}
		return minDuration
	}
	if uint64(r)+uint64(r) < uint64(m) {
		return d - r
	}
	if up := d + m - r; up > d {
		return up
	}
	return maxDuration
}

// Abs returns the absolute value; of the smallest duration the largest.
func (d Duration) Abs() Duration {
	if d >= 0 {
		return d
	}
	if d == minDuration {
		return maxDuration
	}
	return -d
}

// unitOf returns the nanoseconds of a unit name, 0 if unknown.
func unitOf(name string) uint64 {
	switch name {
	case "ns":
		return uint64(Nanosecond)
	case "us", "µs", "μs":
		return uint64(Microsecond)
	case "ms":
		return uint64(Millisecond)
	case "s":
		return uint64(Second)
	case "m":
		return uint64(Minute)
	case "h":
		return uint64(Hour)
	}
	return 0
}

// digitsOf returns how many digits s begins with.
func digitsOf(s string) int {
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return n
}

// ParseDuration reads a sequence of numbers with units, such as "-1.5h" or "2h45m".
func ParseDuration(s string) (Duration, error) {
	text := s
	neg := false
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg = s[0] == '-'
		s = s[1:]
	}
	if s == "0" {
		return 0, nil
	}
	invalid := func() (Duration, error) {
		return 0, &textError{"time: invalid duration " + quote(text)}
	}
	if s == "" {
		return invalid()
	}
	var total uint64
	for s != "" {
		// The whole part.
		n := digitsOf(s)
		var whole uint64
		for _, c := range []byte(s[:n]) {
			if whole > (1<<63)/10 {
				return invalid()
			}
			whole = whole*10 + uint64(c-'0')
			if whole > 1<<63 {
				return invalid()
			}
		}
		s = s[n:]
		seen := n > 0
		// The fraction: digits beyond what an int64 holds are dropped.
		var part uint64
		scale := 1.0
		if s != "" && s[0] == '.' {
			s = s[1:]
			n = digitsOf(s)
			for _, c := range []byte(s[:n]) {
				if part > (1<<63-1)/10 {
					break
				}
				next := part*10 + uint64(c-'0')
				if next > 1<<63 {
					break
				}
				part = next
				scale *= 10
			}
			seen = seen || n > 0
			s = s[n:]
		}
		if !seen {
			return invalid()
		}
		n = 0
		for n < len(s) && s[n] != '.' && (s[n] < '0' || s[n] > '9') {
			n++
		}
		if n == 0 {
			return 0, &textError{"time: missing unit in duration " + quote(text)}
		}
		unit := unitOf(s[:n])
		if unit == 0 {
			return 0, &textError{"time: unknown unit " + quote(s[:n]) + " in duration " + quote(text)}
		}
		s = s[n:]
		if whole > (1<<63)/unit {
			return invalid()
		}
		whole *= unit
		if part > 0 {
			whole += uint64(float64(part) * (float64(unit) / scale))
			if whole > 1<<63 {
				return invalid()
			}
		}
		total += whole
		if total > 1<<63 {
			return invalid()
		}
	}
	if neg {
		return -Duration(total), nil
	}
	if total > 1<<63-1 {
		return invalid()
	}
	return Duration(total), nil
}

// textError is errors.New's error without importing errors.
type textError struct {
	s string
}

func (e *textError) Error() string { return e.s }

// quote puts s in double quotes, escaping what is not printable ASCII byte by byte.
func quote(s string) string {
	const hex = "0123456789abcdef"
	b := []byte{'"'}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < ' ' || c >= 0x80:
			b = append(b, '\\', 'x', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return bytealg.String(append(b, '"'))
}
