// Package tabwriter aligns columns of text.
package tabwriter

import (
	"io"
	"unicode/utf8"
)

// Flags of Init.
const (
	FilterHTML          uint = 1 << iota // tags and entities take no room
	StripEscape                          // drop the Escape characters
	AlignRight                           // cells to the right
	DiscardEmptyColumns                  // columns of empty cells ended by \v take no room
	TabIndent                            // leading empty cells become tabs
	Debug                                // a | between columns
)

// Escape encloses text that is passed through unchanged.
const Escape = '\xff'

// A cell is a part of a line up to a tab.
type cell struct {
	size  int  // in bytes
	width int  // in characters
	htab  bool // ended by a tab rather than by \v
}

// A Writer takes text whose columns are ended by tabs and writes it aligned. A column is a block of
// cells ended by tabs in consecutive lines.
type Writer struct {
	minwidth, tabwidth, padding int
	padbytes                    [8]byte
	flags                       uint
	output                      io.Writer

	buf     []byte // text that is not written yet, without tabs and newlines
	pos     int    // in buf, up to where the last cell's width is counted
	cell    cell   // being gathered
	endChar byte   // that ends the escaped text being read, 0 if none
	lines   [][]cell
	widths  []int // of the columns to the left of the block being written
	err     error
}

// NewWriter returns a Writer with the settings of Init.
func NewWriter(output io.Writer, minwidth, tabwidth, padding int, padchar byte, flags uint) *Writer {
	return new(Writer).Init(output, minwidth, tabwidth, padding, padchar, flags)
}

// Init sets the least width of a cell, the width of tabs, the padding added to the widest cell, the
// character to pad with (a tab aligns left and makes widths multiples of tabwidth), and flags.
func (b *Writer) Init(output io.Writer, minwidth, tabwidth, padding int, padchar byte, flags uint) *Writer {
	if minwidth < 0 || tabwidth < 0 || padding < 0 {
		panic("negative minwidth, tabwidth, or padding")
	}
	b.output = output
	b.minwidth = minwidth
	b.tabwidth = tabwidth
	b.padding = padding
	for i := range b.padbytes {
		b.padbytes[i] = padchar
	}
	if padchar == '\t' {
		flags &^= AlignRight
	}
	b.flags = flags
	b.reset()
	return b
}

func (b *Writer) reset() {
	b.buf = b.buf[:0]
	b.pos = 0
	b.cell = cell{}
	b.endChar = 0
	b.lines = b.lines[:0]
	b.widths = b.widths[:0]
	b.addLine()
}

func (b *Writer) addLine() { b.lines = append(b.lines, nil) }

// write passes text on, once nothing has failed.
func (b *Writer) write(p []byte) {
	if b.err != nil || len(p) == 0 {
		return
	}
	n, err := b.output.Write(p)
	if n != len(p) && err == nil {
		err = io.ErrShortWrite
	}
	b.err = err
}

func (b *Writer) repeat(p []byte, n int) {
	for n > len(p) {
		b.write(p)
		n -= len(p)
	}
	b.write(p[:n])
}

var newline = []byte{'\n'}
var tabs = []byte("\t\t\t\t\t\t\t\t")
var bar = []byte{'|'}

// pad fills a cell of the given width up to that of its column.
func (b *Writer) pad(width, column int, useTabs bool) {
	if b.padbytes[0] == '\t' || useTabs {
		if b.tabwidth == 0 {
			return
		}
		column = (column + b.tabwidth - 1) / b.tabwidth * b.tabwidth
		n := column - width
		if n < 0 {
			panic("internal error")
		}
		b.repeat(tabs, (n+b.tabwidth-1)/b.tabwidth)
		return
	}
	b.repeat(b.padbytes[:], column-width)
}

// writeLines writes lines [line0, line1) whose text begins at pos in buf; it returns where it ends.
func (b *Writer) writeLines(pos, line0, line1 int) int {
	for i := line0; i < line1; i++ {
		useTabs := b.flags&TabIndent != 0
		line := b.lines[i]
		for j, c := range line {
			if j > 0 && b.flags&Debug != 0 {
				b.write(bar)
			}
			switch {
			case c.size == 0:
				if j < len(b.widths) {
					b.pad(c.width, b.widths[j], useTabs)
				}
			case b.flags&AlignRight == 0:
				useTabs = false
				b.write(b.buf[pos : pos+c.size])
				pos += c.size
				if j < len(b.widths) {
					b.pad(c.width, b.widths[j], false)
				}
			default:
				useTabs = false
				if j < len(b.widths) {
					b.pad(c.width, b.widths[j], false)
				}
				b.write(b.buf[pos : pos+c.size])
				pos += c.size
			}
		}
		if i+1 == len(b.lines) {
			// The last line may be unfinished: its cell was not ended.
			b.write(b.buf[pos : pos+b.cell.size])
			pos += b.cell.size
		} else {
			b.write(newline)
		}
	}
	return pos
}

