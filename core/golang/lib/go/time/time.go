package time

// A Month is a month of the year; January is 1.
type Month int

const (
	January Month = 1 + iota
	February
	March
	April
	May
	June
	July
	August
	September
	October
	November
	December
)

// A Weekday is a day of the week; Sunday is 0.
type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
)

func monthName(m Month) string {
	switch m {
	case January:
		return "January"
	case February:
		return "February"
	case March:
		return "March"
	case April:
		return "April"
	case May:
		return "May"
	case June:
		return "June"
	case July:
		return "July"
	case August:
		return "August"
	case September:
		return "September"
	case October:
		return "October"
	case November:
		return "November"
	case December:
		return "December"
	}
	return ""
}

func dayName(d Weekday) string {
	switch d {
	case Sunday:
		return "Sunday"
	case Monday:
		return "Monday"
	case Tuesday:
		return "Tuesday"
	case Wednesday:
		return "Wednesday"
	case Thursday:
		return "Thursday"
	case Friday:
		return "Friday"
	case Saturday:
		return "Saturday"
	}
	return ""
}

// unnamed is the text of a month or day that does not exist.
func unnamed(kind string, n uint64) string {
	var buf [20]byte
	return "%!" + kind + "(" + string(buf[integer(buf[:], n):]) + ")"
}

// String returns the English name.
func (m Month) String() string {
	if name := monthName(m); name != "" {
		return name
	}
	return unnamed("Month", uint64(m))
}

// String returns the English name.
func (d Weekday) String() string {
	if name := dayName(d); name != "" {
		return name
	}
	return unnamed("Weekday", uint64(d))
}

// A Time is a moment, to the nanosecond. The zero value is 1 January of the year 1, 00:00 UTC.
//
// The runtime's timers write Times too: the order and the meaning of the fields are shared with
// native_time.cpp.
type Time struct {
	wall int64     // seconds since 0001-01-01 00:00 UTC
	nsec int64     // [0, 1e9)
	ext  int64     // monotonic clock, 0 if there is none
	loc  *Location // nil means UTC
}

const (
	secondsPerDay = 86400
	// unixToInternal is how many seconds 1970 lies after the year 1.
	unixToInternal = 719162 * secondsPerDay
)

// Now returns the current time, with the monotonic clock.
func Now() Time {
	sec, nsec, mono := now()
	return Time{sec + unixToInternal, int64(nsec), mono, Local}
}

// Unix returns the time sec seconds and nsec nanoseconds after the start of 1970.
func Unix(sec int64, nsec int64) Time {
	sec += nsec / 1e9
	nsec %= 1e9
	if nsec < 0 {
		nsec += 1e9
		sec--
	}
	return Time{sec + unixToInternal, nsec, 0, Local}
}

// UnixMilli returns the time msec milliseconds after the start of 1970.
func UnixMilli(msec int64) Time { return Unix(msec/1e3, msec%1e3*1e6) }

// UnixMicro returns the time usec microseconds after the start of 1970.
func UnixMicro(usec int64) Time { return Unix(usec/1e6, usec%1e6*1e3) }

// Unix returns the seconds since the start of 1970.
func (t Time) Unix() int64 { return t.wall - unixToInternal }

// UnixMilli returns the milliseconds since the start of 1970.
func (t Time) UnixMilli() int64 { return t.Unix()*1e3 + t.nsec/1e6 }

// UnixMicro returns the microseconds since the start of 1970.
func (t Time) UnixMicro() int64 { return t.Unix()*1e6 + t.nsec/1e3 }

// UnixNano returns the nanoseconds since the start of 1970.
func (t Time) UnixNano() int64 { return t.Unix()*1e9 + t.nsec }

// IsZero reports whether t is the zero time.
func (t Time) IsZero() bool { return t.wall == 0 && t.nsec == 0 }

