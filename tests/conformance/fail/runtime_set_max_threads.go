// More threads than the program allows itself.
package main

import "runtime/debug"

func main() {
	debug.SetMaxThreads(0)
}
