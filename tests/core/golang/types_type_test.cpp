// Types by themselves: sizes, text, identity through canonical types, method sets, substitution.
#include <gtest/gtest.h>

#include "golang/types/lookup.h"
#include "golang/types/subst.h"
#include "golang/types/universe.h"
#include "types_testing.h"

namespace gopark::types {
namespace {

TEST(Sizes, Sizes_areThoseOfGcOn64Bits) {
  Checked p(R"(package p
type A struct { a bool; b int64; c bool }
type B struct { a bool; c bool; b int64 }
type C struct { s string; x []int; i any; m map[int]int; f func() }
type D struct { a int32; z struct{} }
type E [3]struct { a uint16; b byte }
type F complex64
type G struct { a byte; c complex128 }
)");
  ASSERT_EQ(p.errors(), "");
  auto size = [&](const char* name) { return sizeOf(p.typeOf(name)); };
  EXPECT_EQ(size("A"), 24);
  EXPECT_EQ(size("B"), 16);
  EXPECT_EQ(size("C"), 72);
  EXPECT_EQ(size("D"), 8);  // The empty tail must not share the next object's address.
  EXPECT_EQ(size("E"), 12);
  EXPECT_EQ(size("F"), 8);
  EXPECT_EQ(alignOf(p.typeOf("F")), 4);
  EXPECT_EQ(size("G"), 24);
  EXPECT_EQ(fieldOffsets(as<Struct>(p.typeOf("A"))), (std::vector<int64_t>{0, 8, 16}));
}

TEST(TypeString, TypeString_printsAsErrorsAndAsTheRuntimeDo) {
  Checked p(R"(package main
type T struct{}
type Pair[K comparable, V any] struct { k K; v V }
var a map[string][]*T
var b func(x int, rest ...string) (n int, err error)
var c interface { M(int) string; error }
var d struct { X int `tag`; T }
var e chan (<-chan byte)
var f Pair[string, Pair[T, []rune]]
var g any
func main() {})");
  auto shown = [&](const char* name) {
    return typeString(p.typeOf(name), Qualify::kRelative, p.pkg);
  };
  auto atRunTime = [&](const char* name) { return runtimeTypeString(p.typeOf(name)); };
  EXPECT_EQ(shown("a"), "map[string][]*T");
  EXPECT_EQ(atRunTime("a"), "map[string][]*main.T");
  EXPECT_EQ(shown("b"), "func(x int, rest ...string) (n int, err error)");
  EXPECT_EQ(atRunTime("b"), "func(int, ...string) (int, error)");
  EXPECT_EQ(shown("c"), "interface{M(int) string; error}");
  EXPECT_EQ(atRunTime("c"), "interface { Error() string; M(int) string }");
  EXPECT_EQ(shown("d"), "struct{X int \"tag\"; T}");
  EXPECT_EQ(atRunTime("d"), "struct { X int \"tag\"; main.T }");
  EXPECT_EQ(shown("e"), "chan (<-chan byte)");
  EXPECT_EQ(atRunTime("e"), "chan (<-chan uint8)");
  EXPECT_EQ(shown("f"), "Pair[string, Pair[T, []rune]]");
  EXPECT_EQ(atRunTime("f"), "main.Pair[string,main.Pair[main.T,[]int32]]");
  EXPECT_EQ(shown("g"), "any");
  EXPECT_EQ(atRunTime("g"), "interface {}");
}

TEST(Canonical, Canonical_unitesIdenticalTypesOnly) {
  Checked p(R"(package main
type A = []byte
type N []byte
type L[T any] struct { next *L[T]; v T }
var a A
var b []uint8
var c N
var d L[byte]
var e L[uint8]
var f L[int8]
var g func(x int) (s string)
var h func(int) string
var i interface { M(); N() }
var j interface { N(); M() }
var k struct { x int }
var l struct { x int `t` }
var m map[string]L[[]byte]
var n map[string]L[A]
func main() {})");
  auto canonical = [&](const char* name) { return p.context.canonical(p.typeOf(name)); };
  EXPECT_EQ(canonical("a"), canonical("b"));
  EXPECT_NE(canonical("a"), canonical("c"));
  EXPECT_EQ(canonical("d"), canonical("e"));
  EXPECT_NE(canonical("d"), canonical("f"));
  EXPECT_EQ(canonical("g"), canonical("h"));
  EXPECT_EQ(canonical("i"), canonical("j"));
  EXPECT_NE(canonical("k"), canonical("l"));
  EXPECT_EQ(canonical("m"), canonical("n"));
  for (const char* x : {"a", "c", "d", "g", "i", "k", "m"}) {
    for (const char* y : {"a", "b", "c", "d", "e", "f", "h", "j", "l", "n"}) {
      EXPECT_EQ(identical(p.typeOf(x), p.typeOf(y)), canonical(x) == canonical(y)) << x << " " << y;
    }
  }
}

TEST(Subst, InstanceType_makesLocalTypesOfGenericFunctionsDistinct) {
  Checked p(R"(package main
func F[T any]() {
  type node struct { v T; next *node }
  var n node
  var m map[string][]T
  _, _ = n, m
}
func main() {})");
  ASSERT_EQ(p.errors(), "");
  TypeParam* T = objectCast<Func>(p.object("F"))->signature()->tparams[0];
  Type* node = p.local("n")->type;
  SubstMap ints{{T, basicType(BasicKind::Int)}}, strings{{T, basicType(BasicKind::String)}};
  Type* intNode = instanceType(p.context, node, ints);
  Type* stringNode = instanceType(p.context, node, strings);
  EXPECT_NE(intNode, stringNode);
  EXPECT_EQ(intNode, instanceType(p.context, node, ints));
  auto* s = as<Struct>(intNode);
  EXPECT_EQ(typeString(s->fields[0]->type), "int");
  EXPECT_EQ(p.context.canonical(s->fields[1]->type),
            p.context.canonical(p.context.pointerTo(intNode)));
  EXPECT_EQ(sizeOf(stringNode), 24);
  EXPECT_EQ(typeString(instanceType(p.context, p.local("m")->type, ints)), "map[string][]int");
  EXPECT_TRUE(hasTypeParam(node));
  EXPECT_FALSE(hasTypeParam(intNode));
}

TEST(MethodSet, MethodSet_holdsPromotedMethodsOfPointersOnlyWhereReachable) {
  Checked p(R"(package p
type A struct{}
func (A) V() {}
func (*A) P() {}
type B struct { A }
type C struct { *A }
type I interface { V() }
type D struct { I; n int }
)");
  ASSERT_EQ(p.errors(), "");
  auto names = [&](Type* t) {
    std::string list;
    for (const MethodEntry& e : methodSet(p.context, t)) list += e.method->name + " ";
    return list;
  };
  auto ptr = [&](const char* name) { return p.context.pointerTo(p.typeOf(name)); };
  EXPECT_EQ(names(p.typeOf("A")), "V ");
  EXPECT_EQ(names(ptr("A")), "P V ");
  EXPECT_EQ(names(p.typeOf("B")), "V ");
  EXPECT_EQ(names(ptr("B")), "P V ");
  EXPECT_EQ(names(p.typeOf("C")), "P V ");
  EXPECT_EQ(names(p.typeOf("D")), "V ");
  EXPECT_TRUE(implements(p.context, p.typeOf("B"), p.typeOf("I"), false));
  EXPECT_EQ(names(ptr("I")), "");
}

TEST(Named, Method_ofAnInstanceKnowsItsGenericMethod) {
  Checked p(R"(package p
type List[T any] struct { head T }
func (l *List[E]) Push(x E) *List[E] { return l }
var ints List[int]
)");
  ASSERT_EQ(p.errors(), "");
  auto* t = cast<Named>(p.typeOf("ints"));
  ASSERT_EQ(namedMethodCount(t), 1u);
  Func* push = namedMethod(t, 0);
  EXPECT_EQ(typeString(push->type), "func(x int) *p.List[int]");
  EXPECT_EQ(push->generic(), t->origin->methods[0]);
  EXPECT_EQ(push->generic()->fullName(), "main.List.Push");
  EXPECT_NE(push->generic()->decl, nullptr);
}

}  // namespace
}  // namespace gopark::types
