// Numbers and quotes to text and back, with the errors of strconv.
package main

import (
	"fmt"
	"math"
	"strconv"
)

func main() {
	for _, s := range []string{"0", "-12", "+7", "9223372036854775807", "9223372036854775808", "-9223372036854775809",
		"0x1F", "0b101", "0o17", "017", "1_000", "_1", "1__0", "", "-", "abc", "12a", "0x"} {
		i, err := strconv.Atoi(s)
		i64, err64 := strconv.ParseInt(s, 0, 16)
		u, errU := strconv.ParseUint(s, 0, 64)
		fmt.Println(i, err, "|", i64, err64, "|", u, errU)
	}
	for _, base := range []int{2, 8, 10, 16, 36} {
		fmt.Println(strconv.FormatInt(-12345, base), strconv.FormatUint(math.MaxUint64, base))
	}
	_, err := strconv.ParseInt("1", 37, 64)
	_, err2 := strconv.ParseInt("1", 10, 65)
	fmt.Println(err, err2)
	for _, f := range []float64{0, 1, -1.5, 0.1, 1.0 / 3, 100, 1e6, 123456789, 1e20, 1e21, 1e-5, 5e-324,
		math.MaxFloat64, math.Inf(1), math.NaN()} {
		for _, form := range []byte("beEfgGxX") {
			fmt.Print(strconv.FormatFloat(f, form, -1, 64), " ", strconv.FormatFloat(f, form, 3, 32), " ")
		}
		fmt.Println()
	}
	for _, s := range []string{"1.5", "1e400", "-inf", "nan", "0x1p-2", "1e", ".5", "5.", "1_0.5", "x", "1.7976931348623159e308"} {
		f, err := strconv.ParseFloat(s, 64)
		g, err32 := strconv.ParseFloat(s, 32)
		fmt.Println(f, err, g, err32)
	}
	for _, s := range []string{"1+2i", "(3-4.5i)", "i", "7", "2i", "1+i", "1e400+2i"} {
		c, err := strconv.ParseComplex(s, 128)
		fmt.Println(c, err)
	}
	for _, s := range []string{"true", "T", "0", "yes"} {
		b, err := strconv.ParseBool(s)
		fmt.Println(b, err)
	}
	for _, s := range []string{"", "plain", "tab\tnew\nline", `back\slash "quote"`, "\x00\x7f\xff", "日本 \u200b \U0001F600", "`"} {
		fmt.Println(strconv.Quote(s), strconv.QuoteToASCII(s), strconv.QuoteToGraphic(s), strconv.CanBackquote(s))
		back, err := strconv.Unquote(strconv.Quote(s))
		fmt.Println(back == s, err)
	}
	for _, r := range []rune{'a', '\'', '"', '\n', 0, 0x7F, 'é', 0xFFFD, 0x10FFFF, -1} {
		fmt.Println(strconv.QuoteRune(r), strconv.QuoteRuneToASCII(r))
	}
	for _, s := range []string{`"\u00e9\x41\101"`, "`raw\r`", `'x'`, `'xy'`, `"open`, `"\q"`, `x`, `""`} {
		fmt.Println(strconv.Unquote(s))
	}
	fmt.Println(strconv.QuotedPrefix(`"quoted" rest`))
	b := strconv.AppendInt([]byte("n="), -5, 10)
	b = strconv.AppendBool(append(b, ' '), true)
	b = strconv.AppendQuote(append(b, ' '), "q")
	b = strconv.AppendFloat(append(b, ' '), 2.5, 'f', 1, 64)
	fmt.Println(string(b), strconv.FormatComplex(1-2i, 'g', -1, 128))
}

