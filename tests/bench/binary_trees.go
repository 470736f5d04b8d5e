// Small objects that live for a while: complete trees, built and dropped beside one that stays.
package main

import "fmt"

type node struct{ left, right *node }

func build(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{build(depth - 1), build(depth - 1)}
}

func (n *node) count() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.count() + n.right.count()
}

func main() {
	const most = 15
	stays := build(most)
	for depth := 4; depth <= most; depth += 4 {
		total := 0
		for i := 0; i < 1<<(most-depth+4); i++ {
			total += build(depth).count()
		}
		fmt.Println(depth, total)
	}
	fmt.Println(stays.count())
}