// Compare returns -1, 0 or 1 as t is before, at or after u.
func (t Time) Compare(u Time) int {
	a, b := t.wall, u.wall
	if t.ext != 0 && u.ext != 0 {
		a, b = t.ext, u.ext
	} else if a == b {
		a, b = t.nsec, u.nsec
	}
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

// After reports whether t is later than u.
func (t Time) After(u Time) bool { return t.Compare(u) > 0 }

// Before reports whether t is earlier than u.
func (t Time) Before(u Time) bool { return t.Compare(u) < 0 }

// Equal reports whether t and u are the same moment, wherever.
func (t Time) Equal(u Time) bool { return t.Compare(u) == 0 }

// Add returns t + d.
func (t Time) Add(d Duration) Time {
	t.wall += int64(d / 1e9)
	t.nsec += int64(d % 1e9)
	if t.nsec >= 1e9 {
		t.nsec -= 1e9
		t.wall++
	} else if t.nsec < 0 {
		t.nsec += 1e9
		t.wall--
	}
	if t.ext != 0 {
		moved := t.ext + int64(d)
		if d < 0 && moved > t.ext || d > 0 && moved < t.ext {
			moved = 0 // out of the monotonic clock's range
		}
		t.ext = moved
	}
	return t
}

// Sub returns t - u, the nearest Duration if out of range.
func (t Time) Sub(u Time) Duration {
	if t.ext != 0 && u.ext != 0 {
		d := Duration(t.ext - u.ext)
		if d < 0 && t.ext > u.ext {
			return maxDuration
		}
		if d > 0 && t.ext < u.ext {
			return minDuration
		}
		return d
	}
	d := Duration(t.wall-u.wall)*Second + Duration(t.nsec-u.nsec)
	if u.Add(d).Equal(t) {
		return d
	}
	if t.Before(u) {
		return minDuration
	}
	return maxDuration
}

// Since returns the time elapsed since t.
func Since(t Time) Duration { return Now().Sub(t) }

// Until returns the time left until t.
func Until(t Time) Duration { return t.Sub(Now()) }

// Round rounds to a multiple of d since the zero time, halves up, and drops the monotonic clock.
func (t Time) Round(d Duration) Time {
	t.ext = 0
	if d <= 0 {
		return t
	}
	r := t.remainder(d)
	if uint64(r)+uint64(r) < uint64(d) {
		return t.Add(-r)
	}
	return t.Add(d - r)
}

// Truncate rounds down to a multiple of d since the zero time and drops the monotonic clock.
func (t Time) Truncate(d Duration) Time {
	t.ext = 0
	if d <= 0 {
		return t
	}
	return t.Add(-t.remainder(d))
}

// remainder returns how much t lies behind a multiple of d, in [0, d).
func (t Time) remainder(d Duration) Duration {
	m := uint64(d)
	// t = sec * 1e9 + nsec does not fit 64 bits: multiply modulo m, bit by bit from above.
	neg := t.wall < 0
	sec, nsec := t.wall, t.nsec
	if neg {
		sec = -sec
		if nsec > 0 {
			sec--
			nsec = 1e9 - nsec
		}
	}
	var r uint64
	factor := uint64(1e9) % m
	for i := 63; i >= 0; i-- {
		r = addMod(r, r, m)
		if uint64(sec)>>uint(i)&1 != 0 {
			r = addMod(r, factor, m)
		}
	}
	r = addMod(r, uint64(nsec)%m, m)
	if neg && r != 0 {
		r = m - r
	}
	return Duration(r)
}

// addMod returns a + b modulo m for a and b less than m <= 1<<63.
func addMod(a, b, m uint64) uint64 {
	s := a + b
	if s >= m {
		s -= m
	}
	return s
}

// UTC returns t in UTC.
func (t Time) UTC() Time {
	t.loc = nil
	return t
}

// Local returns t in the local zone.
func (t Time) Local() Time {
	t.loc = Local
	return t
}

// In returns t in the given zone. It panics for nil.
func (t Time) In(loc *Location) Time {
	if loc == nil {
		panic("time: missing Location in call to Time.In")
	}
	if loc == UTC {
		loc = nil
	}
	t.loc = loc
	return t
}

// Location returns the zone of t.
func (t Time) Location() *Location {
	if t.loc == nil {
		return UTC
	}
	return t.loc
}

// Zone returns the name of t's zone and its seconds east of UTC.
func (t Time) Zone() (name string, offset int) {
	l := t.Location()
	return l.zone, l.offset
}

// ZoneBounds returns the zero times: zones here never change.
func (t Time) ZoneBounds() (start, end Time) { return Time{}, Time{} }

// IsDST reports whether t lies in daylight saving time; zones here have none.
func (t Time) IsDST() bool { return false }

// A Location is a time zone.
type Location struct {
	name   string
	zone   string // abbreviation
	offset int    // seconds east of UTC
}

// UTC is Universal Coordinated Time.
var UTC *Location = &utcLoc

// Local is the local zone.
//
// Differs: always UTC.
var Local *Location = &localLoc

var utcLoc = Location{name: "UTC", zone: "UTC"}
var localLoc = Location{name: "Local", zone: "UTC"}

// String returns the zone's name.
func (l *Location) String() string {
	if l == nil {
		return "UTC"
	}
	return l.name
}

// FixedZone returns a zone that is always offset seconds east of UTC.
func FixedZone(name string, offset int) *Location { return &Location{name, name, offset} }

// LoadLocation returns the zone of that name. Only UTC and Local are known.
func LoadLocation(name string) (*Location, error) {
	switch name {
	case "", "UTC":
		return UTC, nil
	case "Local":
		return Local, nil
	}
	return nil, &textError{"unknown time zone " + name}
}
