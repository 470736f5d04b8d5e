// Package runtime and runtime/debug as programs use them.
package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

func where() string {
	_, file, line, ok := runtime.Caller(1)
	return fmt.Sprint(file[strings.LastIndexByte(file, '/')+1:], ":", line, " ", ok)
}

func name() string {
	pc, _, _, _ := runtime.Caller(1)
	return runtime.FuncForPC(pc).Name()
}

func main() {
	fmt.Println(strings.HasPrefix(runtime.Version(), "go1."), runtime.GOOS, runtime.GOARCH, runtime.Compiler)
	old := runtime.GOMAXPROCS(2)
	fmt.Println(old >= 1, runtime.GOMAXPROCS(0), runtime.NumCPU() >= 1, runtime.NumGoroutine())
	fmt.Println(where())
	fmt.Println(name(), func() string { return name() }())
	done := make(chan bool)
	go func() {
		defer close(done)
		defer fmt.Println("deferred")
		runtime.Goexit()
		fmt.Println("not reached")
	}()
	<-done
	runtime.LockOSThread()
	runtime.Gosched()
	runtime.UnlockOSThread()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Println(m.HeapAlloc > 0, m.NumGC > 0)
	buf := make([]byte, 4096)
	text := string(buf[:runtime.Stack(buf, false)])
	fmt.Println(strings.HasPrefix(text, "goroutine 1 [running]:\n"), strings.Contains(text, "main.main()"))
	fmt.Println(strings.Contains(string(debug.Stack()), "main.main()"))
	fmt.Println(debug.SetGCPercent(50), debug.SetGCPercent(100))
	pcs := make([]uintptr, 8)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	frame, _ := frames.Next()
	fmt.Println(frame.Function)
	for _, bad := range []func(){
		func() { var p *int; *p = 1 },
		func() { a := []int{}; i := 5; a[i]++ },
		func() { x := 0; fmt.Println(1 / x) },
		func() { var i any = "s"; fmt.Println(i.(int)) },
		func() { panic(nil) },
	} {
		func() {
			defer func() {
				err, ok := recover().(runtime.Error)
				fmt.Printf("%v %T %t\n", err, err, ok)
			}()
			bad()
		}()
	}
	x := new(int)
	runtime.KeepAlive(x)
	for i := 0; i < 100 && runtime.NumGoroutine() > 1; i++ {
		time.Sleep(time.Millisecond)
	}
	fmt.Println(runtime.NumGoroutine())
}

// Output:
// true linux amd64 gc
// true 2 true 1
// lib_runtime_calls.go:26 true
// main.main main.main.func1
// deferred
// true true
// true true
// true
// 100 50
// main.main
// runtime error: invalid memory address or nil pointer dereference runtime.errorString true
// runtime error: index out of range [5] with length 0 runtime.boundsError true
// runtime error: integer divide by zero runtime.errorString true
// interface conversion: interface {} is string, not int *runtime.TypeAssertionError true
// panic called with nil argument *runtime.PanicNilError true
// 1
