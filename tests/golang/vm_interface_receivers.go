// Receivers of methods called through interfaces: values of every layout, in a box or behind a
// pointer, whole words or not, and stacks that grow while a receiver is copied.
package main

import "fmt"

type shower interface {
	show(n int) string
	change() string
}

type (
	num   int
	small uint8
	real  float64
	text  string
	pair  struct{ a, b int }
	mixed struct {
		a byte
		b int
		c bool
	}
	bytes3 [3]byte
	bytes8 [8]byte
	words  [4]int
	halves [3]int32
	huge   [5000]int
	none   struct{}
	nested struct {
		s shower
		p *int
	}
	list  []int
	table map[string]int
	fn    func() int
)

func (x num) show(n int) string    { return fmt.Sprint("num ", int(x), n) }
func (x small) show(n int) string  { return fmt.Sprint("small ", uint8(x), n) }
func (x real) show(n int) string   { return fmt.Sprint("real ", float64(x), n) }
func (x text) show(n int) string   { return fmt.Sprint("text ", string(x), n) }
func (x pair) show(n int) string   { return fmt.Sprint("pair ", x.a, x.b, n) }
func (x mixed) show(n int) string  { return fmt.Sprint("mixed ", x.a, x.b, x.c, n) }
func (x bytes3) show(n int) string { return fmt.Sprint("bytes3 ", x[0], x[2], n) }
func (x bytes8) show(n int) string { return fmt.Sprint("bytes8 ", x[0], x[7], n) }
func (x words) show(n int) string  { return fmt.Sprint("words ", x[0], x[3], n) }
func (x halves) show(n int) string { return fmt.Sprint("halves ", x[0], x[2], n) }
func (x huge) show(n int) string   { return fmt.Sprint("huge ", x[0], x[4999], n) }
func (x none) show(n int) string   { return fmt.Sprint("none ", n) }
func (x nested) show(n int) string { return fmt.Sprint("nested ", x.s.show(n), *x.p) }
func (x list) show(n int) string   { return fmt.Sprint("list ", len(x), x[1], n) }
func (x table) show(n int) string  { return fmt.Sprint("table ", x["k"], n) }
func (x fn) show(n int) string     { return fmt.Sprint("fn ", x(), n) }

// What a method does to its receiver stays in the method.
func (x num) change() string    { x++; return x.show(1) }
func (x small) change() string  { x++; return x.show(1) }
func (x real) change() string   { x++; return x.show(1) }
func (x text) change() string   { x += "!"; return x.show(1) }
func (x pair) change() string   { x.a++; x.b++; return x.show(1) }
func (x mixed) change() string  { x.a++; x.c = !x.c; return x.show(1) }
func (x bytes3) change() string { x[2]++; return x.show(1) }
func (x bytes8) change() string { x[7]++; return x.show(1) }
func (x words) change() string  { x[3]++; return x.show(1) }
func (x halves) change() string { x[2]++; return x.show(1) }
func (x huge) change() string   { x[4999]++; return x.show(1) }
func (x none) change() string   { return x.show(1) }
func (x nested) change() string { x.s = num(8); return x.show(1) }
func (x list) change() string   { x = append(x, 9); return x.show(1) }
func (x table) change() string  { x = table{"k": 9}; return x.show(1) }
func (x fn) change() string     { x = func() int { return 9 }; return x.show(1) }

type outer struct {
	pad byte
	pair
	shower
}

func (o outer) show(n int) string { return "outer " + o.shower.show(n) }
func (o outer) change() string    { return "outer " + o.pair.change() }

type promoted struct {
	name string
	*pair
}

// deep() has the receiver copied at every depth of the stack, so also where it just ends.
func deep(s shower, depth int) int {
	if depth == 0 {
		return len(s.show(2))
	}
	return deep(s, depth-1)
}

func failing(s shower) (text any) {
	defer func() { text = recover() }()
	return s.show(0)
}

func main() {
	k := 5
	values := []shower{
		num(-7), small(200), real(1.5), text("abc"), pair{1, 2}, mixed{3, 4, true},
		bytes3{5, 6, 7}, bytes8{0: 1, 7: 8}, words{1, 2, 3, 4}, halves{-1, 0, 1}, huge{0: 1, 4999: 2},
		none{}, nested{pair{8, 9}, &k}, list{1, 2, 3}, table{"k": 4}, fn(func() int { return 6 }),
		&pair{10, 11}, &mixed{12, 13, false}, &words{3: 14}, outer{1, pair{2, 3}, text("in")},
		promoted{"p", &pair{4, 5}}, &promoted{"q", &pair{6, 7}},
	}
	for _, v := range values {
		fmt.Println(v.show(0), "|", v.change(), "|", v.show(2))
	}
	total := 0
	for depth := 0; depth < 400; depth++ {
		total += deep(values[depth%len(values)], depth)
	}
	done := make(chan string)
	for _, v := range values {
		go func(v shower) {
			defer func() { done <- v.show(3) }()
			total += deep(v, 300)
		}(v)
		if s := <-done; s != v.show(3) {
			fmt.Println("lost", s)
		}
	}
	fmt.Println(total)
	fmt.Println(failing((*pair)(nil)))
	fmt.Println(failing(nil))
	for i := 0; i < 300; i++ {
		if v := shower(num(i)); v.show(i) != fmt.Sprint("num ", i, i) {
			fmt.Println("wrong", i)
		}
	}
}

// Output:
// num -7 0 | num -6 1 | num -7 2
// small 200 0 | small 201 1 | small 200 2
// real 1.5 0 | real 2.5 1 | real 1.5 2
// text abc0 | text abc!1 | text abc2
// pair 1 2 0 | pair 2 3 1 | pair 1 2 2
// mixed 3 4 true 0 | mixed 4 4 false 1 | mixed 3 4 true 2
// bytes3 5 7 0 | bytes3 5 8 1 | bytes3 5 7 2
// bytes8 1 8 0 | bytes8 1 9 1 | bytes8 1 8 2
// words 1 4 0 | words 1 5 1 | words 1 4 2
// halves -1 1 0 | halves -1 2 1 | halves -1 1 2
// huge 1 2 0 | huge 1 3 1 | huge 1 2 2
// none 0 | none 1 | none 2
// nested pair 8 9 05 | nested num 8 15 | nested pair 8 9 25
// list 3 2 0 | list 4 2 1 | list 3 2 2
// table 4 0 | table 9 1 | table 4 2
// fn 6 0 | fn 9 1 | fn 6 2
// pair 10 11 0 | pair 11 12 1 | pair 10 11 2
// mixed 12 13 false 0 | mixed 13 13 true 1 | mixed 12 13 false 2
// words 0 14 0 | words 0 15 1 | words 0 14 2
// outer text in0 | outer pair 3 4 1 | outer text in2
// pair 4 5 0 | pair 5 6 1 | pair 4 5 2
// pair 6 7 0 | pair 7 8 1 | pair 6 7 2
// 4750
// value method main.pair.show called using nil *pair pointer
// runtime error: invalid memory address or nil pointer dereference
