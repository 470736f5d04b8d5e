// Functions of package math to the last digit, their special cases, and math/bits.
package main

import (
	"fmt"
	"math"
	"math/bits"
)

func main() {
	inf, nan := math.Inf(1), math.NaN()
	functions := []struct {
		name string
		f    func(float64) float64
	}{
		{"Sqrt", math.Sqrt}, {"Cbrt", math.Cbrt}, {"Exp", math.Exp}, {"Exp2", math.Exp2}, {"Log", math.Log},
		{"Log2", math.Log2}, {"Log10", math.Log10}, {"Sin", math.Sin}, {"Cos", math.Cos}, {"Tan", math.Tan},
		{"Asin", math.Asin}, {"Acos", math.Acos}, {"Atan", math.Atan}, {"Sinh", math.Sinh}, {"Cosh", math.Cosh},
		{"Tanh", math.Tanh}, {"Floor", math.Floor}, {"Ceil", math.Ceil}, {"Trunc", math.Trunc},
		{"Round", math.Round}, {"RoundToEven", math.RoundToEven}, {"Abs", math.Abs},
	}
	for _, f := range functions {
		fmt.Print(f.name)
		for _, x := range []float64{0, 0.5, -0.5, 1, 2.5, math.Pi, -7.25, 1000, 1e10, inf, -inf, nan} {
			fmt.Print(" ", f.f(x))
		}
		fmt.Println()
	}
	for _, p := range [][2]float64{{2, 10}, {1.1, 10}, {2, 0.5}, {-2, 3}, {-2, 0.5}, {0, -1}, {10, -3}, {1.5, 700},
		{inf, -1}, {nan, 0}, {7, 0.333}} {
		fmt.Print(math.Pow(p[0], p[1]), " ", math.Atan2(p[0], p[1]), " ", math.Hypot(p[0], p[1]), " ",
			math.Mod(p[0], p[1]), " ", math.Max(p[0], p[1]), " ", math.Min(p[0], p[1]), " ", math.Dim(p[0], p[1]), "\n")
	}
	frac, exp := math.Frexp(10)
	whole, part := math.Modf(-3.25)
	fmt.Println(frac, exp, whole, part, math.Ldexp(0.5, 4), math.Remainder(10, 3), math.Pow10(-5),
		math.Signbit(math.Copysign(0, -1)), math.IsNaN(nan), math.IsInf(-inf, -1), math.FMA(2, 3, 4))
	fmt.Println(math.MaxInt64, uint64(math.MaxUint64), math.MaxFloat64, math.SmallestNonzeroFloat64, math.MaxFloat32,
		math.Float64bits(1.5), math.Float32frombits(0x40490FDB), math.Nextafter(1, 2))
	fmt.Println(bits.Len(255), bits.LeadingZeros32(1), bits.TrailingZeros16(8), bits.OnesCount64(1<<63|7),
		bits.RotateLeft8(0x81, 1), bits.Reverse8(1), bits.ReverseBytes32(0x01020304))
	hi, lo := bits.Mul64(1<<63, 6)
	quo, rem := bits.Div64(3, 5, 7)
	sum, carry := bits.Add64(1<<63, 1<<63, 1)
	diff, borrow := bits.Sub64(0, 1, 0)
	fmt.Println(hi, lo, quo, rem, sum, carry, diff, borrow)
	defer func() { fmt.Println(recover()) }()
	bits.Div64(7, 0, 7)
}

