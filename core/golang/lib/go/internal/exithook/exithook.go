// Package exithook lets package os tell whoever runs a program's tests that it is about to end.
package exithook

// BeforeExit is called by os.Exit, unless it is nil. If it returns, the program ends.
var BeforeExit func(code int)
