// Dates, durations, formats and their parsing; all in UTC and fixed zones.
package main

import (
	"fmt"
	"time"
)

func main() {
	for _, d := range []time.Duration{0, 1, 999, 1500, 1e6 + 1, 2 * time.Second, 90 * time.Minute, -5 * time.Hour,
		36*time.Hour + 15*time.Second + 500*time.Millisecond, 1<<63 - 1, -1 << 63} {
		fmt.Println(d, d.Seconds(), d.Milliseconds(), d.Round(time.Second), d.Truncate(time.Minute), d.Abs())
	}
	for _, s := range []string{"1h15m30.918s", "-1.5h", "100us", "1µs2ns", "3", "", "1x", "9223372036854775808ns", ".5s"} {
		d, err := time.ParseDuration(s)
		fmt.Println(d, err)
	}
	zone := time.FixedZone("EST", -5*3600)
	times := []time.Time{
		{},
		time.Date(2009, time.November, 10, 23, 0, 0, 0, time.UTC),
		time.Date(2024, 2, 29, 12, 34, 56, 789012345, zone),
		time.Date(2023, 14, 35, 25, 61, 61, -1, time.UTC),
		time.Unix(1700000000, 5e8).UTC(),
		time.Date(-44, 3, 15, 9, 5, 3, 0, time.UTC),
	}
	layouts := []string{time.ANSIC, time.RFC1123Z, time.RFC3339Nano, time.Kitchen, time.StampMicro, time.RFC850,
		"2006-01-02T15:04:05.000Z07:00", "Mon Jan _2 06 3:04:05pm MST", "002 __2 .999 ,000000"}
	for _, t := range times {
		year, week := t.ISOWeek()
		fmt.Println(t, t.Unix(), t.Weekday(), t.YearDay(), year, week, t.IsZero())
		for _, layout := range layouts {
			fmt.Println("  ", t.Format(layout))
		}
		fmt.Println("  ", t.AddDate(1, -1, 31), t.Add(36*time.Hour).Truncate(24*time.Hour), t.Round(time.Hour))
		fmt.Printf("   %#v\n", t)
	}
	a, b := times[1], times[2]
	fmt.Println(b.Sub(a), a.Before(b), a.Equal(a.In(zone)), a == a.In(time.UTC), b.UTC())
	for _, c := range [][2]string{
		{time.RFC3339, "2024-05-06T07:08:09.123+02:00"}, {"2006-01-02", "2023-02-29"},
		{time.Kitchen, "3:04PM"}, {time.Kitchen, "13:04PM"}, {"2006-01-02 MST", "2020-12-31 CET"},
		{time.ANSIC, "Mon Jan 32 00:00:00 2020"}, {"Jan 2", "Feb 30"}, {"2006", "20x6"}, {"15:04", "23:59 extra"},
	} {
		t, err := time.Parse(c[0], c[1])
		fmt.Println(t, err)
	}
	fmt.Println(time.Month(13), time.Weekday(8), time.UTC, time.January)
	_, err := time.LoadLocation("Nowhere/Else")
	fmt.Println(err)
}

