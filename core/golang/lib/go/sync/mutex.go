// Package sync makes goroutines wait for each other. What parks a goroutine is done by the
// runtime's C++ (sema.cpp, mutex.cpp and so on); the methods without a body here are bound to it
// over the fields of their types.
package sync

// A Locker can be locked and unlocked.
type Locker interface {
	Lock()
	Unlock()
}

// noCopy marks types that must stay where they are, for vet.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// A Mutex lets one goroutine in at a time. The zero value is unlocked.
type Mutex struct {
	state int32  // locked, woken and starving bits, then the number of waiters
	sema  uint32 // what waiters sleep on
}

// Lock waits until the mutex is free and takes it.
func (m *Mutex) Lock()

// TryLock takes the mutex if it is free at once.
func (m *Mutex) TryLock() bool

// Unlock frees the mutex. It is a fatal error if it was not locked.
func (m *Mutex) Unlock()

// An RWMutex lets in any number of readers or one writer. The zero value is unlocked.
type RWMutex struct {
	w           Mutex  // held by the writer
	writerSem   uint32 // where a writer waits for the readers to leave
	readerSem   uint32 // where readers wait for the writer to leave
	readerCount int32  // readers inside; less 1<<30 while a writer is pending
	readerWait  int32  // readers the pending writer still waits for
}

// Lock waits until nobody is in and takes the mutex for writing.
func (rw *RWMutex) Lock()

// TryLock takes the mutex for writing if nobody is in.
func (rw *RWMutex) TryLock() bool

// Unlock ends writing. It is a fatal error if the mutex was not locked for writing.
func (rw *RWMutex) Unlock()

// RLock waits until no writer is in or pending and takes the mutex for reading.
func (rw *RWMutex) RLock()

// TryRLock takes the mutex for reading if no writer is in or pending.
func (rw *RWMutex) TryRLock() bool

// RUnlock ends reading. It is a fatal error if the mutex was not locked for reading.
func (rw *RWMutex) RUnlock()

// RLocker returns a Locker of the reading side.
func (rw *RWMutex) RLocker() Locker { return (*rlocker)(rw) }

type rlocker RWMutex

func (r *rlocker) Lock()   { (*RWMutex)(r).RLock() }
func (r *rlocker) Unlock() { (*RWMutex)(r).RUnlock() }

// A WaitGroup waits until a number of things are done. The zero value waits for none.
type WaitGroup struct {
	noCopy noCopy
	state  uint64 // counter in the high half, number of waiters in the low
	sema   uint32 // what waiters sleep on
	bubble uint32 // the synctest bubble it belongs to while it is counting
}

// Add changes the counter; at zero all waiters go on. It panics when the counter becomes negative.
func (wg *WaitGroup) Add(delta int)

// Done lowers the counter by one.
func (wg *WaitGroup) Done() { wg.Add(-1) }

// Wait waits until the counter is zero.
func (wg *WaitGroup) Wait()

// Go runs f in a goroutine that the group waits for. When f panics the program ends with that
// panic, before Wait could return.
func (wg *WaitGroup) Go(f func()) {
	wg.Add(1)
	go func() {
		defer func() {
			if x := recover(); x != nil {
				panic(x)
			}
			wg.Done()
		}()
		f()
	}()
}

// A Cond is a place where goroutines wait for news, in the order in which they came.
type Cond struct {
	noCopy noCopy
	L      Locker // held while the condition is looked at or changed
	notify notifyList
	self   *Cond // itself once used, to notice a copy
}

// notifyList is the runtime's queue of a Cond: tickets are drawn before the lock is released.
type notifyList struct {
	wait   uint32  // next ticket to draw
	notify uint32  // next ticket to wake
	lock   uintptr // the runtime's, with head and tail
	head   uintptr
	tail   uintptr
}

// notifyListAdd draws a ticket.
func notifyListAdd(l *notifyList) uint32

// notifyListWait parks (reason "sync.Cond.Wait") until the ticket is woken.
func notifyListWait(l *notifyList, ticket uint32)

// notifyListNotifyOne wakes the oldest ticket that was not.
func notifyListNotifyOne(l *notifyList)

// notifyListNotifyAll wakes every ticket drawn so far.
func notifyListNotifyAll(l *notifyList)

// NewCond returns a Cond that uses l.
func NewCond(l Locker) *Cond { return &Cond{L: l} }

func (c *Cond) check() {
	if c.self == nil {
		c.self = c
	} else if c.self != c {
		panic("sync.Cond is copied")
	}
}

// Wait releases c.L, waits for Signal or Broadcast, and takes c.L again.
func (c *Cond) Wait() {
	c.check()
	ticket := notifyListAdd(&c.notify)
	c.L.Unlock()
	notifyListWait(&c.notify, ticket)
	c.L.Lock()
}

// Signal wakes the goroutine that waits longest, if there is one.
func (c *Cond) Signal() {
	c.check()
	notifyListNotifyOne(&c.notify)
}

// Broadcast wakes all that wait.
func (c *Cond) Broadcast() {
	c.check()
	notifyListNotifyAll(&c.notify)
}
