// Collecting what a package declares: imports into the file scopes, everything else into the
// package scope, methods with their receiver's base type. Nothing is evaluated yet.
#include <algorithm>

#include "golang/syntax/literal.h"
#include "golang/syntax/unicode.h"
#include "golang/types/checker.h"
#include "golang/types/quote.h"

namespace gopark::types {

void Checker::addObject(Object* o, DeclInfo* d) {
  declOf_[o] = d;
  objects_.push_back(o);
  o->order = static_cast<uint32_t>(objects_.size());
  o->color = Color::White;
}

void Checker::declarePackageObject(Name* name, Object* o, DeclInfo* d) {
  if (name->value == "init") {
    errorf(name, "cannot declare init - must be func");
    return;
  }
  if (name->value == "main" && pkg_->name == "main") {
    errorf(name, "cannot declare main - must be func");
    return;
  }
  declare(pkg_->scope, name, o, Pos());
  addObject(o, d);
}

void Checker::arity(Pos pos, std::span<Name* const> names, ExprList inits, bool isConst,
                    bool inherited) {
  size_t l = names.size(), r = inits.size();
  if (l < r) {
    if (inherited) {
      errorf(pos, "extra init expr at %s", inits[l]->pos);
    } else {
      errorf(inits[l], "extra init expr %s", inits[l]);
    }
  } else if (l > r && (isConst || r != 1)) {
    // A single expression may be a call with several results.
    errorf(names[r], "missing init expr for %s", names[r]->value);
  }
}

namespace {

// checkImportPath() is what is wrong with an import path, or "".
std::string checkImportPath(std::string_view path) {
  if (path.empty()) return "empty string";
  constexpr std::string_view kIllegal = "!\"#$%&'()*,:;<=>?[\\]^{|}`";
  for (std::string_view rest = path; !rest.empty();) {
    auto [c, width] = syntax::decodeRune(rest);
    bool illegal = c < 0x80 ? c <= ' ' || c == 0x7f || kIllegal.find(c) != std::string_view::npos
                            : !syntax::isPrint(c) || c == syntax::kRuneError;
    if (illegal) return "invalid character " + syntax::unicodeName(c);
    rest.remove_prefix(width);
  }
  return "";
}

}  // namespace

Package* Checker::importPackage(Pos pos, const std::string& path) {
  Package*& pkg = imported_[path];
  if (pkg) return pkg;
  if (path == "unsafe") return pkg = universe().unsafe;
  std::string error;
  if (importer_) pkg = importer_(path, &error);
  if (!pkg) {
    // The command that builds the package says this, before it starts the compiler.
    errorf(pos, "%s", error.empty() ? "package " + path + " is not in std" : error);
    pkg = context_.make<Package>();
    pkg->path = path;
    size_t slash = path.rfind('/');
    pkg->name = slash == std::string::npos ? path : path.substr(slash + 1);
    pkg->scope = context_.make<Scope>(universe().scope, Pos(), Pos());
    pkg->fake = true;
  }
  return pkg;
}

void Checker::collectImport(syntax::ImportDecl* d, Scope* fileScope) {
  if (!d->path || d->path->bad) return;
  auto path = syntax::stringValue(d->path->value);
  if (!path) return;
  if (std::string wrong = checkImportPath(*path); !wrong.empty()) {
    errorf(d->path, "invalid import path (%s)", wrong);
    return;
  }
  Package* imported = importPackage(d->path->pos, *path);
  std::string name = d->localPkgName ? std::string(d->localPkgName->value) : imported->name;
  if (name == "init") {
    errorf(d, "cannot import package as init - init must be a func");
    return;
  }
  if (std::find(pkg_->imports.begin(), pkg_->imports.end(), imported) == pkg_->imports.end()) {
    pkg_->imports.push_back(imported);
  }
  auto* pkgName = context_.make<PkgName>();
  pkgName->pos = d->pos;
  pkgName->pkg = pkg_;
  pkgName->name = name;
  pkgName->type = invalidType();
  pkgName->imported = imported;
  pkgName->used = imported->fake;  // Its failure was reported.
  if (d->localPkgName) {
    recordDef(d->localPkgName, pkgName);
  } else {
    recordImplicit(d, pkgName);
  }
  imports_.push_back(pkgName);
  if (name == ".") {
    dotImport(d, pkgName, fileScope);
  } else {
    declare(fileScope, nullptr, pkgName, Pos());
  }
}

void Checker::dotImport(syntax::ImportDecl* d, PkgName* pkgName, Scope* fileScope) {
  for (Object* o : pkgName->imported->scope->objects()) {
    if (!o->exported()) continue;
    if (Object* other = fileScope->insert(o)) {
      Report r;
      addf(&r, d->localPkgName, "%s redeclared in this block", other->name);
      addOtherDecl(&r, other);
      report(r);
    } else {
      dotImported_[o] = pkgName;
    }
  }
}

void Checker::collectFunc(syntax::FuncDecl* d, Scope* fileScope) {
  auto* f = context_.make<Func>();
  f->name = std::string(d->name->value);
  f->pos = d->name->pos;
  f->pkg = pkg_;
  f->id = context_.nextId();
  f->decl = d;
  if (!d->recv) {
    bool isMain = f->name == "main" && pkg_->name == "main";
    if (f->name == "init" || isMain) {
      if (!d->tparamList.empty()) {
        errorf(d->tparamList[0], "func %s must have no type parameters", f->name);
      }
      if (!d->type->paramList.empty() || !d->type->resultList.empty()) {
        errorf(d->name, "func %s must have no arguments and no return values", f->name);
      }
    }
    if (f->name == "init") {
      // init functions cannot be referred to.
      f->parent = pkg_->scope;
      recordDef(d->name, f);
      if (!d->body) errorf(f->pos, "func init must have a body");
      pkg_->initFuncs.push_back(f);
    } else {
      declare(pkg_->scope, d->name, f, Pos());
    }
  } else {
    bool pointer = false;
    auto* base = nodeCast<Name>(unpackReceiver(d->recv->type, &pointer, nullptr));
    if (base && f->name != "_") methodDecls_.push_back({f, pointer, base});
    recordDef(d->name, f);
  }
  auto* info = context_.make<DeclInfo>();
  info->file = fileScope;
  info->funcDecl = d;
  addObject(f, info);
  pkg_->funcs.push_back(f);
}

void Checker::collectObjects(const std::vector<syntax::File*>& files) {
  for (syntax::File* file : files) {
    recordDef(file->pkgName, nullptr);
    auto* fileScope = context_.make<Scope>(pkg_->scope, file->pos, file->eof);
    fileScopes_.push_back(fileScope);
    info_.scopes[file] = fileScope;

    int first = -1;                     // Where the current group of constants begins.
    syntax::ConstDecl* last = nullptr;  // The constants to repeat.
    for (int index = 0; index < static_cast<int>(file->declList.size()); index++) {
      syntax::Decl* decl = file->declList[index];
      if (decl->kind != NodeKind::ConstDecl) first = -1;
      switch (decl->kind) {
        case NodeKind::ImportDecl:
          collectImport(static_cast<syntax::ImportDecl*>(decl), fileScope);
          break;
        case NodeKind::ConstDecl: {
          auto* d = static_cast<syntax::ConstDecl*>(decl);
          if (first < 0 || !d->group ||
              static_cast<syntax::ConstDecl*>(file->declList[index - 1])->group != d->group) {
            first = index;
            last = nullptr;
          }
          bool inherited = !d->type && !d->values && last;
          if (!inherited) last = d;
          ExprList values = syntax::unpackList(last->values);
          for (size_t i = 0; i < d->nameList.size(); i++) {
            Name* name = d->nameList[i];
            auto* c = context_.make<Const>();
            c->pos = name->pos;
            c->pkg = pkg_;
            c->name = std::string(name->value);
            c->isDependency = true;
            c->value = constant::makeInt64(index - first);  // iota, until it is checked.
            auto* info = context_.make<DeclInfo>();
            info->file = fileScope;
            info->type = last->type;
            info->init = i < values.size() ? values[i] : nullptr;
            info->inherited = inherited;
            declarePackageObject(name, c, info);
          }
          arity(d->pos, d->nameList, values, true, inherited);
          break;
        }
        case NodeKind::VarDecl: {
          auto* d = static_cast<syntax::VarDecl*>(decl);
          ExprList values = syntax::unpackList(d->values);
          // One initializer for several variables is one declaration.
          DeclInfo* shared = nullptr;
          if (!d->values || d->values->kind != NodeKind::ListExpr) {
            shared = context_.make<DeclInfo>();
            shared->file = fileScope;
            shared->type = d->type;
            shared->init = d->values;
          }
          for (size_t i = 0; i < d->nameList.size(); i++) {
            Name* name = d->nameList[i];
            Var* v = context_.newVar(VarKind::PackageVar, name->pos, pkg_, std::string(name->value),
                                     nullptr);
            DeclInfo* info = shared;
            if (shared) {
              shared->lhs.push_back(v);
            } else {
              info = context_.make<DeclInfo>();
              info->file = fileScope;
              info->type = d->type;
              info->init = i < values.size() ? values[i] : nullptr;
            }
            declarePackageObject(name, v, info);
          }
          if (!d->type || !values.empty()) arity(d->pos, d->nameList, values, false, false);
          break;
        }
        case NodeKind::TypeDecl: {
          auto* d = static_cast<syntax::TypeDecl*>(decl);
          auto* o = context_.make<TypeName>();
          o->pos = d->name->pos;
          o->pkg = pkg_;
          o->name = std::string(d->name->value);
          auto* info = context_.make<DeclInfo>();
          info->file = fileScope;
          info->typeDecl = d;
          declarePackageObject(d->name, o, info);
          break;
        }
        case NodeKind::FuncDecl:
          collectFunc(static_cast<syntax::FuncDecl*>(decl), fileScope);
          break;
        default:
          break;
      }
    }
  }
  checkFileScopes();
  associateMethods();
}

void Checker::checkFileScopes() {
  for (Scope* scope : fileScopes_) {
    for (Object* o : scope->objects()) {
      Object* other = pkg_->scope->lookup(o->name);
      if (!other) continue;
      Report r;
      if (auto* p = objectCast<PkgName>(o)) {
        std::string text = p->imported->name;
        if (p->imported->path != p->imported->name) text += " (" + quote(p->imported->path) + ")";
        addf(&r, other, "%s already declared through import of package %s", other->name, text);
      } else {
        addf(&r, other, "%s already declared through dot-import of package %s", other->name,
             o->pkg ? o->pkg->name : "");
      }
      addOtherDecl(&r, o);
      report(r);
    }
  }
}

Expr* Checker::unpackReceiver(Expr* type, bool* pointer, std::vector<Name*>* tparams) {
  Expr* base = syntax::unparen(type);
  *pointer = false;
  if (auto* op = nodeCast<Operation>(base); op && op->op == Operator::Mul && !op->y) {
    *pointer = true;
    base = syntax::unparen(op->x);
  }
  auto* index = nodeCast<syntax::IndexExpr>(base);
  if (!index) return base;
  if (tparams) {
    for (Expr* arg : syntax::unpackList(index->index)) {
      auto* name = nodeCast<Name>(arg);
      if (!name && arg->kind != NodeKind::BadExpr) {
        errorf(arg, "receiver type parameter %s must be an identifier", arg);
      }
      tparams->push_back(name);
    }
  }
  return index->x;
}

void Checker::associateMethods() {
  for (MethodDecl& m : methodDecls_) {
    bool pointer = m.pointer;
    if (TypeName* base = resolveBaseTypeName(&pointer, m.receiver)) {
      m.func->hasPtrRecv = pointer;
      methodsOf_[base].push_back(m.func);
    }
  }
  methodDecls_.clear();
}

TypeName* Checker::resolveBaseTypeName(bool* pointer, Name* name) {
  // Follow alias declarations, through at most one pointer in all.
  std::set<TypeName*> seen;
  while (name) {
    auto* o = objectCast<TypeName>(pkg_->scope->lookup(name->value));
    if (!o || !seen.insert(o).second) return nullptr;
    syntax::TypeDecl* d = declOf_[o]->typeDecl;
    if (!d->alias) return o;
    if (!d->tparamList.empty()) return nullptr;
    Expr* type = syntax::unparen(d->type);
    if (auto* op = nodeCast<Operation>(type); op && op->op == Operator::Mul && !op->y) {
      if (*pointer) return nullptr;
      *pointer = true;
      type = syntax::unparen(op->x);
    }
    name = nodeCast<Name>(type);
  }
  return nullptr;
}

void Checker::packageObjects() {
  // Types first, aliases after the types they name, then everything else.
  std::vector<Object*> aliases, others;
  for (size_t i = 0; i < objects_.size(); i++) {
    Object* o = objects_[i];
    if (o->kind != ObjectKind::TypeName) {
      others.push_back(o);
    } else if (declOf_[o]->typeDecl->alias) {
      aliases.push_back(o);
    } else {
      completeObject(o);
    }
  }
  for (Object* o : aliases) completeObject(o);
  for (Object* o : others) completeObject(o);
  methodsOf_.clear();
}

void Checker::unusedImports() {
  for (PkgName* p : imports_) {
    if (p->name == "_" || p->used) continue;
    const std::string& path = p->imported->path;
    size_t slash = path.rfind('/');
    std::string last = slash == std::string::npos ? path : path.substr(slash + 1);
    if (p->name == "." || p->name == last) {
      errorf(p, "%s imported and not used", quote(path));
    } else {
      errorf(p, "%s imported as %s and not used", quote(path), p->name);
    }
  }
}

void Checker::checkMain() {
  if (pkg_->path != "main" || pkg_->name != "main") return;
  if (objectCast<Func>(pkg_->scope->lookup("main"))) return;
  // The linker's complaint: it has no place in the source.
  failed_ = true;
  diagnostics_.push_back(
      {"", 0, 0, "runtime.main_main·f: function main is undeclared in the main package"});
}

}  // namespace gopark::types
