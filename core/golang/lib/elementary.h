// The elementary functions as Go computes them, bit for bit, on every build: the C libraries under
// native and web builds differ from each other and from Go in the last bit.
//
// The methods are published ones: sine, tangent, arctangent and the hyperbolic functions from the
// Cephes library, logarithm and cube root from FreeBSD's msun; a Taylor series for the exponential.
//
// Go's counterparts: sin.go, exp_amd64.s and so on in package math.
#pragma once

namespace gopark::lib {

double goSin(double x);
double goCos(double x);
double goTan(double x);
double goAsin(double x);
double goAcos(double x);
double goAtan(double x);
double goAtan2(double y, double x);
double goSinh(double x);
double goCosh(double x);
double goTanh(double x);
double goAsinh(double x);
double goAcosh(double x);
double goExp(double x);
double goExp2(double x);
double goLog(double x);
double goLog10(double x);
double goLog2(double x);
double goPow(double x, double y);
double goCbrt(double x);
double goHypot(double p, double q);

}  // namespace gopark::lib
