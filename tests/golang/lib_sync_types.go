// The types of sync and sync/atomic beyond plain mutexes.
package main

import (
	"fmt"
	"sort"
	"sync"
	"sync/atomic"
)

func main() {
	var once sync.Once
	for i := 0; i < 3; i++ {
		once.Do(func() { fmt.Println("once", i) })
	}
	value := sync.OnceValue(func() int { fmt.Println("computed"); return 42 })
	fmt.Println(value(), value())
	a, b := sync.OnceValues(func() (string, error) { return "x", nil })()
	fmt.Println(a, b)
	fails := sync.OnceFunc(func() { panic("broken") })
	for i := 0; i < 2; i++ {
		func() {
			defer func() { fmt.Println("recovered", recover()) }()
			fails()
		}()
	}

	var m sync.Map
	for i := 0; i < 5; i++ {
		m.Store(i, i*i)
	}
	v, ok := m.Load(3)
	_, missing := m.Load(9)
	actual, loaded := m.LoadOrStore(3, 0)
	fresh, loaded2 := m.LoadOrStore(5, 25)
	fmt.Println(v, ok, missing, actual, loaded, fresh, loaded2)
	old, had := m.LoadAndDelete(0)
	swapped, _ := m.Swap(1, 100)
	fmt.Println(old, had, swapped, m.CompareAndSwap(2, 4, 40), m.CompareAndSwap(2, 4, 41), m.CompareAndDelete(4, 15))
	var keys []int
	m.Range(func(k, v any) bool {
		keys = append(keys, k.(int)*1000+v.(int))
		return true
	})
	sort.Ints(keys)
	fmt.Println(keys)
	m.Clear()
	_, ok = m.Load(1)
	fmt.Println(ok)

	pool := sync.Pool{New: func() any { return "new" }}
	fmt.Println(pool.Get())
	pool.Put(nil)
	fmt.Println(pool.Get())

	var rw sync.RWMutex
	rw.RLock()
	fmt.Println(rw.TryRLock(), rw.TryLock())
	rw.RUnlock()
	rw.RUnlock()
	fmt.Println(rw.TryLock(), rw.TryRLock())
	rw.Unlock()
	rw.RLocker().Lock()
	rw.RLocker().Unlock()

	var wg sync.WaitGroup
	var counter atomic.Int64
	var mu sync.Mutex
	total := 0
	for i := 1; i <= 50; i++ {
		wg.Go(func() {
			counter.Add(int64(i))
			mu.Lock()
			defer mu.Unlock()
			total += i
		})
	}
	wg.Wait()
	fmt.Println(counter.Load(), total, mu.TryLock(), mu.TryLock())
	func() {
		defer func() { fmt.Println(recover()) }()
		wg.Done()
	}()

	var u atomic.Uint32
	u.Store(6)
	fmt.Println(u.And(3), u.Or(8), u.Load(), u.CompareAndSwap(10, 1), u.Swap(5), u.Add(^uint32(0)))
	var flag atomic.Bool
	fmt.Println(flag.CompareAndSwap(false, true), flag.Load(), flag.Swap(false))
	var p atomic.Pointer[string]
	text := "pointed"
	fmt.Println(p.Load() == nil, p.CompareAndSwap(nil, &text), *p.Load())
	var any atomic.Value
	any.Store([]int{1})
	fmt.Println(any.Load(), any.Swap([]int{2}))
	func() {
		defer func() { fmt.Println(recover()) }()
		any.Store("other type")
	}()
	var n int32
	fmt.Println(atomic.AddInt32(&n, 5), atomic.CompareAndSwapInt32(&n, 5, 7), atomic.LoadInt32(&n), atomic.OrInt32(&n, 8))
}

// Output:
// once 0
// computed
// 42 42
// x <nil>
// recovered broken
// recovered broken
// 9 true false 9 true 25 false
// 0 true 1 true false false
// [1100 2040 3009 4016 5025]
// false
// new
// new
// true false
// true false
// 1275 1275 true false
// sync: negative WaitGroup counter
// 6 2 10 true 1 4
// true true true
// true true pointed
// [1] [1]
// sync/atomic: store of inconsistently typed value into Value
// 5 true 7 7
