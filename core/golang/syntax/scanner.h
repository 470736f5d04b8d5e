// Scanner: the bytes of a Go file to its tokens, one next() at a time, with automatic semicolons.
// Go's counterpart: cmd/compile/internal/syntax scanner.go and source.go; the texts and places of
// lexical errors are gc's.
//
// Invariants: pos_ <= text_.size(); ch_ is the character at pos_, width_ bytes long, or kEof. Bytes
// that are no characters (NUL, invalid UTF-8, stray byte order marks) are reported and stepped over
// as if they were not there, but remain part of the text of a token around them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "golang/syntax/pos.h"
#include "golang/syntax/tokens.h"

namespace gopark::syntax {

class Scanner {
 public:
  using ErrorHandler = std::function<void(Pos, std::string)>;

  // The scanner stands before the first token: call next(). Line directives go into `lineMap`.
  Scanner(const SourceFile& source, ErrorHandler onError, LineMap* lineMap = nullptr);

  // next() reads the next token into the members below. At the end it is Token::Eof for ever.
  void next();

  // stop() makes the rest of the file disappear: from now on next() finds its end.
  void stop() {
    offset_ = text_.size();
    width_ = 0;
    ch_ = kEof;
    nlsemi_ = false;
  }

  // skipBlock() goes from a {, the current token, to the } that closes it, or to the end of the
  // file. In between it knows comments and literals, and takes them to be right.
  void skipBlock();

  // goTo() makes the token that begins at `offset`, which is `at`, the next one.
  void goTo(size_t offset, Pos at);

  // start() is where the current token begins, in bytes from the beginning of the file.
  size_t start() const { return start_; }

  Token tok = Token::Invalid;
  Pos pos;
  // Name, Literal: the text in the source. Semi: "semicolon", "newline" or "EOF", for messages.
  std::string_view lit;
  LitKind kind = LitKind::Int;   // Literal: which.
  bool bad = false;              // Literal: malformed; an error was reported.
  Operator op = Operator::None;  // Operator, AssignOp, IncOp, Star: which.

 private:
  static constexpr char32_t kEof = 0xFFFFFFFF;

  void advance();
  void skipTo(size_t offset);
  Pos here() const { return Pos(source_.index, line_, column_); }
  void error(std::string message) { onError_(here(), std::move(message)); }
  // errorAt() reports an error `offset` bytes into the current token.
  void errorAt(size_t offset, std::string message);
  std::string_view segment() const { return text_.substr(start_, offset_ - start_); }

  void scanToken();
  void scanName();
  bool atNameChar(bool first);
  bool skipComment();
  void skipLine();
  void lineDirective(std::string_view text, size_t offset);
  void scanOperator(Operator plain);
  void scanNumber(bool seenPoint);
  struct Digits {
    bool digit = false;
    bool separator = false;
  };
  Digits scanDigits(int base, int* invalid);
  void scanRune();
  void scanString();
  void scanRawString();
  bool scanEscape(char32_t quote);
  void setLiteral(LitKind k, bool ok);
  bool accept(char32_t c) {
    if (ch_ != c) return false;
    advance();
    return true;
  }

  const SourceFile& source_;
  const std::string_view text_;
  const ErrorHandler onError_;
  LineMap* const lineMap_;
  size_t offset_ = 0;    // Of ch_.
  size_t width_ = 0;     // Of ch_, in bytes.
  uint32_t line_ = 1;    // Of ch_.
  uint32_t column_ = 1;  // Of ch_.
  char32_t ch_ = ' ';
  size_t start_ = 0;     // Of the current token.
  bool nlsemi_ = false;  // A newline or the end of the file here makes a semicolon.
};

}  // namespace gopark::syntax
