// Error texts and places: one small program each, with what Go 1.26 says about it. The conformance
// set has whole programs; here is what it does not cover.
#include <gtest/gtest.h>

#include "types_testing.h"

namespace gopark::types {
namespace {

struct Case {
  const char* name;
  const char* source;  // After "package p\n": its first line is line 2.
  const char* errors;
};

class TypeError : public ::testing::TestWithParam<Case> {};

TEST_P(TypeError, TypeError_isWordedAndPlacedAsGoDoes) {
  Checked p(std::string("package p\n") + GetParam().source, "p");
  EXPECT_EQ(p.errors(), GetParam().errors);
}

const Case kCases[] = {
    {"argumentCount", "func f(int, ...string) {}\nfunc g() { f(); f(1, \"a\", 2) }",
     "prog.go:3:12: not enough arguments in call to f\n\thave ()\n\twant (int, ...string)\n"
     "prog.go:3:27: cannot use 2 (untyped int constant) as string value in argument to f\n"},
    {"tooManyArguments", "func f(int) {}\nvar s []int\nfunc g() { f(1, \"a\"); f(s...) }",
     "prog.go:4:17: too many arguments in call to f\n\thave (number, string)\n\twant (int)\n"
     "prog.go:4:23: cannot use ... in call to non-variadic f\n"},
    {"assignmentMismatch",
     "func f() (int, string) { return 1, \"\" }\nvar a, b, c = f()\nvar d int = f()",
     "prog.go:3:15: assignment mismatch: 3 variables but f returns 2 values\n"
     "prog.go:4:13: multiple-value f() (value of type (int, string)) in single-value context\n"},
    {"returnCount", "func f() (int, error) { return 1 }\nfunc g() { return 1 }",
     "prog.go:2:32: not enough return values\n\thave (number)\n\twant (int, error)\n"
     "prog.go:3:19: too many return values\n\thave (number)\n\twant ()\n"},
    {"recursiveType", "type T struct { a [2]T }\ntype A struct { b B }\ntype B struct { a A }",
     "prog.go:2:6: invalid recursive type: T refers to itself\n"
     "prog.go:3:6: invalid recursive type A\n\tprog.go:3:6: A refers to B\n"
     "\tprog.go:4:6: B refers to A\n"},
    {"initializationCycle", "var a = b\nvar b = f()\nfunc f() int { return a }",
     "prog.go:2:5: initialization cycle for a\n\tprog.go:2:5: a refers to b\n"
     "\tprog.go:3:5: b refers to f\n\tprog.go:4:6: f refers to a\n"},
    {"constantCycle", "const a = b\nconst b = a",
     "prog.go:2:7: initialization cycle for a\n\tprog.go:2:7: a refers to b\n"
     "\tprog.go:3:7: b refers to a\n"},
    {"aliasCycle", "type A = B\ntype B = A",
     "prog.go:2:6: invalid recursive type A\n\tprog.go:2:6: A refers to B\n"
     "\tprog.go:3:6: B refers to A\n"},
    {"constraint",
     "type N interface { ~int | ~float64 }\nfunc f[T N](T) {}\nfunc g() { f(\"a\"); "
     "f[string](\"\") }",
     "prog.go:4:13: string does not satisfy N (string missing in ~int | ~float64)\n"},
    {"constraintTilde", "type My int\nfunc f[T interface{ int }](T) {}\nfunc g(x My) { f(x) }",
     "prog.go:4:17: My does not satisfy interface{int} (possibly missing ~ for int in "
     "interface{int})\n"},
    {"constraintMethod",
     "type S interface { String() string }\nfunc f[T S](T) {}\nfunc g() { f(1) }",
     "prog.go:4:13: int does not satisfy S (missing method String)\n"},
    {"comparable", "func f[T comparable](T) {}\nfunc g() { f([]int{}); f(struct{ x func() }{}) }",
     "prog.go:3:13: []int does not satisfy comparable\n"
     "prog.go:3:25: struct{x func()} does not satisfy comparable\n"},
    {"inference",
     "func f[K comparable, V any](m map[K]V, v V) {}\nfunc g() { f(map[string]int{}, \"a\"); "
     "f([]int{}, 1) }",
     "prog.go:3:32: cannot use \"a\" (untyped string constant) as int value in argument to f\n"
     "prog.go:3:40: in call to f, type []int of []int{} does not match map[K]V (cannot infer K and "
     "V)\n"},
    {"genericWithoutInstance", "type L[T any] []T\nfunc f[T any]() {}\nvar x L\nvar y = f",
     "prog.go:4:7: cannot use generic type L[T any] without instantiation\n"
     "prog.go:5:9: cannot use generic function f without instantiation\n"},
    {"typeArgumentCount",
     "type P[A, B any] struct{}\nfunc f[A any](A) {}\nvar x P[int]\nvar y P[int, int, int]\nfunc "
     "g() { f[int, int](1) }",
     "prog.go:4:7: not enough type arguments for type P: have 1, want 2\n"
     "prog.go:5:7: too many type arguments for type P: have 3, want 2\n"
     "prog.go:6:19: got 2 type arguments but want 1\n"},
    {"typeParamOperator",
     "func add[T any](a, b T) T { return a + b }\nfunc eq[T any](a, b T) bool { return a == b }",
     "prog.go:2:36: invalid operation: operator + not defined on a (variable of type T constrained "
     "by any)\n"
     "prog.go:3:38: invalid operation: a == b (incomparable types in type set)\n"},
    {"instantiationCycle", "func f[T any]() { f[*T]() }",
     "prog.go:2:8: instantiation cycle:\n\tprog.go:2:21: T instantiated as *T\n"},
    {"shadowedResult",
     "func f() (err error) {\n\tif err := f(); err != nil {\n\t\treturn\n\t}\n\treturn\n}",
     "prog.go:4:3: result parameter err not in scope at return\n"
     "\tprog.go:3:5: inner declaration of var err error\n"},
    {"mapStructField", "type T struct{ n int }\nfunc f(m map[string]T) { m[\"a\"].n = 1 }",
     "prog.go:3:26: cannot assign to struct field m[\"a\"].n in map\n"},
    {"misspelledField",
     "type T struct{ Name string }\nfunc f(t T) { t.name = \"\"; _ = T{name: \"\"}; t.Foo() }",
     "prog.go:3:17: t.name undefined (type T has no field or method name, but does have field "
     "Name)\n"
     "prog.go:3:34: unknown field name in struct literal of type T, but does have Name\n"
     "prog.go:3:47: t.Foo undefined (type T has no field or method Foo)\n"},
    {"pointerMethodOnValue",
     "type T int\nfunc (*T) M() {}\nfunc f() T { return 0 }\nfunc g() { f().M(); T.M(1) }",
     "prog.go:5:16: cannot call pointer method M on T\n"
     "prog.go:5:23: invalid method expression T.M (needs pointer receiver (*T).M)\n"},
    {"shift",
     "func f(s uint, x float64) { _ = x << 1; var y float64 = 1 << s; _ = y; _ = 1 << -1; _ = 1.5 "
     "<< 1 }",
     "prog.go:2:33: invalid operation: shifted operand x (variable of type float64) must be "
     "integer\n"
     "prog.go:2:57: invalid operation: shifted operand 1 (type float64) must be integer\n"
     "prog.go:2:81: invalid operation: negative shift count -1 (untyped int constant)\n"
     "prog.go:2:89: invalid operation: shifted operand 1.5 (untyped float constant) must be "
     "integer\n"},
    {"constants",
     "const a int8 = 128\nvar b = 1 << 64\nvar c uint = -1\nconst d = 1 / 0\nvar e = "
     "uint8(256)\nconst f = 1 << 600",
     "prog.go:2:16: cannot use 128 (untyped int constant) as int8 value in constant declaration "
     "(overflows)\n"
     "prog.go:3:9: cannot use 1 << 64 (untyped int constant 18446744073709551616) as int value in "
     "variable declaration (overflows)\n"
     "prog.go:4:14: cannot use -1 (untyped int constant) as uint value in variable declaration "
     "(overflows)\n"
     "prog.go:5:15: invalid operation: division by zero\n"
     "prog.go:6:15: constant 256 overflows uint8\n"
     "prog.go:7:13: constant shift overflow\n"},
    {"inheritedConstant", "const (\n\ta uint8 = 255 + iota\n\tb\n)",
     "prog.go:4:2: cannot use 255 + iota (untyped int constant 256) as uint8 value in constant "
     "declaration (overflows)\n"},
    {"select",
     "func f(c chan int) {\n\tselect {\n\tcase x := 1:\n\t\t_ = x\n\tdefault:\n\tdefault:\n\t}\n}",
     "prog.go:4:7: select case must be send or receive (possibly with assignment)\n"
     "prog.go:7:2: multiple defaults (first at prog.go:6:2)\n"},
    {"range",
     "func f(n int, p *int) {\n\tfor i, j := range n {\n\t\t_, _ = i, j\n\t}\n\tfor range p "
     "{\n\t}\n\tfor i := range func() {} {\n\t\t_ = i\n\t}\n}",
     "prog.go:3:9: range over n (variable of type int) permits only one iteration variable\n"
     "prog.go:6:12: cannot range over p (variable of type *int)\n"
     "prog.go:8:17: cannot range over func() {} (value of type func()): func must be func(yield "
     "func(...) bool): wrong argument count\n"},
    {"interfaceMethods",
     "type I interface { M(); M() }\ntype J interface { I2; M(int) }\ntype I2 interface { M() }",
     "prog.go:2:25: duplicate method M\n\tprog.go:2:20: other declaration of method M\n"
     "prog.go:3:20: duplicate method M\n\tprog.go:3:24: other declaration of method M\n"},
    {"fieldAndMethod", "type T struct{ x int }\nfunc (T) x() {}",
     "prog.go:3:10: field and method with the same name x\n\tprog.go:2:16: other declaration of "
     "x\n"},
    {"receivers", "func (int) M() {}\nfunc (x *undefinedT) N() {}\ntype P *int\nfunc (P) O() {}",
     "prog.go:2:7: cannot define new methods on non-local type int\n"
     "prog.go:3:10: undefined: undefinedT\n"
     "prog.go:5:7: invalid receiver type P (pointer or interface type)\n"},
    {"invalidOperandsAreSilent",
     "var a = undefinedX + 1\nvar b = a * 2\nfunc f() { undefinedY(a, b).c = a }",
     "prog.go:2:9: undefined: undefinedX\nprog.go:4:12: undefined: undefinedY\n"},
    {"typeSwitch",
     "func f(x any) {\n\tswitch y := x.(type) {\n\tcase int:\n\t}\n\tswitch x.(type) {\n\tcase "
     "nil, nil:\n\t}\n}",
     "prog.go:3:9: y declared and not used\n"
     "prog.go:7:12: duplicate case nil in type switch\n\tprog.go:7:7: previous case\n"},
    {"imports", "import \"nosuch/thing\"\nvar _ = thing.X",
     "prog.go:2:8: package nosuch/thing is not in std\n"},
    {"constraintOutsideConstraint",
     "type N interface { int | string }\nvar x N\nfunc f(y interface{ comparable }) {}",
     "prog.go:3:7: cannot use type N outside a type constraint: interface contains type "
     "constraints\n"
     "prog.go:4:10: cannot use type interface{comparable} outside a type constraint: interface is "
     "(or embeds) comparable\n"},
    {"tilde", "type My int\ntype C interface { ~My | int | ~int }",
     "prog.go:3:20: invalid use of ~ (underlying type of My is int)\n"
     "prog.go:3:32: overlapping terms ~int and ~p.My\n"},
    {"channelElements",
     "type big [1 << 16]byte\nvar a chan big\nvar b chan [1<<16 - 1]byte\ntype T [2]T\nvar c chan "
     "T",
     "prog.go:3:7: channel element type too large (>64kB)\n"
     "prog.go:5:6: invalid recursive type: T refers to itself\n"},
    {"slices",
     "var s = \"abc\"\nvar a = s[0:1:2]\nvar b = []int{}[2:1]\nvar c = [3]int{}[:]\nvar d = "
     "\"abc\"[5]",
     "prog.go:3:15: invalid operation: 3-index slice of string\n"
     "prog.go:4:19: invalid slice indices: 1 < 2\n"
     "prog.go:5:9: cannot slice unaddressable value [3]int{} (value of type [3]int)\n"
     "prog.go:6:15: invalid argument: index 5 out of bounds [0:3]\n"},
    {"builtins",
     "var m map[int]int\nvar _ = len(1)\nvar _ = cap(m)\nvar _ = make(int)\nvar _ = "
     "make([]int)\nvar _ = append(1, 2)\nfunc f() { delete(m, \"a\"); copy(m, m); close(1) }",
     "prog.go:3:13: invalid argument: 1 (untyped int constant) for built-in len\n"
     "prog.go:4:13: invalid argument: m (variable of type map[int]int) for built-in cap\n"
     "prog.go:5:14: invalid argument: cannot make int: type must be slice, map, or channel\n"
     "prog.go:6:9: invalid operation: make([]int) expects 2 or 3 arguments; found 1\n"
     "prog.go:7:16: invalid append: argument must be a slice; have 1 (untyped int constant)\n"
     "prog.go:8:22: cannot use \"a\" (untyped string constant) as int value in argument to delete\n"
     "prog.go:8:33: invalid copy: argument must be a slice; have m (variable of type map[int]int)\n"
     "prog.go:8:46: invalid operation: cannot close non-channel 1 (untyped int constant)\n"},
};

INSTANTIATE_TEST_SUITE_P(Types, TypeError, ::testing::ValuesIn(kCases),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Main, Main_mayNotBeMissing) {
  Checked p("package main\nfunc Main() {}\n");
  EXPECT_EQ(p.errors(), "runtime.main_main·f: function main is undeclared in the main package\n");
}

TEST(Main, Main_hasNoParameters) {
  Checked p("package main\nfunc main(x int) {}\nvar init = 1\n");
  EXPECT_EQ(p.errors(),
            "prog.go:2:6: func main must have no arguments and no return values\n"
            "prog.go:3:5: cannot declare init - must be func\n");
}

TEST(Limit, Errors_endAfterTen) {
  std::string text = "package p\n";
  for (int i = 0; i < 12; i++) text += "var x" + std::to_string(i) + " int = \"\"\n";
  Checked p(text, "p");
  std::string errors = p.errors();
  EXPECT_EQ(std::count(errors.begin(), errors.end(), '\n'), 11);
  EXPECT_NE(errors.find("prog.go:11:14: too many errors\n"), std::string::npos) << errors;
}

}  // namespace
}  // namespace gopark::types
