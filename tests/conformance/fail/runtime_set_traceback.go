// debug.SetTraceback asks for the stacks of all goroutines.
package main

import (
	"runtime/debug"
	"time"
)

func main() {
	go func() { select {} }()
	time.Sleep(time.Millisecond)
	debug.SetTraceback("all")
	debug.SetTraceback("none") // Not less than GOTRACEBACK says.
	debug.SetTraceback("all")
	panic("now")
}
