// The parser's trees: their shape (by printing them again) and the positions of their nodes.
#include "golang/syntax/parser.h"

#include <gtest/gtest.h>

#include <functional>

#include "golang/syntax/printer.h"
#include "golang/syntax/walk.h"
#include "syntax_testing.h"

namespace gopark::syntax {
namespace {

// firstOf() is the first node of type T in the tree, in source order.
template <typename T>
const T* firstOf(const Parsed& parsed) {
  const T* found = nullptr;
  inspect(parsed.result.file, [&](const Node* n) {
    if (!found) found = nodeCast<T>(n);
    return !found;
  });
  return found;
}

std::string at(Pos pos) {
  return std::to_string(pos.line) + ":" + std::to_string(pos.column);
}

// places() is pos and startPos of the first T in those statements, which are on line 3.
template <typename T>
std::string places(const std::string& statements) {
  Parsed parsed(inMain(statements));
  EXPECT_EQ(parsed.errors(), "");
  const T* node = firstOf<T>(parsed);
  return node ? at(node->pos) + " " + at(startPos(node)) : "none";
}

TEST(Positions, areThoseOfGc) {
  EXPECT_EQ(places<Operation>("_ = ab + c"), "3:8 3:5");
  EXPECT_EQ(places<Operation>("_ = -ab"), "3:5 3:5");
  EXPECT_EQ(places<CallExpr>("a.bc(d)"), "3:5 3:1");
  EXPECT_EQ(places<SelectorExpr>("ab.c()"), "3:3 3:1");
  EXPECT_EQ(places<IndexExpr>("_ = ab[c]"), "3:7 3:5");
  EXPECT_EQ(places<SliceExpr>("_ = ab[c:d]"), "3:7 3:7");
  EXPECT_EQ(places<AssertExpr>("_ = ab.(c)"), "3:7 3:5");
  EXPECT_EQ(places<CompositeLit>("_ = ab{c}"), "3:7 3:5");
  EXPECT_EQ(places<KeyValueExpr>("_ = ab{cd: e}"), "3:10 3:8");
  EXPECT_EQ(places<FuncLit>("_ = func(x int) {}"), "3:5 3:5");
  EXPECT_EQ(places<ParenExpr>("_ = (ab)"), "3:5 3:5");
  EXPECT_EQ(places<AssignStmt>("ab, c = d, e"), "3:7 3:1");
  EXPECT_EQ(places<SendStmt>("ab <- c"), "3:4 3:1");
  EXPECT_EQ(places<ExprStmt>("ab(c)"), "3:3 3:3");
  EXPECT_EQ(places<LabeledStmt>("L: for { break L }"), "3:2 3:2");
  EXPECT_EQ(places<RangeClause>("for i := range x {}"), "3:10 3:5");
  EXPECT_EQ(places<TypeSwitchGuard>("switch v := x.(type) {}"), "3:14 3:8");
  EXPECT_EQ(places<ReturnStmt>("  return"), "3:3 3:3");
}

TEST(Positions, ofDeclarationsAreThoseOfGc) {
  Parsed parsed("package main\n\nfunc (t T) f(x int) {}\n\nvar a, b int\ntype (\n\tU int\n)\n");
  EXPECT_EQ(parsed.errors(), "");
  EXPECT_EQ(at(firstOf<FuncDecl>(parsed)->pos), "3:6");
  EXPECT_EQ(at(firstOf<FuncType>(parsed)->pos), "3:13");
  EXPECT_EQ(at(firstOf<VarDecl>(parsed)->pos), "5:5");
  EXPECT_EQ(at(firstOf<TypeDecl>(parsed)->pos), "7:2");
  EXPECT_EQ(at(parsed.result.file->eof), "9:1");
}

TEST(Positions, endRoughlyWhereTheTextEnds) {
  Parsed parsed(inMain("x = ab + cde\nfor {\n}"));
  EXPECT_EQ(at(endPos(firstOf<Operation>(parsed))), "3:13");
  EXPECT_EQ(at(endPos(firstOf<ForStmt>(parsed))), "5:1");
}

TEST(Positions, compareByFileThenLineThenColumn) {
  EXPECT_LT(Pos(0, 9, 9), Pos(1, 1, 1));
  EXPECT_LT(Pos(0, 1, 9), Pos(0, 2, 1));
  EXPECT_LT(Pos(0, 1, 1), Pos(0, 1, 2));
  EXPECT_FALSE(Pos().isKnown());
}

// shape() is an expression with every operation in parentheses.
std::string shape(const Expr* e) {
  auto* operation = nodeCast<Operation>(e);
  if (!operation) return exprString(e);
  std::string op(operatorText(operation->op));
  if (!operation->isBinary()) return "(" + op + shape(operation->x) + ")";
  return "(" + shape(operation->x) + op + shape(operation->y) + ")";
}

std::string shapeOf(const std::string& expression) {
  Parsed parsed(inMain("_ = " + expression));
  EXPECT_EQ(parsed.errors(), "");
  return shape(firstOf<AssignStmt>(parsed)->rhs);
}

TEST(Expressions, bindByPrecedenceAndToTheLeft) {
  EXPECT_EQ(shapeOf("a + b * c"), "(a+(b*c))");
  EXPECT_EQ(shapeOf("a - b - c"), "((a-b)-c)");
  EXPECT_EQ(shapeOf("a || b && c == d | e &^ f"), "(a||(b&&(c==(d|(e&^f)))))");
  EXPECT_EQ(shapeOf("-a * *b"), "((-a)*(*b))");
  EXPECT_EQ(shapeOf("<-a + b"), "((<-a)+b)");
  EXPECT_EQ(shapeOf("!a.b[c](d)"), "(!a.b[c](d))");
}

TEST(Expressions, arrowsBelongToTheInnermostChannel) {
  EXPECT_EQ(shapeOf("(<-chan int)(c)"), "(<-chan int)(c)");
  EXPECT_EQ(shapeOf("<-chan int(c)"), "(<-chan int(c))");
  Parsed parsed("package p\nvar _ <-chan (<-chan int)\nvar _ = (<-chan<- chan int)(nil)\n");
  EXPECT_EQ(parsed.errors(), "");
}

TEST(TypeParameters, areToldFromArrayLengths) {
  auto isGeneric = [](const std::string& decl) {
    Parsed parsed("package p\n" + decl + "\n");
    EXPECT_EQ(parsed.errors(), "") << decl;
    return !firstOf<TypeDecl>(parsed)->tparamList.empty();
  };
  EXPECT_TRUE(isGeneric("type T[P any] int"));
  EXPECT_TRUE(isGeneric("type T[P *C,] int"));
  EXPECT_TRUE(isGeneric("type T[P *[]int] int"));
  EXPECT_TRUE(isGeneric("type T[P []E, E any] int"));
  EXPECT_TRUE(isGeneric("type T[P ~int|string] int"));
  EXPECT_TRUE(isGeneric("type T[P interface{ ~int }] int"));
  EXPECT_TRUE(isGeneric("type T[P *C|Q,] int"));
  EXPECT_TRUE(isGeneric("type T[P, Q any] = int"));
  EXPECT_FALSE(isGeneric("type T[P] int"));
  EXPECT_FALSE(isGeneric("type T[P * 2] int"));
  EXPECT_FALSE(isGeneric("type T[P(2)] int"));
  EXPECT_FALSE(isGeneric("type T[N + 1] int"));
  EXPECT_FALSE(isGeneric("type T []int"));
  EXPECT_FALSE(isGeneric("type T [2]int"));
}

TEST(Parameters, withoutNamesAreTypes) {
  Parsed parsed("package p\nfunc f(int, []string) (a, b int)\n");
  auto* type = firstOf<FuncType>(parsed);
  EXPECT_EQ(type->paramList[0]->name, nullptr);
  EXPECT_EQ(exprString(type->paramList[0]->type), "int");
  EXPECT_EQ(type->resultList[0]->name->value, "a");
  EXPECT_EQ(type->resultList[0]->type, type->resultList[1]->type);
}

TEST(CompositeLiterals, areNotTakenForBlocks) {
  Parsed parsed(inMain("if x == (T{1}) {}\nfor range []int{1} {}\nif f(T{2}) {}\nswitch x {}"));
  EXPECT_EQ(parsed.errors(), "");
  int literals = 0;
  inspect(parsed.result.file, [&](const Node* n) {
    if (n->kind == NodeKind::CompositeLit) literals++;
    return true;
  });
  EXPECT_EQ(literals, 3);
}

TEST(Branches, knowWhereTheyGo) {
  Parsed parsed(inMain(
      "L:\n\tfor {\n\t\tswitch {\n\t\tcase true:\n\t\t\tbreak\n\t\t\tcontinue\n\t\t\tbreak L\n"
      "\t\t\tgoto M\n\t\t}\n\t}\nM:"));
  EXPECT_EQ(parsed.errors(), "");
  std::vector<NodeKind> targets;
  inspect(parsed.result.file, [&](const Node* n) {
    if (auto* branch = nodeCast<BranchStmt>(n)) targets.push_back(branch->target->kind);
    return true;
  });
  EXPECT_EQ(targets, (std::vector<NodeKind>{NodeKind::SwitchStmt, NodeKind::ForStmt,
                                            NodeKind::ForStmt, NodeKind::LabeledStmt}));
}

TEST(ExprString, shortensBodiesAsGcDoes) {
  auto text = [](const std::string& expression) {
    Parsed parsed(inMain("_ = " + expression));
    EXPECT_EQ(parsed.errors(), "");
    return exprString(firstOf<AssignStmt>(parsed)->rhs);
  };
  EXPECT_EQ(text("square{side: 2}"), "square{…}");
  EXPECT_EQ(text("[]int{}"), "[]int{}");
  EXPECT_EQ(text("func(x int) int { return x }"), "func(x int) int {…}");
  EXPECT_EQ(text("func(a, b int, c ...string) (d, e error) {}"),
            "func(a, b int, c ...string) (d, e error) {}");
  EXPECT_EQ(text("a[i:j:k] + b[:] + f(x, y...)"), "a[i:j:k] + b[:] + f(x, y...)");
  EXPECT_EQ(text("struct{a, b int; c string `t`}{}"), "struct{a, b int; c string `t`}{}");
  EXPECT_EQ(text("interface{m(int) string; ~int|E}(nil)"),
            "interface{m(int) string; ~int | E}(nil)");
  EXPECT_EQ(text("x.(map[string]chan (<-chan int))"), "x.(map[string]chan (<-chan int))");
  EXPECT_EQ(text("G[int, *T](nil)"), "G[int, *T](nil)");
  EXPECT_EQ(text("&T{[...]int{1}}"), "&T{…}");
  EXPECT_EQ(exprString(nullptr), "");
}

// outline() is the kinds, names and literals of a tree in order, without its positions.
std::string outline(const Node* root) {
  std::string text;
  inspect(root, [&](const Node* n) {
    text += std::to_string(static_cast<int>(n->kind));
    if (auto* name = nodeCast<Name>(n)) text += std::string(name->value);
    if (auto* literal = nodeCast<BasicLit>(n)) text += std::string(literal->value);
    if (auto* e = nodeCast<Operation>(n)) text += std::string(operatorText(e->op));
    if (auto* t = nodeCast<ChanType>(n)) text += "d" + std::to_string(static_cast<int>(t->dir));
    text += ' ';
    return true;
  });
  return text;
}

// Every Go program of the project must come back the same after it was printed and parsed again.
TEST(RoundTrip, keepsAllProgramsOfTheProject) {
  int count = 0;
  for (const char* folder : {"tests/conformance", "core/golang/lib"}) {
    for (const auto& path : goFiles(folder)) {
      if (path.filename().string().starts_with("compile_")) continue;
      Parsed parsed(readFile(path), path.string());
      ASSERT_EQ(parsed.errors(), "");
      Parsed again(sourceString(parsed.result.file), path.string() + " (printed)");
      ASSERT_EQ(again.errors(), "");
      EXPECT_EQ(outline(parsed.result.file), outline(again.result.file)) << path;
      count++;
    }
  }
  EXPECT_GT(count, 100);
}

// placed() is the tree with the position of every node, and of every closing brace.
std::string placed(const Node* root) {
  std::string text;
  inspect(root, [&](const Node* n) {
    text += std::to_string(static_cast<int>(n->kind)) + "@" + at(n->pos);
    if (auto* block = nodeCast<BlockStmt>(n)) text += "-" + at(block->rbrace);
    text += ' ';
    return true;
  });
  return text;
}

// skippedAndRead() is the tree of a text whose bodies were skipped, and read backwards.
std::string skippedAndRead(const std::string& text) {
  FileSet files;
  Arena arena;
  std::vector<Diagnostic> diagnostics;
  File* file = parseFile(files.add("prog.go", text), arena, diagnostics, FuncBodies::kSkip).file;
  if (!file) return "no file";
  for (size_t i = file->declList.size(); i-- > 0;) {
    auto* f = nodeCast<FuncDecl>(file->declList[i]);
    if (!f || !f->body) continue;
    EXPECT_NE(f->unread, nullptr);
    EXPECT_TRUE(f->body->list.empty());
    readBody(f, diagnostics);
    EXPECT_EQ(f->unread, nullptr);
  }
  return formatErrors(diagnostics) + placed(file);
}

TEST(Bodies, areTheSameWhenReadLater) {
  for (const auto& path : goFiles("core/golang/lib")) {
    const std::string text = readFile(path);
    Parsed parsed(text);
    EXPECT_EQ(placed(parsed.result.file), skippedAndRead(text)) << path;
  }
}

TEST(Bodies, endAtTheirOwnBrace) {
  const std::string text =
      "package p\n"
      "func a() { _ = \"}\\\"}\"; _ = '}'; _ = '\\''; _ = `}\n\\`; /* } \n } */ }\n"
      "func b() { // }\n\t_ = '\"' /**/ /***/ /*/ } */; _ = x / y\n} // }\n"
      "func (c) ü() { if \"ü\" == x { return }; for {}; func() {}(); _ = T{} }; var x = 1\n"
      "func none()\n"
      "func last() {}";
  Parsed parsed(text);
  ASSERT_EQ(parsed.errors(), "");
  EXPECT_EQ(placed(parsed.result.file), skippedAndRead(text));
}

TEST(Bodies, thatNeverEndAreAnError) {
  for (const char* body : {"{", "{ {}", "{ \"", "{ '\\", "{ `\n", "{ //", "{ /*", "{ /* *"}) {
    FileSet files;
    Arena arena;
    std::vector<Diagnostic> diagnostics;
    SourceFile& file = files.add("prog.go", std::string("package p\nfunc f() ") + body);
    parseFile(file, arena, diagnostics, FuncBodies::kSkip);
    EXPECT_NE(formatErrors(diagnostics).find("unexpected EOF, expected }"), std::string::npos)
        << body << formatErrors(diagnostics);
  }
}

TEST(RoundTrip, keepsConstructsOfAllKinds) {
  Parsed parsed(R"(package p

import (
	"fmt"
	m "math"
	. "os"
	_ "embed"
)

const (
	A, B = iota, 1 << iota
	C, D
	E float64 = 2
)

type (
	S[P *C, Q ~int|~string] struct {
		a, b P `tag`
		*Embedded
		pkg.T[Q]
		c func(...int) (x, y int)
	}
	I = interface{ m(); ~int | string; comparable; fmt.Stringer }
)

func (s *S[P, _]) f(x, y int, z ...string) (a, b int)
func g[T any, U interface{ *T }](int, func()) <-chan chan<- (chan int) {
	var x, y = 1, 2
	const z = "s"
	type L struct{}
outer:
	for i, v := range xs {
		if a := f(); a > 0 { continue outer } else if b { break } else { goto end }
	}
	for ; ; i++ {}
	for i := 0; i < 10; {}
	for i < 3 {}
	for range 10 {}
	for {}
	switch x := y.(type) { case int, string: fallthrough2(); default: }
	switch a := 1; { case a > 0: fallthrough; case false: ; }
	select { case v, ok := <-c: case c <- 1: case <-d: default: }
	go func() { defer f() }()
	x, y = y, x
	a[i] <<= 3
	p.q--
	c <- <-d
	{ ; }
	_ = [...]int{2: 1, 3}
	_ = map[K]V{{1}: {2}, k: &V{}}
	_ = s[:]; _ = s[1:]; _ = s[:2]; _ = s[1:2:3]
	_ = x.(T).f[int, string](a...)
	_ = (*T)(nil)
	_ = 0x1p-2 + 'a' + 2i
	_ = - -x & ^y & (^y)
	f(0, 0 ...)
	switch (&T{}) {}
	var ()
end:
}
)");
  ASSERT_EQ(parsed.errors(), "");
  std::string printed = sourceString(parsed.result.file);
  Parsed again(printed);
  ASSERT_EQ(again.errors(), "") << printed;
  EXPECT_EQ(outline(parsed.result.file), outline(again.result.file)) << printed;
  EXPECT_EQ(sourceString(again.result.file), printed);
}

}  // namespace
}  // namespace gopark::syntax
