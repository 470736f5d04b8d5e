// Generic types declared in generic functions.
package main

import "fmt"

func Y[E ~func(F) F, F ~func(T) R, T, R any](f E) F {
	type in[A ~func(B) C, B, C any] func(in[A, B, C]) A
	g := func(h in[F, T, R]) F {
		return func(t T) R { return f(h(h))(t) }
	}
	return g(g)
}

func P[T any](x T) string {
	type pair[U any] struct {
		a T
		b U
	}
	p := pair[string]{x, "s"}
	q := pair[T]{x, x}
	return fmt.Sprintf("%v %v", p, q)
}

func main() {
	fct := Y(func(r func(int) int) func(int) int {
		return func(n int) int {
			if n <= 0 {
				return 1
			}
			return n * r(n-1)
		}
	})
	fmt.Println(fct(10))
	fmt.Println(P(1), P("x"))
}

// Output:
// 3628800
// {1 s} {1 1} {x s} {x x}