// Output:
// 0s 0 0 0s 0s 0s
// 1ns 1e-09 0 0s 0s 1ns
// 999ns 9.99e-07 0 0s 0s 999ns
// 1.5µs 1.5e-06 0 0s 0s 1.5µs
// 1.000001ms 0.001000001 1 0s 0s 1.000001ms
// 2s 2 2000 2s 0s 2s
// 1h30m0s 5400 5400000 1h30m0s 1h30m0s 1h30m0s
// -5h0m0s -18000 -18000000 -5h0m0s -5h0m0s 5h0m0s
// 36h0m15.5s 129615.5 129615500 36h0m16s 36h0m0s 36h0m15.5s
// 2562047h47m16.854775807s 9.223372036854776e+09 9223372036854 2562047h47m16.854775807s 2562047h47m0s 2562047h47m16.854775807s
// -2562047h47m16.854775808s -9.223372036854776e+09 -9223372036854 -2562047h47m16.854775808s -2562047h47m0s 2562047h47m16.854775807s
// 1h15m30.918s <nil>
// -1h30m0s <nil>
// 100µs <nil>
// 1.002µs <nil>
// 0s time: missing unit in duration "3"
// 0s time: invalid duration ""
// 0s time: unknown unit "x" in duration "1x"
// 0s time: invalid duration "9223372036854775808ns"
// 500ms <nil>
// 0001-01-01 00:00:00 +0000 UTC -62135596800 Monday 1 1 1 true
//    Mon Jan  1 00:00:00 0001
//    Mon, 01 Jan 0001 00:00:00 +0000
//    0001-01-01T00:00:00Z
//    12:00AM
//    Jan  1 00:00:00.000000
//    Monday, 01-Jan-01 00:00:00 UTC
//    0001-01-01T00:00:00.000Z
//    Mon Jan  1 01 12:00:00am UTC
//    001   1  ,000000
//    0002-01-01 00:00:00 +0000 UTC 0001-01-02 00:00:00 +0000 UTC 0001-01-01 00:00:00 +0000 UTC
//    time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)
// 2009-11-10 23:00:00 +0000 UTC 1257894000 Tuesday 314 2009 46 false
//    Tue Nov 10 23:00:00 2009
//    Tue, 10 Nov 2009 23:00:00 +0000
//    2009-11-10T23:00:00Z
//    11:00PM
//    Nov 10 23:00:00.000000
//    Tuesday, 10-Nov-09 23:00:00 UTC
//    2009-11-10T23:00:00.000Z
//    Tue Nov 10 09 11:00:00pm UTC
//    314 314  ,000000
//    2010-11-10 23:00:00 +0000 UTC 2009-11-12 00:00:00 +0000 UTC 2009-11-10 23:00:00 +0000 UTC
//    time.Date(2009, time.November, 10, 23, 0, 0, 0, time.UTC)
// 2024-02-29 12:34:56.789012345 -0500 EST 1709228096 Thursday 60 2024 9 false
//    Thu Feb 29 12:34:56 2024
//    Thu, 29 Feb 2024 12:34:56 -0500
//    2024-02-29T12:34:56.789012345-05:00
//    12:34PM
//    Feb 29 12:34:56.789012
//    Thursday, 29-Feb-24 12:34:56 EST
//    2024-02-29T12:34:56.789-05:00
//    Thu Feb 29 24 12:34:56pm EST
//    060  60 .789 ,789012
//    2025-03-01 12:34:56.789012345 -0500 EST 2024-03-01 19:00:00 -0500 EST 2024-02-29 13:00:00 -0500 EST
//    time.Date(2024, time.February, 29, 12, 34, 56, 789012345, time.Location("EST"))
// 2024-03-07 02:02:00.999999999 +0000 UTC 1709776920 Thursday 67 2024 10 false
//    Thu Mar  7 02:02:00 2024
//    Thu, 07 Mar 2024 02:02:00 +0000
//    2024-03-07T02:02:00.999999999Z
//    2:02AM
//    Mar  7 02:02:00.999999
//    Thursday, 07-Mar-24 02:02:00 UTC
//    2024-03-07T02:02:00.999Z
//    Thu Mar  7 24 2:02:00am UTC
//    067  67 .999 ,999999
//    2025-03-10 02:02:00.999999999 +0000 UTC 2024-03-08 00:00:00 +0000 UTC 2024-03-07 02:00:00 +0000 UTC
//    time.Date(2024, time.March, 7, 2, 2, 0, 999999999, time.UTC)
// 2023-11-14 22:13:20.5 +0000 UTC 1700000000 Tuesday 318 2023 46 false
//    Tue Nov 14 22:13:20 2023
//    Tue, 14 Nov 2023 22:13:20 +0000
//    2023-11-14T22:13:20.5Z
//    10:13PM
//    Nov 14 22:13:20.500000
//    Tuesday, 14-Nov-23 22:13:20 UTC
//    2023-11-14T22:13:20.500Z
//    Tue Nov 14 23 10:13:20pm UTC
//    318 318 .5 ,500000
//    2024-11-14 22:13:20.5 +0000 UTC 2023-11-16 00:00:00 +0000 UTC 2023-11-14 22:00:00 +0000 UTC
//    time.Date(2023, time.November, 14, 22, 13, 20, 500000000, time.UTC)
// -0044-03-15 09:05:03 +0000 UTC -63549327297 Thursday 75 -44 11 false
//    Thu Mar 15 09:05:03 -0044
//    Thu, 15 Mar -0044 09:05:03 +0000
//    -0044-03-15T09:05:03Z
//    9:05AM
//    Mar 15 09:05:03.000000
//    Thursday, 15-Mar-44 09:05:03 UTC
//    -0044-03-15T09:05:03.000Z
//    Thu Mar 15 44 9:05:03am UTC
//    075  75  ,000000
//    -0043-03-18 09:05:03 +0000 UTC -0044-03-16 00:00:00 +0000 UTC -0044-03-15 09:00:00 +0000 UTC
//    time.Date(-44, time.March, 15, 9, 5, 3, 0, time.UTC)
// 125370h34m56.789012345s true true true 2024-02-29 17:34:56.789012345 +0000 UTC
// 2024-05-06 07:08:09.123 +0200 +0200 <nil>
// 0001-01-01 00:00:00 +0000 UTC parsing time "2023-02-29": day out of range
// 0000-01-01 15:04:00 +0000 UTC <nil>
// 0001-01-01 00:00:00 +0000 UTC parsing time "13:04PM": hour out of range
// 2020-12-31 00:00:00 +0000 CET <nil>
// 0001-01-01 00:00:00 +0000 UTC parsing time "Mon Jan 32 00:00:00 2020": day out of range
// 0001-01-01 00:00:00 +0000 UTC parsing time "Feb 30": day out of range
// 0001-01-01 00:00:00 +0000 UTC parsing time "20x6" as "2006": cannot parse "20x6" as "2006"
// 0001-01-01 00:00:00 +0000 UTC parsing time "23:59 extra": extra text: " extra"
// %!Month(13) %!Weekday(8) UTC January
// unknown time zone Nowhere/Else
