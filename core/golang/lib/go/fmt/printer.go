package fmt

import (
	"internal/rt"
	"unicode/utf8"
)

// A printer holds the output and the state of one call. It is the State that Formatters get.
type printer struct {
	buf []byte
	flags

	arg   any      // the operand being printed, or a part whose methods are tried
	value rt.Value // the part being printed; no value while arg is of a basic type

	reordered bool // the format has used an argument index
	badIndex  bool // the last one was out of range
	panicking bool // inside the report of a method's panic
	erroring  bool // inside a report of a bad verb, where methods are not called
	wraps     bool // %w is allowed
	wrapped   []int
}

// Write implements State.
func (p *printer) Write(b []byte) (n int, err error) {
	p.buf = append(p.buf, b...)
	return len(b), nil
}

// WriteString makes the State an io.StringWriter.
func (p *printer) WriteString(s string) (n int, err error) {
	p.buf = append(p.buf, s...)
	return len(s), nil
}

// Width implements State.
func (p *printer) Width() (wid int, ok bool) { return p.wid, p.hasWid }

// Precision implements State.
func (p *printer) Precision() (prec int, ok bool) { return p.prec, p.hasPrec }

// Flag implements State.
func (p *printer) Flag(c int) bool {
	switch c {
	case '-':
		return p.minus
	case '+':
		return p.plus || p.plusV
	case '#':
		return p.sharp || p.sharpV
	case ' ':
		return p.space
	case '0':
		return p.zero && !p.minus
	}
	return false
}

func (p *printer) str(s string) { p.buf = append(p.buf, s...) }

func (p *printer) print(a []any) {
	afterString := false
	for i, arg := range a {
		isString := arg != nil && rt.TypeOf(arg).Kind() == rt.String
		if i > 0 && !isString && !afterString {
			p.buf = append(p.buf, ' ')
		}
		p.printArg(arg, 'v')
		afterString = isString
	}
}

func (p *printer) println(a []any) {
	for i, arg := range a {
		if i > 0 {
			p.buf = append(p.buf, ' ')
		}
		p.printArg(arg, 'v')
	}
	p.buf = append(p.buf, '\n')
}

// badVerb reports a verb that does not fit the operand: %!d(string=hi).
func (p *printer) badVerb(verb rune) {
	p.erroring = true
	p.str("%!")
	p.buf = utf8.AppendRune(p.buf, verb)
	p.buf = append(p.buf, '(')
	switch {
	case p.value.IsValid():
		p.str(p.value.Type().String())
		p.buf = append(p.buf, '=')
		p.printValue(p.value, 'v', 0, false)
	case p.arg != nil:
		p.str(rt.TypeOf(p.arg).String())
		p.buf = append(p.buf, '=')
		p.printArg(p.arg, 'v')
	default:
		p.str("<nil>")
	}
	p.buf = append(p.buf, ')')
	p.erroring = false
}

func (p *printer) printArg(arg any, verb rune) {
	p.arg = arg
	p.value = rt.Value{}
	if arg == nil {
		if verb == 'T' || verb == 'v' {
			p.padString("<nil>")
		} else {
			p.badVerb(verb)
		}
		return
	}
	if verb == 'T' {
		p.fmtS(rt.TypeOf(arg).String())
		return
	}
	if verb == 'p' {
		p.fmtPointer(rt.ValueOf(arg), 'p')
		return
	}
	switch v := arg.(type) {
	case bool:
		p.fmtBool(v, verb)
	case string:
		p.fmtString(v, verb)
	case int:
		p.fmtInt(uint64(v), true, verb)
	case float64:
		p.fmtFloatVerb(v, 64, verb)
	case float32:
		p.fmtFloatVerb(float64(v), 32, verb)
	case complex64:
		p.fmtComplex(complex128(v), 64, verb)
	case complex128:
		p.fmtComplex(v, 128, verb)
	case int8:
		p.fmtInt(uint64(v), true, verb)
	case int16:
		p.fmtInt(uint64(v), true, verb)
	case int32:
		p.fmtInt(uint64(v), true, verb)
	case int64:
		p.fmtInt(uint64(v), true, verb)
	case uint:
		p.fmtInt(uint64(v), false, verb)
	case uint8:
		p.fmtInt(uint64(v), false, verb)
	case uint16:
		p.fmtInt(uint64(v), false, verb)
	case uint32:
		p.fmtInt(uint64(v), false, verb)
	case uint64:
		p.fmtInt(v, false, verb)
	case uintptr:
		p.fmtInt(uint64(v), false, verb)
	case []byte:
		p.fmtBytes(v, verb, "[]byte")
	default:
		if !p.callMethod(verb) {
			p.printValue(rt.ValueOf(arg), verb, 0, false)
		}
	}
}

