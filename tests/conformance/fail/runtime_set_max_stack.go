// The program chooses how far a stack may grow.
package main

import "runtime/debug"

func down(n int) int { return down(n+1) + 1 }

func main() {
	debug.SetMaxStack(1 << 20)
	down(0)
}
