// Printing of values of every kind by %v, %+v, %#v and %T, with nested methods and hidden fields.
package main

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"time"
)

type plain struct {
	A int
	b string
}

type named struct{ n int }

func (s named) String() string { return fmt.Sprintf("<%d>", s.n) }

type byPointer struct{ n int }

func (s *byPointer) String() string { return fmt.Sprintf("*%d*", s.n) }

type failure struct{ code int }

func (f failure) Error() string { return fmt.Sprint("failure ", f.code) }

type custom int

func (c custom) Format(f fmt.State, verb rune) {
	w, hasW := f.Width()
	p, hasP := f.Precision()
	if !hasW {
		w = -1
	}
	if !hasP {
		p = -1
	}
	fmt.Fprintf(f, "custom(%c %d %d %t %t)", verb, w, p, f.Flag('+'), f.Flag('#'))
}

type goer struct{}

func (goer) GoString() string { return "goer!" }

type panics struct{}

func (panics) String() string { panic("no text") }

type nest struct {
	S named
	s named
	P *named
	I any
	E error
	M map[string]named
	L []byPointer
	F func()
	C chan int
	B [3]byte
}

type level int
type octets []byte

func main() {
	var nilPointer *byPointer
	values := []any{
		nil, true, 42, int8(-8), uint16(7), uintptr(255), 'x', 3.0, 1e6, 1e21, 1e-7, float32(0.1),
		math.Inf(-1), math.NaN(), 2 + 3i, complex64(-1i), "text\n", []byte("ab"), [2]bool{true},
		[]string{"a b", ""}, []string(nil), map[string]int{"z": 1, "a": 2}, map[int]bool(nil),
		map[any]int{"s": 1, 2: 2, 1.5: 3, true: 4}, plain{1, "x"}, &plain{2, "y"}, []plain{{3, "z"}},
		[]*plain{nil}, struct{}{}, named{5}, &named{6}, []named{{7}}, byPointer{8}, &byPointer{9},
		nilPointer, failure{3}, errors.New("e"), custom(1), goer{}, panics{}, level(4),
		octets("hi"), nest{}, nest{S: named{1}, s: named{2}, I: named{3}, E: failure{4},
			M: map[string]named{"k": {5}}, L: []byPointer{{6}}, B: [3]byte{1, 2, 3}},
		[]any{1, nil, "s", []int{2}}, []error{nil, failure{1}}, [][]int{{1}, nil, {2, 3}},
		map[plain][]int{{2, "b"}: {1}, {1, "c"}: nil, {1, "a"}: {}}, &[]int{1}, &map[int]int{1: 2},
		&[2]string{"p", "q"}, time.Duration(1500) * time.Millisecond, time.March, time.Saturday,
	}
	for _, v := range values {
		text := fmt.Sprintf("%T | %v | %+v | %#v | %5v | %s | %d | %x", v, v, v, v, v, v, v, v)
		fmt.Println(strings.Map(func(r rune) rune {
			if r < ' ' {
				return '·' // a comment cannot hold it
			}
			return r
		}, text))
	}
	fmt.Println(fmt.Sprint("a", 1, 2, "b", "c", 3.5, nil, nil), fmt.Sprintln("end", 'a'))
	fmt.Printf("%!|%z|%d|%s %s|%[2]d %[1]d|%[3]*.[2]*[1]f|%[9]d|%-5d|%05d|%+d|% d\n", 1, 2)
	fmt.Printf("%6.2f|%-8.3s|%08b|%o|%O|%#x|%X|%U|%#U|%q|%c|%e|%G\n", 3.14159, "abcdef", 5, 8, 8, 255,
		"hi", 0x1F600, 'é', 'q', 0x4E16, 12345.678, 1e-10)
	fmt.Printf("%t %v %p %v\n", "no", struct{ X, y any }{1, nil}, nil, [3]*int{})
	wrapped := fmt.Errorf("one %w and %w: %v", errors.New("a"), failure{9}, 1)
	var f failure
	fmt.Println(wrapped, errors.As(wrapped, &f), f.code)
}

