// Parsing types, and the parameter lists of functions and generic declarations.
#include "golang/syntax/parser_internal.h"

namespace gopark::syntax {

bool isTypeElem(const Expr* x) {
  switch (x->kind) {
    case NodeKind::ArrayType:
    case NodeKind::SliceType:
    case NodeKind::StructType:
    case NodeKind::FuncType:
    case NodeKind::InterfaceType:
    case NodeKind::MapType:
    case NodeKind::ChanType:
      return true;
    case NodeKind::ParenExpr:
      return isTypeElem(static_cast<const ParenExpr*>(x)->x);
    case NodeKind::Operation: {
      auto* operation = static_cast<const Operation*>(x);
      return operation->op == Operator::Tilde || isTypeElem(operation->x) ||
             (operation->y && isTypeElem(operation->y));
    }
    default:
      return false;
  }
}

Expr* Parser::type() {
  Expr* t = typeOrNull();
  if (t) return t;
  t = badExpr();
  syntaxError("expected type");
  advance({Token::Comma, Token::Colon, Token::Semi, Token::Rparen, Token::Rbrack, Token::Rbrace});
  return t;
}

Expr* Parser::typeOrNull() {
  Nesting nesting(*this);
  if (nesting.tooDeep()) return nullptr;
  Pos at = pos();
  switch (tok()) {
    case Token::Star:
      next();
      return makeUnary(at, Operator::Mul, type());
    case Token::Arrow:
      next();
      want(Token::Chan);
      return chanType(at, ChanDir::RecvOnly);
    case Token::Func:
      next();
      return funcType("function type").second;
    case Token::Lbrack:
      next();
      return got(Token::Rbrack) ? sliceType(at) : arrayType(at, nullptr);
    case Token::Chan:
      next();
      return chanType(at, got(Token::Arrow) ? ChanDir::SendOnly : ChanDir::Both);
    case Token::Map:
      next();
      return mapType(at);
    case Token::Struct:
      return structType();
    case Token::Interface:
      return interfaceType();
    case Token::Name:
      return qualifiedName(nullptr);
    case Token::Lparen: {
      next();
      Expr* t = type();
      want(Token::Rparen);
      return t;
    }
    default:
      return nullptr;
  }
}

Expr* Parser::chanType(Pos at, ChanDir dir) {
  auto* t = make<ChanType>(at);
  t->dir = dir;
  t->elem = chanElem();
  return t;
}

Expr* Parser::chanElem() {
  Expr* t = typeOrNull();
  if (t) return t;
  t = badExpr();
  syntaxError("missing channel element type");
  return t;
}

Expr* Parser::mapType(Pos at) {
  want(Token::Lbrack);
  auto* t = make<MapType>(at);
  t->key = type();
  want(Token::Rbrack);
  t->value = type();
  return t;
}

// arrayType() goes on after the [ at `at`, or after the length if that was read already.
Expr* Parser::arrayType(Pos at, Expr* len) {
  if (len == nullptr && !got(Token::DotDotDot)) {
    exprLevel_++;
    len = expr();
    exprLevel_--;
  }
  if (tok() == Token::Comma) {
    // As after a type parameter.
    syntaxError("unexpected comma; expected ]");
    next();
  }
  want(Token::Rbrack);
  auto* t = make<ArrayType>(at);
  t->len = len;
  t->elem = type();
  return t;
}

// sliceType() goes on after the [] at `at`.
Expr* Parser::sliceType(Pos at) {
  auto* t = make<SliceType>(at);
  t->elem = type();
  return t;
}

// arrayOrTypeArgs() parses what follows a name that either has an array or slice type, or is itself
// an instantiated type; in the latter case the caller sets IndexExpr::x to the name.
Expr* Parser::arrayOrTypeArgs() {
  Pos at = pos();
  want(Token::Lbrack);
  if (got(Token::Rbrack)) return sliceType(at);
  bool comma = false;
  Expr* index = typeList(false, &comma);
  want(Token::Rbrack);
  if (!comma) {
    if (Expr* elem = typeOrNull()) {
      auto* t = make<ArrayType>(at);
      t->len = index;
      t->elem = elem;
      return t;
    }
  }
  auto* t = make<IndexExpr>(at);
  t->index = index;
  return t;
}

Expr* Parser::typeInstance(Expr* x) {
  auto* t = make<IndexExpr>(pos());
  want(Token::Lbrack);
  t->x = x;
  if (tok() == Token::Rbrack) {
    syntaxError("expected type argument list");
    t->index = badExpr();
  } else {
    bool comma = false;
    t->index = typeList(true, &comma);
  }
  want(Token::Rbrack);
  return t;
}

// typeList() parses one or more types with an optional comma at the end. Unless `strict`, the first
// may be any expression. *comma reports whether there was a comma at all.
Expr* Parser::typeList(bool strict, bool* comma) {
  exprLevel_++;
  std::vector<Expr*> types{strict ? type() : expr()};
  while (got(Token::Comma)) {
    *comma = true;
    Expr* t = typeOrNull();
    if (t == nullptr) break;
    types.push_back(t);
  }
  exprLevel_--;
  return types.size() == 1 ? types[0] : makeList(types);
}

Expr* Parser::structType() {
  auto* t = make<StructType>(pos());
  want(Token::Struct);
  want(Token::Lbrace);
  std::vector<Field*> fields;
  std::vector<BasicLit*> tags;
  list("struct type", Token::Semi, Token::Rbrace, [&] {
    fieldDecl(fields, tags);
    return false;
  });
  t->fieldList = arena_.copy(fields);
  while (!tags.empty() && tags.back() == nullptr) tags.pop_back();
  t->tagList = arena_.copy(tags);
  return t;
}

void Parser::fieldDecl(std::vector<Field*>& fields, std::vector<BasicLit*>& tags) {
  Pos at = pos();
  auto add = [&](Pos where, Name* fieldName, Expr* fieldType, BasicLit* tag) {
    auto* f = make<Field>(where);
    f->name = fieldName;
    f->type = fieldType;
    fields.push_back(f);
    tags.push_back(tag);
  };
  // embedded() adds the embedded field of that type, with the tag that follows.
  auto embedded = [&](Expr* t) { add(at, nullptr, t, literalOrNull()); };

  switch (tok()) {
    case Token::Name: {
      Name* first = name();
      if (tok() == Token::Dot || tok() == Token::Literal || tok() == Token::Semi ||
          tok() == Token::Rbrace) {
        return embedded(qualifiedName(first));
      }
      auto names = nameList(first);
      Expr* t;
      if (names.size() == 1 && tok() == Token::Lbrack) {
        // Either an embedded T[P1, P2], or a field T of type [n]E or []E.
        t = arrayOrTypeArgs();
        if (auto* instance = nodeCast<IndexExpr>(t)) {
          instance->x = first;
          return embedded(instance);
        }
      } else {
        t = type();
      }
      BasicLit* tag = literalOrNull();
      for (Name* n : names) add(n->pos, n, t, tag);
      return;
    }
    case Token::Star: {
      next();
      bool parenthesis = tok() == Token::Lparen;
      if (parenthesis) {
        syntaxError("cannot parenthesize embedded type");
        next();
      }
      Expr* t = qualifiedName(nullptr);
      if (parenthesis) got(Token::Rparen);
      return embedded(makeUnary(at, Operator::Mul, t));
    }
    case Token::Lparen: {
      syntaxError("cannot parenthesize embedded type");
      next();
      Pos star = pos();
      bool pointer = got(Token::Star);
      Expr* t = qualifiedName(nullptr);
      if (pointer) t = makeUnary(star, Operator::Mul, t);
      got(Token::Rparen);
      return embedded(t);
    }
    default:
      syntaxError("expected field name or embedded type");
      advance({Token::Semi, Token::Rbrace});
  }
}

Expr* Parser::interfaceType() {
  auto* t = make<InterfaceType>(pos());
  want(Token::Interface);
  want(Token::Lbrace);
  std::vector<Field*> elems;
  list("interface type", Token::Semi, Token::Rbrace, [&] {
    Field* f = tok() == Token::Name ? methodDecl() : nullptr;
    if (f == nullptr || f->name == nullptr) f = embeddedElem(f);
    elems.push_back(f);
    return false;
  });
  t->methodList = arena_.copy(elems);
  return t;
}

// methodDecl() parses an element of an interface that begins with a name: a method, or (the first
// term of) an embedded type.
Field* Parser::methodDecl() {
  auto* f = make<Field>(pos());
  Name* first = name();
  if (tok() == Token::Lparen) {
    f->name = first;
    f->type = funcType("interface method").second;
  } else if (tok() == Token::Lbrack) {
    methodOrInstance(f, first);
  } else {
    f->type = qualifiedName(first);
  }
  return f;
}

// methodOrInstance() parses the rest of `name[...]`: an instantiated type, or a method with type
// parameters, which is an error.
void Parser::methodOrInstance(Field* f, Name* first) {
  Pos bracket = pos();
  next();
  auto method = [&] {
    f->name = first;
    f->type = funcType("interface method").second;
  };
  if (tok() == Token::Rbrack) {
    Pos at = pos();
    next();
    if (tok() == Token::Lparen) {
      errorAt(at, "empty type parameter list");
      method();
    } else {
      errorAt(at, "empty type argument list");
      f->type = first;
    }
    return;
  }
  // Type arguments look like parameters without names.
  auto params =
      paramList(nullptr, nullptr, Token::Rbrack, {.requireNames = false, .dotsOk = false});
  if (params.empty()) {
    // There was an error. Go on as if there were no brackets.
    if (tok() == Token::Lparen) {
      method();
    } else {
      f->type = first;
    }
    return;
  }
  if (params[0]->name) {
    method();
    errorAt(bracket, "interface method must have no type parameters");
    return;
  }
  auto* t = make<IndexExpr>(bracket);
  t->x = first;
  std::vector<Expr*> args;
  for (Field* param : params) args.push_back(param->type);
  t->index = args.size() == 1 ? args[0] : makeList(args);
  if (args.size() > 1) t->index->pos = params[0]->pos;
  f->type = t;
}

// embeddedElem() parses a union, or its rest if the first term is in f.
Field* Parser::embeddedElem(Field* f) {
  if (f == nullptr) {
    f = make<Field>(pos());
    f->type = embeddedTerm();
  }
  while (atOperator(Operator::Or)) {
    Pos at = pos();
    next();
    f->type = makeBinary(at, Operator::Or, f->type, embeddedTerm());
  }
  return f;
}

Expr* Parser::embeddedTerm() {
  if (atOperator(Operator::Tilde)) {
    Pos at = pos();
    next();
    return makeUnary(at, Operator::Tilde, type());
  }
  Expr* t = typeOrNull();
  if (t) return t;
  t = badExpr();
  syntaxError("expected ~ term or type");
  advance({Token::Operator, Token::Semi, Token::Rparen, Token::Rbrack, Token::Rbrace});
  return t;
}

std::pair<std::vector<Field*>, FuncType*> Parser::funcType(const char* context) {
  auto* t = make<FuncType>(pos());
  std::vector<Field*> tparams;
  if (got(Token::Lbrack)) {
    if (context) {
      syntaxErrorAt(t->pos, std::string(context) + " must have no type parameters");
    }
    if (tok() == Token::Rbrack) {
      syntaxError("empty type parameter list");
      next();
    } else {
      tparams = paramList(nullptr, nullptr, Token::Rbrack, {.requireNames = true, .dotsOk = false});
    }
  }
  want(Token::Lparen);
  t->paramList = arena_.copy(
      paramList(nullptr, nullptr, Token::Rparen, {.requireNames = false, .dotsOk = true}));
  t->resultList = arena_.copy(funcResult());
  return {std::move(tparams), t};
}

std::vector<Field*> Parser::funcResult() {
  if (got(Token::Lparen)) {
    return paramList(nullptr, nullptr, Token::Rparen, {.requireNames = false, .dotsOk = false});
  }
  Pos at = pos();
  Expr* t = typeOrNull();
  if (t == nullptr) return {};
  auto* f = make<Field>(at);
  f->type = t;
  return {f};
}

// paramList() goes on after the opening bracket, or after the first name, or the first name and
// type. Afterwards either all parameters have names or none has.
std::vector<Field*> Parser::paramList(Name* first, Expr* firstType, Token close, ParamRules rules) {
  auto whole = [&] {
    auto* f = make<Field>(first->pos);
    f->name = first;
    f->type = firstType;
    return f;
  };
  if (first && firstType && got(close)) return {whole()};

  std::vector<Field*> params;
  int named = 0;  // With a name and a type of their own.
  int typed = 0;  // With a type of their own.
  Pos end = list("parameter list", Token::Comma, close, [&] {
    Field* param = firstType ? whole() : paramOrNull(first, close);
    first = nullptr;
    firstType = nullptr;
    if (param) {
      if (param->name && param->type) named++;
      if (param->type) typed++;
      params.push_back(param);
    }
    return false;
  });
  if (params.empty()) return params;

  if (named == 0 && !rules.requireNames) {
    // No names: what was taken for names are types.
    for (Field* param : params) {
      if (param->name == nullptr) continue;
      param->type = param->name;
      param->name = nullptr;
    }
  } else if (named != static_cast<int>(params.size())) {
    distributeTypes(params, named, typed, end, rules.requireNames);
  }
  checkDots(params, rules.dotsOk);
  return params;
}

// distributeTypes() gives parameters without a type that of the next one that has one, and reports
// those that still lack a type or a name.
void Parser::distributeTypes(std::vector<Field*>& params, int named, int typed, Pos end,
                             bool requireNames) {
  Pos bad;  // The leftmost one.
  Expr* current = nullptr;
  for (size_t i = params.size(); i-- > 0;) {
    Field* param = params[i];
    if (param->type) {
      current = param->type;
      if (param->name) continue;
      bad = startPos(current);
      param->name = makeName(bad, "_");
    } else if (current) {
      param->type = current;
    } else {
      bad = param->name->pos;
      param->type = make<BadExpr>(bad);
    }
  }
  if (!bad.isKnown()) return;
  if (named == typed) {
    // Types are missing, and only at the end, or they would have been filled in.
    syntaxErrorAt(end, requireNames ? "missing type constraint" : "missing parameter type");
    return;
  }
  std::string message = requireNames ? "missing type parameter name" : "missing parameter name";
  if (requireNames && params.size() == 1) message += " or invalid array length";
  syntaxErrorAt(bad, message);
}

// checkDots() reports the first misplaced `...T`, and turns all such into T.
void Parser::checkDots(std::vector<Field*>& params, bool dotsOk) {
  bool reported = false;
  for (Field* param : params) {
    auto* dots = nodeCast<DotsType>(param->type);
    if (dots == nullptr || (dotsOk && param == params.back())) continue;
    if (!reported) {
      errorAt(dots->pos, dotsOk ? "can only use ... with final parameter" : "invalid use of ...");
      reported = true;
    }
    param->type = dots->elem;
  }
}

// paramOrNull() parses `name type`, `name` or `type`, or the rest after the name. A lone name is
// left to the caller: it may turn out to be a type.
Field* Parser::paramOrNull(Name* first, Token close) {
  bool constraints = close == Token::Rbrack;
  auto atUnion = [&] { return constraints && atOperator(Operator::Or); };
  auto atTilde = [&] { return constraints && atOperator(Operator::Tilde); };

  if (first == nullptr && atTilde()) return embeddedElem(nullptr);
  auto* f = make<Field>(first ? first->pos : pos());
  if (first == nullptr && tok() == Token::Name) first = name();
  if (first) {
    if (tok() == Token::Lbrack) {
      // name [n]E, or the type name[T1, T2].
      f->type = arrayOrTypeArgs();
      if (auto* instance = nodeCast<IndexExpr>(f->type)) {
        instance->x = first;
      } else {
        f->name = first;
      }
      return atUnion() ? embeddedElem(f) : f;
    }
    if (tok() == Token::Dot) {
      f->type = qualifiedName(first);
      return atUnion() ? embeddedElem(f) : f;
    }
    if (atUnion()) {
      f->type = first;
      return embeddedElem(f);
    }
    f->name = first;
  }

  if (tok() == Token::DotDotDot) {
    auto* t = make<DotsType>(pos());
    next();
    t->elem = typeOrNull();
    if (t->elem == nullptr) {
      f->type = badExpr();
      syntaxError("... is missing type");
    } else {
      f->type = t;
    }
    return f;
  }
  if (atTilde()) {
    f->type = embeddedElem(nullptr)->type;
    return f;
  }
  f->type = typeOrNull();
  if (f->type && atUnion()) f = embeddedElem(f);
  if (f->name || f->type) return f;
  syntaxError("expected " + tokenName(close));
  advance({Token::Comma, close});
  return nullptr;
}

}  // namespace gopark::syntax
