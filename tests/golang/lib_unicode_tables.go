// Package unicode and unicode/utf8, utf16: properties, tables, case mappings and encodings.
package main

import (
	"fmt"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

func main() {
	tests := []struct {
		name string
		is   func(rune) bool
	}{
		{"letter", unicode.IsLetter}, {"upper", unicode.IsUpper}, {"lower", unicode.IsLower}, {"title", unicode.IsTitle},
		{"digit", unicode.IsDigit}, {"number", unicode.IsNumber}, {"space", unicode.IsSpace}, {"punct", unicode.IsPunct},
		{"symbol", unicode.IsSymbol}, {"mark", unicode.IsMark}, {"control", unicode.IsControl}, {"print", unicode.IsPrint},
		{"graphic", unicode.IsGraphic},
	}
	runes := []rune{'a', 'Z', '7', ' ', '\n', '!', '+', 'é', 'ß', 'ǅ', 'Ж', '日', '٣', 'Ⅷ', '½', 0xA0, 0x301, 0x200B,
		0x1F600, 0x10FFFF, -1}
	for _, r := range runes {
		fmt.Printf("%U", r)
		for _, t := range tests {
			if t.is(r) {
				fmt.Print(" ", t.name)
			}
		}
		fmt.Printf(" %c%c%c %U\n", unicode.ToUpper(r), unicode.ToLower(r), unicode.ToTitle(r), unicode.SimpleFold(r))
	}
	fmt.Println(unicode.Is(unicode.Han, '日'), unicode.Is(unicode.Cyrillic, 'Ж'), unicode.In('α', unicode.Latin, unicode.Greek),
		unicode.Is(unicode.White_Space, 0x2003), unicode.Is(unicode.Categories["Sc"], '€'), unicode.Is(unicode.Scripts["Thai"], 'ก'),
		len(unicode.Latin.R16) > 20, unicode.Is(unicode.Letter, 0x20000))
	fmt.Printf("%c %c\n", unicode.TurkishCase.ToUpper('i'), unicode.TurkishCase.ToLower('I'))

	s := "aé日\U0001F600\xff"
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		fmt.Printf("%U/%d ", r, n)
		i += n
	}
	last, n := utf8.DecodeLastRuneInString(s[:len(s)-1])
	fmt.Println(utf8.RuneCountInString(s), utf8.ValidString(s), string(last), n, utf8.RuneLen('日'), utf8.RuneLen(0xD800),
		utf8.FullRuneInString("\xe6\x97"), utf8.ValidRune(0xD800), utf8.RuneStart(0x97))
	buf := make([]byte, 4)
	fmt.Println(buf[:utf8.EncodeRune(buf, '日')], utf8.AppendRune(nil, -1), utf8.AppendRune(nil, 0x1F600))
	words := utf16.Encode([]rune("a日\U0001F600"))
	fmt.Printf("%x %q %t\n", words, string(utf16.Decode(append(words, 0xD800))), utf16.IsSurrogate(0xDC00))
}

// Output:
// U+0061 letter lower print graphic AaA U+0041
// U+005A letter upper print graphic ZzZ U+007A
// U+0037 digit number print graphic 777 U+0037
// U+0020 space print graphic     U+0020
// U+000A space control
//
//
//  U+000A
// U+0021 punct print graphic !!! U+0021
// U+002B symbol print graphic +++ U+002B
// U+00E9 letter lower print graphic ÉéÉ U+00C9
// U+00DF letter lower print graphic ßßß U+1E9E
// U+01C5 letter title print graphic Ǆǆǅ U+01C6
// U+0416 letter upper print graphic ЖжЖ U+0436
// U+65E5 letter print graphic 日日日 U+65E5
// U+0663 digit number print graphic ٣٣٣ U+0663
// U+2167 number print graphic ⅧⅷⅧ U+2177
// U+00BD number print graphic ½½½ U+00BD
// U+00A0 space graphic     U+00A0
// U+0301 mark print graphic ́́́ U+0301
// U+200B ​​​ U+200B
// U+1F600 symbol print graphic 😀😀😀 U+1F600
// U+10FFFF 􏿿􏿿􏿿 U+10FFFF
// U+FFFFFFFFFFFFFFFF ��� U+FFFFFFFFFFFFFFFF
// true true true true true true true true
// İ ı
// U+0061/1 U+00E9/2 U+65E5/3 U+1F600/4 U+FFFD/1 5 false 😀 4 3 -1 false false false
// [230 151 165] [239 191 189] [240 159 152 128]
// [61 65e5 d83d de00] "a日😀�" true
