// Paths, trees of files, pipes, signals, and the binary forms of times and generators.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/signal"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

func main() {
	for _, p := range []string{"", "a/../b", "/../a//b/.", "../../x/..", "a/b/c/../../..", "/", "//", ".", "a/./b/"} {
		d, f := path.Split(p)
		fmt.Printf("%q clean %q base %q dir %q ext %q split %q %q abs %t\n", p, path.Clean(p), path.Base(p), path.Dir(p), path.Ext(p+".tar.gz"), d, f, path.IsAbs(p))
	}
	for _, m := range [][2]string{{"a*c", "abc"}, {"a*c", "a/c"}, {"[a-c]?", "bx"}, {"[^a-c]", "b"}, {"a[", "a"}, {"[]a]", "]"}, {"[-]", "-"}, {"*", ""}, {"\\*", "*"}, {"a*b?c*x", "abxbbxdbxebxczzx"}, {"[", "a"}, {"a\\", "a"}, {"ab[c-", "xy"}, {"*x", "xxx"}, {"[x-]", "x"}, {"a[b-d]e", "ace"}, {"", ""}, {"[\\]a]", "]"}, {"[\\-x]", "-"}} {
		ok, err := path.Match(m[0], m[1])
		fmt.Println(m, ok, err)
	}
	for _, r := range [][2]string{{"a/b", "a/b/c"}, {"a/b/c", "a/d"}, {".", "a"}, {"/x", "/"}, {"..", "a"}, {"a", "/b"}, {"a", "a"}, {"a/b", "../c"}, {"/a", "/b/c"}} {
		s, err := filepath.Rel(r[0], r[1])
		fmt.Println(r, s, err)
	}
	fmt.Println(filepath.Join("a", "", "../b", "c"), filepath.IsLocal("a/../.."), filepath.IsLocal("a/.."), filepath.SplitList("/a:/b"))
	tmp, _ := os.MkdirTemp("", "tree")
	defer os.RemoveAll(tmp)
	os.MkdirAll(tmp+"/d/e", 0o755)
	os.WriteFile(tmp+"/d/one.txt", []byte("1"), 0o644)
	os.WriteFile(tmp+"/d/e/two.txt", []byte("22"), 0o644)
	os.WriteFile(tmp+"/z.md", nil, 0o644)
	fsys := os.DirFS(tmp)
	fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		fmt.Println(p, d.IsDir(), fs.FormatDirEntry(d), err)
		if d.Name() == "e" {
			return fs.SkipDir
		}
		return nil
	})
	fmt.Println(fs.Glob(fsys, "*/*.txt"))
	fmt.Println(fs.Glob(fsys, "[a-z].md"))
	sub, err := fs.Sub(fsys, "d")
	data, err2 := fs.ReadFile(sub, "e/two.txt")
	fmt.Println(string(data), err, err2)
	_, err = fs.ReadFile(sub, "nope")
	fmt.Println(err, errors.Is(err, fs.ErrNotExist))
	_, err = fsys.Open("/bad")
	fmt.Println(err)
	fmt.Println(fs.ValidPath("a/b"), fs.ValidPath("a//b"), fs.ValidPath(""), fs.ValidPath("a/."), fs.ValidPath("."))
	matches, _ := filepath.Glob(tmp + "/*/*.txt")
	fmt.Println(len(matches), strings.TrimPrefix(matches[0], tmp))
	filepath.Walk(tmp, func(p string, info fs.FileInfo, err error) error {
		fmt.Println(strings.TrimPrefix(p, tmp), info.Size() > 0 || info.IsDir())
		return nil
	})
	fmt.Println(os.CopyFS(tmp+"/copy", sub))
	data, _ = os.ReadFile(tmp + "/copy/one.txt")
	fmt.Println(string(data))

	r, w, _ := os.Pipe()
	go func() {
		fmt.Fprint(w, "through the pipe")
		w.Close()
	}()
	data, err = io.ReadAll(r)
	fmt.Println(string(data), err)
	fmt.Println(os.Interrupt, syscall.SIGTERM, os.Kill == syscall.SIGKILL, syscall.Signal(99))
	c := make(chan os.Signal, 1)
	signal.Notify(c, os.Interrupt, syscall.SIGTERM)
	select {
	case s := <-c:
		fmt.Println("signal", s)
	case <-time.After(time.Millisecond):
		fmt.Println("no signal")
	}
	signal.Stop(c)

	t := time.Date(2024, 2, 29, 12, 34, 56, 789, time.FixedZone("x", 5400))
	b, err := t.MarshalBinary()
	fmt.Println(b, err)
	var u time.Time
	fmt.Println(u.UnmarshalBinary(b), u.Equal(t), u)
	b, _ = t.UTC().MarshalBinary()
	fmt.Println(u.UnmarshalBinary(b), u)

	st := rand.NewPCG(1, 2)
	state, _ := st.MarshalBinary()
	fmt.Printf("%q\n", state)
	fmt.Println(io.NewSectionReader(strings.NewReader("hello"), 1, 3).Outer())
}

