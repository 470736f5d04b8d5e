// Tokens, operators and kinds of literals of Go. Go's counterpart: cmd/compile/internal/syntax
// tokens.go. The order matters: keywords are contiguous, and so are operators of one precedence.
#pragma once

#include <cstdint>
#include <string_view>

namespace gopark::syntax {

enum class Token : uint8_t {
  Invalid,
  Eof,

  Name,
  Literal,

  Operator,  // Any operator except `*`; which one is said by Operator.
  AssignOp,  // op=
  IncOp,     // ++ or --
  Assign,    // =
  Define,    // :=
  Arrow,     // <-
  Star,      // *

  Lparen,
  Lbrack,
  Lbrace,
  Rparen,
  Rbrack,
  Rbrace,
  Comma,
  Semi,  // Written, or inserted at a newline or at the end of the file.
  Colon,
  Dot,
  DotDotDot,

  Break,
  Case,
  Chan,
  Const,
  Continue,
  Default,
  Defer,
  Else,
  Fallthrough,
  For,
  Func,
  Go,
  Goto,
  If,
  Import,
  Interface,
  Map,
  Package,
  Range,
  Return,
  Select,
  Struct,
  Switch,
  Type,
  Var,
};

enum class Operator : uint8_t {
  None,

  Def,    // The := of a definition.
  Not,    // !
  Recv,   // <-
  Tilde,  // ~

  OrOr,

  AndAnd,

  Eql,  // ==
  Neq,
  Lss,
  Leq,
  Gtr,
  Geq,

  Add,
  Sub,
  Or,   // |
  Xor,  // ^

  Mul,  // Also the unary * of pointer types and indirections.
  Div,
  Rem,
  And,  // & (also unary)
  AndNot,
  Shl,
  Shr,
};

// Precedences of binary operators; a larger one binds tighter.
inline constexpr int kNoPrec = 0, kPrecOrOr = 1, kPrecAndAnd = 2, kPrecCmp = 3, kPrecAdd = 4,
                     kPrecMul = 5;

enum class LitKind : uint8_t { Int, Float, Imag, Rune, String };

// tokenText() is the token as it is written in a program; classes of tokens have a word ("name").
std::string_view tokenText(Token token);
// operatorText() is the operator as it is written in a program.
std::string_view operatorText(Operator op);

constexpr bool isKeyword(Token token) {
  return token >= Token::Break;
}

constexpr bool isComparison(Operator op) {
  return op >= Operator::Eql && op <= Operator::Geq;
}
constexpr bool isShift(Operator op) {
  return op == Operator::Shl || op == Operator::Shr;
}

// precedence() is the binary precedence of op, or kNoPrec.
constexpr int precedence(Operator op) {
  if (op < Operator::OrOr) return kNoPrec;
  if (op == Operator::OrOr) return kPrecOrOr;
  if (op == Operator::AndAnd) return kPrecAndAnd;
  if (op <= Operator::Geq) return kPrecCmp;
  return op <= Operator::Xor ? kPrecAdd : kPrecMul;
}

}  // namespace gopark::syntax