// format writes lines [line0, line1), finding the blocks of the next column in them.
func (b *Writer) format(pos0, line0, line1 int) (pos int) {
	pos = pos0
	column := len(b.widths)
	for this := line0; this < line1; this++ {
		if column >= len(b.lines[this])-1 {
			continue
		}
		// A block of this column begins: first what is before it.
		pos = b.writeLines(pos, line0, this)
		line0 = this

		width := b.minwidth
		discardable := true
		for ; this < line1; this++ {
			line := b.lines[this]
			if column >= len(line)-1 {
				break
			}
			c := line[column]
			if w := c.width + b.padding; w > width {
				width = w
			}
			if c.width > 0 || c.htab {
				discardable = false
			}
		}
		if discardable && b.flags&DiscardEmptyColumns != 0 {
			width = 0
		}
		b.widths = append(b.widths, width)
		pos = b.format(pos, line0, this)
		b.widths = b.widths[:len(b.widths)-1]
		line0 = this
	}
	return b.writeLines(pos, line0, line1)
}

// count adds the width of the text gathered since the last count.
func (b *Writer) count() {
	b.cell.width += utf8.RuneCount(b.buf[b.pos:])
	b.pos = len(b.buf)
}

func (b *Writer) append(text []byte) {
	b.buf = append(b.buf, text...)
	b.cell.size += len(text)
}

func (b *Writer) startEscape(c byte) {
	switch c {
	case Escape:
		b.endChar = Escape
	case '<':
		b.endChar = '>'
	case '&':
		b.endChar = ';'
	}
}

func (b *Writer) endEscape() {
	switch b.endChar {
	case Escape:
		b.count()
		if b.flags&StripEscape == 0 {
			b.cell.width -= 2
		}
	case ';':
		b.cell.width++
	}
	b.pos = len(b.buf)
	b.endChar = 0
}

// endCell ends the cell and returns how many its line has.
func (b *Writer) endCell(htab bool) int {
	b.cell.htab = htab
	last := len(b.lines) - 1
	b.lines[last] = append(b.lines[last], b.cell)
	b.cell = cell{}
	return len(b.lines[last])
}

// Flush writes everything; an unfinished escape is taken as finished.
func (b *Writer) Flush() error {
	b.flush()
	err := b.err
	b.err = nil
	return err
}

func (b *Writer) flush() {
	if b.cell.size > 0 {
		if b.endChar != 0 {
			b.endEscape()
		}
		b.endCell(false)
	}
	b.format(0, 0, len(b.lines))
	b.reset()
}

// Write takes text. It is written when its columns are known.
func (b *Writer) Write(buf []byte) (n int, err error) {
	n = 0
	for i, c := range buf {
		if b.endChar != 0 {
			if c != b.endChar {
				continue
			}
			j := i + 1
			if c == Escape && b.flags&StripEscape != 0 {
				j = i
			}
			b.append(buf[n:j])
			n = i + 1
			b.endEscape()
			continue
		}
		switch c {
		case '\t', '\v', '\n', '\f':
			b.append(buf[n:i])
			b.count()
			n = i + 1
			cells := b.endCell(c == '\t')
			if c == '\n' || c == '\f' {
				b.addLine()
				if c == '\f' || cells == 1 {
					// A line without columns ends every block: nothing above changes any more.
					b.flush()
					if b.err != nil {
						err = b.err
						b.err = nil
						return n, err
					}
					if c == '\f' && b.flags&Debug != 0 {
						b.write([]byte("---\n"))
					}
				}
			}
		case Escape:
			b.append(buf[n:i])
			b.count()
			n = i
			if b.flags&StripEscape != 0 {
				n++
			}
			b.startEscape(Escape)
		case '<', '&':
			if b.flags&FilterHTML != 0 {
				b.append(buf[n:i])
				b.count()
				n = i
				b.startEscape(c)
			}
		}
	}
	b.append(buf[n:])
	return len(buf), nil
}
