// The order in which a package is checked.
#include "golang/types/checker.h"

#include "golang/types/check.h"

namespace gopark::types {

Checker::Checker(Context& context, Package* pkg, const Importer& importer,
                 std::vector<Diagnostic>& diagnostics, Info& info)
    : context_(context), pkg_(pkg), importer_(importer), diagnostics_(diagnostics), info_(info) {}

void Checker::processDelayed(size_t top) {
  // Actions may add more; they run in the order they were put off.
  for (size_t i = top; i < delayed_.size(); i++) {
    auto action = std::move(delayed_[i]);
    action();
  }
  delayed_.resize(top);
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
  processDelayed(0);
  // Complete what nobody asked about, while errors can still be reported.
  for (size_t i = 0; i < namedTypes_.size(); i++) {
    if (!namedTypes_[i]->isInstance()) underlying(namedTypes_[i]);
  }
  for (size_t i = 0; i < typeParams_.size(); i++) typeParamInterface(typeParams_[i]);
  for (size_t i = 0; i < interfaces_.size(); i++) computeTypeSet(this, interfaces_[i]);
  processDelayed(0);
  initOrder();
  unusedImports();
  recordUntyped();
  if (!failed_) {
    TypeName* start = nullptr;
    std::vector<MonoGraph::Step> loop = mono_.findLoop(&start);
    if (!loop.empty()) {
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
  }
  if (!failed_) checkAnonymousInterfaceCycles();
  if (!failed_) checkMain();
  for (Named* t : namedTypes_) t->check = nullptr;
  for (TypeParam* p : typeParams_) p->check = nullptr;
  for (Interface* t : interfaces_) t->check = nullptr;
  pkg_->complete = !failed_;
}

Package* check(Context& context, std::string_view path, const std::vector<syntax::File*>& files,
               const Importer& importer, std::vector<Diagnostic>& diagnostics, Info& info) {
  auto* pkg = context.make<Package>();
  pkg->path = std::string(path);
  pkg->id = context.nextId();
  pkg->scope = context.make<Scope>(universe().scope, syntax::Pos(), syntax::Pos());
  Checker(context, pkg, importer, diagnostics, info).checkFiles(files);
  return pkg;
}

}  // namespace gopark::types
