// Maps that grow, are looked up, and lose what they had.
package main

import (
	"fmt"
	"strconv"
)

func main() {
	sum := 0
	numbers := map[int]int{}
	for i := 0; i < 1_000_000; i++ {
		numbers[i*7919%500_009] += i
		if i%3 == 0 {
			delete(numbers, i*104729%500_009)
		}
	}
	for k, v := range numbers {
		sum += k ^ v
	}
	words := map[string]int{}
	for i := 0; i < 300_000; i++ {
		words["key "+strconv.Itoa(i%50_000)]++
	}
	for _, n := range words {
		sum += n
	}
	fmt.Println(len(numbers), len(words), sum)
}
