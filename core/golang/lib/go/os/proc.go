package os

import (
	"internal/exithook"
	"syscall"
)

// Args holds the program's name and arguments.
var Args = args()

// args returns the command line.
func args() []string

// exit ends the program.
func exit(code int)

// Exit ends the program at once, without running deferred calls.
func Exit(code int) {
	if exithook.BeforeExit != nil {
		exithook.BeforeExit(code)
	}
	exit(code)
}

// environ returns the environment as KEY=value texts.
func environ() []string

// Getpid returns a number for the process.
func Getpid() int { return 1 }

// Getppid returns a number for the parent.
func Getppid() int { return 0 }

// Getuid returns a number for the user.
func Getuid() int { return 1000 }

// Hostname returns the name of the machine.
func Hostname() (name string, err error) { return "gopark", nil }

// Executable returns the path of the program.
func Executable() (string, error) { return Args[0], nil }

// A Signal is a signal of the operating system; those of package syscall are.
type Signal interface {
	String() string
	Signal()
}

// The two signals every system has.
var (
	Interrupt Signal = syscall.SIGINT
	Kill      Signal = syscall.SIGKILL
)
