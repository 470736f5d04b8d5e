package main

var x = 1 / 1e-600000000i

func main() { println(x) }
