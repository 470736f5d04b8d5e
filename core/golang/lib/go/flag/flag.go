// Package flag reads the options of the command line.
package flag

import (
	"errors"
	"fmt"
	"internal/rt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// ErrHelp is returned for -h and -help when they are not defined.
var ErrHelp = errors.New("flag: help requested")

var errParse = errors.New("parse error")
var errRange = errors.New("value out of range")

// numberError turns strconv's errors into this package's.
func numberError(err error) error {
	if e, ok := err.(*strconv.NumError); ok {
		switch e.Err {
		case strconv.ErrSyntax:
			return errParse
		case strconv.ErrRange:
			return errRange
		}
	}
	return err
}

// A Value is what an option sets.
type Value interface {
	String() string
	Set(string) error
}

// A Getter is a Value whose contents can be had.
type Getter interface {
	Value
	Get() any
}

// boolFlag is a Value that may stand without an argument.
type boolFlag interface {
	Value
	IsBoolFlag() bool
}

type boolValue bool

func (b *boolValue) Set(s string) error {
	v, err := strconv.ParseBool(s)
	*b = boolValue(v)
	if err != nil {
		err = errParse
	}
	return err
}
func (b *boolValue) Get() any         { return bool(*b) }
func (b *boolValue) String() string   { return strconv.FormatBool(bool(*b)) }
func (b *boolValue) IsBoolFlag() bool { return true }

type intValue int

func (i *intValue) Set(s string) error {
	v, err := strconv.ParseInt(s, 0, 64)
	*i = intValue(v)
	return numberError(err)
}
func (i *intValue) Get() any       { return int(*i) }
func (i *intValue) String() string { return strconv.Itoa(int(*i)) }

type int64Value int64

func (i *int64Value) Set(s string) error {
	v, err := strconv.ParseInt(s, 0, 64)
	*i = int64Value(v)
	return numberError(err)
}
func (i *int64Value) Get() any       { return int64(*i) }
func (i *int64Value) String() string { return strconv.FormatInt(int64(*i), 10) }

type uintValue uint

func (i *uintValue) Set(s string) error {
	v, err := strconv.ParseUint(s, 0, 64)
	*i = uintValue(v)
	return numberError(err)
}
func (i *uintValue) Get() any       { return uint(*i) }
func (i *uintValue) String() string { return strconv.FormatUint(uint64(*i), 10) }

type uint64Value uint64

func (i *uint64Value) Set(s string) error {
	v, err := strconv.ParseUint(s, 0, 64)
	*i = uint64Value(v)
	return numberError(err)
}
func (i *uint64Value) Get() any       { return uint64(*i) }
func (i *uint64Value) String() string { return strconv.FormatUint(uint64(*i), 10) }

type stringValue string

func (s *stringValue) Set(v string) error {
	*s = stringValue(v)
	return nil
}
func (s *stringValue) Get() any       { return string(*s) }
func (s *stringValue) String() string { return string(*s) }

type float64Value float64

func (f *float64Value) Set(s string) error {
	v, err := strconv.ParseFloat(s, 64)
	*f = float64Value(v)
	return numberError(err)
}
func (f *float64Value) Get() any       { return float64(*f) }
func (f *float64Value) String() string { return strconv.FormatFloat(float64(*f), 'g', -1, 64) }

type durationValue time.Duration

func (d *durationValue) Set(s string) error {
	v, err := time.ParseDuration(s)
	*d = durationValue(v)
	if err != nil {
		err = errParse
	}
	return err
}
func (d *durationValue) Get() any       { return time.Duration(*d) }
func (d *durationValue) String() string { return time.Duration(*d).String() }

type funcValue func(string) error

func (f funcValue) Set(s string) error { return f(s) }
func (f funcValue) String() string     { return "" }

type boolFuncValue func(string) error

func (f boolFuncValue) Set(s string) error { return f(s) }
func (f boolFuncValue) String() string     { return "" }
func (f boolFuncValue) IsBoolFlag() bool   { return true }

// textValue is a Value of an encoding.TextMarshaler and TextUnmarshaler.
type textValue struct {
	p interface{ UnmarshalText([]byte) error }
}

func (t textValue) Set(s string) error { return t.p.UnmarshalText([]byte(s)) }
func (t textValue) Get() any           { return t.p }
func (t textValue) String() string {
	if m, ok := t.p.(interface{ MarshalText() ([]byte, error) }); ok {
		if b, err := m.MarshalText(); err == nil {
			return string(b)
		}
	}
	return ""
}

// ErrorHandling says what Parse does about an error.
type ErrorHandling int

const (
	ContinueOnError ErrorHandling = iota // return it
	ExitOnError                          // os.Exit(2), or 0 for help
	PanicOnError                         // panic
)

// A FlagSet is a set of options.
type FlagSet struct {
	// Usage is called when the arguments are wrong.
	Usage func()

	name          string
	parsed        bool
	actual        map[string]*Flag
	formal        map[string]*Flag
	args          []string
	errorHandling ErrorHandling
	output        io.Writer // nil means os.Stderr
	undef         map[string]string
}

// A Flag is an option.
type Flag struct {
	Name     string
	Usage    string
	Value    Value
	DefValue string
}

// NewFlagSet returns an empty FlagSet.
func NewFlagSet(name string, errorHandling ErrorHandling) *FlagSet {
	f := &FlagSet{name: name, errorHandling: errorHandling}
	f.Usage = f.defaultUsage
	return f
}

// CommandLine is the program's own FlagSet.
var CommandLine = NewFlagSet(os.Args[0], ExitOnError)

// Usage prints the program's options.
var Usage = func() {
	fmt.Fprintf(CommandLine.Output(), "Usage of %s:\n", os.Args[0])
	PrintDefaults()
}

func init() { CommandLine.Usage = func() { Usage() } }

// Init sets the name and what Parse does about an error.
func (f *FlagSet) Init(name string, errorHandling ErrorHandling) {
	f.name = name
	f.errorHandling = errorHandling
}

// Output returns where messages go.
func (f *FlagSet) Output() io.Writer {
	if f.output == nil {
		return os.Stderr
	}
	return f.output
}

// SetOutput sets where messages go.
func (f *FlagSet) SetOutput(output io.Writer) { f.output = output }

// Name returns the name.
func (f *FlagSet) Name() string { return f.name }

// ErrorHandling returns what Parse does about an error.
func (f *FlagSet) ErrorHandling() ErrorHandling { return f.errorHandling }

func sorted(flags map[string]*Flag) []*Flag {
	var out []*Flag
	for _, f := range flags {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b *Flag) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// VisitAll calls fn for every option, by name.
func (f *FlagSet) VisitAll(fn func(*Flag)) {
	for _, flag := range sorted(f.formal) {
		fn(flag)
	}
}

// Visit calls fn for every option that was set, by name.
func (f *FlagSet) Visit(fn func(*Flag)) {
	for _, flag := range sorted(f.actual) {
		fn(flag)
	}
}

// Lookup returns an option, nil if there is none.
func (f *FlagSet) Lookup(name string) *Flag { return f.formal[name] }

// Set sets an option.
func (f *FlagSet) Set(name, value string) error {
	flag, ok := f.formal[name]
	if !ok {
		if f.undef == nil {
			f.undef = map[string]string{}
		}
		f.undef[name] = ""
		return fmt.Errorf("no such flag -%v", name)
	}
	if err := flag.Value.Set(value); err != nil {
		return err
	}
	if f.actual == nil {
		f.actual = map[string]*Flag{}
	}
	f.actual[name] = flag
	return nil
}

// UnquoteUsage returns the name between back quotes in the usage (or one for the type), and the
// usage without the quotes.
func UnquoteUsage(flag *Flag) (name string, usage string) {
	usage = flag.Usage
	if before, rest, ok := strings.Cut(usage, "`"); ok {
		if name, after, ok := strings.Cut(rest, "`"); ok {
			return name, before + name + after
		}
	}
	name = "value"
	switch v := flag.Value.(type) {
	case boolFlag:
		if v.IsBoolFlag() {
			name = ""
		}
	case *durationValue:
		name = "duration"
	case *float64Value:
		name = "float"
	case *intValue, *int64Value:
		name = "int"
	case *stringValue:
		name = "string"
	case *uintValue, *uint64Value:
		name = "uint"
	}
	return name, usage
}

// isZero reports whether text is what the zero value of the flag's type prints.
func isZero(flag *Flag, text string) bool {
	t := rt.TypeOf(flag.Value)
	var zero rt.Value
	if t.Kind() == rt.Pointer {
		zero = rt.New(t.Elem()).Addr()
	} else {
		zero = rt.New(t)
	}
	v, ok := zero.Any().(Value)
	if !ok {
		return false
	}
	return text == zeroText(v)
}

// zeroText returns the text of a zero value; one whose String panics has none.
func zeroText(v Value) (text string) {
	defer func() {
		if recover() != nil {
			text = "\x00"
		}
	}()
	return v.String()
}

// PrintDefaults prints all options and their defaults.
func (f *FlagSet) PrintDefaults() {
	f.VisitAll(func(flag *Flag) {
		var b strings.Builder
		fmt.Fprintf(&b, "  -%s", flag.Name)
		name, usage := UnquoteUsage(flag)
		if len(name) > 0 {
			b.WriteString(" ")
			b.WriteString(name)
		}
		// Options of one letter have their text on the same line.
		if b.Len() <= 4 {
			b.WriteString("\t")
		} else {
			b.WriteString("\n    \t")
		}
		b.WriteString(strings.ReplaceAll(usage, "\n", "\n    \t"))
		if !isZero(flag, flag.DefValue) {
			if _, ok := flag.Value.(*stringValue); ok {
				fmt.Fprintf(&b, " (default %q)", flag.DefValue)
			} else {
				fmt.Fprintf(&b, " (default %v)", flag.DefValue)
			}
		}
		fmt.Fprint(f.Output(), b.String(), "\n")
	})
}

func (f *FlagSet) defaultUsage() {
	if f.name == "" {
		fmt.Fprintf(f.Output(), "Usage:\n")
	} else {
		fmt.Fprintf(f.Output(), "Usage of %s:\n", f.name)
	}
	f.PrintDefaults()
}

// NFlag returns the number of options that were set.
func (f *FlagSet) NFlag() int { return len(f.actual) }

// Arg returns argument i behind the options, "" if there are not so many.
func (f *FlagSet) Arg(i int) string {
	if i < 0 || i >= len(f.args) {
		return ""
	}
	return f.args[i]
}

// NArg returns the number of arguments behind the options.
func (f *FlagSet) NArg() int { return len(f.args) }

// Args returns the arguments behind the options.
func (f *FlagSet) Args() []string { return f.args }

// Var defines an option.
func (f *FlagSet) Var(value Value, name string, usage string) {
	if strings.HasPrefix(name, "-") {
		panic(f.sprintf("flag %q begins with -", name))
	}
	if strings.Contains(name, "=") {
		panic(f.sprintf("flag %q contains =", name))
	}
	if _, exists := f.formal[name]; exists {
		var msg string
		if f.name == "" {
			msg = f.sprintf("flag redefined: %s", name)
		} else {
			msg = f.sprintf("%s flag redefined: %s", f.name, name)
		}
		panic(msg)
	}
	if _, early := f.undef[name]; early {
		panic(fmt.Sprintf("flag %s set at  before being defined", name))
	}
	if f.formal == nil {
		f.formal = map[string]*Flag{}
	}
	f.formal[name] = &Flag{name, usage, value, value.String()}
}

// sprintf makes a message and prints it too.
func (f *FlagSet) sprintf(format string, a ...any) string {
	msg := fmt.Sprintf(format, a...)
	fmt.Fprintln(f.Output(), msg)
	return msg
}

func (f *FlagSet) failf(format string, a ...any) error {
	msg := f.sprintf(format, a...)
	if f.Usage == nil {
		f.defaultUsage()
	} else {
		f.Usage()
	}
	return errors.New(msg)
}

// parseOne reads one option; false at the end of the options.
func (f *FlagSet) parseOne() (bool, error) {
	if len(f.args) == 0 {
		return false, nil
	}
	s := f.args[0]
	if len(s) < 2 || s[0] != '-' {
		return false, nil
	}
	dashes := 1
	if s[1] == '-' {
		dashes++
		if len(s) == 2 { // "--" ends the options
			f.args = f.args[1:]
			return false, nil
		}
	}
	name := s[dashes:]
	if len(name) == 0 || name[0] == '-' || name[0] == '=' {
		return false, f.failf("bad flag syntax: %s", s)
	}
	f.args = f.args[1:]
	name, value, hasValue := strings.Cut(name, "=")
	flag, ok := f.formal[name]
	if !ok {
		if name == "help" || name == "h" {
			if f.Usage == nil {
				f.defaultUsage()
			} else {
				f.Usage()
			}
			return false, ErrHelp
		}
		return false, f.failf("flag provided but not defined: -%s", name)
	}
	if b, ok := flag.Value.(boolFlag); ok && b.IsBoolFlag() {
		if hasValue {
			if err := b.Set(value); err != nil {
				return false, f.failf("invalid boolean value %q for -%s: %v", value, name, err)
			}
		} else if err := b.Set("true"); err != nil {
			return false, f.failf("invalid boolean flag %s: %v", name, err)
		}
	} else {
		if !hasValue && len(f.args) > 0 {
			hasValue = true
			value, f.args = f.args[0], f.args[1:]
		}
		if !hasValue {
			return false, f.failf("flag needs an argument: -%s", name)
		}
		if err := flag.Value.Set(value); err != nil {
			return false, f.failf("invalid value %q for flag -%s: %v", value, name, err)
		}
	}
	if f.actual == nil {
		f.actual = map[string]*Flag{}
	}
	f.actual[name] = flag
	return true, nil
}

// Parse reads the options at the start of arguments.
func (f *FlagSet) Parse(arguments []string) error {
	f.parsed = true
	f.args = arguments
	for {
		seen, err := f.parseOne()
		if seen {
			continue
		}
		if err == nil {
			return nil
		}
		switch f.errorHandling {
		case ContinueOnError:
			return err
		case ExitOnError:
			if err == ErrHelp {
				os.Exit(0)
			}
			os.Exit(2)
		case PanicOnError:
			panic(err)
		}
	}
}

// Parsed reports whether Parse was called.
func (f *FlagSet) Parsed() bool { return f.parsed }

// The methods that define an option of a type, each with a variable of the caller's or a new one.

func (f *FlagSet) BoolVar(p *bool, name string, value bool, usage string) {
	*p = value
	f.Var((*boolValue)(p), name, usage)
}
func (f *FlagSet) Bool(name string, value bool, usage string) *bool {
	p := new(bool)
	f.BoolVar(p, name, value, usage)
	return p
}
func (f *FlagSet) IntVar(p *int, name string, value int, usage string) {
	*p = value
	f.Var((*intValue)(p), name, usage)
}
func (f *FlagSet) Int(name string, value int, usage string) *int {
	p := new(int)
	f.IntVar(p, name, value, usage)
	return p
}
func (f *FlagSet) Int64Var(p *int64, name string, value int64, usage string) {
	*p = value
	f.Var((*int64Value)(p), name, usage)
}
func (f *FlagSet) Int64(name string, value int64, usage string) *int64 {
	p := new(int64)
	f.Int64Var(p, name, value, usage)
	return p
}
func (f *FlagSet) UintVar(p *uint, name string, value uint, usage string) {
	*p = value
	f.Var((*uintValue)(p), name, usage)
}
func (f *FlagSet) Uint(name string, value uint, usage string) *uint {
	p := new(uint)
	f.UintVar(p, name, value, usage)
	return p
}
func (f *FlagSet) Uint64Var(p *uint64, name string, value uint64, usage string) {
	*p = value
	f.Var((*uint64Value)(p), name, usage)
}
func (f *FlagSet) Uint64(name string, value uint64, usage string) *uint64 {
	p := new(uint64)
	f.Uint64Var(p, name, value, usage)
	return p
}
func (f *FlagSet) StringVar(p *string, name string, value string, usage string) {
	*p = value
	f.Var((*stringValue)(p), name, usage)
}
func (f *FlagSet) String(name string, value string, usage string) *string {
	p := new(string)
	f.StringVar(p, name, value, usage)
	return p
}
func (f *FlagSet) Float64Var(p *float64, name string, value float64, usage string) {
	*p = value
	f.Var((*float64Value)(p), name, usage)
}
func (f *FlagSet) Float64(name string, value float64, usage string) *float64 {
	p := new(float64)
	f.Float64Var(p, name, value, usage)
	return p
}
func (f *FlagSet) DurationVar(p *time.Duration, name string, value time.Duration, usage string) {
	*p = value
	f.Var((*durationValue)(p), name, usage)
}
func (f *FlagSet) Duration(name string, value time.Duration, usage string) *time.Duration {
	p := new(time.Duration)
	f.DurationVar(p, name, value, usage)
	return p
}

// Func defines an option that calls fn.
func (f *FlagSet) Func(name, usage string, fn func(string) error) { f.Var(funcValue(fn), name, usage) }

// BoolFunc defines an option without an argument that calls fn.
func (f *FlagSet) BoolFunc(name, usage string, fn func(string) error) {
	f.Var(boolFuncValue(fn), name, usage)
}

// TextVar defines an option that p reads; value is its default.
func (f *FlagSet) TextVar(p interface{ UnmarshalText([]byte) error }, name string,
	value interface{ MarshalText() ([]byte, error) }, usage string) {
	if b, err := value.MarshalText(); err == nil {
		p.UnmarshalText(b)
	}
	f.Var(textValue{p}, name, usage)
}
