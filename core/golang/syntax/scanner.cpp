// Characters, names, operators, comments and semicolons; scan_literal.cpp has the literals.
#include "golang/syntax/scanner.h"

#include <algorithm>

#include "golang/syntax/unicode.h"

namespace gopark::syntax {

namespace {

bool isAsciiLetter(char32_t c) {
  return ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}
bool isDecimal(char32_t c) {
  return c >= '0' && c <= '9';
}

// keyword() is the keyword of that spelling, or Token::Name.
Token keyword(std::string_view word) {
  auto first = static_cast<int>(Token::Break);  // Keywords stand in alphabetical order.
  auto last = static_cast<int>(Token::Var);
  while (first <= last) {
    int middle = (first + last) / 2;
    auto token = static_cast<Token>(middle);
    int order = word.compare(tokenText(token));
    if (order == 0) return token;
    if (order < 0) {
      last = middle - 1;
    } else {
      first = middle + 1;
    }
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
  while (isAsciiLetter(ch_) || isDecimal(ch_)) advance();
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
  while (ch_ != kEof && ch_ != '\n') advance();
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

}  // namespace gopark::syntax
