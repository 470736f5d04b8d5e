// What the checker records for the compiler. When these fail look at core/golang/types/record.cpp
// and the file of the construct in question.
#include <gtest/gtest.h>

#include "golang/syntax/walk.h"
#include "types_testing.h"

namespace gopark::types {
namespace {

// findNode() is the n-th node of kind T in the program.
template <typename T>
const T* findNode(const Checked& p, int n = 0) {
  const T* found = nullptr;
  syntax::inspect(p.file, [&](const syntax::Node* node) {
    if (auto* t = syntax::nodeCast<T>(node)) {
      if (n-- == 0) found = t;
    }
    return true;
  });
  return found;
}

std::vector<std::string> names(const std::vector<Var*>& vars) {
  std::vector<std::string> list;
  for (Var* v : vars) list.push_back(v->name);
  return list;
}
using Names = std::vector<std::string>;

TEST(Info, Captures_areListedInEveryFunctionInBetween) {
  Checked p(syntax::inMain(R"(a, b, c := 1, 2, 3
  f := func() func() int {
    d := a
    return func() int { return b + d }
  }
  _, _ = f, c)"));
  ASSERT_EQ(p.errors(), "");
  FuncInfo* outer = p.info.funcs.at(findNode<syntax::FuncLit>(p, 0));
  FuncInfo* inner = p.info.funcs.at(findNode<syntax::FuncLit>(p, 1));
  EXPECT_EQ(names(outer->captures), (Names{"a", "b"}));
  EXPECT_EQ(names(inner->captures), (Names{"b", "d"}));
  EXPECT_TRUE(p.local("a")->captured);
  EXPECT_TRUE(p.local("d")->captured);
  EXPECT_FALSE(p.local("c")->captured);
  EXPECT_EQ(inner->outer, outer);
  EXPECT_EQ(outer->outer->literals.size(), 1u);
}

TEST(Info, AddressTaken_marksTheVariableWhoseMemoryIsPointedInto) {
  Checked p(R"(package main
type T struct { n int; in struct { a [3]int }; q *T }
func (t *T) Inc() { t.n++ }
func (t T) Get() int { return t.n }
func main() {
  var a, b, c, d, e, f, g T
  var arr [4]int
  var s []int
  _ = &a
  _ = &b.in.a[1]
  _ = &c.q.n
  d.Inc()
  e.Get()
  f.q.Inc()
  _ = arr[:]
  _ = s[:]
  _ = &s[0]
  g.n = 1
})");
  ASSERT_EQ(p.errors(), "");
  for (const char* name : {"a", "b", "d", "arr"}) {
    EXPECT_TRUE(p.local(name)->addressTaken) << name;
  }
  for (const char* name : {"c", "e", "f", "g", "s"}) {
    EXPECT_FALSE(p.local(name)->addressTaken) << name;
  }
  EXPECT_TRUE(p.local("g")->reassigned);
  EXPECT_FALSE(p.local("a")->reassigned);
}

TEST(Info, Conversions_toInterfacesAreRecordedWhereTheyHappen) {
  Checked p(R"(package main
type S interface{ String() string }
type T int
func (T) String() string { return "" }
func take(a any, more ...S) {}
func main() {
  var t T
  take(t, t)
  var s S = t
  var ch chan<- int = make(chan int)
  _ = s == t
  _ = ch
})");
  ASSERT_EQ(p.errors(), "");
  auto* call = findNode<syntax::CallExpr>(p, 0);
  EXPECT_EQ(typeString(p.info.conversions.at(call->argList[0])), "any");
  EXPECT_EQ(typeString(p.info.conversions.at(call->argList[1])), "main.S");
  EXPECT_EQ(typeString(p.info.conversions.at(findNode<syntax::CallExpr>(p, 1))), "chan<- int");
  const syntax::Operation* equal = nullptr;
  for (int i = 0; (equal = findNode<syntax::Operation>(p, i)); i++) {
    if (equal->op == syntax::Operator::Eql) break;
  }
  EXPECT_EQ(typeString(p.info.conversions.at(equal->y)), "main.S");
  EXPECT_FALSE(p.info.conversions.contains(equal->x));
}

TEST(Info, UntypedOperands_haveTheirFinalType) {
  Checked p(R"(package main
func main() {
  var f float32 = 1 << 3
  var n uint8 = 'a'
  s := uint(2)
  var x int64 = 1 << s
  var i any = 2.5
  b := 3 > 2
  _, _, _, _, _ = f, n, x, i, b
})");
  ASSERT_EQ(p.errors(), "");
  auto typeOfLit = [&](int i) {
    return typeString(p.info.find(findNode<syntax::BasicLit>(p, i))->type);
  };
  EXPECT_EQ(typeString(p.info.typeOf(findNode<syntax::Operation>(p, 0))), "float32");
  EXPECT_EQ(p.info.find(findNode<syntax::Operation>(p, 0))->value.str(), "8");
  EXPECT_EQ(typeOfLit(2), "uint8");
  EXPECT_EQ(typeOfLit(4), "int64");  // 1 of 1 << s.
  EXPECT_EQ(typeOfLit(5), "float64");
}

TEST(Info, Selections_followEmbeddedFields) {
  Checked p(R"(package main
type A struct { x, y int }
func (a *A) M() {}
type B struct { n int; A }
type C struct { *B }
func main() {
  var b B
  var c C
  _ = b.y
  _ = c.y
  b.M()
  c.M()
  _ = (*B).M
})");
  ASSERT_EQ(p.errors(), "");
  auto selection = [&](int i) {
    return p.info.selections.at(findNode<syntax::SelectorExpr>(p, i));
  };
  EXPECT_EQ(selection(0).index, (std::vector<int>{1, 1}));
  EXPECT_FALSE(selection(0).indirect);
  EXPECT_EQ(selection(1).index, (std::vector<int>{0, 1, 1}));
  EXPECT_TRUE(selection(1).indirect);
  EXPECT_TRUE(selection(2).implicitAddress);
  EXPECT_EQ(selection(2).index, (std::vector<int>{1, 0}));
  EXPECT_TRUE(selection(3).implicitAddress);
  EXPECT_EQ(selection(4).kind, SelectionKind::MethodExpr);
  EXPECT_EQ(typeString(selection(4).type), "func(*main.B)");
  EXPECT_TRUE(p.local("b")->addressTaken);
  EXPECT_FALSE(p.local("c")->addressTaken);
}

TEST(Info, Instances_holdInferredArguments) {
  Checked p(R"(package main
type Pair[K comparable, V any] struct { k K; v V }
func Make[K comparable, V any](k K, v V) Pair[K, V] { return Pair[K, V]{k, v} }
func Apply[T, R any](x T, f func(T) R) R { return f(x) }
func Id[T any](x T) T { return x }
func main() {
  p := Make("a", 1.5)
  q := Apply(3, Id)
  var f func(string) string = Id
  _, _, _ = p, q, f
})");
  ASSERT_EQ(p.errors(), "");
  EXPECT_EQ(typeString(p.local("p")->type), "main.Pair[string, float64]");
  EXPECT_EQ(typeString(p.local("q")->type), "int");
  std::vector<std::string> found;
  syntax::inspect(p.file, [&](const syntax::Node* n) {
    auto* name = syntax::nodeCast<syntax::Name>(n);
    auto it = name ? p.info.instances.find(name) : p.info.instances.end();
    if (it != p.info.instances.end() && name->value != "Pair") {
      std::string text(name->value);
      for (Type* t : it->second.targs) text += " " + typeString(t);
      found.push_back(text);
    }
    return true;
  });
  EXPECT_EQ(found, (Names{"Make string float64", "Apply int int", "Id int", "Id string"}));
}

TEST(Info, InitOrder_followsDependenciesThroughFunctions) {
  Checked p(R"(package main
var a = b + f()
var b = 1
var c, d = g()
func f() int { return e }
func g() (int, int) { return a, 2 }
var e = 3
var unset int
func init() {}
func main() {}
)");
  ASSERT_EQ(p.errors(), "");
  Names order;
  for (const Initializer& i : p.pkg->initOrder) {
    std::string text;
    for (Var* v : i.lhs) text += v->name;
    order.push_back(text);
  }
  EXPECT_EQ(order, (Names{"b", "e", "a", "cd"}));
  EXPECT_EQ(p.pkg->initFuncs.size(), 1u);
}

TEST(Info, Ranges_knowTheirKind) {
  Checked p(R"(package main
func seq(yield func(int, string) bool) {}
func main() {
  total := 0
  for i, v := range seq { total += i; _ = v }
  for i := range 10 { _ = i }
  for i, r := range "é" { _, _ = i, r }
  var arr [3]int8
  for i, x := range &arr { _, _ = i, x }
  for k := range map[string]int{} { _ = k }
  for range make(chan int) {}
})");
  ASSERT_EQ(p.errors(), "");
  auto range = [&](int i) { return p.info.ranges.at(findNode<syntax::RangeClause>(p, i)); };
  EXPECT_EQ(range(0).kind, RangeKind::Func);
  EXPECT_EQ(typeString(range(0).valueType), "string");
  EXPECT_EQ(range(1).kind, RangeKind::Int);
  EXPECT_EQ(typeString(range(1).keyType), "int");
  EXPECT_EQ(range(2).kind, RangeKind::String);
  EXPECT_EQ(range(3).kind, RangeKind::ArrayPtr);
  EXPECT_EQ(range(4).kind, RangeKind::Map);
  EXPECT_EQ(range(5).kind, RangeKind::Chan);
  // The body of a loop over a function captures like a literal.
  FuncInfo* body = p.info.funcs.at(findNode<syntax::ForStmt>(p, 0));
  EXPECT_TRUE(body->isRangeBody);
  EXPECT_EQ(names(body->captures), (Names{"total"}));
  EXPECT_EQ(names(body->locals), (Names{"i", "v"}));
}

TEST(Info, CommaOk_recordsATuple) {
  Checked p(syntax::inMain(
      "m := map[string]int{}\nv, ok := m[\"a\"]\nw := m[\"b\"]\n_, _, _ = v, ok, w"));
  ASSERT_EQ(p.errors(), "");
  EXPECT_TRUE(p.info.find(findNode<syntax::IndexExpr>(p, 0))->isCommaOk());
  EXPECT_FALSE(p.info.find(findNode<syntax::IndexExpr>(p, 1))->isCommaOk());
}

TEST(Bodies, WhenNeeded_onlyInitializationAsksForThem) {
  Checked p(R"(package main
var a = one()
var b = T.two
var c = 3
type T struct{}
func one() int { return T{}.two() }
func (T) two() int { return func() int { return c }() }
func idle() int { var unused int; return "x" }
)",
            "later", Bodies::WhenNeeded);
  EXPECT_EQ(p.errors(), "");
  std::vector<Var*> order;
  for (const Initializer& init : p.pkg->initOrder) order.push_back(init.lhs[0]);
  EXPECT_EQ(names(order), (Names{"c", "a", "b"}));
  auto info = [&](const char* name) { return objectCast<Func>(p.object(name))->info; };
  EXPECT_EQ(info("one")->checker, nullptr);
  EXPECT_TRUE(checkBody(info("one")));
  ASSERT_NE(info("idle")->checker, nullptr);
  EXPECT_FALSE(checkBody(info("idle")));
  EXPECT_EQ(p.errors(), R"(prog.go:8:23: declared and not used: unused
prog.go:8:42: cannot use "x" (untyped string constant) as int value in return statement
)");
}

}  // namespace
}  // namespace gopark::types
