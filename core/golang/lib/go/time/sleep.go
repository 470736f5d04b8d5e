package time

// now returns the wall clock as seconds since 1970 and nanoseconds, and the monotonic clock in
// nanoseconds since the program began (never 0).
func now() (sec int64, nsec int32, mono int64)

// nanotime returns the clock that timers are set by.
func nanotime() int64

// Sleep pauses the goroutine for at least d; not at all if d <= 0.
func Sleep(d Duration)

// timer is the runtime's.
type timer struct {
	impl uintptr
}

// newTimer sets a timer for the moment `when` of nanotime. It sends the time on c (without waiting,
// and by the rules of timer channels: the timer runs only while somebody looks at c), or, if c is
// nil, calls f in a new goroutine. With period > 0 it is set again each time.
func newTimer(when, period int64, c chan Time, f func()) *timer

// stopTimer ends the timer and reports whether it was still to come.
func stopTimer(t *timer) bool

// resetTimer sets the timer anew and reports whether it was still to come.
func resetTimer(t *timer, when, period int64) bool

// after returns the moment d from now.
func after(d Duration) int64 {
	t := nanotime()
	if d <= 0 {
		return t
	}
	if when := t + int64(d); when > t {
		return when
	}
	return 1<<63 - 1
}

// A Timer sends the time once on C, or calls a function.
type Timer struct {
	C <-chan Time
	t *timer
}

// NewTimer returns a Timer that sends the time on its channel after d.
func NewTimer(d Duration) *Timer {
	c := make(chan Time, 1)
	return &Timer{c, newTimer(after(d), 0, c, nil)}
}

// AfterFunc calls f in a goroutine of its own after d.
func AfterFunc(d Duration, f func()) *Timer {
	return &Timer{nil, newTimer(after(d), 0, nil, f)}
}

// After is NewTimer(d).C.
func After(d Duration) <-chan Time { return NewTimer(d).C }

// Stop keeps the timer from firing; it reports whether it was still to come.
func (t *Timer) Stop() bool {
	if t.t == nil {
		panic("time: Stop called on uninitialized Timer")
	}
	return stopTimer(t.t)
}

// Reset makes the timer fire after d from now; it reports whether it was still to come.
func (t *Timer) Reset(d Duration) bool {
	if t.t == nil {
		panic("time: Reset called on uninitialized Timer")
	}
	return resetTimer(t.t, after(d), 0)
}

// A Ticker sends the time on C again and again, leaving out ticks for a slow receiver.
type Ticker struct {
	C <-chan Time
	t *timer
}

// NewTicker returns a Ticker of period d. It panics if d <= 0.
func NewTicker(d Duration) *Ticker {
	if d <= 0 {
		panic("non-positive interval for NewTicker")
	}
	c := make(chan Time, 1)
	return &Ticker{c, newTimer(after(d), int64(d), c, nil)}
}

// Stop ends the ticks. It does not close the channel.
func (t *Ticker) Stop() {
	if t.t != nil {
		stopTimer(t.t)
	}
}

// Reset sets the period to d; the next tick comes after d from now. It panics if d <= 0.
func (t *Ticker) Reset(d Duration) {
	if d <= 0 {
		panic("non-positive interval for Ticker.Reset")
	}
	if t.t == nil {
		panic("time: Reset called on uninitialized Ticker")
	}
	resetTimer(t.t, after(d), int64(d))
}

// Tick is NewTicker(d).C, nil if d <= 0.
func Tick(d Duration) <-chan Time {
	if d <= 0 {
		return nil
	}
	return NewTicker(d).C
}
