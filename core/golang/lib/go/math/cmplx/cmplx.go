// Package cmplx has the functions of complex numbers.
package cmplx

import "math"

// Abs returns the distance from zero.
func Abs(x complex128) float64 { return math.Hypot(real(x), imag(x)) }

// Phase returns the angle, in [-Pi, Pi].
func Phase(x complex128) float64 { return math.Atan2(imag(x), real(x)) }

// Polar returns the distance from zero and the angle.
func Polar(x complex128) (r, θ float64) { return Abs(x), Phase(x) }

// Rect returns the number at that distance and angle.
func Rect(r, θ float64) complex128 {
	s, c := math.Sincos(θ)
	return complex(r*c, r*s)
}

// Conj returns the number mirrored at the real axis.
func Conj(x complex128) complex128 { return complex(real(x), -imag(x)) }

// Inf returns an infinity.
func Inf() complex128 { return complex(math.Inf(1), math.Inf(1)) }

// NaN returns something that is no number.
func NaN() complex128 { return complex(math.NaN(), math.NaN()) }

// IsInf reports whether a part is infinite.
func IsInf(x complex128) bool { return math.IsInf(real(x), 0) || math.IsInf(imag(x), 0) }

// IsNaN reports whether a part is no number, and none infinite.
func IsNaN(x complex128) bool {
	return !IsInf(x) && (math.IsNaN(real(x)) || math.IsNaN(imag(x)))
}

// Exp returns e**x.
func Exp(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case math.IsInf(re, 0):
		switch {
		case re > 0 && im == 0:
			return x
		case math.IsInf(im, 0) || math.IsNaN(im):
			if re < 0 {
				return complex(0, math.Copysign(0, im))
			}
			return complex(math.Inf(1), math.NaN())
		}
	case math.IsNaN(re):
		if im == 0 {
			return complex(math.NaN(), im)
		}
	}
	return Rect(math.Exp(re), im)
}

// Log returns the natural logarithm.
func Log(x complex128) complex128 { return complex(math.Log(Abs(x)), Phase(x)) }

// Log10 returns the decimal logarithm.
func Log10(x complex128) complex128 {
	z := Log(x)
	return complex(math.Log10E*real(z), math.Log10E*imag(z))
}

// Sqrt returns the square root whose real part is not negative.
func Sqrt(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0:
		if re == 0 {
			return complex(0, im)
		}
		if re < 0 {
			return complex(0, math.Copysign(math.Sqrt(-re), im))
		}
		return complex(math.Sqrt(re), im)
	case math.IsInf(im, 0):
		return complex(math.Inf(1), im)
	case re == 0:
		r := math.Sqrt(0.5 * math.Abs(im))
		return complex(r, math.Copysign(r, im))
	}
	// Scaled, so that neither the largest nor the smallest numbers leave the range.
	scale := 0.5
	if math.Abs(re) > 4 || math.Abs(im) > 4 {
		re, im, scale = re*0.25, im*0.25, 2
	} else {
		re, im, scale = re*0x1p54, im*0x1p54, 0x1p-27
	}
	r := math.Hypot(re, im)
	var t float64
	if re > 0 {
		t = math.Sqrt(0.5*r + 0.5*re)
		r = scale * math.Abs((0.5*im)/t)
		t *= scale
	} else {
		r = math.Sqrt(0.5*r - 0.5*re)
		t = scale * math.Abs((0.5*im)/r)
		r *= scale
	}
	return complex(t, math.Copysign(r, im))
}

// Pow returns x**y.
func Pow(x, y complex128) complex128 {
	if x == 0 {
		re, im := real(y), imag(y)
		switch {
		case y == 0:
			return 1
		case re < 0 && im == 0:
			return complex(math.Inf(1), 0)
		case re < 0:
			return Inf()
		case re > 0:
			return 0
		}
		return NaN()
	}
	size := Abs(x)
	if size == 0 {
		return 0
	}
	r := math.Pow(size, real(y))
	angle := Phase(x)
	θ := real(y) * angle
	if imag(y) != 0 {
		r *= math.Exp(-imag(y) * angle)
		θ += imag(y) * math.Log(size)
	}
	return Rect(r, θ)
}

// sinhcosh returns both, exact for small x too.
func sinhcosh(x float64) (sh, ch float64) { return math.Sinh(x), math.Cosh(x) }

