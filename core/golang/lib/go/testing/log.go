package testing

import (
	"fmt"
	"io"
	"runtime"
	"strings"
	"sync"
)

// A chattyPrinter writes what happens while it happens. It remembers which test the last line
// belonged to.
type chattyPrinter struct {
	mu   sync.Mutex
	w    io.Writer
	last string
}

// update writes a text that names the test itself.
func (p *chattyPrinter) update(test, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = test
	io.WriteString(p.w, text)
}

// print writes a line of the test, preceded by its name if the line before was another's.
func (p *chattyPrinter) print(test, text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last != "" && p.last != test {
		io.WriteString(p.w, "=== NAME  "+test+"\n")
	}
	p.last = test
	io.WriteString(p.w, text)
}

// callers returns the program counters above the function `skip` levels above callers' caller.
func callers(skip int) []uintptr {
	pcs := make([]uintptr, 50)
	return pcs[:runtime.Callers(skip+2, pcs)]
}

// callerName returns the name of the function `skip` levels above callerName's caller.
func callerName(skip int) string {
	var pcs [1]uintptr
	runtime.Callers(skip+2, pcs[:])
	frame, _ := runtime.CallersFrames(pcs[:]).Next()
	return frame.Function
}

// runners are the functions at which a test's own stack ends.
func isRunner(function string) bool {
	return function == "testing.tRunner" || function == "testing.fRunner"
}

// place returns the frame to show for a line logged by the function whose callers are pcs: the
// first that is no helper. Above a subtest's function it goes on where the parent called Run.
func (c *common) place(pcs []uintptr) runtime.Frame {
	var first, previous runtime.Frame
	frames := runtime.CallersFrames(pcs)
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		c.mu.RLock()
		cleaning, cleanPCs, helper := c.cleaning, c.cleanPCs, c.helpers[frame.Function]
		c.mu.RUnlock()
		if cleaning != "" && frame.Function == cleaning {
			frames, more = runtime.CallersFrames(cleanPCs), len(cleanPCs) > 0
			continue
		}
		if first.PC == 0 {
			first = frame
		}
		if isRunner(frame.Function) {
			if c.level <= 1 {
				return previous
			}
			frames, more = runtime.CallersFrames(c.creator), len(c.creator) > 0
			c = c.parent
			continue
		}
		previous = frame
		if !helper {
			return frame
		}
	}
	return first
}

// destination is the test that a line is logged to: itself, or the next one around it that is not
// over yet; nil if all are.
func (c *common) destination() *common {
	for ; c != nil; c = c.parent {
		c.mu.RLock()
		open := !c.done && !c.inBubble
		c.mu.RUnlock()
		if open {
			return c
		}
	}
	return nil
}

// log writes a text with the place where the public method that calls it was called.
func (c *common) log(s string) {
	s = strings.ReplaceAll(strings.TrimSuffix(s, "\n"), "\n", "\n"+indent) + "\n"
	to := c.destination()
	if to == nil {
		panic("Log in goroutine after " + c.name + " has completed: " + s)
	}
	frame := to.place(callers(2))
	file := frame.File
	switch {
	case file == "":
		file = "???"
	case options.fullPath == nil || !*options.fullPath:
		file = file[strings.LastIndexByte(file, '/')+1:]
	}
	to.flushPartial()
	to.mu.Lock()
	defer to.mu.Unlock()
	s = fmt.Sprintf("%s:%d: %s", file, max(frame.Line, 1), s)
	for _, line := range strings.SplitAfter(strings.TrimSuffix(s, "\n"), "\n") {
		to.writeLine(strings.TrimSuffix(line, "\n") + "\n")
	}
}

// writeLine prints or keeps a line; mu is held.
func (c *common) writeLine(line string) {
	switch {
	case c.done || c.chatty == nil:
		c.output = append(append(c.output, indent...), line...)
	case c.bench:
		fmt.Print(indent, line)
	default:
		c.chatty.print(c.name, indent+line)
	}
}

// flushPartial ends a line that Output was given a part of.
func (c *common) flushPartial() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.partial) > 0 {
		line := string(c.partial) + "\n"
		c.partial = c.partial[:0]
		c.writeLine(line)
	}
}

// An outputWriter is what Output returns.
type outputWriter struct{ c *common }

// Output returns a writer to the test's log. What is written has no place in front.
func (c *common) Output() io.Writer {
	c.outside("Output")
	to := c.destination()
	if to == nil {
		panic("Output called after " + c.name + " has completed")
	}
	return outputWriter{to}
}

func (o outputWriter) Write(p []byte) (int, error) {
	if o.c.destination() == nil {
		panic("Write called after " + o.c.name + " has completed")
	}
	o.c.mu.Lock()
	defer o.c.mu.Unlock()
	lines := strings.SplitAfter(string(p), "\n")
	last := len(lines) - 1
	for _, line := range lines[:last] {
		line = string(o.c.partial) + line
		o.c.partial = o.c.partial[:0]
		o.c.writeLine(line)
	}
	o.c.partial = append(o.c.partial, lines[last]...)
	return len(p), nil
}

// flushToParent writes the result of the test and, behind it, what it has logged.
func (c *common) flushToParent(result string) {
	c.parent.mu.Lock()
	defer c.parent.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	result += string(c.output)
	c.output = c.output[:0]
	if c.chatty != nil && c.parent.w == c.chatty.w {
		c.chatty.update(c.name, result)
	} else {
		io.WriteString(c.parent.w, result)
	}
}

// report writes the result of the test.
func (c *common) report() {
	verdict := "PASS"
	switch {
	case c.parent == nil || c.inBubble:
		return
	case c.Failed():
		verdict = "FAIL"
	case c.chatty == nil:
		return
	case c.Skipped():
		verdict = "SKIP"
	}
	c.flushToParent(fmt.Sprintf("--- %s: %s (%s)\n", verdict, c.name, seconds(c.duration)))
}

// An indenter puts the results of subtests into the output of the test.
type indenter struct{ c *common }

// Write is called with c.mu held.
func (w indenter) Write(p []byte) (int, error) {
	for _, line := range strings.SplitAfter(string(p), "\n") {
		if line != "" {
			w.c.output = append(append(w.c.output, indent...), line...)
		}
	}
	return len(p), nil
}
