// Package tree is the binary tree of the Tour of Go's exercise on equivalent trees.
package tree

import (
	"fmt"
	"math/rand"
)

// A Tree holds integers; smaller ones are on the left.
type Tree struct {
	Left  *Tree
	Value int
	Right *Tree
}

// New returns a tree of the values k, 2k, ..., 10k, whose shape is random.
func New(k int) *Tree {
	var t *Tree
	for _, i := range rand.Perm(10) {
		t = t.with((i + 1) * k)
	}
	return t
}

func (t *Tree) with(v int) *Tree {
	switch {
	case t == nil:
		return &Tree{Value: v}
	case v < t.Value:
		t.Left = t.Left.with(v)
	default:
		t.Right = t.Right.with(v)
	}
	return t
}

// String writes the values in order, each subtree in parentheses.
func (t *Tree) String() string {
	if t == nil {
		return "()"
	}
	s := ""
	if t.Left != nil {
		s = t.Left.String() + " "
	}
	s += fmt.Sprint(t.Value)
	if t.Right != nil {
		s += " " + t.Right.String()
	}
	return "(" + s + ")"
}
