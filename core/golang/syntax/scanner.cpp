// Characters, names, operators, comments and semicolons; scan_literal.cpp has the literals.
#include "golang/syntax/scanner.h"

#include <algorithm>
#include <array>

#include "golang/syntax/unicode.h"

namespace gopark::syntax {

namespace {

bool isAsciiLetter(char32_t c) {
  return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}
bool isDecimal(char32_t c) {
  return c >= '0' && c <= '9';
}

// ByteSet is a set of characters of ASCII.
struct ByteSet {
  bool has[256] = {};

  constexpr ByteSet& add(std::string_view bytes) {
    for (char c : bytes) has[static_cast<unsigned char>(c)] = true;
    return *this;
  }
  constexpr ByteSet& add(unsigned char first, unsigned char last) {
    for (int c = first; c <= last; c++) has[c] = true;
    return *this;
  }
  constexpr ByteSet& without(char c) {
    has[static_cast<unsigned char>(c)] = false;
    return *this;
  }
  constexpr bool operator[](char c) const { return has[static_cast<unsigned char>(c)]; }
};

constexpr ByteSet kNameBytes = ByteSet().add('a', 'z').add('A', 'Z').add('0', '9').add("_");
// What needs no second look within a comment: NUL, and what begins a longer character, do.
constexpr ByteSet kLineBytes = ByteSet().add('\x01', '\x7f').without('\n');
// What matters to who is looking for the end of a block.
constexpr ByteSet kBlockBytes = ByteSet().add("\n{}\"'`/");

// keyword() is the keyword of that spelling, or Token::Name.
Token keyword(std::string_view word) {
  struct Range {
    Token first = Token::Name, last = Token::Name;
  };
  // Keywords stand in alphabetical order: which of them begin with a letter.
  static const auto byLetter = [] {
    std::array<Range, 26> ranges;
    for (auto i = static_cast<int>(Token::Break); i <= static_cast<int>(Token::Var); i++) {
      auto token = static_cast<Token>(i);
      Range& range = ranges[static_cast<size_t>(tokenText(token)[0] - 'a')];
      if (range.first == Token::Name) range.first = token;
      range.last = token;
    }
    return ranges;
  }();
  if (word[0] < 'a' || word[0] > 'z') return Token::Name;
  const Range& range = byLetter[static_cast<size_t>(word[0] - 'a')];
  if (range.first == Token::Name) return Token::Name;
  for (auto i = static_cast<int>(range.first); i <= static_cast<int>(range.last); i++) {
    auto token = static_cast<Token>(i);
    if (word == tokenText(token)) return token;
  }
  return Token::Name;
}

}  // namespace

Scanner::Scanner(const SourceFile& source, ErrorHandler onError, LineMap* lineMap)
    : source_(source), text_(source.text), onError_(std::move(onError)), lineMap_(lineMap) {
  advance();
}

void Scanner::advance() {
  for (;;) {
    offset_ += width_;
    column_ += static_cast<uint32_t>(width_);
    if (ch_ == '\n' && width_ != 0) {
      line_++;
      column_ = 1;
    }
    if (offset_ >= text_.size()) {
      ch_ = kEof;
      width_ = 0;
      return;
    }
    auto byte = static_cast<unsigned char>(text_[offset_]);
    if (byte < 0x80) {
      ch_ = byte;
      width_ = 1;
      if (byte != 0) return;
      error("invalid NUL character");
      continue;
    }
    DecodedRune decoded = decodeRune(text_.substr(offset_));
    ch_ = decoded.rune;
    width_ = static_cast<size_t>(decoded.width);
    if (ch_ == kRuneError && width_ == 1) {
      error("invalid UTF-8 encoding");
      continue;
    }
    if (ch_ != 0xFEFF) return;
    if (offset_ > 0) error("invalid BOM in the middle of the file");
  }
}

// skipTo() goes on to `offset`, which only characters of one byte, and no newline, lie before.
void Scanner::skipTo(size_t offset) {
  if (offset == offset_) return;
  column_ += static_cast<uint32_t>(offset - 1 - offset_);
  offset_ = offset - 1;
  width_ = 1;
  ch_ = ' ';
  advance();
}

void Scanner::errorAt(size_t offset, std::string message) {
  onError_(Pos(pos.file, pos.line, pos.column + static_cast<uint32_t>(offset)), std::move(message));
}

void Scanner::next() {
  bool nlsemi = nlsemi_;
  nlsemi_ = false;
  for (;;) {
    while (ch_ == ' ' || ch_ == '\t' || ch_ == '\r' || (ch_ == '\n' && !nlsemi)) advance();
    pos = here();
    start_ = offset_;

    if (isAsciiLetter(ch_) || (ch_ >= 0x80 && ch_ != kEof && atNameChar(true))) {
      advance();
      scanName();
      return;
    }
    if (ch_ == kEof) {
      lit = "EOF";
      tok = nlsemi ? Token::Semi : Token::Eof;
      return;
    }
    if (ch_ == '\n') {
      advance();
      lit = "newline";
      tok = Token::Semi;
      return;
    }
    if (ch_ == '/') {
      advance();
      if (accept('/')) {
        skipLine();
        if (pos.column == 1 && segment().starts_with("//line ")) {
          std::string_view text = segment();
          if (text.ends_with('\r')) text.remove_suffix(1);
          lineDirective(text.substr(7), 7);
        }
        continue;
      }
      if (accept('*')) {
        if (skipComment() && segment().starts_with("/*line ")) {
          lineDirective(segment().substr(7, segment().size() - 9), 7);
        }
        if (line_ == pos.line || !nlsemi) continue;
        // A comment over several lines counts as a newline.
        lit = "newline";
        tok = Token::Semi;
        return;
      }
      scanOperator(Operator::Div);
      return;
    }
    tok = Token::Invalid;
    scanToken();
    if (tok != Token::Invalid) return;
    error("invalid character " + unicodeName(ch_));
    advance();
  }
}

// scanOperator() ends an operator that may be followed by `=`.
void Scanner::scanOperator(Operator plain) {
  op = plain;
  tok = accept('=') ? Token::AssignOp : Token::Operator;
}

// scanToken() reads a token that is no name, newline, comment or division. What cannot start a
// token is left alone, and `tok` with it.
void Scanner::scanToken() {
  if (isDecimal(ch_)) return scanNumber(false);
  auto simple = [this](Token token, bool endsStatement = false) {
    advance();
    tok = token;
    nlsemi_ = endsStatement;
  };
  // either() is one of two operators, whether or not `=` follows the character read.
  auto either = [this](Operator withEqual, Operator without) {
    op = accept('=') ? withEqual : without;
    tok = Token::Operator;
  };
  char32_t c = ch_;
  switch (c) {
    case '"':
      return scanString();
    case '`':
      return scanRawString();
    case '\'':
      return scanRune();
    case '(':
      return simple(Token::Lparen);
    case '[':
      return simple(Token::Lbrack);
    case '{':
      return simple(Token::Lbrace);
    case ',':
      return simple(Token::Comma);
    case ')':
      return simple(Token::Rparen, true);
    case ']':
      return simple(Token::Rbrack, true);
    case '}':
      return simple(Token::Rbrace, true);
    case ';':
      lit = "semicolon";
      return simple(Token::Semi);
    case ':':
      advance();
      tok = accept('=') ? Token::Define : Token::Colon;
      return;
    case '.':
      advance();
      if (isDecimal(ch_)) return scanNumber(true);
      tok = Token::Dot;
      if (ch_ == '.' && offset_ + 1 < text_.size() && text_[offset_ + 1] == '.') {
        advance();
        simple(Token::DotDotDot);
      }
      return;
    case '+':
    case '-':
      advance();
      scanOperator(c == '+' ? Operator::Add : Operator::Sub);
      if (tok == Token::Operator && accept(c)) {
        tok = Token::IncOp;
        nlsemi_ = true;
      }
      return;
    case '*':
      advance();
      scanOperator(Operator::Mul);
      if (tok == Token::Operator) tok = Token::Star;
      return;
    case '%':
      advance();
      return scanOperator(Operator::Rem);
    case '^':
      advance();
      return scanOperator(Operator::Xor);
    case '&':
      advance();
      if (accept('&')) {
        op = Operator::AndAnd;
        tok = Token::Operator;
        return;
      }
      return scanOperator(accept('^') ? Operator::AndNot : Operator::And);
    case '|':
      advance();
      if (accept('|')) {
        op = Operator::OrOr;
        tok = Token::Operator;
        return;
      }
      return scanOperator(Operator::Or);
    case '<':
      advance();
      if (accept('<')) return scanOperator(Operator::Shl);
      if (ch_ == '-') return simple(Token::Arrow);
      return either(Operator::Leq, Operator::Lss);
    case '>':
      advance();
      if (accept('>')) return scanOperator(Operator::Shr);
      return either(Operator::Geq, Operator::Gtr);
    case '=':
      advance();
      op = Operator::Eql;
      tok = accept('=') ? Token::Operator : Token::Assign;
      return;
    case '!':
      advance();
      return either(Operator::Neq, Operator::Not);
    case '~':
      advance();
      op = Operator::Tilde;
      tok = Token::Operator;
      return;
    default:
      return;
  }
}

void Scanner::scanName() {
  size_t end = offset_;
  while (end < text_.size() && kNameBytes[text_[end]]) end++;
  skipTo(end);
  if (ch_ >= 0x80 && ch_ != kEof) {
    while (atNameChar(false)) advance();
  }
  lit = segment();
  tok = keyword(lit);
  nlsemi_ = tok == Token::Name || tok == Token::Break || tok == Token::Continue ||
            tok == Token::Fallthrough || tok == Token::Return;
}

// atNameChar() reports whether ch_ belongs to a name. Any character outside ASCII does, for what
// else could have been meant; it complains about those that must not.
bool Scanner::atNameChar(bool first) {
  if (ch_ == kEof) return false;
  if (isLetter(ch_) || ch_ == '_') return true;
  if (isDigit(ch_)) {
    if (first) error("identifier cannot begin with digit " + unicodeName(ch_));
    return true;
  }
  if (ch_ < 0x80) return false;
  error("invalid character " + unicodeName(ch_) + " in identifier");
  return true;
}

void Scanner::skipLine() {
  while (ch_ != kEof && ch_ != '\n') {
    size_t end = offset_;
    while (end < text_.size() && kLineBytes[text_[end]]) end++;
    if (end > offset_) {
      skipTo(end);
    } else {
      advance();
    }
  }
}

bool Scanner::skipComment() {
  while (ch_ != kEof) {
    bool star = ch_ == '*';
    advance();
    if (star && accept('/')) return true;
  }
  errorAt(0, "comment not terminated");
  return false;
}

void Scanner::skipBlock() {
  const size_t size = text_.size();
  size_t at = offset_;
  uint32_t line = line_;
  size_t lineStart = offset_ + 1 - column_;
  // pass() goes on to `to`, where there may be newlines before.
  auto pass = [&](size_t to) {
    for (; at < size && at < to; at++) {
      if (text_[at] != '\n') continue;
      line++;
      lineStart = at + 1;
    }
  };
  // Every turn ends at the last character of what it stepped over.
  for (int depth = 1; at < size; at++) {
    const char c = text_[at];
    if (!kBlockBytes[c]) continue;
    if (c == '{') {
      depth++;
    } else if (c == '}') {
      if (--depth == 0) break;
    } else if (c == '\n') {
      pass(at + 1);
      at--;
    } else if (c == '"' || c == '\'') {
      for (at++; at < size && text_[at] != c; at++) {
        if (text_[at] == '\\') at++;
      }
    } else if (c == '`') {
      pass(text_.find('`', at + 1));
    } else if (text_.substr(at, 2) == "//") {
      at = std::min(text_.find('\n', at), size) - 1;
    } else if (text_.substr(at, 2) == "/*") {
      pass(std::min(text_.find("*/", at + 2), size) + 1);
    }
  }
  at = std::min(at, size);
  goTo(at, Pos(pos.file, line, static_cast<uint32_t>(at - lineStart + 1)));
  next();
}

void Scanner::goTo(size_t offset, Pos at) {
  offset_ = offset;
  line_ = static_cast<uint32_t>(at.line);
  column_ = static_cast<uint32_t>(at.column);
  width_ = 0;
  nlsemi_ = false;
  advance();
}

}  // namespace gopark::syntax