// Output:
// <nil> | <nil> | <nil> | <nil> | <nil> | %!s(<nil>) | %!d(<nil>) | %!x(<nil>)
// bool | true | true | true |  true | %!s(bool=true) | %!d(bool=true) | %!x(bool=true)
// int | 42 | 42 | 42 |    42 | %!s(int=42) | 42 | 2a
// int8 | -8 | -8 | -8 |    -8 | %!s(int8=-8) | -8 | -8
// uint16 | 7 | 7 | 0x7 |     7 | %!s(uint16=7) | 7 | 7
// uintptr | 255 | 255 | 0xff |   255 | %!s(uintptr=255) | 255 | ff
// int32 | 120 | 120 | 120 |   120 | %!s(int32=120) | 120 | 78
// float64 | 3 | 3 | 3 |     3 | %!s(float64=3) | %!d(float64=3) | 0x1.8p+01
// float64 | 1e+06 | 1e+06 | 1e+06 | 1e+06 | %!s(float64=1e+06) | %!d(float64=1e+06) | 0x1.e848p+19
// float64 | 1e+21 | 1e+21 | 1e+21 | 1e+21 | %!s(float64=1e+21) | %!d(float64=1e+21) | 0x1.b1ae4d6e2ef5p+69
// float64 | 1e-07 | 1e-07 | 1e-07 | 1e-07 | %!s(float64=1e-07) | %!d(float64=1e-07) | 0x1.ad7f29abcaf48p-24
// float32 | 0.1 | 0.1 | 0.1 |   0.1 | %!s(float32=0.1) | %!d(float32=0.1) | 0x1.99999ap-04
// float64 | -Inf | -Inf | -Inf |  -Inf | %!s(float64=-Inf) | %!d(float64=-Inf) | -Inf
// float64 | NaN | NaN | NaN |   NaN | %!s(float64=NaN) | %!d(float64=NaN) | NaN
// complex128 | (2+3i) | (2+3i) | (2+3i) | (    2   +3i) | %!s(complex128=(2+3i)) | %!d(complex128=(2+3i)) | (0x1p+01+0x1.8p+01i)
// complex64 | (0-1i) | (0-1i) | (0-1i) | (    0   -1i) | %!s(complex64=(0-1i)) | %!d(complex64=(0-1i)) | (0x0p+00-0x1p+00i)
// string | text· | text· | "text\n" | text· | text· | %!d(string=text·) | 746578740a
// []uint8 | [97 98] | [97 98] | []byte{0x61, 0x62} | [   97    98] | ab | [97 98] | 6162
// [2]bool | [true false] | [true false] | [2]bool{true, false} | [ true false] | [%!s(bool=true) %!s(bool=false)] | [%!d(bool=true) %!d(bool=false)] | [%!x(bool=true) %!x(bool=false)]
// []string | [a b ] | [a b ] | []string{"a b", ""} | [  a b      ] | [a b ] | [%!d(string=a b) %!d(string=)] | [612062 ]
// []string | [] | [] | []string(nil) | [] | [] | [] | []
// map[string]int | map[a:2 z:1] | map[a:2 z:1] | map[string]int{"a":2, "z":1} | map[    a:    2     z:    1] | map[a:%!s(int=2) z:%!s(int=1)] | map[%!d(string=a):2 %!d(string=z):1] | map[61:2 7a:1]
// map[int]bool | map[] | map[] | map[int]bool(nil) | map[] | map[] | map[] | map[]
// map[interface {}]int | map[true:4 1.5:3 2:2 s:1] | map[true:4 1.5:3 2:2 s:1] | map[interface {}]int{true:4, 1.5:3, 2:2, "s":1} | map[ true:    4   1.5:    3     2:    2     s:    1] | map[%!s(bool=true):%!s(int=4) %!s(float64=1.5):%!s(int=3) %!s(int=2):%!s(int=2) s:%!s(int=1)] | map[%!d(bool=true):4 %!d(float64=1.5):3 2:2 %!d(string=s):1] | map[%!x(bool=true):4 0x1.8p+00:3 2:2 73:1]
// main.plain | {1 x} | {A:1 b:x} | main.plain{A:1, b:"x"} | {    1     x} | {%!s(int=1) x} | {1 %!d(string=x)} | {1 78}
// *main.plain | &{2 y} | &{A:2 b:y} | &main.plain{A:2, b:"y"} | &{    2     y} | &{%!s(int=2) y} | &{2 %!d(string=y)} | &{2 79}
// []main.plain | [{3 z}] | [{A:3 b:z}] | []main.plain{main.plain{A:3, b:"z"}} | [{    3     z}] | [{%!s(int=3) z}] | [{3 %!d(string=z)}] | [{3 7a}]
// []*main.plain | [<nil>] | [<nil>] | []*main.plain{(*main.plain)(nil)} | [<nil>] | [%!s(*main.plain=<nil>)] | [0] | [0]
// struct {} | {} | {} | struct {}{} | {} | {} | {} | {}
// main.named | <5> | <5> | main.named{n:5} |   <5> | <5> | {5} | 3c353e
// *main.named | <6> | <6> | &main.named{n:6} |   <6> | <6> | &{6} | 3c363e
// []main.named | [<7>] | [<7>] | []main.named{main.named{n:7}} | [  <7>] | [<7>] | [{7}] | [3c373e]
// main.byPointer | {8} | {n:8} | main.byPointer{n:8} | {    8} | {%!s(int=8)} | {8} | {8}
// *main.byPointer | *9* | *9* | &main.byPointer{n:9} |   *9* | *9* | &{9} | 2a392a
// *main.byPointer | <nil> | <nil> | (*main.byPointer)(nil) | <nil> | <nil> | 0 | <nil>
// main.failure | failure 3 | failure 3 | main.failure{code:3} | failure 3 | failure 3 | {3} | 6661696c7572652033
// *errors.errorString | e | e | &errors.errorString{s:"e"} |     e | e | &{%!d(string=e)} | 65
// main.custom | custom(v -1 -1 false false) | custom(v -1 -1 true false) | custom(v -1 -1 false true) | custom(v 5 -1 false false) | custom(s -1 -1 false false) | custom(d -1 -1 false false) | custom(x -1 -1 false false)
// main.goer | {} | {} | goer! | {} | {} | {} | {}
// main.panics | %!v(PANIC=String method: no text) | %!v(PANIC=String method: no text) | main.panics{} | %!v(PANIC=String method: no text) | %!s(PANIC=String method: no text) | {} | %!x(PANIC=String method: no text)
// main.level | 4 | 4 | 4 |     4 | %!s(main.level=4) | 4 | 4
// main.octets | [104 105] | [104 105] | main.octets{0x68, 0x69} | [  104   105] | hi | [104 105] | 6869
// main.nest | {<0> {0} <nil> <nil> <nil> map[] [] <nil> <nil> [0 0 0]} | {S:<0> s:{n:0} P:<nil> I:<nil> E:<nil> M:map[] L:[] F:<nil> C:<nil> B:[0 0 0]} | main.nest{S:main.named{n:0}, s:main.named{n:0}, P:(*main.named)(nil), I:interface {}(nil), E:error(nil), M:map[string]main.named(nil), L:[]main.byPointer(nil), F:(func())(nil), C:(chan int)(nil), B:[3]uint8{0x0, 0x0, 0x0}} | {  <0> {    0} <nil> <nil> <nil> map[] [] <nil> <nil> [    0     0     0]} | {<0> {%!s(int=0)} <nil> <nil> <nil> map[] [] %!s(func()=<nil>) %!s(chan int=<nil>) ···} | {{0} {0} 0 <nil> <nil> map[] [] 0 0 [0 0 0]} | {3c303e {0} <nil> <nil> <nil> map[] [] 0 0 000000}
// main.nest | {<1> {2} <nil> <3> failure 4 map[k:<5>] [{6}] <nil> <nil> [1 2 3]} | {S:<1> s:{n:2} P:<nil> I:<3> E:failure 4 M:map[k:<5>] L:[{n:6}] F:<nil> C:<nil> B:[1 2 3]} | main.nest{S:main.named{n:1}, s:main.named{n:2}, P:(*main.named)(nil), I:main.named{n:3}, E:main.failure{code:4}, M:map[string]main.named{"k":main.named{n:5}}, L:[]main.byPointer{main.byPointer{n:6}}, F:(func())(nil), C:(chan int)(nil), B:[3]uint8{0x1, 0x2, 0x3}} | {  <1> {    2} <nil>   <3> failure 4 map[    k:  <5>] [{    6}] <nil> <nil> [    1     2     3]} | {<1> {%!s(int=2)} <nil> <3> failure 4 map[k:<5>] [{%!s(int=6)}] %!s(func()=<nil>) %!s(chan int=<nil>) ···} | {{1} {2} 0 {3} {4} map[%!d(string=k):{5}] [{6}] 0 0 [1 2 3]} | {3c313e {2} <nil> 3c333e 6661696c7572652034 map[6b:3c353e] [{6}] 0 0 010203}
// []interface {} | [1 <nil> s [2]] | [1 <nil> s [2]] | []interface {}{1, interface {}(nil), "s", []int{2}} | [    1 <nil>     s [    2]] | [%!s(int=1) <nil> s [%!s(int=2)]] | [1 <nil> %!d(string=s) [2]] | [1 <nil> 73 [2]]
// []error | [<nil> failure 1] | [<nil> failure 1] | []error{error(nil), main.failure{code:1}} | [<nil> failure 1] | [<nil> failure 1] | [<nil> {1}] | [<nil> 6661696c7572652031]
// [][]int | [[1] [] [2 3]] | [[1] [] [2 3]] | [][]int{[]int{1}, []int(nil), []int{2, 3}} | [[    1] [] [    2     3]] | [[%!s(int=1)] [] [%!s(int=2) %!s(int=3)]] | [[1] [] [2 3]] | [[1] [] [2 3]]
// map[main.plain][]int | map[{1 a}:[] {1 c}:[] {2 b}:[1]] | map[{A:1 b:a}:[] {A:1 b:c}:[] {A:2 b:b}:[1]] | map[main.plain][]int{main.plain{A:1, b:"a"}:[]int{}, main.plain{A:1, b:"c"}:[]int(nil), main.plain{A:2, b:"b"}:[]int{1}} | map[{    1     a}:[] {    1     c}:[] {    2     b}:[    1]] | map[{%!s(int=1) a}:[] {%!s(int=1) c}:[] {%!s(int=2) b}:[%!s(int=1)]] | map[{1 %!d(string=a)}:[] {1 %!d(string=c)}:[] {2 %!d(string=b)}:[1]] | map[{1 61}:[] {1 63}:[] {2 62}:[1]]
// *[]int | &[1] | &[1] | &[]int{1} | &[    1] | &[%!s(int=1)] | &[1] | &[1]
// *map[int]int | &map[1:2] | &map[1:2] | &map[int]int{1:2} | &map[    1:    2] | &map[%!s(int=1):%!s(int=2)] | &map[1:2] | &map[1:2]
// *[2]string | &[p q] | &[p q] | &[2]string{"p", "q"} | &[    p     q] | &[p q] | &[%!d(string=p) %!d(string=q)] | &[70 71]
// time.Duration | 1.5s | 1.5s | 1500000000 |  1.5s | 1.5s | 1500000000 | 312e3573
// time.Month | March | March | 3 | March | March | 3 | 4d61726368
// time.Weekday | Saturday | Saturday | 6 | Saturday | Saturday | 6 | 5361747572646179
// a1 2bc3.5 <nil> <nil> end 97
//
// %!!(int=1)|%!z(int=2)|%!d(MISSING)|%!s(MISSING) %!s(MISSING)|2 1|%!f(BADINDEX)|%!d(BADINDEX)|1    |00002|%!d(MISSING)|%!d(MISSING)
//   3.14|abc     |00000101|10|0o10|0xff|6869|U+1F600|U+00E9 'é'|'q'|世|1.234568e+04|1E-10
// %!t(string=no) {1 <nil>} %!p(<nil>) [<nil> <nil> <nil>]
// one a and failure 9: 1 true 9
