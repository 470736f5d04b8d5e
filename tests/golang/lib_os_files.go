// Package os: environment, arguments, and files, which live in memory.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

func main() {
	os.Setenv("GREETING", "hi")
	_, set := os.LookupEnv("NOT_SET_AT_ALL")
	fmt.Println(os.Getenv("GREETING"), set, os.ExpandEnv("$GREETING ${GREETING}!"), os.Setenv("", "x"), len(os.Args))
	os.Unsetenv("GREETING")
	fmt.Printf("%q\n", os.Getenv("GREETING"))

	dir, err := os.MkdirTemp("", "test")
	fmt.Println(err)
	defer os.RemoveAll(dir)
	name := dir + "/notes.txt"
	fmt.Println(os.WriteFile(name, []byte("line one\nline two\n"), 0644))
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	fmt.Println(err)
	fmt.Fprintf(f, "line %s\n", "three")
	fmt.Println(f.Close(), errors.Is(f.Close(), os.ErrClosed))
	data, err := os.ReadFile(name)
	fmt.Printf("%q %v\n", data, err)
	f, _ = os.Open(name)
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		fmt.Print(sc.Text(), "; ")
	}
	f.Seek(5, io.SeekStart)
	part := make([]byte, 3)
	n, err := f.Read(part)
	fmt.Println(n, err, string(part))
	_, err = f.Write([]byte("x"))
	fmt.Println(err != nil)
	info, err := f.Stat()
	fmt.Println(info.Name(), info.Size(), info.Mode(), info.IsDir(), err)

	fmt.Println(os.Mkdir(dir+"/sub", 0755), os.MkdirAll(dir+"/a/b/c", 0755))
	os.WriteFile(dir+"/a/b/file", nil, 0600)
	entries, err := os.ReadDir(dir)
	for _, e := range entries {
		fmt.Print(e.Name(), " ", e.IsDir(), "; ")
	}
	fmt.Println(err)
	err = os.Remove(dir + "/a")
	fmt.Println(err != nil, os.Rename(name, dir+"/sub/moved"), os.RemoveAll(dir+"/a"))
	_, err = os.Stat(name)
	fmt.Println(errors.Is(err, fs.ErrNotExist), os.IsNotExist(err))
	_, err = os.OpenFile(dir+"/sub/moved", os.O_CREATE|os.O_EXCL, 0644)
	fmt.Println(os.IsExist(err))
	_, err = os.ReadFile("/no/such/file")
	fmt.Println(err)
	fmt.Fprintln(os.Stderr, "to standard error")
	defer fmt.Println("not printed")
	os.RemoveAll(dir)
	os.Exit(0)
}

// Output:
// hi false hi hi! setenv: invalid argument 1
// ""
// <nil>
// <nil>
// <nil>
// <nil> true
// "line one\nline two\nline three\n" <nil>
// line one; line two; line three; 3 <nil> one
// true
// notes.txt 29 -rw-r--r-- false <nil>
// <nil> <nil>
// a true; notes.txt false; sub true; <nil>
// true <nil> <nil>
// true true
// true
// open /no/such/file: no such file or directory
