// Building, splitting, joining and searching text.
package main

import (
	"fmt"
	"strconv"
	"strings"
)

func main() {
	total := 0
	for round := 0; round < 20; round++ {
		var b strings.Builder
		for i := 0; i < 20_000; i++ {
			b.WriteString("item ")
			b.WriteString(strconv.Itoa(i * round))
			b.WriteByte(',')
		}
		fields := strings.Split(b.String(), ",")
		for i, f := range fields {
			if strings.Contains(f, "77") {
				fields[i] = strings.ToUpper(f)
			}
		}
		total += len(strings.Join(fields, "; "))
		s := ""
		for i := 0; i < 1000; i++ {
			s += string(rune('a' + i%26))
		}
		for _, r := range s {
			total += int(r)
		}
	}
	fmt.Println(total)
}
