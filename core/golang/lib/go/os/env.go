package os

import "sync"

// environment is the program's own copy of the variables, made when it is first asked for.
type environment struct {
	mu     sync.Mutex
	loaded bool
	values map[string]string
	order  []string
}

var env environment

func cutAssignment(s string) (key, value string) {
	for i := 1; i < len(s); i++ {
		if s[i] == '=' {
			return s[:i], s[i+1:]
		}
	}
	return s, ""
}

// load fills the copy; mu is held.
func (e *environment) load() {
	if e.loaded {
		return
	}
	e.loaded = true
	e.values = map[string]string{}
	for _, s := range environ() {
		key, value := cutAssignment(s)
		e.set(key, value)
	}
}

func (e *environment) set(key, value string) {
	if _, ok := e.values[key]; !ok {
		e.order = append(e.order, key)
	}
	e.values[key] = value
}

// Getenv returns a variable's value, "" if it is not set.
func Getenv(key string) string {
	value, _ := LookupEnv(key)
	return value
}

// LookupEnv returns a variable's value and whether it is set.
func LookupEnv(key string) (string, bool) {
	env.mu.Lock()
	defer env.mu.Unlock()
	env.load()
	value, ok := env.values[key]
	return value, ok
}

// A SyscallError records a failed system call.
type SyscallError struct {
	Syscall string
	Err     error
}

func (e *SyscallError) Error() string { return e.Syscall + ": " + e.Err.Error() }
func (e *SyscallError) Unwrap() error { return e.Err }

// Setenv sets a variable.
func Setenv(key, value string) error {
	bad := key == ""
	for i := 0; i < len(key); i++ {
		bad = bad || key[i] == '=' || key[i] == 0
	}
	if bad {
		return &SyscallError{"setenv", &sysError{"invalid argument", ErrInvalid}}
	}
	env.mu.Lock()
	defer env.mu.Unlock()
	env.load()
	env.set(key, value)
	return nil
}

// Unsetenv takes a variable away.
func Unsetenv(key string) error {
	env.mu.Lock()
	defer env.mu.Unlock()
	env.load()
	if _, ok := env.values[key]; ok {
		delete(env.values, key)
		for i, k := range env.order {
			if k == key {
				env.order = append(env.order[:i:i], env.order[i+1:]...)
				break
			}
		}
	}
	return nil
}

// Clearenv takes all variables away.
func Clearenv() {
	env.mu.Lock()
	defer env.mu.Unlock()
	env.loaded = true
	env.values = map[string]string{}
	env.order = nil
}

// Environ returns all variables as KEY=value.
func Environ() []string {
	env.mu.Lock()
	defer env.mu.Unlock()
	env.load()
	out := make([]string, 0, len(env.order))
	for _, key := range env.order {
		out = append(out, key+"="+env.values[key])
	}
	return out
}

// ExpandEnv replaces ${var} and $var by the variables' values.
func ExpandEnv(s string) string { return Expand(s, Getenv) }

// Expand replaces ${var} and $var in s by what mapping returns.
func Expand(s string, mapping func(string) string) string {
	var b []byte
	for i := 0; i < len(s); i++ {
		if s[i] != '$' || i+1 == len(s) {
			b = append(b, s[i])
			continue
		}
		name, n := variable(s[i+1:])
		if name == "" && n == 0 {
			b = append(b, '$')
		} else if name != "" {
			b = append(b, mapping(name)...)
		}
		i += n
	}
	return string(b)
}

// variable returns the name at the start of s and how many bytes it takes with its braces.
func variable(s string) (name string, n int) {
	if s[0] == '{' {
		for i := 1; i < len(s); i++ {
			if s[i] == '}' {
				if i == 1 {
					return "", 2
				}
				return s[1:i], i + 1
			}
		}
		return "", 1
	}
	for n < len(s) {
		c := s[n]
		if c != '_' && !('0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z') {
			break
		}
		n++
	}
	if n == 0 {
		switch c := s[0]; c {
		case '*', '#', '$', '@', '!', '?', '-':
			return s[:1], 1
		}
	}
	if n > 0 && '0' <= s[0] && s[0] <= '9' {
		return s[:1], 1
	}
	return s[:n], n
}
