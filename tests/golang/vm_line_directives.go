// Line directives change the places that runtime.Caller reports.
package main

import (
	"fmt"
	"runtime"
)

func where() {
	_, file, line, _ := runtime.Caller(1)
	fmt.Println(file, line)
}

//line gen.y:100
func f() {
	where()
	_ = 0 /*line other.y:7:3*/ ; where()
	/*line :9:1*/where()
//line :33
	where()
//line x.go
	where()
}

/*line back.go:20:1*/ func main() {
	f()
	where()
}

// Output:
// gen.y 101
// other.y 7
// other.y 9
// ?? 33
// ?? 35
// back.go 22
