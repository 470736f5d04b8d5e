// Package rt is the library's door to the machine that runs it: what a value's type is, what lies
// inside it, and coroutines. fmt, errors, sort, flag and the others that look into values of
// unknown type use it; programs do not import it.
//
// Every function without a body is a native of the virtual machine, bound by its full name
// (`internal/rt.TypeOf`, `internal/rt.Value.Int`). None of them parks the goroutine except
// CoroSwitch. Unless said otherwise a native may assume that it is called on a value of the right
// kind: the library checks the kind first.
//
// Its Go counterpart is the small part of reflect that the library itself needs.
// Differs: a Value has no flags. Whether a value was reached through an unexported field (so that
// its methods must not be called) is remembered by the caller.
package rt

import "unsafe"

// A Kind is the basic sort of a type; the numbers are those of reflect.Kind.
type Kind uint

const (
	Invalid Kind = iota
	Bool
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Uintptr
	Float32
	Float64
	Complex64
	Complex128
	Array
	Chan
	Func
	Interface
	Map
	Pointer
	Slice
	String
	Struct
	UnsafePointer
)

// A Type names a type of the running program: the address of its descriptor. Two handles are equal
// exactly when the types are identical. 0 is the type of a nil interface value.
type Type uintptr

// TypeOf returns the dynamic type of v, 0 for nil.
func TypeOf(v any) Type

// Kind returns the kind of the type; Invalid for 0.
func (t Type) Kind() Kind

// String returns the type as reflect prints it: `main.T`, `[]int`, `map[string]*main.T`,
// `func(int, ...string) error`, `struct { A int; b string }`, `interface {}`,
// `interface { M(int) }`, `chan<- int`, `main.Pair[int,string]` (type arguments without a space,
// with full package paths), a predeclared alias by its target (`uint8`, `int32`).
func (t Type) String() string

// Name returns the name of a defined or predeclared type without its package (`T`, `int`,
// `Pair[int,string]`), "" for a type literal.
func (t Type) Name() string

// PkgPath returns the import path of a defined type's package, "" for predeclared types and type
// literals.
func (t Type) PkgPath() string

// Size returns the number of bytes a value of the type takes.
func (t Type) Size() uintptr

// Elem returns the element type of an array, channel, map, pointer or slice.
func (t Type) Elem() Type

// Key returns the key type of a map.
func (t Type) Key() Type

// Len returns the length of an array type.
func (t Type) Len() int

// NumField returns the number of fields of a struct type.
func (t Type) NumField() int

// FieldName returns the name of field i of a struct type (for an embedded field its type's name).
func (t Type) FieldName(i int) string

// FieldType returns the type of field i of a struct type.
func (t Type) FieldType(i int) Type

// FieldEmbedded reports whether field i of a struct type is embedded.
func (t Type) FieldEmbedded(i int) bool

// FieldTag returns the tag of field i of a struct type, unquoted.
func (t Type) FieldTag(i int) string

// NumIn returns the number of parameters of a function type.
func (t Type) NumIn() int

// In returns the type of parameter i of a function type.
func (t Type) In(i int) Type

// NumOut returns the number of results of a function type.
func (t Type) NumOut() int

// Comparable reports whether == is defined for the type (it may still panic on interfaces inside).
func (t Type) Comparable() bool

// NumMethod returns the number of methods of an interface type; for another type, the number of
// exported methods in its method set.
func (t Type) NumMethod() int

// AssignableTo reports whether a value of type t may be assigned to a variable of type u: the
// types are identical, or u is an interface that t implements, or they have identical underlying
// types and one of them is not a named type.
func (t Type) AssignableTo(u Type) bool

// PointerTo returns the type *t.
func (t Type) PointerTo() Type

// A Value is a variable or a part of one: where it lies and of which type it is. The zero Value is
// no value. It keeps the memory alive; ptr may point into the middle of an allocation.
type Value struct {
	typ Type
	ptr *byte
}

// Type returns the static type of the value (an interface type for an interface variable).
func (v Value) Type() Type { return v.typ }

// Kind returns the kind of the value's type, Invalid for the zero Value.
func (v Value) Kind() Kind { return v.typ.Kind() }

// IsValid reports whether v is a value at all.
func (v Value) IsValid() bool { return v.typ != 0 }

// ValueOf returns x's dynamic value. The memory is the interface's own box, or a fresh word
// that holds the pointer when x holds a pointer, map, channel or function; it must not be written.
// The zero Value for nil.
func ValueOf(x any) Value

// New returns a Value for a fresh zero variable of type t.
func New(t Type) Value

// Any copies the value into an interface; of an interface variable it is the dynamic value (nil if
// that is nil).
func (v Value) Any() any

// Bool returns the value of a Bool.
func (v Value) Bool() bool