// callMethod lets p.arg print itself if it can; false if it cannot.
func (p *printer) callMethod(verb rune) bool {
	if p.erroring {
		return false
	}
	if verb == 'w' {
		if _, ok := p.arg.(error); !ok || !p.wraps {
			p.badVerb(verb)
			return true
		}
		verb = 'v'
	}
	if f, ok := p.arg.(Formatter); ok {
		p.callFormat(f, verb)
		return true
	}
	if p.sharpV {
		if s, ok := p.arg.(GoStringer); ok {
			p.callGoString(s, verb)
			return true
		}
		return false
	}
	switch verb {
	case 'v', 's', 'x', 'X', 'q':
		switch s := p.arg.(type) {
		case error:
			p.callError(s, verb)
			return true
		case Stringer:
			p.callString(s, verb)
			return true
		}
	}
	return false
}

func (p *printer) callFormat(f Formatter, verb rune) {
	defer p.catchPanic(p.arg, verb, "Format")
	f.Format(p, verb)
}

func (p *printer) callGoString(s GoStringer, verb rune) {
	defer p.catchPanic(p.arg, verb, "GoString")
	p.fmtS(s.GoString())
}

func (p *printer) callError(err error, verb rune) {
	defer p.catchPanic(p.arg, verb, "Error")
	p.fmtString(err.Error(), verb)
}

func (p *printer) callString(s Stringer, verb rune) {
	defer p.catchPanic(p.arg, verb, "String")
	p.fmtString(s.String(), verb)
}

// catchPanic is deferred around a method's call: a panic becomes part of the output.
func (p *printer) catchPanic(arg any, verb rune, method string) {
	err := recover()
	if err == nil {
		return
	}
	if v := rt.ValueOf(arg); v.Kind() == rt.Pointer && v.IsNil() {
		p.str("<nil>")
		return
	}
	if p.panicking {
		panic(err)
	}
	old := p.flags
	p.flags = flags{}
	p.str("%!")
	p.buf = utf8.AppendRune(p.buf, verb)
	p.str("(PANIC=")
	p.str(method)
	p.str(" method: ")
	p.panicking = true
	p.printArg(err, 'v')
	p.panicking = false
	p.buf = append(p.buf, ')')
	p.flags = old
}

// hasMethods reports whether a value of that type may have methods to print it.
func hasMethods(t rt.Type) bool { return t.Kind() == rt.Interface || t.NumMethod() > 0 }

