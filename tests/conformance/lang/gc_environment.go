// GOGC and GOMEMLIMIT are the settings a program begins with.
package main

import (
	"fmt"
	"runtime/debug"
)

func main() {
	fmt.Println(debug.SetGCPercent(100), debug.SetMemoryLimit(-1))
}