// Output:
// "" clean "." base "." dir "." ext ".gz" split "" "" abs false
// "a/../b" clean "b" base "b" dir "." ext ".gz" split "a/../" "b" abs false
// "/../a//b/." clean "/a/b" base "." dir "/a/b" ext ".gz" split "/../a//b/" "." abs true
// "../../x/.." clean "../.." base ".." dir "../../x" ext ".gz" split "../../x/" ".." abs false
// "a/b/c/../../.." clean "." base ".." dir "a" ext ".gz" split "a/b/c/../../" ".." abs false
// "/" clean "/" base "/" dir "/" ext ".gz" split "/" "" abs true
// "//" clean "/" base "/" dir "/" ext ".gz" split "//" "" abs true
// "." clean "." base "." dir "." ext ".gz" split "" "." abs false
// "a/./b/" clean "a/b" base "b" dir "a/b" ext ".gz" split "a/./b/" "" abs false
// [a*c abc] true <nil>
// [a*c a/c] false <nil>
// [[a-c]? bx] true <nil>
// [[^a-c] b] false <nil>
// [a[ a] false syntax error in pattern
// [[]a] ]] false syntax error in pattern
// [[-] -] false syntax error in pattern
// [* ] true <nil>
// [\* *] true <nil>
// [a*b?c*x abxbbxdbxebxczzx] true <nil>
// [[ a] false syntax error in pattern
// [a\ a] false syntax error in pattern
// [ab[c- xy] false syntax error in pattern
// [*x xxx] true <nil>
// [[x-] x] false syntax error in pattern
// [a[b-d]e ace] true <nil>
// [ ] true <nil>
// [[\]a] ]] true <nil>
// [[\-x] -] true <nil>
// [a/b a/b/c] c <nil>
// [a/b/c a/d] ../../d <nil>
// [. a] a <nil>
// [/x /] .. <nil>
// [.. a]  Rel: can't make a relative to ..
// [a /b]  Rel: can't make /b relative to a
// [a a] . <nil>
// [a/b ../c] ../../../c <nil>
// [/a /b/c] ../b/c <nil>
// b/c false true [/a /b]
// . true d ./ <nil>
// d true d d/ <nil>
// d/e true d e/ <nil>
// d/one.txt false - one.txt <nil>
// z.md false - z.md <nil>
// [d/one.txt] <nil>
// [z.md] <nil>
// 22 <nil> <nil>
// open nope: no such file or directory true
// open /bad: invalid argument
// true false false false true
// 1 /d/one.txt
//  true
// /d true
// /d/e true
// /d/e/two.txt true
// /d/one.txt true
// /z.md false
// <nil>
// 1
// through the pipe <nil>
// interrupt terminated true signal 99
// no signal
// [1 0 0 0 14 221 114 91 216 0 0 3 21 0 90] <nil>
// <nil> true 2024-02-29 12:34:56.000000789 +0130 +0130
// <nil> 2024-02-29 11:04:56.000000789 +0000 UTC
// "pcg:\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x02"
// &{hello 0 -1} 1 3