// Sin returns the sine.
func Sin(x complex128) complex128 {
	s, c := math.Sincos(real(x))
	sh, ch := sinhcosh(imag(x))
	return complex(s*ch, c*sh)
}

// Cos returns the cosine.
func Cos(x complex128) complex128 {
	s, c := math.Sincos(real(x))
	sh, ch := sinhcosh(imag(x))
	return complex(c*ch, -s*sh)
}

// Sinh returns the hyperbolic sine.
func Sinh(x complex128) complex128 {
	s, c := math.Sincos(imag(x))
	sh, ch := sinhcosh(real(x))
	return complex(c*sh, s*ch)
}

// Cosh returns the hyperbolic cosine.
func Cosh(x complex128) complex128 {
	s, c := math.Sincos(imag(x))
	sh, ch := sinhcosh(real(x))
	return complex(c*ch, s*sh)
}

// Tan returns the tangent.
func Tan(x complex128) complex128 {
	if math.IsInf(imag(x), 0) {
		return complex(math.Copysign(0, real(x)), math.Copysign(1, imag(x)))
	}
	d := math.Cos(2*real(x)) + math.Cosh(2*imag(x))
	if d == 0 {
		return Inf()
	}
	return complex(math.Sin(2*real(x))/d, math.Sinh(2*imag(x))/d)
}

// Tanh returns the hyperbolic tangent.
func Tanh(x complex128) complex128 {
	if math.IsInf(real(x), 0) {
		return complex(math.Copysign(1, real(x)), math.Copysign(0, imag(x)))
	}
	d := math.Cosh(2*real(x)) + math.Cos(2*imag(x))
	if d == 0 {
		return Inf()
	}
	return complex(math.Sinh(2*real(x))/d, math.Sin(2*imag(x))/d)
}

// Cot returns the cotangent.
func Cot(x complex128) complex128 {
	d := math.Cosh(2*imag(x)) - math.Cos(2*real(x))
	if d == 0 {
		return Inf()
	}
	return complex(math.Sin(2*real(x))/d, -math.Sinh(2*imag(x))/d)
}

// Asin returns the inverse sine.
func Asin(x complex128) complex128 {
	if imag(x) == 0 && math.Abs(real(x)) <= 1 {
		return complex(math.Asin(real(x)), imag(x))
	}
	if real(x) == 0 && math.Abs(imag(x)) <= 1 {
		return complex(real(x), math.Asinh(imag(x)))
	}
	square := x * x
	z := Log(complex(-imag(x), real(x)) + Sqrt(complex(1-real(square), -imag(square))))
	return complex(imag(z), -real(z))
}

// Asinh returns the inverse hyperbolic sine.
func Asinh(x complex128) complex128 {
	if real(x) == 0 && math.Abs(imag(x)) <= 1 {
		return complex(real(x), math.Asin(imag(x)))
	}
	if imag(x) == 0 && math.Abs(real(x)) <= 1 {
		return complex(math.Asinh(real(x)), imag(x))
	}
	square := x * x
	return Log(x + Sqrt(complex(1+real(square), imag(square))))
}

// Acos returns the inverse cosine.
func Acos(x complex128) complex128 {
	z := Asin(x)
	return complex(math.Pi/2-real(z), -imag(z))
}

// Acosh returns the inverse hyperbolic cosine.
func Acosh(x complex128) complex128 {
	if x == 0 {
		return complex(0, math.Copysign(math.Pi/2, imag(x)))
	}
	z := Acos(x)
	if imag(z) <= 0 {
		return complex(-imag(z), real(z))
	}
	return complex(imag(z), -real(z))
}

// Atan returns the inverse tangent.
func Atan(x complex128) complex128 {
	re, im := real(x), imag(x)
	if im == 0 {
		return complex(math.Atan(re), im)
	}
	if re == 0 && math.Abs(im) <= 1 {
		return complex(re, math.Atanh(im))
	}
	square := re * re
	above, below := im+1, im-1
	angle := 0.5 * math.Atan2(2*re, 1-square-im*im)
	if angle >= math.Pi/2 {
		angle -= math.Pi // On the cut the value is that of the other side.
	}
	return complex(angle, 0.25*math.Log((square+above*above)/(square+below*below)))
}

// Atanh returns the inverse hyperbolic tangent.
func Atanh(x complex128) complex128 {
	z := Atan(complex(-imag(x), real(x)))
	return complex(imag(z), -real(z))
}