// printValue prints a value of any type. hidden says that it was reached through an unexported
// field: then its methods must not be called.
func (p *printer) printValue(v rt.Value, verb rune, depth int, hidden bool) {
	if depth > 0 && v.IsValid() && !hidden && hasMethods(v.Type()) {
		p.arg = v.Any()
		p.value = rt.ValueOf(p.arg)
		if p.callMethod(verb) {
			return
		}
	}
	p.value = v
	switch v.Kind() {
	case rt.Invalid:
		switch {
		case depth == 0:
			p.str("<invalid reflect.Value>")
		case verb == 'v':
			p.str("<nil>")
		default:
			p.badVerb(verb)
		}
	case rt.Bool:
		p.fmtBool(v.Bool(), verb)
	case rt.Int, rt.Int8, rt.Int16, rt.Int32, rt.Int64:
		p.fmtInt(uint64(v.Int()), true, verb)
	case rt.Uint, rt.Uint8, rt.Uint16, rt.Uint32, rt.Uint64, rt.Uintptr:
		p.fmtInt(v.Uint(), false, verb)
	case rt.Float32:
		p.fmtFloatVerb(v.Float(), 32, verb)
	case rt.Float64:
		p.fmtFloatVerb(v.Float(), 64, verb)
	case rt.Complex64:
		p.fmtComplex(v.Complex(), 64, verb)
	case rt.Complex128:
		p.fmtComplex(v.Complex(), 128, verb)
	case rt.String:
		p.fmtString(v.Str(), verb)
	case rt.Map:
		p.printMap(v, verb, depth, hidden)
	case rt.Struct:
		p.printStruct(v, verb, depth, hidden)
	case rt.Interface:
		elem := v.Elem()
		if elem.IsValid() {
			p.printValue(elem, verb, depth+1, hidden)
		} else if p.sharpV {
			p.str(v.Type().String())
			p.str("(nil)")
		} else {
			p.str("<nil>")
		}
	case rt.Array, rt.Slice:
		p.printList(v, verb, depth, hidden)
	case rt.Pointer:
		if depth == 0 && !v.IsNil() {
			switch v.Type().Elem().Kind() {
			case rt.Array, rt.Slice, rt.Struct, rt.Map:
				p.buf = append(p.buf, '&')
				p.printValue(v.Elem(), verb, depth+1, hidden)
				return
			}
		}
		p.fmtPointer(v, verb)
	case rt.Chan, rt.Func, rt.UnsafePointer:
		p.fmtPointer(v, verb)
	}
}

func (p *printer) printMap(v rt.Value, verb rune, depth int, hidden bool) {
	if p.sharpV {
		p.str(v.Type().String())
		if v.IsNil() {
			p.str("(nil)")
			return
		}
		p.buf = append(p.buf, '{')
	} else {
		p.str("map[")
	}
	pairs := v.MapPairs()
	sortPairs(pairs)
	for i := 0; i < len(pairs); i += 2 {
		if i > 0 {
			p.separate()
		}
		p.printValue(pairs[i], verb, depth+1, hidden)
		p.buf = append(p.buf, ':')
		p.printValue(pairs[i+1], verb, depth+1, hidden)
	}
	if p.sharpV {
		p.buf = append(p.buf, '}')
	} else {
		p.buf = append(p.buf, ']')
	}
}

// separate writes what stands between the parts of a composite value.
func (p *printer) separate() {
	if p.sharpV {
		p.buf = append(p.buf, ',', ' ')
	} else {
		p.buf = append(p.buf, ' ')
	}
}

// exported reports whether a field name begins with an upper-case letter.
func exported(name string) bool {
	c := name[0]
	if c < utf8.RuneSelf {
		return 'A' <= c && c <= 'Z'
	}
	return upperFirst(name)
}

func (p *printer) printStruct(v rt.Value, verb rune, depth int, hidden bool) {
	t := v.Type()
	if p.sharpV {
		p.str(t.String())
	}
	p.buf = append(p.buf, '{')
	for i := 0; i < t.NumField(); i++ {
		if i > 0 {
			p.separate()
		}
		name := t.FieldName(i)
		if p.plusV || p.sharpV {
			p.str(name)
			p.buf = append(p.buf, ':')
		}
		field := v.Field(i)
		if field.Kind() == rt.Interface && !field.IsNil() {
			field = field.Elem()
		}
		p.printValue(field, verb, depth+1, hidden || !exported(name))
	}
	p.buf = append(p.buf, '}')
}

func (p *printer) printList(v rt.Value, verb rune, depth int, hidden bool) {
	t := v.Type()
	switch verb {
	case 's', 'q', 'x', 'X':
		if t.Elem().Kind() == rt.Uint8 {
			p.fmtBytes(v.Bytes(), verb, t.String())
			return
		}
	}
	open, end := byte('['), byte(']')
	if p.sharpV {
		p.str(t.String())
		if v.Kind() == rt.Slice && v.IsNil() {
			p.str("(nil)")
			return
		}
		open, end = '{', '}'
	}
	p.buf = append(p.buf, open)
	n := v.Len()
	for i := 0; i < n; i++ {
		if i > 0 {
			p.separate()
		}
		p.printValue(v.Index(i), verb, depth+1, hidden)
	}
	p.buf = append(p.buf, end)
}
