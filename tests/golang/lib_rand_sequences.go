// Seeded sequences of math/rand are Go's; the unseeded ones stay in their ranges.
package main

import (
	"fmt"
	"math/rand"
	randv2 "math/rand/v2"
)

func main() {
	r := rand.New(rand.NewSource(42))
	fmt.Println(r.Int63(), r.Uint32(), r.Intn(100), r.Int31n(10), r.Float64(), r.Float32())
	fmt.Println(r.Perm(8), r.NormFloat64(), r.ExpFloat64(), r.Uint64())
	words := []string{"a", "b", "c", "d", "e", "f"}
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	b := make([]byte, 5)
	r.Read(b)
	fmt.Println(words, b, rand.NewZipf(r, 1.5, 2, 50).Uint64())
	p := randv2.New(randv2.NewPCG(1, 2))
	fmt.Println(p.Uint64(), p.IntN(100), p.Perm(5), p.Float64())
	c := randv2.NewChaCha8([32]byte([]byte("ABCDEFGHIJKLMNOPQRSTUVWXYZ123456")))
	fmt.Printf("%#x %#x\n", c.Uint64(), c.Uint64())
	seen := map[int]bool{}
	for i := 0; i < 1000; i++ {
		n := rand.Intn(6)
		m := randv2.N(6)
		if n < 0 || n > 5 || m < 0 || m > 5 {
			fmt.Println("out of range", n, m)
		}
		seen[n] = true
		seen[10+m] = true
	}
	fmt.Println(len(seen))
	p = randv2.New(randv2.NewPCG(1, 2))
	for range 3 {
		fmt.Println(p.IntN(1000000000), p.Uint32N(1<<32-1), p.Int64N(1<<60+1), p.NormFloat64(), p.ExpFloat64())
	}
	tail := 0
	for range 10000 {
		if x := p.NormFloat64(); x > 3 || x < -3 {
			tail++
		}
	}
	fmt.Println(tail, randv2.NewZipf(p, 1.5, 2, 50).Uint64(), p.ExpFloat64())
	state, _ := c.MarshalBinary()
	var again randv2.ChaCha8
	fmt.Println(len(state), again.UnmarshalBinary(state), again.Uint64() == c.Uint64())
	c.Read(make([]byte, 3))
	state, _ = c.AppendBinary(nil)
	x, y := make([]byte, 9), make([]byte, 9)
	fmt.Println(len(state), again.UnmarshalBinary(state), again.UnmarshalBinary(state[:9]))
	c.Read(x)
	again.Read(y)
	fmt.Println(string(x) == string(y))
	defer func() { fmt.Println(recover()) }()
	rand.Intn(0)
}

// Output:
// 3440579354231278675 283469975 68 0 0.043818458599374305 0.3831933
// [1 0 6 3 7 5 2 4] -0.6490334541371137 1.5785819844754119 6570415425842765075
// [b c a d f e] [237 12 227 198 196] 10
// 14192431797130687760 61 [1 4 0 2 3] 0.8192750264193612
// 0xb773b6063d4616a5 0x1160af22a66abc3c
// 12
// 769373269 2647573420 904383911928461321 -1.1253144115495104 1.5792300208419903
// 41205257 2147104639 518104336517153529 -0.11707238034168332 1.2334925132631804
// 661916389 1910354079 1084896813900121404 0.7259521217919809 0.7772788529257701
// 29 18 1.8752896338430247
// 48 <nil> true
// 62 <nil> invalid ChaCha8 Read buffer encoding
// true
// invalid argument to Intn
