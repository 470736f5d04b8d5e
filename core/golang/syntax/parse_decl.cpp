// Parsing files and declarations.
#include "golang/syntax/branches.h"
#include "golang/syntax/parser_internal.h"

namespace gopark::syntax {

namespace {

// NameAndType is `name type` found in what was read as one expression.
struct NameAndType {
  Name* name = nullptr;
  Expr* type = nullptr;
};

bool startsDecl(Token token) {
  return token == Token::Import || token == Token::Const || token == Token::Type ||
         token == Token::Var || token == Token::Func;
}

bool isBodylessFunc(const std::vector<Decl*>& decls) {
  if (decls.empty()) return false;
  auto* f = nodeCast<FuncDecl>(decls.back());
  return f && f->body == nullptr;
}

// splitNameAndType() splits x, the beginning of `[x`, into a type parameter and its constraint if
// it can be read that way: `P *T` was read as a product, `P (T)` as a call. It is split if the
// second part can only be a type, or whatever it is if `force`. Without a constraint only the name
// is returned, and nothing if x is something else.
NameAndType splitNameAndType(Expr* x, bool force, Arena& arena) {
  if (auto* name = nodeCast<Name>(x)) return {name, nullptr};
  if (auto* operation = nodeCast<Operation>(x); operation && operation->isBinary()) {
    if (operation->op == Operator::Mul) {
      auto* name = nodeCast<Name>(operation->x);
      if (name == nullptr || !(force || isTypeElem(operation->y))) return {};
      auto* pointer = arena.make<Operation>(*operation);
      pointer->x = operation->y;
      pointer->y = nullptr;
      return {name, pointer};
    }
    if (operation->op == Operator::Or) {
      NameAndType left = splitNameAndType(operation->x, force || isTypeElem(operation->y), arena);
      if (left.name == nullptr || left.type == nullptr) return {};
      auto* alternative = arena.make<Operation>(*operation);
      alternative->x = left.type;
      return {left.name, alternative};
    }
    return {};
  }
  if (auto* call = nodeCast<CallExpr>(x)) {
    auto* name = nodeCast<Name>(call->fun);
    if (name == nullptr || call->argList.size() != 1 || call->hasDots) return {};
    if (!force && !isTypeElem(call->argList[0])) return {};
    return {name, unparen(call->argList[0])};
  }
  return {};
}

}  // namespace

File* Parser::parse() {
  next();
  File* file = make<File>(pos());
  file->source = &source_;
  if (!got(Token::Package)) {
    syntaxError("package statement must be first");
    return nullptr;
  }
  file->pkgName = name();
  want(Token::Semi);
  if (errorCount_ > 0) return nullptr;

  std::vector<Decl*> decls;
  Token previous = Token::Import;
  while (tok() != Token::Eof) {
    if (tok() == Token::Import && previous != Token::Import) {
      syntaxError("imports must appear before other declarations");
    }
    previous = tok();
    if (!startsDecl(tok())) {
      if (tok() == Token::Lbrace && isBodylessFunc(decls)) {
        syntaxError("unexpected semicolon or newline before {");
      } else {
        syntaxError("non-declaration statement outside function body");
      }
      advance({Token::Import, Token::Const, Token::Type, Token::Var, Token::Func});
      continue;
    }
    next();
    switch (previous) {
      case Token::Import:
        appendGroup(decls, &Parser::importDecl);
        break;
      case Token::Const:
        appendGroup(decls, &Parser::constDecl);
        break;
      case Token::Type:
        appendGroup(decls, &Parser::typeDecl);
        break;
      case Token::Var:
        appendGroup(decls, &Parser::varDecl);
        break;
      default:
        decls.push_back(funcDecl());
        break;
    }
    if (tok() != Token::Eof && !got(Token::Semi)) {
      syntaxError("after top level declaration");
      advance({Token::Import, Token::Const, Token::Type, Token::Var, Token::Func});
    }
  }
  file->declList = arena_.copy(decls);
  file->eof = pos();
  return file;
}

void Parser::appendGroup(std::vector<Decl*>& decls, DeclParser parseOne) {
  if (tok() != Token::Lparen) {
    decls.push_back((this->*parseOne)(nullptr));
    return;
  }
  auto* group = arena_.make<DeclGroup>();
  group->pos = pos();
  next();
  list("grouped declaration", Token::Semi, Token::Rparen, [&] {
    decls.push_back((this->*parseOne)(group));
    return false;
  });
}

Decl* Parser::importDecl(DeclGroup* group) {
  auto* d = make<ImportDecl>(pos());
  d->group = group;
  if (tok() == Token::Name) {
    d->localPkgName = name();
  } else if (tok() == Token::Dot) {
    d->localPkgName = makeName(pos(), ".");
    next();
  }
  d->path = literalOrNull();
  if (d->path == nullptr) {
    syntaxError("missing import path");
    advance({Token::Semi, Token::Rparen});
  } else if (!d->path->bad && d->path->litKind != LitKind::String) {
    syntaxErrorAt(d->path->pos, "import path must be a string");
    d->path->bad = true;
  }
  return d;
}

Decl* Parser::constDecl(DeclGroup* group) {
  auto* d = make<ConstDecl>(pos());
  d->group = group;
  d->nameList = arena_.copy(nameList(name()));
  if (tok() != Token::Eof && tok() != Token::Semi && tok() != Token::Rparen) {
    d->type = typeOrNull();
    if (gotAssign()) d->values = exprList();
  }
  return d;
}

Decl* Parser::varDecl(DeclGroup* group) {
  auto* d = make<VarDecl>(pos());
  d->group = group;
  d->nameList = arena_.copy(nameList(name()));
  if (gotAssign()) {
    d->values = exprList();
  } else {
    d->type = type();
    if (gotAssign()) d->values = exprList();
  }
  return d;
}

Decl* Parser::typeDecl(DeclGroup* group) {
  auto* d = make<TypeDecl>(pos());
  d->group = group;
  d->name = name();
  if (tok() == Token::Lbrack) {
    typeParamsOrArray(d);
  } else {
    d->alias = gotAssign();
    d->type = typeOrNull();
  }
  if (d->type == nullptr) {
    d->type = badExpr();
    syntaxError("in type declaration");
    advance({Token::Semi, Token::Rparen});
  }
  return d;
}

// typeParamsOrArray() goes on after `type T` at a [, which opens type parameters, an array or a
// slice type.
void Parser::typeParamsOrArray(TypeDecl* d) {
  Pos at = pos();
  next();
  if (got(Token::Rbrack)) {
    d->type = sliceType(at);
    return;
  }
  if (tok() != Token::Name) {
    d->type = arrayType(at, nullptr);
    return;
  }
  // A name may begin an array's length or a type parameter. Both can be read as an expression that
  // is looked into afterwards; except that `P []E` cannot, but no length begins with `name [`
  // either, for neither indexing nor slicing gives a constant.
  Expr* x = name();
  if (tok() != Token::Lbrack) {
    exprLevel_++;
    x = binaryExpr(primaryExpr(x, false), kNoPrec);
    exprLevel_--;
  }
  // A name before ] is a length. What might be an expression as well is taken for a type parameter
  // if a comma follows.
  NameAndType first = splitNameAndType(x, tok() == Token::Comma, arena_);
  if (first.name == nullptr || (first.type == nullptr && tok() == Token::Rbrack)) {
    d->type = arrayType(at, x);
    return;
  }
  d->tparamList = arena_.copy(
      paramList(first.name, first.type, Token::Rbrack, {.requireNames = true, .dotsOk = false}));
  d->alias = gotAssign();
  d->type = typeOrNull();
}

FuncDecl* Parser::funcDecl() {
  auto* f = make<FuncDecl>(pos());
  const char* context = nullptr;
  if (got(Token::Lparen)) {
    context = "method";
    auto receivers =
        paramList(nullptr, nullptr, Token::Rparen, {.requireNames = false, .dotsOk = false});
    if (receivers.empty()) error("method has no receiver");
    if (receivers.size() > 1) error("method has multiple receivers");
    if (!receivers.empty()) f->recv = receivers[0];
  }
  if (tok() == Token::Name) {
    f->name = name();
    auto [tparams, signature] = funcType(context);
    f->tparamList = arena_.copy(tparams);
    f->type = signature;
  } else {
    f->name = makeName(pos(), "_");
    f->type = make<FuncType>(pos());
    syntaxError(context ? "expected name" : "expected name or (");
    advance({Token::Lbrace, Token::Semi});
  }
  if (tok() == Token::Lbrace) {
    f->body = bodies_ == FuncBodies::kSkip ? skipBody(f) : funcBody();
  }
  return f;
}

// skipBody() is the body of f with its braces only.
BlockStmt* Parser::skipBody(FuncDecl* f) {
  auto* body = make<BlockStmt>(pos());
  f->unread = arena_.make<UnreadBody>(UnreadBody{&source_, &arena_, scan_.start()});
  scan_.skipBlock();
  body->rbrace = pos();
  want(Token::Rbrace);
  return body;
}

BlockStmt* Parser::parseBody(size_t offset, Pos at) {
  scan_.goTo(offset, at);
  next();
  return funcBody();
}

BlockStmt* Parser::funcBody() {
  int errorsBefore = errorCount_;
  funcDepth_++;
  BlockStmt* body = blockStmt(nullptr);
  funcDepth_--;
  // After an error the tree may lack the very label or loop a branch refers to.
  if (errorCount_ == errorsBefore) {
    checkBranches(
        body,
        [this](Pos at, std::string message) {
          diagnostics_.push_back(source_.set->diagnostic(at, std::move(message)));
        },
        *source_.set);
  }
  return body;
}

}  // namespace gopark::syntax
