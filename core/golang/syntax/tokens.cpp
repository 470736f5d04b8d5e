// The spelling of tokens and operators.
#include "golang/syntax/tokens.h"

#include <iterator>

namespace gopark::syntax {

std::string_view tokenText(Token token) {
  static constexpr std::string_view kTexts[] = {
      "",      "EOF",    "name",     "literal", "op",     "op=",       "opop",        "=",
      ":=",    "<-",     "*",        "(",       "[",      "{",         ")",           "]",
      "}",     ",",      ";",        ":",       ".",      "...",       "break",       "case",
      "chan",  "const",  "continue", "default", "defer",  "else",      "fallthrough", "for",
      "func",  "go",     "goto",     "if",      "import", "interface", "map",         "package",
      "range", "return", "select",   "struct",  "switch", "type",      "var",
  };
  static_assert(std::size(kTexts) == static_cast<size_t>(Token::Var) + 1);
  return kTexts[static_cast<size_t>(token)];
}

std::string_view operatorText(Operator op) {
  static constexpr std::string_view kTexts[] = {
      "",   ":", "!", "<-", "~", "||", "&&", "==", "!=", "<",  "<=", ">",
      ">=", "+", "-", "|",  "^", "*",  "/",  "%",  "&",  "&^", "<<", ">>",
  };
  static_assert(std::size(kTexts) == static_cast<size_t>(Operator::Shr) + 1);
  return kTexts[static_cast<size_t>(op)];
}

}  // namespace gopark::syntax