// Output:
// 0 <nil> | 0 <nil> | 0 <nil>
// -12 <nil> | -12 <nil> | 0 strconv.ParseUint: parsing "-12": invalid syntax
// 7 <nil> | 7 <nil> | 0 strconv.ParseUint: parsing "+7": invalid syntax
// 9223372036854775807 <nil> | 32767 strconv.ParseInt: parsing "9223372036854775807": value out of range | 9223372036854775807 <nil>
// 9223372036854775807 strconv.Atoi: parsing "9223372036854775808": value out of range | 32767 strconv.ParseInt: parsing "9223372036854775808": value out of range | 9223372036854775808 <nil>
// -9223372036854775808 strconv.Atoi: parsing "-9223372036854775809": value out of range | -32768 strconv.ParseInt: parsing "-9223372036854775809": value out of range | 0 strconv.ParseUint: parsing "-9223372036854775809": invalid syntax
// 0 strconv.Atoi: parsing "0x1F": invalid syntax | 31 <nil> | 31 <nil>
// 0 strconv.Atoi: parsing "0b101": invalid syntax | 5 <nil> | 5 <nil>
// 0 strconv.Atoi: parsing "0o17": invalid syntax | 15 <nil> | 15 <nil>
// 17 <nil> | 15 <nil> | 15 <nil>
// 0 strconv.Atoi: parsing "1_000": invalid syntax | 1000 <nil> | 1000 <nil>
// 0 strconv.Atoi: parsing "_1": invalid syntax | 0 strconv.ParseInt: parsing "_1": invalid syntax | 0 strconv.ParseUint: parsing "_1": invalid syntax
// 0 strconv.Atoi: parsing "1__0": invalid syntax | 0 strconv.ParseInt: parsing "1__0": invalid syntax | 0 strconv.ParseUint: parsing "1__0": invalid syntax
// 0 strconv.Atoi: parsing "": invalid syntax | 0 strconv.ParseInt: parsing "": invalid syntax | 0 strconv.ParseUint: parsing "": invalid syntax
// 0 strconv.Atoi: parsing "-": invalid syntax | 0 strconv.ParseInt: parsing "-": invalid syntax | 0 strconv.ParseUint: parsing "-": invalid syntax
// 0 strconv.Atoi: parsing "abc": invalid syntax | 0 strconv.ParseInt: parsing "abc": invalid syntax | 0 strconv.ParseUint: parsing "abc": invalid syntax
// 0 strconv.Atoi: parsing "12a": invalid syntax | 0 strconv.ParseInt: parsing "12a": invalid syntax | 0 strconv.ParseUint: parsing "12a": invalid syntax
// 0 strconv.Atoi: parsing "0x": invalid syntax | 0 strconv.ParseInt: parsing "0x": invalid syntax | 0 strconv.ParseUint: parsing "0x": invalid syntax
// -11000000111001 1111111111111111111111111111111111111111111111111111111111111111
// -30071 1777777777777777777777
// -12345 18446744073709551615
// -3039 ffffffffffffffff
// -9ix 3w5e11264sgsf
// strconv.ParseInt: parsing "1": invalid base 37 strconv.ParseInt: parsing "1": invalid bit size 65
// 0p-1074 0p-149 0e+00 0.000e+00 0E+00 0.000E+00 0 0.000 0 0 0 0 0x0p+00 0x0.000p+00 0X0P+00 0X0.000P+00
// 4503599627370496p-52 8388608p-23 1e+00 1.000e+00 1E+00 1.000E+00 1 1.000 1 1 1 1 0x1p+00 0x1.000p+00 0X1P+00 0X1.000P+00
// -6755399441055744p-52 -12582912p-23 -1.5e+00 -1.500e+00 -1.5E+00 -1.500E+00 -1.5 -1.500 -1.5 -1.5 -1.5 -1.5 -0x1.8p+00 -0x1.800p+00 -0X1.8P+00 -0X1.800P+00
// 7205759403792794p-56 13421773p-27 1e-01 1.000e-01 1E-01 1.000E-01 0.1 0.100 0.1 0.1 0.1 0.1 0x1.999999999999ap-04 0x1.99ap-04 0X1.999999999999AP-04 0X1.99AP-04
// 6004799503160661p-54 11184811p-25 3.333333333333333e-01 3.333e-01 3.333333333333333E-01 3.333E-01 0.3333333333333333 0.333 0.3333333333333333 0.333 0.3333333333333333 0.333 0x1.5555555555555p-02 0x1.555p-02 0X1.5555555555555P-02 0X1.555P-02
// 7036874417766400p-46 13107200p-17 1e+02 1.000e+02 1E+02 1.000E+02 100 100.000 100 100 100 100 0x1.9p+06 0x1.900p+06 0X1.9P+06 0X1.900P+06
// 8589934592000000p-33 16000000p-4 1e+06 1.000e+06 1E+06 1.000E+06 1000000 1000000.000 1e+06 1e+06 1E+06 1E+06 0x1.e848p+19 0x1.e84p+19 0X1.E848P+19 0X1.E84P+19
// 8285044862877696p-26 15432099p+3 1.23456789e+08 1.235e+08 1.23456789E+08 1.235E+08 123456789 123456792.000 1.23456789e+08 1.23e+08 1.23456789E+08 1.23E+08 0x1.d6f3454p+26 0x1.d6fp+26 0X1.D6F3454P+26 0X1.D6FP+26
// 6103515625000000p+14 11368684p+43 1e+20 1.000e+20 1E+20 1.000E+20 100000000000000000000 100000002004087734272.000 1e+20 1e+20 1E+20 1E+20 0x1.5af1d78b58c4p+66 0x1.5afp+66 0X1.5AF1D78B58C4P+66 0X1.5AFP+66
// 7629394531250000p+17 14210855p+46 1e+21 1.000e+21 1E+21 1.000E+21 1000000000000000000000 1000000020040877342720.000 1e+21 1e+21 1E+21 1E+21 0x1.b1ae4d6e2ef5p+69 0x1.b1bp+69 0X1.B1AE4D6E2EF5P+69 0X1.B1BP+69
// 5902958103587057p-69 10995116p-40 1e-05 1.000e-05 1E-05 1.000E-05 0.00001 0.000 1e-05 1e-05 1E-05 1E-05 0x1.4f8b588e368f1p-17 0x1.4f9p-17 0X1.4F8B588E368F1P-17 0X1.4F9P-17
// 1p-1074 0p-149 5e-324 0.000e+00 5E-324 0.000E+00 0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000005 0.000 5e-324 0 5E-324 0 0x1p-1074 0x0.000p+00 0X1P-1074 0X0.000P+00
// 9007199254740991p+971 +Inf 1.7976931348623157e+308 +Inf 1.7976931348623157E+308 +Inf 179769313486231570000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000 +Inf 1.7976931348623157e+308 +Inf 1.7976931348623157E+308 +Inf 0x1.fffffffffffffp+1023 +Inf 0X1.FFFFFFFFFFFFFP+1023 +Inf
// +Inf +Inf +Inf +Inf +Inf +Inf +Inf +Inf +Inf +Inf +Inf +Inf +Inf +Inf +Inf +Inf
// NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN NaN
// 1.5 <nil> 1.5 <nil>
// +Inf strconv.ParseFloat: parsing "1e400": value out of range +Inf strconv.ParseFloat: parsing "1e400": value out of range
// -Inf <nil> -Inf <nil>
// NaN <nil> NaN <nil>
// 0.25 <nil> 0.25 <nil>
// 0 strconv.ParseFloat: parsing "1e": invalid syntax 0 strconv.ParseFloat: parsing "1e": invalid syntax
// 0.5 <nil> 0.5 <nil>
// 5 <nil> 5 <nil>
// 10.5 <nil> 10.5 <nil>
// 0 strconv.ParseFloat: parsing "x": invalid syntax 0 strconv.ParseFloat: parsing "x": invalid syntax
// +Inf strconv.ParseFloat: parsing "1.7976931348623159e308": value out of range +Inf strconv.ParseFloat: parsing "1.7976931348623159e308": value out of range
// (1+2i) <nil>
// (3-4.5i) <nil>
// (0+0i) strconv.ParseComplex: parsing "i": invalid syntax
// (7+0i) <nil>
// (0+2i) <nil>
// (0+0i) strconv.ParseComplex: parsing "1+i": invalid syntax
// (+Inf+2i) strconv.ParseComplex: parsing "1e400+2i": value out of range
// true <nil>
// true <nil>
// false <nil>
// false strconv.ParseBool: parsing "yes": invalid syntax
// "" "" "" true
// true <nil>
// "plain" "plain" "plain" true
// true <nil>
// "tab\tnew\nline" "tab\tnew\nline" "tab\tnew\nline" false
// true <nil>
// "back\\slash \"quote\"" "back\\slash \"quote\"" "back\\slash \"quote\"" true
// true <nil>
// "\x00\x7f\xff" "\x00\x7f\xff" "\x00\x7f\xff" false
// true <nil>
// "日本 \u200b 😀" "\u65e5\u672c \u200b \U0001f600" "日本 \u200b 😀" true
// true <nil>
// "`" "`" "`" false
// true <nil>
// 'a' 'a'
// '\'' '\''
// '"' '"'
// '\n' '\n'
// '\x00' '\x00'
// '\x7f' '\x7f'
// 'é' '\u00e9'
// '�' '\ufffd'
// '\U0010ffff' '\U0010ffff'
// '�' '\ufffd'
// éAA <nil>
// raw <nil>
// x <nil>
//  invalid syntax
//  invalid syntax
//  invalid syntax
//  invalid syntax
//  <nil>
// "quoted" <nil>
// n=-5 true "q" 2.5 (1-2i)