// Output:
// Sqrt 0 0.7071067811865476 NaN 1 1.5811388300841898 1.7724538509055159 NaN 31.622776601683793 100000 +Inf NaN NaN
// Cbrt 0 0.7937005259840997 -0.7937005259840997 1 1.3572088082974534 1.4645918875615231 -1.9354383203138985 10 2154.4346900318837 +Inf -Inf NaN
// Exp 1 1.6487212707001282 0.6065306597126334 2.718281828459045 12.182493960703473 23.140692632779267 0.000710174388842549 +Inf +Inf +Inf 0 NaN
// Exp2 1 1.414213562373095 0.7071067811865475 2 5.65685424949238 8.824977827076287 0.006569503244169645 1.0715086071862673e+301 +Inf +Inf 0 NaN
// Log -Inf -0.6931471805599453 NaN 0 0.9162907318741551 1.1447298858494002 NaN 6.907755278982137 23.025850929940457 +Inf NaN NaN
// Log2 -Inf -1 NaN 0 1.3219280948873622 1.6514961294723187 NaN 9.965784284662087 33.219280948873624 +Inf NaN NaN
// Log10 -Inf -0.3010299956639812 NaN 0 0.3979400086720376 0.49714987269413385 NaN 3 10 +Inf NaN NaN
// Sin 0 0.479425538604203 -0.479425538604203 0.8414709848078965 0.5984721441039564 1.2246467991473515e-16 -0.8230808790115054 0.8268795405320026 -0.48750602508751073 NaN NaN NaN
// Cos 1 0.8775825618903728 0.8775825618903728 0.5403023058681398 -0.8011436155469337 -1 0.5679241732886949 0.5623790762907029 0.873119622676856 NaN NaN NaN
// Tan 0 0.5463024898437905 -0.5463024898437905 1.557407724654902 -0.7470222972386603 -1.2246467991473515e-16 -1.4492795301268253 1.4703241557027187 -0.5583496378112419 NaN NaN NaN
// Asin 0 0.5235987755982989 -0.5235987755982989 1.5707963267948966 NaN NaN NaN NaN NaN NaN NaN NaN
// Acos 1.5707963267948966 1.0471975511965976 2.0943951023931957 0 NaN NaN NaN NaN NaN NaN NaN NaN
// Atan 0 0.4636476090008061 -0.4636476090008061 0.7853981633974483 1.1902899496825317 1.2626272556789115 -1.433730152484709 1.5697963271282296 1.5707963266948965 1.5707963267948966 -1.5707963267948966 NaN
// Sinh 0 0.5210953054937474 -0.5210953054937474 1.1752011936438014 6.0502044810397875 11.548739357257748 -704.0520690151534 +Inf +Inf +Inf -Inf NaN
// Cosh 1 1.1276259652063807 1.1276259652063807 1.5430806348152437 6.132289479663686 11.591953275521519 704.0527791895422 +Inf +Inf +Inf +Inf NaN
// Tanh 0 0.46211715726000974 -0.46211715726000974 0.7615941559557649 0.9866142981514303 0.99627207622075 -0.9999989913051835 1 1 1 -1 NaN
// Floor 0 0 -1 1 2 3 -8 1000 1e+10 +Inf -Inf NaN
// Ceil 0 1 -0 1 3 4 -7 1000 1e+10 +Inf -Inf NaN
// Trunc 0 0 -0 1 2 3 -7 1000 1e+10 +Inf -Inf NaN
// Round 0 1 -1 1 3 3 -7 1000 1e+10 +Inf -Inf NaN
// RoundToEven 0 0 -0 1 2 3 -7 1000 1e+10 +Inf -Inf NaN
// Abs 0 0.5 0.5 1 2.5 3.141592653589793 7.25 1000 1e+10 +Inf +Inf NaN
// 1024 0.19739555984988078 10.19803902718557 2 10 2 0
// 2.593742460100002 0.10955952677394436 10.060318086422518 1.1 10 1.1 0
// 1.4142135623730951 1.3258176636680323 2.0615528128088303 0 2 0.5 1.5
// -8 -0.5880026035475675 3.6055512754639896 -2 3 -2 0
// NaN -1.3258176636680323 2.0615528128088303 -0 0.5 -2 0
// +Inf 3.141592653589793 1 0 0 -1 1
// 0.001 1.8622531212727638 10.44030650891055 1 10 -3 13
// 1.836036619842633e+123 0.0021428538629827973 700.0016071410122 1.5 700 1.5 0
// 0 1.5707963267948966 +Inf NaN +Inf -1 +Inf
// 1 NaN NaN NaN NaN NaN NaN
// 1.9116907876977722 1.5232607349375864 7.007916166736015 0.006999999999999618 7 0.333 6.667
// 0.625 4 -3 -0.25 8 1 1e-05 true true true 10
// 9223372036854775807 18446744073709551615 1.7976931348623157e+308 5e-324 3.4028234663852886e+38 4609434218613702656 3.1415927 1.0000000000000002
// 8 31 3 4 3 128 67305985
// 3 0 7905747460161236407 4 1 1 18446744073709551615 1
// runtime error: integer overflow
