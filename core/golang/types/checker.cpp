// The order in which a package is checked.
#include "golang/types/checker.h"

#include "golang/types/check.h"

namespace gopark::types {

Checker::Checker(Context& context, Package* pkg, const Importer& importer,
                 std::vector<Diagnostic>& diagnostics, Info& info, Bodies bodies)
    : context_(context),
      pkg_(pkg),
      importer_(importer),
      diagnostics_(diagnostics),
      info_(info),
      bodies_(bodies) {}

void Checker::processDelayed(size_t top) {
  // Actions may add more; they run in the order they were put off.
  for (size_t i = top; i < delayed_.size(); i++) {
    auto action = std::move(delayed_[i]);
    action();
  }
  delayed_.resize(top);
}

// completeTypes() completes what nobody asked about, while errors can still be reported.
void Checker::completeTypes() {
  processDelayed(0);
  for (size_t i = 0; i < namedTypes_.size(); i++) {
    if (!namedTypes_[i]->isInstance()) underlying(namedTypes_[i]);
  }
  for (size_t i = 0; i < typeParams_.size(); i++) typeParamInterface(typeParams_[i]);
  for (size_t i = 0; i < interfaces_.size(); i++) computeTypeSet(this, interfaces_[i]);
  processDelayed(0);
}

// releaseTypes() ends this checker's part in the types it has made.
void Checker::releaseTypes() {
  for (Named* t : namedTypes_) t->check = nullptr;
  for (TypeParam* p : typeParams_) p->check = nullptr;
  for (Interface* t : interfaces_) t->check = nullptr;
  namedTypes_.clear();
  typeParams_.clear();
  interfaces_.clear();
}

void Checker::endlessInstances() {
  TypeName* start = nullptr;
  std::vector<MonoGraph::Step> loop = mono_.findLoop(&start);
  if (loop.empty()) return;
  Report r;
  addf(&r, start, "instantiation cycle:");
  for (const MonoGraph::Step& step : loop) {
    bool local = step.name->type->kind == TypeKind::Named;
    std::string type = typeString(step.type, Qualify::kRelative, pkg_);
    addf(&r, step.pos, local ? "%s implicitly parameterized by %s" : "%s instantiated as %s",
         step.name->name, type);
  }
  report(r);
}

void Checker::checkFiles(const std::vector<syntax::File*>& files) {
  if (files.empty()) return;
  files_ = files[0]->source->set;
  for (syntax::File* file : files) {
    if (pkg_->name.empty()) {
      pkg_->name = std::string(file->pkgName->value);
      if (pkg_->name == "_") errorf(file->pkgName, "invalid package name _");
    }
    if (file->pkgName->value == pkg_->name) {
      fileList_.push_back(file);
    } else {
      errorf(file->pkgName, "package %s; expected package %s", file->pkgName->value, pkg_->name);
    }
  }
  collectObjects(fileList_);
  directCycles();
  packageObjects();
  completeTypes();
  if (bodies_ == Bodies::WhenNeeded) bodiesForInit();
  initOrder();
  if (bodies_ == Bodies::AtOnce) unusedImports();
  recordUntyped();
  if (!failed_) endlessInstances();
  if (!failed_) checkAnonymousInterfaceCycles();
  if (!failed_) checkMain();
  releaseTypes();
  pkg_->complete = !failed_;
}

Package* check(Context& context, std::string_view path, const std::vector<syntax::File*>& files,
               const Importer& importer, std::vector<Diagnostic>& diagnostics, Info& info,
               Bodies bodies) {
  auto* pkg = context.make<Package>();
  pkg->path = std::string(path);
  pkg->id = context.nextId();
  pkg->scope = context.make<Scope>(universe().scope, syntax::Pos(), syntax::Pos());
  if (bodies == Bodies::AtOnce) {
    Checker(context, pkg, importer, diagnostics, info, bodies).checkFiles(files);
  } else {
    // It has to be there when the bodies' turn comes.
    context.make<Checker>(context, pkg, importer, diagnostics, info, bodies)->checkFiles(files);
  }
  return pkg;
}

bool checkBody(FuncInfo* info) {
  return !info->checker || info->checker->checkBody(info);
}

}  // namespace gopark::types
