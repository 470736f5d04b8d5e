// Every function of package strings on texts with characters of several widths and broken bytes.
package main

import (
	"fmt"
	"strings"
	"unicode"
)

func main() {
	texts := []string{"", "a", "hello, world", "héllo wörld", "日本語 text", "a\xffb", "  tabs\tand \n", "aXbXXc",
		"ÀÉÎ straße ǆ", "K\u212A k"}
	seps := []string{"", "X", ", ", "l", "語", "\xff"}
	vowel := func(r rune) bool { return strings.ContainsRune("aeiouéö語", r) }
	for _, s := range texts {
		for _, sep := range seps {
			before, after, found := strings.Cut(s, sep)
			fmt.Printf("%q %q: %t %d %d %d %d %d %q %q %q %q %q %q %t\n", s, sep, strings.Contains(s, sep),
				strings.Index(s, sep), strings.LastIndex(s, sep), strings.Count(s, sep),
				strings.IndexAny(s, sep), strings.LastIndexAny(s, sep), strings.SplitN(s, sep, 3),
				strings.SplitAfter(s, sep), strings.Replace(s, sep, "-", 2), strings.Trim(s, sep),
				before, after, found)
		}
		fmt.Printf("%q %q %q %q %q %q\n", strings.ToUpper(s), strings.ToLower(s), strings.ToTitle(s),
			strings.Title(s), strings.TrimSpace(s), strings.Fields(s))
		fmt.Printf("%q %d %d %q %q %q\n", strings.FieldsFunc(s, vowel), strings.IndexFunc(s, vowel),
			strings.LastIndexFunc(s, vowel), strings.TrimFunc(s, unicode.IsLetter), strings.ToValidUTF8(s, "?"),
			strings.Map(func(r rune) rune {
				if vowel(r) {
					return -1
				}
				return unicode.ToUpper(r)
			}, s))
	}
	fmt.Println(strings.EqualFold("Straße K", "STRAßE \u212A"), strings.EqualFold("a", "b"),
		strings.Compare("a", "b"), strings.HasPrefix("prefix", "pre"), strings.HasSuffix("suffix", "fix"),
		strings.TrimPrefix("prefix", "pre"), strings.TrimSuffix("suffix", "fix"), strings.Repeat("ab", 3),
		strings.Join([]string{"x", "y", "z"}, "; "), strings.IndexByte("abc", 'c'), strings.ReplaceAll("oink", "k", "ky"))
	r := strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;", "ab", "1", "a", "2")
	fmt.Println(r.Replace("<a href=ab>&</a>"), strings.NewReplacer("", "-").Replace("xyz"))
	var b strings.Builder
	for i := 3; i > 0; i-- {
		fmt.Fprintf(&b, "%d...", i)
	}
	b.WriteByte('!')
	b.WriteRune('é')
	b.WriteString("end")
	fmt.Println(b.String(), b.Len())
	rd := strings.NewReader("añb")
	for rd.Len() > 0 {
		c, n, err := rd.ReadRune()
		fmt.Print(string(c), n, err, " ")
	}
	_, _, err := rd.ReadRune()
	fmt.Println(err, rd.UnreadRune())
	func() {
		defer func() { fmt.Println(recover()) }()
		strings.Repeat("x", -1)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		c := b
		c.WriteByte('x')
	}()
}

