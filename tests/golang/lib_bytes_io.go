// Packages bytes, bufio and io: buffers, readers, writers, pipes.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	b := []byte("a,b,,c")
	fmt.Printf("%q %q %q %q\n", bytes.Split(b, []byte(",")), bytes.SplitN(b, []byte(","), 2), bytes.Fields([]byte(" x  y ")),
		bytes.Join([][]byte{b, b}, []byte("|")))
	fmt.Println(bytes.Equal(b, b), bytes.Compare(b, []byte("b")), bytes.Contains(b, []byte(",,")), bytes.Index(b, []byte("c")),
		bytes.IndexByte(b, ','), bytes.LastIndexByte(b, ','), bytes.Count(b, []byte(",")), string(bytes.ToUpper(b)),
		string(bytes.TrimSpace([]byte("\t t \n"))), string(bytes.ReplaceAll(b, []byte(","), []byte("; "))),
		string(bytes.Repeat([]byte("-"), 3)), bytes.HasPrefix(b, []byte("a,")), string(bytes.Title([]byte("one two"))))

	var buf bytes.Buffer
	fmt.Fprintf(&buf, "%d bottles", 99)
	buf.WriteString(" of ")
	buf.WriteByte('x')
	buf.WriteRune('é')
	part := make([]byte, 3)
	n, err := buf.Read(part)
	fmt.Println(n, err, string(part), buf.Len(), buf.UnreadByte(), buf.String())
	word, err := buf.ReadString(' ')
	fmt.Printf("%q %v %q\n", word, err, buf.Next(4))
	r, size, err := buf.ReadRune()
	fmt.Println(string(r), size, err, buf.UnreadRune(), buf.UnreadRune())
	buf.Truncate(2)
	buf.WriteTo(os.Stdout)
	_, err = buf.ReadByte()
	fmt.Println(err)

	br := bufio.NewReaderSize(strings.NewReader("first line\nsecond, longer line\nlast"), 16)
	line, prefix, err := br.ReadLine()
	fmt.Printf("%q %t %v\n", line, prefix, err)
	line, prefix, err = br.ReadLine()
	fmt.Printf("%q %t %v\n", line, prefix, err)
	peek, err := br.Peek(3)
	fmt.Printf("%q %v %d\n", peek, err, br.Buffered())
	rest, err := io.ReadAll(br)
	fmt.Printf("%q %v\n", rest, err)
	_, err = br.Peek(17)
	fmt.Println(err)

	w := bufio.NewWriterSize(os.Stdout, 16)
	fmt.Fprint(w, "buffered text that is longer than the buffer")
	fmt.Fprintln(w, " and a bit")
	w.Flush()

	sc := bufio.NewScanner(strings.NewReader("1 22 333"))
	sc.Split(bufio.ScanWords)
	sc.Buffer(make([]byte, 2), 3)
	for sc.Scan() {
		fmt.Print(sc.Text(), ".")
	}
	fmt.Println(sc.Err())

	pr, pw := io.Pipe()
	go func() {
		fmt.Fprint(pw, "through the pipe")
		pw.CloseWithError(errors.New("writer is done"))
	}()
	all, err := io.ReadAll(pr)
	fmt.Println(string(all), err)
	var copied strings.Builder
	tee := io.TeeReader(io.MultiReader(strings.NewReader("one "), strings.NewReader("two")), &copied)
	count, err := io.Copy(io.Discard, tee)
	fmt.Println(count, err, copied.String())
	_, err = io.CopyN(&copied, strings.NewReader("abc"), 5)
	fmt.Println(err, copied.Len())
	section := io.NewSectionReader(strings.NewReader("0123456789"), 2, 5)
	section.Seek(-2, io.SeekEnd)
	tail, _ := io.ReadAll(section)
	_, err = io.ReadFull(strings.NewReader("x"), make([]byte, 2))
	_, err2 := io.ReadAtLeast(strings.NewReader("x"), make([]byte, 1), 2)
	fmt.Println(string(tail), section.Size(), err, err2)
	mw := io.MultiWriter(os.Stdout, &copied)
	io.WriteString(mw, "to both\n")
}

// Output:
// ["a" "b" "" "c"] ["a" "b,,c"] ["x" "y"] "a,b,,c|a,b,,c"
// true -1 true 5 1 4 3 A,B,,C t a; b; ; c --- true One Two
// 3 <nil> 99  14 <nil>  bottles of xé
// " " <nil> "bott"
// l 1 <nil> <nil> bytes.Buffer: UnreadRune: previous operation was not a successful ReadRune
// leEOF
// "first line" false <nil>
// "second, longer l" true <nil>
// "ine" <nil> 8
// "ine\nlast" <nil>
// bufio: buffer full
// buffered text that is longer than the buffer and a bit
// 1.22.bufio.Scanner: token too long
// through the pipe writer is done
// 7 <nil> one two
// EOF 10
// 56 5 unexpected EOF short buffer
// to both
