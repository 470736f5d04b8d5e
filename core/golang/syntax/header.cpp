// Reading a file's package clause and imports with go/parser's complaints.
#include "golang/syntax/header.h"

#include <string>
#include <string_view>

#include "golang/syntax/literal.h"
#include "golang/syntax/scanner.h"
#include "golang/syntax/unicode.h"

namespace gopark::syntax {

namespace {

// HeaderChecker reads up to the first error: the go command shows no other. Its methods return
// false after one.
class HeaderChecker {
 public:
  HeaderChecker(const SourceFile& source, std::vector<Diagnostic>& diagnostics)
      : source_(source),
        diagnostics_(diagnostics),
        scan_(source, [this](Pos at, std::string message) { lexicalError(at, message); }) {}

  bool check();

 private:
  Token tok() const { return scan_.tok; }
  bool next();
  bool want(Token token, const char* what);
  bool semicolon(bool last);
  bool importDecl();
  bool importSpec(bool last);
  void checkPath(Pos at, std::string_view literal);
  bool error(Pos at, std::string message);
  void lexicalError(Pos at, const std::string& message);
  bool expected(const char* what) {
    return error(here(), std::string("expected ") + what + ", found " + currentToken());
  }
  Pos here() const;
  std::string currentToken() const;

  const SourceFile& source_;
  std::vector<Diagnostic>& diagnostics_;
  bool failed_ = false;
  bool lookingAhead_ = false;  // The token being read may lie behind the header.
  bool ended_ = false;         // It does: something is wrong there, which is not our business.
  Pos badPathPos_;             // The first import path that is not valid.
  std::string badPath_;
  Scanner scan_;  // Last: it may report an error while it is constructed.
};

bool HeaderChecker::check() {
  if (!next() || !want(Token::Package, "'package'") || !want(Token::Name, "'IDENT'") ||
      !semicolon(true)) {
    return false;
  }
  while (tok() == Token::Import && !ended_) {
    if (!importDecl()) return false;
  }
  if (badPathPos_.isKnown()) return error(badPathPos_, "invalid import path: " + badPath_);
  return true;
}

bool HeaderChecker::next() {
  scan_.next();
  return !failed_;
}

bool HeaderChecker::want(Token token, const char* what) {
  return tok() == token ? next() : expected(what);
}

// semicolon() takes the semicolon after a clause; `last`: which might be the last one.
bool HeaderChecker::semicolon(bool last) {
  if (tok() == Token::Rparen || tok() == Token::Rbrace) return true;
  lookingAhead_ = last;
  bool ok = want(Token::Semi, "';'");
  lookingAhead_ = false;
  return ok;
}

bool HeaderChecker::importDecl() {
  if (!next()) return false;
  if (tok() != Token::Lparen) return importSpec(true);
  if (!next()) return false;
  while (tok() != Token::Rparen && tok() != Token::Eof) {
    if (!importSpec(false)) return false;
  }
  return want(Token::Rparen, "')'") && semicolon(true);
}

bool HeaderChecker::importSpec(bool last) {
  Pos start = scan_.pos;
  if ((tok() == Token::Name || tok() == Token::Dot) && !next()) return false;
  if (tok() != Token::Literal) return error(here(), "missing import path");
  if (scan_.kind != LitKind::String) return error(scan_.pos, "import path must be a string");
  checkPath(start, scan_.lit);
  return next() && semicolon(last);
}

void HeaderChecker::checkPath(Pos at, std::string_view literal) {
  if (badPathPos_.isKnown()) return;
  constexpr std::string_view kIllegal = "!\"#$%&'()*,:;<=>?[\\]^{|}`";
  std::string path = stringValue(literal).value_or("");
  bool valid = !path.empty();
  for (std::string_view rest = path; !rest.empty();) {
    DecodedRune c = decodeRune(rest);
    rest.remove_prefix(static_cast<size_t>(c.width));
    bool illegal = c.rune < 0x80 && kIllegal.find(static_cast<char>(c.rune)) != kIllegal.npos;
    if (illegal || !isPrint(c.rune) || c.rune == ' ' || c.rune == kRuneError) valid = false;
  }
  if (valid) return;
  badPathPos_ = at;
  badPath_ = path;
}

bool HeaderChecker::error(Pos at, std::string message) {
  if (!failed_) diagnostics_.push_back(source_.set->diagnostic(at, std::move(message)));
  failed_ = true;
  return false;
}

// lexicalError() reports what the scanner found, in go/scanner's words where they differ.
void HeaderChecker::lexicalError(Pos at, const std::string& message) {
  if (lookingAhead_) {
    ended_ = true;
  } else if (message == "newline in string" || message == "string not terminated") {
    bool raw = source_.text[scan_.start()] == '`';
    error(scan_.pos, raw ? "raw string literal not terminated" : "string literal not terminated");
  } else if (message == "invalid NUL character") {
    error(at, "illegal character NUL");
  } else if (message == "invalid BOM in the middle of the file") {
    error(at, "illegal byte order mark");
  } else if (message.starts_with("invalid character ") || message.starts_with("invalid UTF-8 ")) {
    error(at, "illegal " + message.substr(message.find(' ') + 1));
  } else {
    error(at, message == "unknown escape" ? "unknown escape sequence" : message);
  }
}

// here() is the place of the current token. That of the end of the file is on its last line even if
// that ends with a newline.
Pos HeaderChecker::here() const {
  std::string_view text = source_.text;
  if (scan_.start() < text.size() || !text.ends_with('\n')) return scan_.pos;
  text.remove_suffix(1);
  size_t lineStart = text.rfind('\n') + 1;  // 0 if there is none.
  return Pos(source_.index, static_cast<uint32_t>(scan_.pos.line) - 1,
             static_cast<uint32_t>(text.size() - lineStart) + 2);
}

std::string HeaderChecker::currentToken() const {
  std::string lit(scan_.lit);
  std::string op(operatorText(scan_.op));
  switch (tok()) {
    case Token::Name:
    case Token::Literal:
      return lit;
    case Token::Semi:
      return lit == "semicolon" ? "';'" : "newline";
    case Token::Operator:
      return "'" + op + "'";
    case Token::AssignOp:
      return "'" + op + "='";
    case Token::IncOp:
      return "'" + op + op + "'";
    default:
      return "'" + std::string(tokenText(tok())) + "'";
  }
}

}  // namespace

bool checkHeader(const SourceFile& source, std::vector<Diagnostic>& diagnostics) {
  return HeaderChecker(source, diagnostics).check();
}

}  // namespace gopark::syntax