// Output:
// "" "": true 0 0 1 -1 -1 [] [] "-" "" "" "" true
// "" "X": false -1 -1 0 -1 -1 [""] [""] "" "" "" "" false
// "" ", ": false -1 -1 0 -1 -1 [""] [""] "" "" "" "" false
// "" "l": false -1 -1 0 -1 -1 [""] [""] "" "" "" "" false
// "" "語": false -1 -1 0 -1 -1 [""] [""] "" "" "" "" false
// "" "\xff": false -1 -1 0 -1 -1 [""] [""] "" "" "" "" false
// "" "" "" "" "" []
// [] -1 -1 "" "" ""
// "a" "": true 0 1 2 -1 -1 ["a"] ["a"] "-a-" "a" "" "a" true
// "a" "X": false -1 -1 0 -1 -1 ["a"] ["a"] "a" "a" "a" "" false
// "a" ", ": false -1 -1 0 -1 -1 ["a"] ["a"] "a" "a" "a" "" false
// "a" "l": false -1 -1 0 -1 -1 ["a"] ["a"] "a" "a" "a" "" false
// "a" "語": false -1 -1 0 -1 -1 ["a"] ["a"] "a" "a" "a" "" false
// "a" "\xff": false -1 -1 0 -1 -1 ["a"] ["a"] "a" "a" "a" "" false
// "A" "a" "A" "A" "a" ["a"]
// [] 0 0 "" "a" ""
// "hello, world" "": true 0 12 13 -1 -1 ["h" "e" "llo, world"] ["h" "e" "l" "l" "o" "," " " "w" "o" "r" "l" "d"] "-h-ello, world" "hello, world" "" "hello, world" true
// "hello, world" "X": false -1 -1 0 -1 -1 ["hello, world"] ["hello, world"] "hello, world" "hello, world" "hello, world" "" false
// "hello, world" ", ": true 5 5 1 5 6 ["hello" "world"] ["hello, " "world"] "hello-world" "hello, world" "hello" "world" true
// "hello, world" "l": true 2 10 3 2 10 ["he" "" "o, world"] ["hel" "l" "o, worl" "d"] "he--o, world" "hello, world" "he" "lo, world" true
// "hello, world" "語": false -1 -1 0 -1 -1 ["hello, world"] ["hello, world"] "hello, world" "hello, world" "hello, world" "" false
// "hello, world" "\xff": false -1 -1 0 -1 -1 ["hello, world"] ["hello, world"] "hello, world" "hello, world" "hello, world" "" false
// "HELLO, WORLD" "hello, world" "HELLO, WORLD" "Hello, World" "hello, world" ["hello," "world"]
// ["h" "ll" ", w" "rld"] 1 8 ", " "hello, world" "HLL, WRLD"
// "héllo wörld" "": true 0 13 12 -1 -1 ["h" "é" "llo wörld"] ["h" "é" "l" "l" "o" " " "w" "ö" "r" "l" "d"] "-h-éllo wörld" "héllo wörld" "" "héllo wörld" true
// "héllo wörld" "X": false -1 -1 0 -1 -1 ["héllo wörld"] ["héllo wörld"] "héllo wörld" "héllo wörld" "héllo wörld" "" false
// "héllo wörld" ", ": false -1 -1 0 6 6 ["héllo wörld"] ["héllo wörld"] "héllo wörld" "héllo wörld" "héllo wörld" "" false
// "héllo wörld" "l": true 3 11 3 3 11 ["hé" "" "o wörld"] ["hél" "l" "o wörl" "d"] "hé--o wörld" "héllo wörld" "hé" "lo wörld" true
// "héllo wörld" "語": false -1 -1 0 -1 -1 ["héllo wörld"] ["héllo wörld"] "héllo wörld" "héllo wörld" "héllo wörld" "" false
// "héllo wörld" "\xff": false -1 -1 0 -1 -1 ["héllo wörld"] ["héllo wörld"] "héllo wörld" "héllo wörld" "héllo wörld" "" false
// "HÉLLO WÖRLD" "héllo wörld" "HÉLLO WÖRLD" "Héllo Wörld" "héllo wörld" ["héllo" "wörld"]
// ["h" "ll" " w" "rld"] 1 8 " " "héllo wörld" "HLL WRLD"
// "日本語 text" "": true 0 14 9 -1 -1 ["日" "本" "語 text"] ["日" "本" "語" " " "t" "e" "x" "t"] "-日-本語 text" "日本語 text" "" "日本語 text" true
// "日本語 text" "X": false -1 -1 0 -1 -1 ["日本語 text"] ["日本語 text"] "日本語 text" "日本語 text" "日本語 text" "" false
// "日本語 text" ", ": false -1 -1 0 9 9 ["日本語 text"] ["日本語 text"] "日本語 text" "日本語 text" "日本語 text" "" false
// "日本語 text" "l": false -1 -1 0 -1 -1 ["日本語 text"] ["日本語 text"] "日本語 text" "日本語 text" "日本語 text" "" false
// "日本語 text" "語": true 6 6 1 6 6 ["日本" " text"] ["日本語" " text"] "日本- text" "日本語 text" "日本" " text" true
// "日本語 text" "\xff": false -1 -1 0 -1 -1 ["日本語 text"] ["日本語 text"] "日本語 text" "日本語 text" "日本語 text" "" false
// "日本語 TEXT" "日本語 text" "日本語 TEXT" "日本語 Text" "日本語 text" ["日本語" "text"]
// ["日本" " t" "xt"] 6 11 " " "日本語 text" "日本 TXT"
// "a\xffb" "": true 0 3 4 -1 -1 ["a" "\xff" "b"] ["a" "\xff" "b"] "-a-\xffb" "a\xffb" "" "a\xffb" true
// "a\xffb" "X": false -1 -1 0 -1 -1 ["a\xffb"] ["a\xffb"] "a\xffb" "a\xffb" "a\xffb" "" false
// "a\xffb" ", ": false -1 -1 0 -1 -1 ["a\xffb"] ["a\xffb"] "a\xffb" "a\xffb" "a\xffb" "" false
// "a\xffb" "l": false -1 -1 0 -1 -1 ["a\xffb"] ["a\xffb"] "a\xffb" "a\xffb" "a\xffb" "" false
// "a\xffb" "語": false -1 -1 0 -1 -1 ["a\xffb"] ["a\xffb"] "a\xffb" "a\xffb" "a\xffb" "" false
// "a\xffb" "\xff": true 1 1 1 1 1 ["a" "b"] ["a\xff" "b"] "a-b" "a\xffb" "a" "b" true
// "A�B" "a�b" "A�B" "A�b" "a\xffb" ["a\xffb"]
// ["\xffb"] 0 0 "\xff" "a?b" "�B"
// "  tabs\tand \n" "": true 0 12 13 -1 -1 [" " " " "tabs\tand \n"] [" " " " "t" "a" "b" "s" "\t" "a" "n" "d" " " "\n"] "- - tabs\tand \n" "  tabs\tand \n" "" "  tabs\tand \n" true
// "  tabs\tand \n" "X": false -1 -1 0 -1 -1 ["  tabs\tand \n"] ["  tabs\tand \n"] "  tabs\tand \n" "  tabs\tand \n" "  tabs\tand \n" "" false
// "  tabs\tand \n" ", ": false -1 -1 0 0 10 ["  tabs\tand \n"] ["  tabs\tand \n"] "  tabs\tand \n" "tabs\tand \n" "  tabs\tand \n" "" false
// "  tabs\tand \n" "l": false -1 -1 0 -1 -1 ["  tabs\tand \n"] ["  tabs\tand \n"] "  tabs\tand \n" "  tabs\tand \n" "  tabs\tand \n" "" false
// "  tabs\tand \n" "語": false -1 -1 0 -1 -1 ["  tabs\tand \n"] ["  tabs\tand \n"] "  tabs\tand \n" "  tabs\tand \n" "  tabs\tand \n" "" false
// "  tabs\tand \n" "\xff": false -1 -1 0 -1 -1 ["  tabs\tand \n"] ["  tabs\tand \n"] "  tabs\tand \n" "  tabs\tand \n" "  tabs\tand \n" "" false
// "  TABS\tAND \n" "  tabs\tand \n" "  TABS\tAND \n" "  Tabs\tAnd \n" "tabs\tand" ["tabs" "and"]
// ["  t" "bs\t" "nd \n"] 3 7 "  tabs\tand \n" "  tabs\tand \n" "  TBS\tND \n"
// "aXbXXc" "": true 0 6 7 -1 -1 ["a" "X" "bXXc"] ["a" "X" "b" "X" "X" "c"] "-a-XbXXc" "aXbXXc" "" "aXbXXc" true
// "aXbXXc" "X": true 1 4 3 1 4 ["a" "b" "Xc"] ["aX" "bX" "X" "c"] "a-b-Xc" "aXbXXc" "a" "bXXc" true
// "aXbXXc" ", ": false -1 -1 0 -1 -1 ["aXbXXc"] ["aXbXXc"] "aXbXXc" "aXbXXc" "aXbXXc" "" false
// "aXbXXc" "l": false -1 -1 0 -1 -1 ["aXbXXc"] ["aXbXXc"] "aXbXXc" "aXbXXc" "aXbXXc" "" false
// "aXbXXc" "語": false -1 -1 0 -1 -1 ["aXbXXc"] ["aXbXXc"] "aXbXXc" "aXbXXc" "aXbXXc" "" false
// "aXbXXc" "\xff": false -1 -1 0 -1 -1 ["aXbXXc"] ["aXbXXc"] "aXbXXc" "aXbXXc" "aXbXXc" "" false
// "AXBXXC" "axbxxc" "AXBXXC" "AXbXXc" "aXbXXc" ["aXbXXc"]
// ["XbXXc"] 0 0 "" "aXbXXc" "XBXXC"
// "ÀÉÎ straße ǆ" "": true 0 17 13 -1 -1 ["À" "É" "Î straße ǆ"] ["À" "É" "Î" " " "s" "t" "r" "a" "ß" "e" " " "ǆ"] "-À-ÉÎ straße ǆ" "ÀÉÎ straße ǆ" "" "ÀÉÎ straße ǆ" true
// "ÀÉÎ straße ǆ" "X": false -1 -1 0 -1 -1 ["ÀÉÎ straße ǆ"] ["ÀÉÎ straße ǆ"] "ÀÉÎ straße ǆ" "ÀÉÎ straße ǆ" "ÀÉÎ straße ǆ" "" false
// "ÀÉÎ straße ǆ" ", ": false -1 -1 0 6 14 ["ÀÉÎ straße ǆ"] ["ÀÉÎ straße ǆ"] "ÀÉÎ straße ǆ" "ÀÉÎ straße ǆ" "ÀÉÎ straße ǆ" "" false
// "ÀÉÎ straße ǆ" "l": false -1 -1 0 -1 -1 ["ÀÉÎ straße ǆ"] ["ÀÉÎ straße ǆ"] "ÀÉÎ straße ǆ" "ÀÉÎ straße ǆ" "ÀÉÎ straße ǆ" "" false
// "ÀÉÎ straße ǆ" "語": false -1 -1 0 -1 -1 ["ÀÉÎ straße ǆ"] ["ÀÉÎ straße ǆ"] "ÀÉÎ straße ǆ" "ÀÉÎ straße ǆ" "ÀÉÎ straße ǆ" "" false
// "ÀÉÎ straße ǆ" "\xff": false -1 -1 0 -1 -1 ["ÀÉÎ straße ǆ"] ["ÀÉÎ straße ǆ"] "ÀÉÎ straße ǆ" "ÀÉÎ straße ǆ" "ÀÉÎ straße ǆ" "" false
// "ÀÉÎ STRAßE Ǆ" "àéî straße ǆ" "ÀÉÎ STRAßE ǅ" "ÀÉÎ Straße ǅ" "ÀÉÎ straße ǆ" ["ÀÉÎ" "straße" "ǆ"]
// ["ÀÉÎ str" "ß" " ǆ"] 10 13 " straße " "ÀÉÎ straße ǆ" "ÀÉÎ STRß Ǆ"
// "KK k" "": true 0 6 5 -1 -1 ["K" "K" " k"] ["K" "K" " " "k"] "-K-K k" "KK k" "" "KK k" true
// "KK k" "X": false -1 -1 0 -1 -1 ["KK k"] ["KK k"] "KK k" "KK k" "KK k" "" false
// "KK k" ", ": false -1 -1 0 4 4 ["KK k"] ["KK k"] "KK k" "KK k" "KK k" "" false
// "KK k" "l": false -1 -1 0 -1 -1 ["KK k"] ["KK k"] "KK k" "KK k" "KK k" "" false
// "KK k" "語": false -1 -1 0 -1 -1 ["KK k"] ["KK k"] "KK k" "KK k" "KK k" "" false
// "KK k" "\xff": false -1 -1 0 -1 -1 ["KK k"] ["KK k"] "KK k" "KK k" "KK k" "" false
// "KK K" "kk k" "KK K" "KK K" "KK k" ["KK" "k"]
// ["KK k"] -1 -1 " " "KK k" "KK K"
// true false -1 true true fix suf ababab x; y; z 2 oinky
// &lt;2 href=1&gt;&amp;&lt;/2&gt; -x-y-z-
// 3...2...1...!éend 18
// a1 <nil> ñ2 <nil> b1 <nil> EOF strings.Reader.UnreadRune: previous operation was not ReadRune
// strings: negative Repeat count
// strings: illegal use of non-zero Builder copied by value
