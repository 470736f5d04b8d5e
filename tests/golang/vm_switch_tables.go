// Switches over constants, as jump tables, searches, and by the lengths of strings; comparisons of
// floats and strings that branch; operations with small constants on the right.
package main

import (
	"fmt"
	"math"
)

func dense(n int) string {
	switch n {
	case -2:
		return "minus two"
	case -1, 0, 1:
		return "about nothing"
	case 3:
		fallthrough
	case 4:
		return "some"
	case 7, 5:
		break
	default:
		return "other"
	}
	return "broken"
}

func sparse(n int64) int {
	switch n {
	case math.MinInt64:
		return 1
	case -40000:
		return 2
	case -5:
		return 3
	case 100:
		return 4
	case 101:
		return 5
	case 102:
		return 6
	case 103:
		return 7
	case 1 << 20:
		return 8
	case 1<<20 + 1:
		return 9
	case math.MaxInt64:
		return 10
	}
	return 0
}

func unsigned(n uint64) int {
	switch n {
	case 0:
		return 1
	case math.MaxUint64:
		return 2
	case 1 << 63:
		return 3
	case 1<<63 - 1:
		return 4
	case 77:
		return 5
	}
	return 0
}

func narrow(n int8, u uint8) (a, b int) {
	switch n {
	case -128:
		a = 1
	case -127:
		a = 2
	case 127:
		a = 3
	case 0:
		a = 4
	case 1:
		a = 5
	}
	switch u {
	case 'a', 'b', 'c', 'd':
		b = 1
	case 255:
		b = 2
	case '0', '1', '2':
		b = 3
	}
	return
}

func words(s string) int {
	switch s {
	case "":
		return 1
	case "a":
		return 2
	case "b":
		return 3
	case "func", "type":
		return 4
	case "package", "default":
		return 5
	case "a long one, longer than the others":
		return 6
	}
	return 0
}

func few(s string, n uint) int {
	switch s {
	case "x":
		return 1
	case "yy":
		return 2
	}
	switch n {
	case 1 << 40:
		return 3
	}
	return 0
}

func number[T int8 | uint64](v T) int {
	switch v {
	case 1, 2, 3:
		return 10
	case 100:
		return 20
	case 50, 51:
		return 30
	}
	return 40
}

type shape interface{ area() float64 }
type square float64
type circle struct{ r float64 }

func (s square) area() float64  { return float64(s * s) }
func (c *circle) area() float64 { return 3 * c.r * c.r }

func kind(v interface{}) string {
	switch v := v.(type) {
	case nil:
		return "nil"
	case int:
		return fmt.Sprint("int ", v+1)
	case string, []byte:
		return fmt.Sprintf("text %s", v)
	case *circle:
		return fmt.Sprint("circle ", v.r)
	case shape:
		return fmt.Sprint("shape ", v.area())
	case error:
		return "error " + v.Error()
	case func() int:
		return fmt.Sprint("func ", v())
	}
	return "other"
}

func floats(x, y float64) (text string) {
	if x < y {
		text += "<"
	}
	if x <= y {
		text += "L"
	}
	if x > y {
		text += ">"
	}
	if x >= y {
		text += "G"
	}
	if x == y {
		text += "="
	}
	if x != y {
		text += "!"
	}
	if !(x < y) && !(x <= y) {
		text += "n"
	}
	if !(x > y) || !(x >= y) || !(x == y) {
		text += "o"
	}
	steps := 0
	for z := x; z < y && steps < 5; z += 0.5 {
		steps++
	}
	for z := y; !(z <= x); z -= 0.25 {
		if steps++; steps > 8 || z != z {
			break
		}
	}
	return text + fmt.Sprint(steps)
}

func strings(a, b string) (text string) {
	if a == b {
		text += "="
	}
	if a != b {
		text += "!"
	}
	if a == "go" || "go" == b {
		text += "g"
	}
	if a != "go" && "" != b {
		text += "x"
	}
	for a != "go" {
		a = "go"
		text += "."
	}
	return
}

func constants(n int, u uint32, w uint64) []interface{} {
	m, v := n, u
	m /= 10
	v %= 7
	list := []interface{}{n / 7, n % 7, n / 1, n % 1, u / 3, u % 3, w / 10, w % 10, n | 5, u | 8, m, v}
	m |= 1
	m *= -3
	m &= 0xff
	w |= 1
	return append(list, m, w, n/32767, n%32767, n/-3, n%-3)
}

func main() {
	for n := -4; n < 10; n++ {
		fmt.Print(dense(n), "; ")
	}
	fmt.Println(dense(math.MinInt64), dense(math.MaxInt64))
	for _, n := range []int64{math.MinInt64, -40000, -5, 100, 101, 102, 103, 1 << 20, 1<<20 + 1, math.MaxInt64,
		0, 104, 99, -6, -40001, 1<<20 + 2, math.MinInt64 + 1} {
		fmt.Print(sparse(n), " ")
	}
	fmt.Println()
	for _, n := range []uint64{0, math.MaxUint64, 1 << 63, 1<<63 - 1, 77, 1, 78, 1<<63 + 1} {
		fmt.Print(unsigned(n), " ")
	}
	fmt.Println()
	for _, n := range []int8{-128, -127, -126, -1, 0, 1, 2, 126, 127} {
		a, b := narrow(n, uint8(n)+100)
		fmt.Print(a, b, " ")
	}
	fmt.Println()
	for _, s := range []string{"", "a", "b", "c", "func", "type", "fund", "package", "default", "packagf",
		"a long one, longer than the others", "a long one, longer than the otherS", "longest of all of them, as it seems"} {
		fmt.Print(words(s), " ")
	}
	fmt.Println(few("x", 0), few("yy", 0), few("zz", 1<<40), few("", 1))
	fmt.Println(number(int8(2)), number(int8(100)), number(uint64(51)), number(uint64(1<<40)), number(int8(-1)))
	for _, v := range []interface{}{nil, 5, "s", []byte("b"), &circle{2}, square(3), fmt.Errorf("e"),
		func() int { return 9 }, 2.5, circle{}} {
		fmt.Print(kind(v), "; ")
	}
	fmt.Println()
	nan := math.NaN()
	fmt.Println(floats(1, 2), floats(2, 1), floats(1, 1), floats(nan, 1), floats(1, nan), floats(0, math.Copysign(0, -1)))
	fmt.Println(strings("go", "go"), strings("a", "go"), strings("go", ""), strings("b", "b"))
	fmt.Println(constants(-1234567, 4000000000, math.MaxUint64)...)
	fmt.Println(constants(99, 6, 10)...)
}

// Output:
// other; other; minus two; about nothing; about nothing; about nothing; other; some; some; broken; other; broken; other; other; other other
// 1 2 3 4 5 6 7 8 9 10 0 0 0 0 0 0 0
// 1 2 3 4 5 0 0 0
// 1 0 2 0 0 0 0 1 4 1 5 0 0 0 0 0 3 0
// 1 2 3 0 4 4 0 5 5 0 6 0 0 1 2 3 0
// 10 20 30 40 40
// nil; int 6; text s; text b; circle 2; shape 9; error e; func 9; other; other;
// <L!o6 >G!no0 LG=o0 !no9 !no1 LG=o0
// =g !gx. !g =x.
// -176366 -5 -1234567 0 1333333333 1 1844674407370955161 5 -1234563 4000000008 -123456 3 189 18446744073709551615 -37 -22188 411522 -1
// 14 1 99 0 2 0 1 0 103 14 9 6 229 11 0 99 -33 0
