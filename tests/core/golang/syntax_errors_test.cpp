// Syntax errors: their wording, their places and what is found after them, as gc 1.26 has them.
#include "golang/syntax/errors.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "syntax_testing.h"

namespace gopark::syntax {
namespace {

std::string errors(const std::string& text) {
  return Parsed(text).errors();
}

// error() is the only error of a program, without the file name.
std::string error(const std::string& text) {
  std::string all = errors(text);
  return all.empty() ? all : all.substr(8, all.find('\n') == all.size() - 1 ? all.size() - 9 : -1);
}

std::string inMainError(const std::string& statements) {
  return error(inMain(statements));
}

std::string declError(const std::string& decl) {
  return error("package p\n" + decl + "\n");
}

TEST(SyntaxErrors, inStatements) {
  EXPECT_EQ(inMainError("x y"), "3:3: syntax error: unexpected name y at end of statement");
  EXPECT_EQ(inMainError("x := 1 2"), "3:8: syntax error: unexpected literal 2 at end of statement");
  EXPECT_EQ(inMainError("a, b"),
            "3:5: syntax error: unexpected newline, expected := or = or comma");
  EXPECT_EQ(inMainError("x = "), "4:1: syntax error: unexpected }, expected expression");
  EXPECT_EQ(inMainError("x = ;"), "3:5: syntax error: unexpected semicolon, expected expression");
  EXPECT_EQ(inMainError("f(1\n)"),
            "3:4: syntax error: unexpected newline in argument list; possibly missing comma or )");
  EXPECT_EQ(inMainError("_ = []int{1\n}"),
            "3:12: syntax error: unexpected newline in composite literal; possibly missing comma "
            "or }");
  EXPECT_EQ(errors(inMain("while x {\n}")),
            "prog.go:3:7: syntax error: unexpected name x at end of statement\n"
            "prog.go:5:1: syntax error: non-declaration statement outside function body\n");
  EXPECT_EQ(inMainError("x.1"), "3:2: syntax error: unexpected literal .1 at end of statement");
  EXPECT_EQ(inMainError("x."), "4:1: syntax error: unexpected }, expected name or (");
  EXPECT_EQ(inMainError("a[]"), "3:3: syntax error: unexpected ], expected operand");
  EXPECT_EQ(inMainError("_ = a[1::2]"), "3:9: middle index required in 3-index slice");
  EXPECT_EQ(inMainError("_ = a[1:2:]"), "3:11: final index required in 3-index slice");
  EXPECT_EQ(inMainError("go (f())"), "3:4: expression in go must not be parenthesized");
  EXPECT_EQ(inMainError("{ L: case"), "3:4: syntax error: missing statement after label");
  EXPECT_EQ(inMainError("_ = (T){1}"),
            "3:8: syntax error: cannot parenthesize type in composite literal");
}

TEST(SyntaxErrors, inHeaders) {
  EXPECT_EQ(inMainError("if {\n}"), "3:4: syntax error: missing condition in if statement");
  EXPECT_EQ(inMainError("if x := f(); {\n}"),
            "3:12: syntax error: missing condition in if statement");
  EXPECT_EQ(inMainError("if x\n{\n}"),
            "3:5: syntax error: unexpected newline, expected { after if clause");
  EXPECT_EQ(inMainError("if x = 5 {\n}"),
            "3:6: syntax error: cannot use assignment x = 5 as value");
  EXPECT_EQ(inMainError("if a && b = c + d {\n}"),
            "3:11: syntax error: cannot use assignment (a && b) = (c + d) as value");
  EXPECT_EQ(inMainError("if x := 5 {\n}"), "3:6: syntax error: cannot use x := 5 as value");
  EXPECT_EQ(inMainError("for var i = 0; i < 3; i++ {\n}"),
            "3:9: syntax error: var declaration not allowed in for initializer");
  EXPECT_EQ(inMainError("for i := 0; {\n}"),
            "3:13: syntax error: unexpected {, expected for loop condition");
  EXPECT_EQ(errors(inMain("for i := 0; i < 3 {\n}")),
            "prog.go:3:19: syntax error: unexpected {, expected semicolon or newline\n"
            "prog.go:4:1: syntax error: unexpected }, expected expression\n");
  EXPECT_EQ(inMainError("for i := 0; i < 3; i := 4 {\n}"),
            "3:22: syntax error: cannot declare in post statement of for loop");
  EXPECT_EQ(inMainError("for (i := 0; i < 3; i++) {\n}"),
            "3:8: syntax error: unexpected :=, expected )");
  EXPECT_EQ(inMainError("for i in x {\n}"), "3:7: syntax error: unexpected name in, expected {");
}

TEST(SyntaxErrors, inBlocksAndClauses) {
  EXPECT_EQ(inMainError("if x {\n} else y()"),
            "4:8: syntax error: else must be followed by if or statement block");
  EXPECT_EQ(errors(inMain("if x {\n}\nelse {\n}")),
            "prog.go:5:1: syntax error: unexpected keyword else, expected }\n");
  EXPECT_EQ(errors(inMain("switch x {\nfoo()\n}")),
            "prog.go:4:1: syntax error: unexpected name foo, expected case or default or }\n"
            "prog.go:5:1: syntax error: unexpected }, expected :\n");
  EXPECT_EQ(inMainError("select {\ncase x <- 1 :\ndefault y\n}"),
            "5:9: syntax error: unexpected name y, expected :");
  EXPECT_EQ(inMainError("L:\ngoto L"), "");
  EXPECT_EQ(error("package p\nfunc f() {\n"), "3:1: syntax error: unexpected EOF, expected }");
}

TEST(SyntaxErrors, inDeclarations) {
  EXPECT_EQ(declError("x := 1"),
            "2:1: syntax error: non-declaration statement outside function body");
  EXPECT_EQ(declError("func f()\n{\n}"),
            "3:1: syntax error: unexpected semicolon or newline before {");
  EXPECT_EQ(declError("var x"), "2:6: syntax error: unexpected newline, expected type");
  EXPECT_EQ(declError("type T"), "2:7: syntax error: unexpected newline in type declaration");
  EXPECT_EQ(declError("var x int y"),
            "2:11: syntax error: unexpected name y after top level declaration");
  EXPECT_EQ(declError("const c := 1"), "2:9: syntax error: unexpected :=, expected =");
  EXPECT_EQ(declError("var x int\nimport \"fmt\""),
            "3:1: syntax error: imports must appear before other declarations");
  EXPECT_EQ(declError("func () f() {}"), "2:9: method has no receiver");
  EXPECT_EQ(declError("func (a, b T) f() {}"), "2:15: method has multiple receivers");
  EXPECT_EQ(declError("func (t T) f[P any]() {}"),
            "2:13: syntax error: method must have no type parameters");
  EXPECT_EQ(declError("func 1() {}"),
            "2:6: syntax error: unexpected literal 1, expected name or (");
  EXPECT_EQ(declError("var var = 1"), "2:5: syntax error: unexpected keyword var, expected name");
}

TEST(SyntaxErrors, inTypesAndParameters) {
  EXPECT_EQ(declError("func f(a int, string) {}"), "2:21: syntax error: missing parameter type");
  EXPECT_EQ(declError("func f(a, b int, []string) {}"),
            "2:18: syntax error: missing parameter name");
  EXPECT_EQ(declError("func f(a int, b) {}"), "2:16: syntax error: missing parameter type");
  EXPECT_EQ(declError("func f[P]() {}"), "2:9: syntax error: missing type constraint");
  EXPECT_EQ(declError("func f[]() {}"), "2:8: syntax error: empty type parameter list");
  EXPECT_EQ(declError("type T[P any, *int] int"),
            "2:15: syntax error: missing type parameter name");
  EXPECT_EQ(declError("func f(a ...int, b int) {}"), "2:10: can only use ... with final parameter");
  EXPECT_EQ(declError("func f() (a ...int) {}"), "2:13: invalid use of ...");
  EXPECT_EQ(declError("var f = func[P any]() {}"),
            "2:13: syntax error: function type must have no type parameters");
  EXPECT_EQ(declError("type I interface{ m[P any]() }"),
            "2:20: interface method must have no type parameters");
  EXPECT_EQ(declError("type S struct { (T) }"),
            "2:17: syntax error: cannot parenthesize embedded type");
  EXPECT_EQ(declError("type S struct { a int, b int }"),
            "2:22: syntax error: unexpected comma in struct type; possibly missing semicolon or "
            "newline or }");
  EXPECT_EQ(declError("var c chan"), "3:1: syntax error: missing channel element type");
  EXPECT_EQ(declError("var x map[int"), "2:14: syntax error: unexpected newline, expected ]");
}

TEST(SyntaxErrors, ofLabelsAndBranches) {
  EXPECT_EQ(inMainError("L: f()"), "3:1: label L defined and not used");
  EXPECT_EQ(inMainError("goto L"), "3:6: label L not defined");
  EXPECT_EQ(inMainError("break"), "3:1: break is not in a loop, switch, or select");
  EXPECT_EQ(inMainError("continue"), "3:1: continue is not in a loop");
  EXPECT_EQ(inMainError("for { break L }"), "3:13: break label not defined: L");
  EXPECT_EQ(inMainError("L: x()\nfor { continue L }"), "4:16: invalid continue label L");
  EXPECT_EQ(inMainError("goto L\nx := 1\nL:"),
            "3:6: goto L jumps over declaration of x at prog.go:4:3");
  EXPECT_EQ(inMainError("goto L\n{ L: }"), "3:6: goto L jumps into block starting at prog.go:4:1");
  EXPECT_EQ(errors(inMain("L: for { break L }\nL: for { break L }")),
            "prog.go:4:1: label L already defined at prog.go:3:1\n"
            "prog.go:4:16: invalid break label L\n");
  EXPECT_EQ(inMainError("fallthrough"), "3:1: fallthrough statement out of place");
  EXPECT_EQ(inMainError("switch { case x: fallthrough }"),
            "3:18: cannot fallthrough final case in switch");
  EXPECT_EQ(inMainError("switch x.(type) { case int: fallthrough; default: }"),
            "3:29: cannot fallthrough in type switch");
}

TEST(HeaderErrors, areWordedAsTheGoCommandWordsThem) {
  EXPECT_EQ(errors(""), "prog.go:1:1: expected 'package', found 'EOF'\n");
  EXPECT_EQ(errors("\n"), "prog.go:1:2: expected 'package', found 'EOF'\n");
  EXPECT_EQ(errors("func main() {\n}\n"), "prog.go:1:1: expected 'package', found 'func'\n");
  EXPECT_EQ(errors("#include <x>\n"), "prog.go:1:1: illegal character U+0023 '#'\n");
  EXPECT_EQ(errors("package main import \"fmt\"\n"),
            "prog.go:1:14: expected ';', found 'import'\n");
  EXPECT_EQ(errors("package main\nimport \"fmt\n"), "prog.go:2:8: string literal not terminated\n");
  EXPECT_EQ(errors("package main\nimport fmt\n"), "prog.go:2:11: missing import path\n");
  EXPECT_EQ(errors("package main\nimport 5\n"), "prog.go:2:8: import path must be a string\n");
  EXPECT_EQ(errors("package main\nimport \"a b\"\n"), "prog.go:2:8: invalid import path: a b\n");
  EXPECT_EQ(errors("package main\nimport (\n\"os\"\n"), "prog.go:3:6: expected ')', found 'EOF'\n");
}

TEST(HeaderErrors, areShownOneAtATime) {
  EXPECT_EQ(errors("package main\nimport (\n5\n6\n)\n"),
            "prog.go:3:1: import path must be a string\n");
  EXPECT_EQ(errors("package main\nimport (\n}\n}\nx := 1\n"), "prog.go:3:1: missing import path\n");
}

TEST(HeaderErrors, includeTheVeryFirstByte) {
  Parsed parsed(
      "\xff"
      "package main\n");
  EXPECT_EQ(parsed.errors(), "prog.go:1:1: illegal UTF-8 encoding\n");
  EXPECT_EQ(parsed.result.file, nullptr);
}

TEST(HeaderErrors, doNotReachBeyondTheImports) {
  EXPECT_EQ(errors("package main\n#\n"), "prog.go:2:1: invalid character U+0023 '#'\n");
}

TEST(Recovery, findsErrorsInSeveralFunctions) {
  EXPECT_EQ(
      errors("package main\n\nfunc a() {\n\tx y\n}\n\nfunc b() {\n\tif {\n\t}\n\tfor i in z {\n"
             "\t}\n}\n\nfunc c() { f(}\n"),
      "prog.go:4:4: syntax error: unexpected name y at end of statement\n"
      "prog.go:8:5: syntax error: missing condition in if statement\n"
      "prog.go:10:8: syntax error: unexpected name in, expected {\n"
      "prog.go:14:14: syntax error: unexpected }, expected expression\n");
}

TEST(Recovery, keepsTheTreeOfWhatIsRight) {
  Parsed parsed("package main\n\nfunc a() {\n\tx y\n}\n\nfunc b() {}\n");
  ASSERT_NE(parsed.result.file, nullptr);
  EXPECT_EQ(parsed.result.errorCount, 1);
  EXPECT_EQ(parsed.result.file->declList.size(), 2u);
}

Diagnostic at(int line, int column, std::string message, std::string file = "a.go") {
  return {std::move(file), line, column, std::move(message)};
}

TEST(ErrorList, hasOneSyntaxErrorALine) {
  EXPECT_EQ(formatErrors({at(2, 5, "syntax error: a"), at(2, 9, "syntax error: b"),
                          at(2, 7, "other"), at(3, 1, "syntax error: c")}),
            "a.go:2:5: syntax error: a\na.go:2:7: other\na.go:3:1: syntax error: c\n");
}

TEST(ErrorList, isSortedAndFreeOfRepetitions) {
  EXPECT_EQ(formatErrors({at(3, 1, "x"), at(1, 2, "y"), at(1, 1, "z"), at(3, 1, "x")}),
            "a.go:1:1: z\na.go:1:2: y\na.go:3:1: x\n");
}

TEST(ErrorList, endsWithTheTenthErrorFound) {
  std::vector<Diagnostic> found;
  for (int i = 0; i < 12; i++) found.push_back(at(20 - i, 1, "e" + std::to_string(i)));
  auto shown = sortAndLimit(found);
  ASSERT_EQ(shown.size(), 11u);
  EXPECT_EQ(shown.front().text(), "a.go:11:1: e9");
  EXPECT_EQ(shown[9].text(), "a.go:20:1: e0");
  EXPECT_EQ(shown.back().text(), "a.go:11:1: too many errors");
}

TEST(ErrorList, leavesOutColumnsGcCannotHold) {
  EXPECT_EQ(formatErrors({at(1, 254, "x"), at(2, 255, "y")}), "a.go:1:254: x\na.go:2: y\n");
}

TEST(ErrorList, tellsSyntaxErrorsFromOthers) {
  EXPECT_TRUE(hasSyntaxErrors({at(1, 1, "x"), at(1, 1, "syntax error: y")}));
  EXPECT_FALSE(hasSyntaxErrors({at(1, 1, "label L defined and not used")}));
}

TEST(LineDirectives, changeThePlacesOfErrors) {
  EXPECT_EQ(errors("package p\n//line a.y:10:5\nfunc f() { x y }\n//line b.y:3\nfunc g() { x y }\n"
                   "/*line :7:1*/ func h() { x y }\n//line :9\nfunc i() { x y }\n"),
            "a.y:10:18: syntax error: unexpected name y at end of statement\n"
            "b.y:3: syntax error: unexpected name y at end of statement\n"
            "b.y:7:15: syntax error: unexpected name y at end of statement\n"
            ":9: syntax error: unexpected name y at end of statement\n");
  // Not in the first column, and without a number: comments like any other.
  EXPECT_EQ(errors("package p\n //line a.y:10\n//line a.y\nfunc f() { x y }\n"),
            "prog.go:4:14: syntax error: unexpected name y at end of statement\n");
}

TEST(LineDirectives, mustHaveGoodNumbers) {
  EXPECT_EQ(errors("package p\n//line a:0\n//line a:x\n/*line a:1:0*/\n"),
            "prog.go:2:10: invalid line number: 0\nprog.go:3:10: invalid line number: x\n"
            "prog.go:4:12: invalid column number: 0\n");
}

TEST(LineDirectives, nameFilesAsTheyAreWritten) {
  Parsed parsed("package p\n//line a.y:1:1\nfunc f() { x y }\n//line /b.y:1:1\nfunc g() { x y }\n",
                "dir/prog.go");
  EXPECT_EQ(parsed.errors(),
            "a.y:1:14: syntax error: unexpected name y at end of statement\n"
            "/b.y:1:14: syntax error: unexpected name y at end of statement\n");
}

// The programs gc refuses must be refused in the same words, if they are refused for their syntax.
TEST(ConformanceFailures, matchGc) {
  int refused = 0;
  for (const auto& path : goFiles("tests/conformance/fail")) {
    if (!path.filename().string().starts_with("compile_")) continue;
    std::string expected = readFile(std::filesystem::path(path).replace_extension(".err"));
    Parsed parsed(readFile(path));
    bool stops = parsed.result.file == nullptr || hasSyntaxErrors(parsed.diagnostics);
    if (stops) {
      EXPECT_EQ(parsed.errors(), expected) << path;
    } else {
      // Its other errors are mixed with the type checker's.
      for (const Diagnostic& d : parsed.diagnostics) {
        EXPECT_NE(expected.find(d.text()), std::string::npos) << path << ": " << d.text();
      }
      EXPECT_EQ(expected.find("syntax error"), std::string::npos) << path;
    }
    if (!parsed.diagnostics.empty()) refused++;
  }
  EXPECT_GE(refused, 7);
}

TEST(Robustness, refusesWhatIsNestedTooDeeply) {
  auto repeat = [](const std::string& text, int count) {
    std::string all;
    for (int i = 0; i < count; i++) all += text;
    return all;
  };
  constexpr int kMany = 100000;
  for (const std::string& text :
       {inMain("_ = " + repeat("(", kMany)), inMain("_ = " + repeat("- ", kMany) + "1"),
        inMain("_ = 1" + repeat(" + 1", kMany)), inMain("_ = f" + repeat("()", kMany)),
        inMain("_ = " + repeat("[]", kMany) + "int{}"), inMain(repeat("{", kMany)),
        inMain("_ = T" + repeat("{", kMany)), inMain(repeat("if x {} else ", kMany) + "{}"),
        inMain("_ = " + repeat("func() {", kMany)), inMain(repeat("L: ", kMany)),
        inMain("var x " + repeat("chan ", kMany) + "int"), inMain("_ = x" + repeat(".y", kMany)),
        "package p\ntype T[P " + repeat("*", kMany) + "int] int\n",
        "package p\ntype T[P x" + repeat("|x", kMany) + ",] int\n",
        "package p\ntype T interface{ x" + repeat("|x", kMany) + " }\n",
        "package p\nvar x " + repeat("struct{ x ", kMany) + "\n",
        "package p\nvar x " + repeat("func(", kMany) + "\n"}) {
    Parsed parsed(text);
    EXPECT_NE(parsed.errors().find("nested too deeply"), std::string::npos) << text.substr(0, 60);
  }
}

TEST(Robustness, acceptsWhatIsNestedQuiteDeeply) {
  std::string parens(200, '(');
  std::string text = inMain("_ = " + parens + "1" + std::string(200, ')'));
  EXPECT_EQ(errors(text), "");
  std::string sum = "_ = 1";
  for (int i = 0; i < 700; i++) sum += " +\n\t1";
  EXPECT_EQ(errors(inMain(sum)), "");
}

TEST(Robustness, survivesProgramsCutAnywhere) {
  std::string text = readFile(goFiles("tests/conformance/lang").front());
  for (size_t length = 0; length <= text.size(); length++) {
    Parsed parsed(text.substr(0, length));
    EXPECT_LE(parsed.result.errorCount, 100);
  }
}

TEST(Robustness, survivesRandomTokens) {
  constexpr const char* kTokens[] = {
      "{",      "}",     "(",      ")",    "[",     "]",         ",",     ";",       ":",    ".",
      "...",    "=",     ":=",     "<-",   "*",     "&",         "|",     "~",       "+",    "++",
      "if",     "else",  "for",    "func", "range", "return",    "case",  "default", "go",   "x",
      "switch", "type",  "var",    "map",  "chan",  "struct",    "const", "select",  "T",    "1",
      "goto",   "break", "import", "\n",   "\"s\"", "interface", "\xff",  "'",       "any ", "/*"};
  uint64_t state = 1;
  auto random = [&state](size_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<size_t>(state >> 33) % below;
  };
  for (int round = 0; round < 2000; round++) {
    std::string text = round % 2 ? "package p\n" : "package p\nimport (\n";
    if (round % 4 == 1) text += "func f() {\n";
    for (size_t n = random(60); n > 0; n--) {
      text += kTokens[random(std::size(kTokens))];
      text += ' ';
    }
    Parsed parsed(text);
    if (parsed.diagnostics.empty()) {
      EXPECT_NE(parsed.result.file, nullptr) << text;
    }
  }
}

}  // namespace
}  // namespace gopark::syntax
