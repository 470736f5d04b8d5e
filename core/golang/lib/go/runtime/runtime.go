// Package runtime is a program's view of the scheduler and of the machine it runs on.
package runtime

const (
	GOOS     = "linux"
	GOARCH   = "amd64"
	Compiler = "gc"
)

// Version names the version of Go that the language and library follow.
func Version() string { return "go1.26" }

// GOROOT is empty: there is no tree of sources.
func GOROOT() string { return "" }

// GOMAXPROCS sets the number of Ps if n > 0 (stopping the world) and returns the number before.
func GOMAXPROCS(n int) int

// SetDefaultGOMAXPROCS sets the number of Ps to what it was at the start.
func SetDefaultGOMAXPROCS()

// NumCPU returns the number of processors of the machine.
func NumCPU() int

// NumGoroutine returns the number of goroutines that exist.
func NumGoroutine() int

// NumCgoCall returns 0: there is no C to call.
func NumCgoCall() int64 { return 0 }

// Gosched lets other goroutines run: the caller goes to the end of the global queue.
func Gosched()

// Goexit ends the calling goroutine after running its deferred calls.
func Goexit()

// LockOSThread ties the goroutine to its thread until as many calls of UnlockOSThread.
func LockOSThread()

// UnlockOSThread undoes one call of LockOSThread.
func UnlockOSThread()

// GC runs a garbage collection and waits for its end.
func GC()

// KeepAlive keeps x reachable up to this call.
func KeepAlive(x any) {}

// Stack writes the calling goroutine's stack trace (all goroutines' if all) into buf and returns
// the number of bytes written.
func Stack(buf []byte, all bool) int

// callerAt describes the call `skip` levels above callerAt's caller (0 is that caller itself).
func callerAt(skip int) (pc uintptr, function, file string, line int, ok bool)

// pcInfo describes a pc that callerAt returned.
func pcInfo(pc uintptr) (function, file string, line int, ok bool)

// Caller tells where the call `skip` levels up was made; 0 is Caller's caller.
func Caller(skip int) (pc uintptr, file string, line int, ok bool) {
	pc, _, file, line, ok = callerAt(skip + 1)
	return pc, file, line, ok
}

// Callers fills pcs with the callers' program counters; 0 is Callers itself, 1 its caller.
func Callers(skip int, pcs []uintptr) int {
	n := 0
	for n < len(pcs) {
		pc, _, _, _, ok := callerAt(skip + n)
		if !ok {
			break
		}
		pcs[n] = pc
		n++
	}
	return n
}

// A Func stands for a function of the program.
type Func struct {
	name string
	pc   uintptr
}

// FuncForPC returns the function that pc lies in, nil if unknown.
func FuncForPC(pc uintptr) *Func {
	name, _, _, ok := pcInfo(pc)
	if !ok {
		return nil
	}
	return &Func{name, pc}
}

// Name returns the function's name, "" for nil.
func (f *Func) Name() string {
	if f == nil {
		return ""
	}
	return f.name
}

// Entry returns a program counter of the function.
func (f *Func) Entry() uintptr { return f.pc }

// FileLine returns the place of pc in the source.
func (f *Func) FileLine(pc uintptr) (file string, line int) {
	_, file, line, _ = pcInfo(pc)
	return file, line
}

// A Frame describes one level of a stack.
type Frame struct {
	PC       uintptr
	Func     *Func
	Function string
	File     string
	Line     int
	Entry    uintptr
}

// Frames iterates over what Callers returned.
type Frames struct {
	pcs []uintptr
}

// CallersFrames prepares the program counters for Next.
func CallersFrames(callers []uintptr) *Frames { return &Frames{callers} }

// Next returns the next frame and whether there are more.
func (f *Frames) Next() (frame Frame, more bool) {
	if len(f.pcs) == 0 {
		return Frame{}, false
	}
	pc := f.pcs[0]
	f.pcs = f.pcs[1:]
	name, file, line, _ := pcInfo(pc)
	return Frame{pc, &Func{name, pc}, name, file, line, pc}, len(f.pcs) > 0
}

// A Pinner keeps objects where they are; they never move here.
type Pinner struct {
	pinned []any
}

// Pin keeps the object reachable until Unpin.
func (p *Pinner) Pin(pointer any) { p.pinned = append(p.pinned, pointer) }

// Unpin lets go of all objects.
func (p *Pinner) Unpin() { p.pinned = nil }
