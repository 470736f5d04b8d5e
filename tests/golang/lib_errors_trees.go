// errors.Is, As, AsType, Join and Unwrap over trees of wrapped errors.
package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

var base = errors.New("base")

type coded struct{ code int }

func (c *coded) Error() string        { return fmt.Sprint("code ", c.code) }
func (c *coded) Is(target error) bool { return target == io.EOF && c.code == 7 }

type bag []error // not comparable

func (b bag) Error() string { return "bag" }

type timeout interface{ Timeout() bool }

type slow struct{ error }

func (slow) Timeout() bool { return true }

func main() {
	one := fmt.Errorf("one: %w", base)
	two := fmt.Errorf("two: %w and %w", one, &coded{7})
	joined := errors.Join(nil, two, nil, slow{errors.New("slow")})
	fmt.Println(joined)
	fmt.Println(errors.Is(joined, base), errors.Is(joined, io.EOF), errors.Is(joined, io.ErrClosedPipe),
		errors.Is(nil, base), errors.Is(base, nil), errors.Is(nil, nil), errors.Join(nil, nil) == nil)
	var c *coded
	var t timeout
	fmt.Println(errors.As(joined, &c), c.code, errors.As(joined, &t), t.Timeout())
	if found, ok := errors.AsType[*coded](two); ok {
		fmt.Println("AsType", found.code)
	}
	_, ok := errors.AsType[*fs.PathError](two)
	fmt.Println(ok, errors.Unwrap(one) == base, errors.Unwrap(two), errors.Unwrap(base))
	fmt.Println(errors.Is(bag{base}, bag{base}), errors.Is(fmt.Errorf("%w", bag{}), base))
	fmt.Printf("%T %T %T %T\n", base, one, two, joined)
	_, err := os.Open("missing")
	var pathError *fs.PathError
	fmt.Println(err, errors.Is(err, fs.ErrNotExist), os.IsNotExist(err), errors.As(err, &pathError), pathError.Path)
	for _, bad := range []func(){
		func() { errors.As(base, nil) },
		func() { errors.As(base, base) },
		func() { errors.As(base, new(int)) },
		func() { var p *error; errors.As(base, p) },
	} {
		func() {
			defer func() { fmt.Println(recover()) }()
			bad()
		}()
	}
	func() {
		defer func() {
			err := recover().(error)
			var re interface{ RuntimeError() }
			fmt.Println(err, errors.As(err, &re))
		}()
		var m map[string]int
		m["x"] = 1
	}()
}

// Output:
// two: one: base and code 7
// slow
// true true false false false true true
// true 7 true true
// AsType 7
// false true <nil> <nil>
// false false
// *errors.errorString *fmt.wrapError *fmt.wrapErrors *errors.joinError
// open missing: no such file or directory true true true missing
// errors: target cannot be nil
// errors: *target must be interface or implement error
// errors: *target must be interface or implement error
// errors: target must be a non-nil pointer
// assignment to entry in nil map true
