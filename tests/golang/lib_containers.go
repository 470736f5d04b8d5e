// container/heap, list and ring; text/tabwriter, flag and log.
package main

import (
	"bytes"
	"container/heap"
	"container/list"
	"container/ring"
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
	"text/tabwriter"
	"time"
)

type queue []*entry

type entry struct {
	name     string
	priority int
	index    int
}

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].priority > q[j].priority }
func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index = i
	q[j].index = j
}
func (q *queue) Push(x any) {
	e := x.(*entry)
	e.index = len(*q)
	*q = append(*q, e)
}
func (q *queue) Pop() any {
	old := *q
	e := old[len(old)-1]
	*q = old[:len(old)-1]
	return e
}

func main() {
	q := &queue{}
	entries := map[string]*entry{}
	for i, name := range strings.Fields("ant bee cow dog eel") {
		e := &entry{name: name, priority: (i * 7) % 5}
		entries[name] = e
		heap.Push(q, e)
	}
	entries["ant"].priority = 10
	heap.Fix(q, entries["ant"].index)
	heap.Remove(q, entries["cow"].index)
	for q.Len() > 0 {
		e := heap.Pop(q).(*entry)
		fmt.Print(e.name, ":", e.priority, " ")
	}
	fmt.Println()

	l := list.New()
	two := l.PushBack(2)
	l.PushFront(1)
	l.InsertAfter(3, two)
	l.MoveToFront(two)
	l.PushBackList(l)
	l.Remove(l.Back())
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	fmt.Println(l.Len())
	r := ring.New(4)
	for i := 0; i < r.Len(); i++ {
		r.Value = i
		r = r.Next()
	}
	r.Unlink(1)
	r.Do(func(v any) { fmt.Print(v, " ") })
	fmt.Println(r.Move(2).Value)

	tw := tabwriter.NewWriter(os.Stdout, 0, 8, 1, '.', tabwriter.AlignRight|tabwriter.Debug)
	fmt.Fprintln(tw, "name\tcount\tprice\t")
	fmt.Fprintln(tw, "apples\t12\t0.5\t")
	fmt.Fprintln(tw, "figs\t3\t12.25\t")
	tw.Flush()
	tw = tabwriter.NewWriter(os.Stdout, 5, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "a\tb\tc\naaaaaa\tbé\tc\n\nx\ty\n")
	tw.Flush()

	fs := flag.NewFlagSet("prog", flag.ContinueOnError)
	fs.SetOutput(os.Stdout)
	count := fs.Int("n", 3, "number of `things`")
	name := fs.String("name", "", "who")
	wait := fs.Duration("wait", time.Second, "how long")
	loud := fs.Bool("v", false, "say more")
	fmt.Println(fs.Parse([]string{"-n=0x10", "--name", "Ann", "-v", "-wait", "1m30s", "rest", "-n"}))
	fmt.Println(*count, *name, *wait, *loud, fs.Args(), fs.NFlag())
	fmt.Println(fs.Parse([]string{"-n", "many"}))
	fmt.Println(fs.Parse([]string{"-unknown"}))

	var out bytes.Buffer
	logger := log.New(&out, "app: ", log.Lmsgprefix|log.Lshortfile)
	logger.Printf("value %d", 7)
	logger.SetFlags(0)
	logger.SetPrefix("> ")
	logger.Println("plain", 1)
	func() {
		defer func() { fmt.Println("recovered", recover()) }()
		logger.Panicf("bad %s", "thing")
	}()
	text := out.String()
	fmt.Print(text[strings.Index(text, ": app"):])
}

// Output:
// ant:10 eel:3 bee:2 dog:1
// 2 1 3 2 1 5
// 0 2 3 3
// ...name|.count|.price|
// .apples|....12|...0.5|
// ...figs|.....3|.12.25|
// a       b    c
// aaaaaa  bé   c
//
// x    y
// <nil>
// 16 Ann 1m30s true [rest -n] 4
// invalid value "many" for flag -n: parse error
// Usage of prog:
//   -n things
//     	number of things (default 3)
//   -name string
//     	who
//   -v	say more
//   -wait duration
//     	how long (default 1s)
// invalid value "many" for flag -n: parse error
// flag provided but not defined: -unknown
// Usage of prog:
//   -n things
//     	number of things (default 3)
//   -name string
//     	who
//   -v	say more
//   -wait duration
//     	how long (default 1s)
// flag provided but not defined: -unknown
// recovered bad thing
// : app: value 7
// > plain 1
// > bad thing
