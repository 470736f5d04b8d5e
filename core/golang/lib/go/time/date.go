package time

// daysBefore returns the days from 0001-01-01 to the given day of the proleptic Gregorian calendar.
// Years are counted from March, so that the leap day comes last.
func daysBefore(year int64, month Month, day int) int64 {
	if month <= February {
		year--
		month += 12
	}
	era := floorDiv(year, 400)
	yearOfEra := year - era*400
	dayOfYear := (153*(int64(month)-3)+2)/5 + int64(day) - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return era*146097 + dayOfEra - 306
}

// dateOf is the inverse of daysBefore.
func dateOf(days int64) (year int64, month Month, day int) {
	days += 306
	era := floorDiv(days, 146097)
	dayOfEra := days - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	m := (5*dayOfYear + 2) / 153
	day = int(dayOfYear-(153*m+2)/5) + 1
	month = Month(m + 3)
	year = yearOfEra + era*400
	if month > December {
		month -= 12
		year++
	}
	return year, month, day
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// local returns t's days since 0001-01-01 and seconds of the day in its zone.
func (t Time) local() (days, seconds int64) {
	sec := t.wall
	if t.loc != nil {
		sec += int64(t.loc.offset)
	}
	days = floorDiv(sec, secondsPerDay)
	return days, sec - days*secondsPerDay
}

// Date returns the time with the given parts in loc; parts out of range are carried over. It
// panics if loc is nil.
func Date(year int, month Month, day, hour, min, sec, nsec int, loc *Location) Time {
	if loc == nil {
		panic("time: missing Location in call to Date")
	}
	m := int64(month) - 1
	y := int64(year) + floorDiv(m, 12)
	m -= floorDiv(m, 12) * 12
	s := int64(sec) + floorDiv(int64(nsec), 1e9)
	n := int64(nsec) - floorDiv(int64(nsec), 1e9)*1e9
	days := daysBefore(y, Month(m)+1, 1) + int64(day) - 1
	total := days*secondsPerDay + int64(hour)*3600 + int64(min)*60 + s - int64(loc.offset)
	t := Time{total, n, 0, loc}
	if loc == UTC {
		t.loc = nil
	}
	return t
}

// Date returns the year, month and day.
func (t Time) Date() (year int, month Month, day int) {
	days, _ := t.local()
	y, month, day := dateOf(days)
	return int(y), month, day
}

// Year returns the year.
func (t Time) Year() int {
	year, _, _ := t.Date()
	return year
}

// Month returns the month.
func (t Time) Month() Month {
	_, month, _ := t.Date()
	return month
}

// Day returns the day of the month.
func (t Time) Day() int {
	_, _, day := t.Date()
	return day
}

// Weekday returns the day of the week.
func (t Time) Weekday() Weekday {
	days, _ := t.local()
	// 0001-01-01 was a Monday.
	return Weekday((days%7 + 7 + 1) % 7)
}

// YearDay returns the day of the year, from 1.
func (t Time) YearDay() int {
	days, _ := t.local()
	year, _, _ := dateOf(days)
	return int(days-daysBefore(year, January, 1)) + 1
}

// ISOWeek returns the ISO 8601 year and week: a week belongs to the year of its Thursday.
func (t Time) ISOWeek() (year, week int) {
	days, _ := t.local()
	weekday := int64(t.Weekday()+6) % 7 // Monday is 0
	thursday := days - weekday + 3
	y, _, _ := dateOf(thursday)
	return int(y), int(thursday-daysBefore(y, January, 1))/7 + 1
}

// Clock returns the hour, minute and second.
func (t Time) Clock() (hour, min, sec int) {
	_, s := t.local()
	return int(s / 3600), int(s / 60 % 60), int(s % 60)
}

// Hour returns the hour, 0 to 23.
func (t Time) Hour() int {
	hour, _, _ := t.Clock()
	return hour
}

// Minute returns the minute.
func (t Time) Minute() int {
	_, min, _ := t.Clock()
	return min
}

// Second returns the second.
func (t Time) Second() int {
	_, _, sec := t.Clock()
	return sec
}

// Nanosecond returns the nanosecond within the second.
func (t Time) Nanosecond() int { return int(t.nsec) }

// AddDate adds years, months and days to the date and carries over what is out of range.
func (t Time) AddDate(years int, months int, days int) Time {
	year, month, day := t.Date()
	hour, min, sec := t.Clock()
	return Date(year+years, month+Month(months), day+days, hour, min, sec, int(t.nsec), t.Location())
}

func isLeap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// daysIn returns the number of days of a month.
func daysIn(m Month, year int) int {
	switch m {
	case February:
		if isLeap(year) {
			return 29
		}
		return 28
	case April, June, September, November:
		return 30
	}
	return 31
}
