package sync

import "sync/atomic"

// A Map is a map for many goroutines. The zero value is empty.
//
// Reading needs no lock: `read` is a map that nobody writes, whose entries are atomic pointers.
// New keys go to `dirty`, under mu, which holds all of read's live entries too; when read was missed
// as often as dirty is long, dirty becomes the next read.
//
// Differs: Go 1.24 and later use a hash trie; what a program sees is the same.
type Map struct {
	_      noCopy
	mu     Mutex
	read   atomic.Pointer[readMap]
	dirty  map[any]*entry
	misses int
}

type readMap struct {
	m       map[any]*entry
	amended bool // dirty has keys that m lacks
}

// An entry's value is nil when it was deleted, and &expunged when it was deleted and dirty lacks
// the key.
type entry struct {
	p atomic.Pointer[any]
}

var expunged any = new(int)

func (m *Map) loadRead() readMap {
	if r := m.read.Load(); r != nil {
		return *r
	}
	return readMap{}
}

func newEntry(value any) *entry {
	e := new(entry)
	e.p.Store(&value)
	return e
}

func (e *entry) load() (value any, ok bool) {
	p := e.p.Load()
	if p == nil || p == &expunged {
		return nil, false
	}
	return *p, true
}

// lookup finds key's entry; nil if there is none.
func (m *Map) lookup(key any) *entry {
	r := m.loadRead()
	e := r.m[key]
	if e == nil && r.amended {
		m.mu.Lock()
		r = m.loadRead()
		e = r.m[key]
		if e == nil && r.amended {
			e = m.dirty[key]
			m.miss()
		}
		m.mu.Unlock()
	}
	return e
}

// miss counts a look into dirty and makes it read when that has become worth it.
func (m *Map) miss() {
	m.misses++
	if m.misses >= len(m.dirty) {
		m.promote()
	}
}

func (m *Map) promote() {
	m.read.Store(&readMap{m: m.dirty})
	m.dirty = nil
	m.misses = 0
}

// makeDirty copies read's live entries to a new dirty.
func (m *Map) makeDirty() {
	if m.dirty != nil {
		return
	}
	r := m.loadRead()
	m.dirty = make(map[any]*entry, len(r.m))
	for k, e := range r.m {
		if e.p.CompareAndSwap(nil, &expunged) || e.p.Load() == &expunged {
			continue
		}
		m.dirty[k] = e
	}
}

// Load returns key's value and whether there is one.
func (m *Map) Load(key any) (value any, ok bool) {
	if e := m.lookup(key); e != nil {
		return e.load()
	}
	return nil, false
}

// Store sets key's value.
func (m *Map) Store(key, value any) { m.Swap(key, value) }

// Clear deletes all keys.
func (m *Map) Clear() {
	m.mu.Lock()
	m.read.Store(&readMap{})
	m.dirty = nil
	m.misses = 0
	m.mu.Unlock()
}

// trySwap sets the value unless the entry is expunged.
func (e *entry) trySwap(value *any) (old *any, ok bool) {
	for {
		p := e.p.Load()
		if p == &expunged {
			return nil, false
		}
		if e.p.CompareAndSwap(p, value) {
			return p, true
		}
	}
}

// Swap sets key's value and returns the one before, if there was one.
func (m *Map) Swap(key, value any) (previous any, loaded bool) {
	if e := m.loadRead().m[key]; e != nil {
		if old, ok := e.trySwap(&value); ok {
			if old == nil {
				return nil, false
			}
			return *old, true
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	e, fresh := m.entryForWrite(key, value)
	if fresh {
		return nil, false
	}
	old := e.p.Swap(&value)
	if old == nil {
		return nil, false
	}
	return *old, true
}

// entryForWrite returns key's entry with mu held: an existing one that is not expunged, or a fresh
// one that holds value.
func (m *Map) entryForWrite(key, value any) (e *entry, fresh bool) {
	r := m.loadRead()
	if e := r.m[key]; e != nil {
		if e.p.CompareAndSwap(&expunged, nil) {
			m.makeDirty()
			m.dirty[key] = e
		}
		return e, false
	}
	if e := m.dirty[key]; e != nil {
		return e, false
	}
	if !r.amended {
		m.makeDirty()
		m.read.Store(&readMap{m: r.m, amended: true})
	}
	e = newEntry(value)
	m.dirty[key] = e
	return e, true
}

// tryLoadOrStore loads or sets the value unless the entry is expunged.
func (e *entry) tryLoadOrStore(value *any) (actual any, loaded, ok bool) {
	for {
		p := e.p.Load()
		if p == &expunged {
			return nil, false, false
		}
		if p != nil {
			return *p, true, true
		}
		if e.p.CompareAndSwap(nil, value) {
			return *value, false, true
		}
	}
}

// LoadOrStore returns key's value if there is one, and sets it to value otherwise.
func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool) {
	if e := m.loadRead().m[key]; e != nil {
		if actual, loaded, ok := e.tryLoadOrStore(&value); ok {
			return actual, loaded
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	e, fresh := m.entryForWrite(key, value)
	if fresh {
		return value, false
	}
	actual, loaded, _ = e.tryLoadOrStore(&value)
	return actual, loaded
}

// LoadAndDelete deletes key and returns the value it had, if any.
func (m *Map) LoadAndDelete(key any) (value any, loaded bool) {
	e := m.lookup(key)
	if e == nil {
		return nil, false
	}
	for {
		p := e.p.Load()
		if p == nil || p == &expunged {
			return nil, false
		}
		if e.p.CompareAndSwap(p, nil) {
			return *p, true
		}
	}
}

// Delete deletes key.
func (m *Map) Delete(key any) { m.LoadAndDelete(key) }

// CompareAndSwap sets key's value to new if it equals old.
func (m *Map) CompareAndSwap(key, old, new any) (swapped bool) {
	e := m.lookup(key)
	if e == nil {
		return false
	}
	for {
		p := e.p.Load()
		if p == nil || p == &expunged || *p != old {
			return false
		}
		if e.p.CompareAndSwap(p, &new) {
			return true
		}
	}
}

// CompareAndDelete deletes key if its value equals old.
func (m *Map) CompareAndDelete(key, old any) (deleted bool) {
	e := m.lookup(key)
	if e == nil {
		return false
	}
	for {
		p := e.p.Load()
		if p == nil || p == &expunged || *p != old {
			return false
		}
		if e.p.CompareAndSwap(p, nil) {
			return true
		}
	}
}

// Range calls f for each key and value until f returns false. It is no snapshot, but no key comes
// twice.
func (m *Map) Range(f func(key, value any) bool) {
	r := m.loadRead()
	if r.amended {
		m.mu.Lock()
		if r = m.loadRead(); r.amended {
			m.promote()
			r = m.loadRead()
		}
		m.mu.Unlock()
	}
	for k, e := range r.m {
		if v, ok := e.load(); ok && !f(k, v) {
			return
		}
	}
}
