// The instructions behind sync/atomic: every width, functions and methods, from several goroutines,
// and the panics of nil addresses.
package main

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

type counters struct {
	pad [3]byte
	i32 int32
	u32 uint32
	i64 int64
	u64 uint64
	ptr uintptr
	p   unsafe.Pointer
}

type methods struct {
	on  atomic.Bool
	i32 atomic.Int32
	u32 atomic.Uint32
	i64 atomic.Int64
	u64 atomic.Uint64
	ptr atomic.Uintptr
	p   atomic.Pointer[counters]
}

func functions(c *counters) {
	fmt.Println(atomic.AddInt32(&c.i32, -5), atomic.AddUint32(&c.u32, ^uint32(0)), atomic.AddInt64(&c.i64, -1<<40),
		atomic.AddUint64(&c.u64, 1<<63), atomic.AddUintptr(&c.ptr, 9))
	fmt.Println(atomic.LoadInt32(&c.i32), atomic.LoadUint32(&c.u32), atomic.LoadInt64(&c.i64), atomic.LoadUint64(&c.u64),
		atomic.LoadUintptr(&c.ptr), atomic.LoadPointer(&c.p) == nil)
	fmt.Println(atomic.CompareAndSwapInt32(&c.i32, -5, -7), atomic.CompareAndSwapInt32(&c.i32, -5, 8),
		atomic.CompareAndSwapUint32(&c.u32, 1<<32-1, 2), atomic.CompareAndSwapInt64(&c.i64, -1<<40, 3),
		atomic.CompareAndSwapUint64(&c.u64, 1, 4), atomic.CompareAndSwapUintptr(&c.ptr, 9, 10),
		atomic.CompareAndSwapPointer(&c.p, nil, unsafe.Pointer(c)))
	fmt.Println(c.i32, c.u32, c.i64, c.u64, c.ptr, c.p == unsafe.Pointer(c))
	atomic.StoreInt32(&c.i32, 1<<31-1)
	atomic.StoreUint32(&c.u32, 3)
	atomic.StoreInt64(&c.i64, 4)
	atomic.StoreUint64(&c.u64, 5)
	atomic.StoreUintptr(&c.ptr, 6)
	atomic.StorePointer(&c.p, nil)
	atomic.AddInt32(&c.i32, 1)
	fmt.Println(atomic.SwapInt64(&c.i64, atomic.AddInt64(&c.i64, 10)), *c)
}

func values(m *methods) {
	m.on.Store(true)
	m.i32.Store(-1)
	m.u32.Store(1 << 31)
	m.i64.Store(m.i64.Add(5) * 2)
	m.u64.Store(7)
	m.ptr.Store(8)
	fmt.Println(m.on.Load(), m.i32.Add(-1), m.u32.Add(1<<31), m.i64.Add(1), m.u64.Add(1), m.ptr.Add(1), m.p.Load() == nil)
	fmt.Println(m.i32.CompareAndSwap(-2, 20), m.u32.CompareAndSwap(1, 2), m.i64.CompareAndSwap(11, 30),
		m.u64.CompareAndSwap(8, 40), m.ptr.CompareAndSwap(9, 50), m.on.CompareAndSwap(true, false))
	c := &counters{i64: 99}
	m.p.Store(c)
	fmt.Println(m.i32.Load(), m.u32.Load(), m.i64.Load(), m.u64.Load(), m.ptr.Load(), m.on.Load(), m.p.Load().i64,
		m.p.CompareAndSwap(c, nil))
	if m.i64.Load() > 5 && m.i64.CompareAndSwap(30, 31) {
		defer fmt.Println(m.i64.Load())
	}
	list := make([]methods, 2)
	list[1].u32.Add(4)
	add := list[1].u32.Add
	fmt.Println(add(1), list[1].u32.Load())
}

func together() {
	var wg sync.WaitGroup
	var sum, steps atomic.Int64
	var turn int32
	for g := 0; g < 4; g++ {
		wg.Add(1)
		go func(g int32) {
			defer wg.Done()
			for i := 0; i < 500; i++ {
				sum.Add(int64(i))
				for !atomic.CompareAndSwapInt32(&turn, 0, g+1) {
					runtime.Gosched()
				}
				steps.Store(steps.Load() + 1)
				atomic.StoreInt32(&turn, 0)
			}
		}(int32(g))
	}
	wg.Wait()
	fmt.Println(sum.Load(), steps.Load(), turn)
}

var first int

func fault(f func()) {
	defer func() {
		text := fmt.Sprint(recover())
		pcs := make([]uintptr, 20)
		frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
		for {
			frame, more := frames.Next()
			if strings.HasPrefix(frame.Function, "main.faults") {
				fmt.Println(frame.Line-first, text)
				break
			}
			if !more {
				break
			}
		}
	}()
	f()
}

func faults(n *int64, k *uint32) {
	_, _, first, _ = runtime.Caller(0)
	fault(func() {
		atomic.AddInt64(n, 1)
	})
	fault(func() {
		println(atomic.LoadUint32(k))
	})
	fault(func() {
		atomic.StoreInt64(n, 1)
	})
	fault(func() {
		atomic.CompareAndSwapUint32(k, 1, 2)
	})
}

func main() {
	functions(&counters{})
	values(&methods{})
	together()
	faults(nil, nil)
}

// Output:
// -5 4294967295 -1099511627776 9223372036854775808 9
// -5 4294967295 -1099511627776 9223372036854775808 9 true
// true false true true false true true
// -7 2 3 9223372036854775808 10 true
// 14 {[0 0 0] -2147483648 3 14 5 6 <nil>}
// true -2 0 11 8 9 true
// true false true true true true
// 20 0 30 40 50 false 99 true
// 5 5
// 31
// 499000 2000 0
// 2 runtime error: invalid memory address or nil pointer dereference
// 5 runtime error: invalid memory address or nil pointer dereference
// 8 runtime error: invalid memory address or nil pointer dereference
// 11 runtime error: invalid memory address or nil pointer dereference
