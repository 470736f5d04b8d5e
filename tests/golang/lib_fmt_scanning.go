// The Scan family: numbers, words, quotes, widths, literal text and the errors of each.
package main

import (
	"bufio"
	"fmt"
	"strings"
)

type pair struct{ a, b int }

func (p *pair) Scan(state fmt.ScanState, verb rune) error {
	_, err := fmt.Fscanf(state, "%d/%d", &p.a, &p.b)
	return err
}

func main() {
	var i, j int
	var u uint8
	var f float64
	var s, q string
	var b bool
	var r rune
	var c complex128
	var by []byte
	n, err := fmt.Sscan(" 12 -7\n 3.5e2 word true", &i, &j, &f, &s, &b)
	fmt.Println(n, err, i, j, f, s, b)
	n, err = fmt.Sscan("0x1F 0b11 017 (1+2i)", &i, &j, &u, &c)
	fmt.Println(n, err, i, j, u, c)
	n, err = fmt.Sscanf("7-bob:3.25 \"quoted text\" zé", "%d-%3s:%f %q %c%s", &i, &s, &f, &q, &r, &by)
	fmt.Println(n, err, i, s, f, q, string(r), string(by))
	n, err = fmt.Sscanf("20240506 ff 50%", "%4d%2d%2d %x %d%%", &i, &j, &u, &r, &n)
	fmt.Println(n, err, i, j, u, r)
	for _, text := range []string{"", "x", "300", "1 x", "99999999999999999999"} {
		n, err = fmt.Sscan(text, &u, &i)
		fmt.Println(n, err)
	}
	for _, text := range []string{"1 2", "1\n2", "1 2 3", "1"} {
		n, err = fmt.Sscanln(text, &i, &j)
		fmt.Println(n, err)
	}
	for _, format := range []string{"%d %d", "%d,%d", "%d %d %d", "%s", "%z", "a%d"} {
		n, err = fmt.Sscanf("5 6", format, &i, &j)
		fmt.Println(n, err)
	}
	n, err = fmt.Sscan("notbool", &b)
	fmt.Println(n, err)
	n, err = fmt.Sscan("1", i)
	fmt.Println(n, err)
	var p pair
	n, err = fmt.Sscan("3/4", &p)
	fmt.Println(n, err, p)
	in := bufio.NewReader(strings.NewReader("3\n10 20 30\nrest of line\n"))
	var count, sum int
	fmt.Fscan(in, &count)
	for k := 0; k < count; k++ {
		fmt.Fscan(in, &i)
		sum += i
	}
	line, err := in.ReadString('\n')
	rest, _ := in.ReadString('\n')
	fmt.Printf("%d %q %v %q\n", sum, line, err, rest)
}

// Output:
// 5 <nil> 12 -7 350 word true
// 4 <nil> 31 3 15 (1+2i)
// 6 <nil> 7 bob 3.25 quoted text z é
// 5 <nil> 2024 5 6 255
// 0 EOF
// 0 expected integer
// 0 unsigned integer overflow on token 300
// 1 expected integer
// 0 strconv.ParseUint: parsing "99999999999999999999": value out of range
// 2 <nil>
// 1 unexpected newline
// 2 expected newline
// 1 EOF
// 2 <nil>
// 1 input does not match format
// 2 too few operands for format '%d'
// 0 bad verb '%s' for integer
// 0 bad verb '%z' for integer
// 0 input does not match format
// 1 <nil>
// 0 type not a pointer: int
// 1 <nil> {3 4}
// 60 "\n" <nil> "rest of line\n"