// Int returns the value of an Int...Int64, sign-extended.
func (v Value) Int() int64

// Uint returns the value of a Uint...Uintptr, zero-extended.
func (v Value) Uint() uint64

// Float returns the value of a Float32 or Float64.
func (v Value) Float() float64

// Complex returns the value of a Complex64 or Complex128.
func (v Value) Complex() complex128

// Str returns the value of a String.
func (v Value) Str() string

// Bytes returns the bytes of a Slice or Array whose element kind is Uint8, sharing the memory.
func (v Value) Bytes() []byte

// Len returns the length of an Array, Chan, Map, Slice or String.
func (v Value) Len() int

// Cap returns the capacity of an Array, Chan or Slice.
func (v Value) Cap() int

// IsNil reports whether a Chan, Func, Interface, Map, Pointer, Slice or UnsafePointer is nil.
func (v Value) IsNil() bool

// Pointer returns the address that %p prints: of a Chan, Map, Pointer or UnsafePointer its word, of
// a Func the word of its code or closure, of a Slice its first element's address, of a String its
// bytes' address.
func (v Value) Pointer() uintptr

// Index returns element i of an Array or Slice, sharing the memory; the caller keeps i in range.
func (v Value) Index(i int) Value

// Field returns field i of a Struct, exported or not, sharing the memory.
func (v Value) Field(i int) Value

// Elem returns what a Pointer points to (sharing the memory) or what an Interface holds (as ValueOf
// does); the zero Value if v is nil.
func (v Value) Elem() Value

// MapPairs returns the entries of a Map as copies, key and value alternating, in any order.
func (v Value) MapPairs() []Value

// SetBool stores into a Bool variable.
func (v Value) SetBool(x bool)

// SetInt stores into an Int...Int64 variable, truncating.
func (v Value) SetInt(x int64)

// SetUint stores into a Uint...Uintptr variable, truncating.
func (v Value) SetUint(x uint64)

// SetFloat stores into a Float32 (rounding) or Float64 variable.
func (v Value) SetFloat(x float64)

// SetComplex stores into a Complex64 or Complex128 variable.
func (v Value) SetComplex(x complex128)

// SetString stores into a String variable.
func (v Value) SetString(x string)

// SetBytes stores into a Slice variable whose element kind is Uint8.
func (v Value) SetBytes(x []byte)

// Set stores x into the variable. The caller has checked TypeOf(x).AssignableTo(v.Type()), or x is
// nil and v is of a kind that has nil.
func (v Value) Set(x any)

// Addr returns the pointer to the variable as a value of type *T.
func (v Value) Addr() Value {
	p := new(*byte)
	*p = v.ptr
	return Value{v.typ.PointerTo(), (*byte)(unsafe.Pointer(p))}
}

// Same reports whether the two values are the same memory (cycle checks of deep comparison).
func (v Value) Same(w Value) bool { return v.typ == w.typ && v.ptr == w.ptr }

// Swapper returns a function that exchanges two elements of the slice held by the interface.
func Swapper(slice any) func(i, j int) {
	v := ValueOf(slice)
	return func(i, j int) { swapElems(v, i, j) }
}

// swapElems exchanges elements i and j of a Slice; it panics with Go's index error when one of them
// is out of range.
func swapElems(v Value, i, j int)

// Bind returns a function that calls fn, a function that is not nil, with args and drops its
// results. The caller has checked that the args are as many as the parameters (the last of a
// variadic function is a slice) and have exactly their types.
func Bind(fn any, args []Value) func()

// A Coro is a goroutine that runs only when switched to, on the thread and P of whoever switches to
// it. gp belongs to the machine: the goroutine that is not running at the moment.
type Coro struct {
	gp uintptr
}

// NewCoro creates a parked goroutine (wait reason "coroutine") that will call f at the first
// CoroSwitch. When f returns, the goroutine ends and its last switcher goes on.
func NewCoro(f func(*Coro)) *Coro {
	c := new(Coro)
	startCoro(c, func() {
		defer exitCoro(c)
		f(c)
	})
	return c
}

// startCoro makes the goroutine, parked in c, that will call body.
func startCoro(c *Coro, body func())

// exitCoro makes the goroutine parked in c go on when the caller's goroutine ends.
func exitCoro(c *Coro)

// CoroSwitch exchanges the running goroutine with the one parked in c, past all run queues.
func CoroSwitch(c *Coro)

// CallerName returns the name, file and line of the function `skip` levels above the caller of
// CallerName's caller: 0 is that caller itself. ok is false when the stack is not that deep.
func CallerName(skip int) (function, file string, line int, ok bool)

// FuncName returns the name of a function value's code (`main.f`, `main.main.func1`), "" for nil.
func FuncName(f any) string
