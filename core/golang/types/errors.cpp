// Messages: putting them together and deciding whether they are worth reporting.
#include "golang/types/checker.h"
#include "golang/types/quote.h"

namespace gopark::types {

std::string Checker::format(std::string_view format, std::initializer_list<std::string> args) {
  std::string out;
  auto arg = args.begin();
  for (size_t i = 0; i < format.size(); i++) {
    if (format[i] == '%' && i + 1 < format.size() && format[i + 1] == 's') {
      out += *arg++;
      i++;
    } else {
      out += format[i];
    }
  }
  return out;
}

std::string Checker::str(Pos pos) const {
  return files_->describe(pos);
}

std::string Checker::str(ExprList list) const {
  std::string out = "[";
  for (size_t i = 0; i < list.size(); i++) {
    if (i > 0) out += ", ";
    out += syntax::exprString(list[i]);
  }
  return out + "]";
}

void Checker::addOtherDecl(Report* report, const Object* o) {
  if (o->pos.isKnown()) addf(report, o, "other declaration of %s", o->name);
}

std::string Checker::message(const Report& report) const {
  std::string text;
  for (size_t i = 0; i < report.lines.size(); i++) {
    const auto& [pos, line] = report.lines[i];
    if (i > 0) {
      text += "\n\t";
      if (pos.isKnown()) text += str(pos) + ": ";
    }
    text += line;
  }
  return text;
}

void Checker::report(const Report& report) {
  if (report.empty()) return;
  // Errors that talk of invalid things follow from others.
  const std::string& first = report.lines[0].second;
  auto inside = [&](const char* what) {
    size_t at = first.find(what);
    return at != std::string::npos && at > 0;
  };
  if (failed_ && (inside("invalid operand") || inside("invalid type"))) return;
  failed_ = true;
  // A repeated constant expression is not where the mistake shows.
  Pos pos = env_.errorPos.isKnown() ? env_.errorPos : report.lines[0].first;
  diagnostics_.push_back(files_->diagnostic(pos, message(report)));
}

void Checker::duplicateMethod(Pos pos, Func* m, Pos otherPos, Func* other, bool isExplicit) {
  auto complain = [=, this] {
    Report r;
    addf(&r, pos, "duplicate method %s", m->name);
    addf(&r, otherPos, "other declaration of method %s", m->name);
    report(r);
  };
  if (isExplicit) {
    complain();
  } else {
    // Methods that come from embedded interfaces may repeat if their types agree.
    later([=] {
      if (!identical(m->type, other->type)) complain();
    });
  }
}

void Checker::tooManyTerms(Pos pos, size_t max) {
  errorf(pos, "cannot handle more than %s union terms (implementation limitation)", max);
}

std::string Checker::typesSummary(const std::vector<Type*>& list, bool variadic,
                                  bool hasDots) const {
  std::string out = "(";
  for (size_t i = 0; i < list.size(); i++) {
    Type* t = list[i];
    bool last = i + 1 == list.size();
    std::string s;
    if (!t || !isValid(t)) {
      s = "unknown type";
    } else if (isUntyped(t)) {
      // A number's final type is open: do not suggest one.
      s = isNumeric(t) ? "number" : std::string(static_cast<Basic*>(t)->name).substr(8);
    } else {
      s = str(t);
    }
    if (last && variadic) {
      if (t && t->kind == TypeKind::Slice) s = str(static_cast<Slice*>(t)->elem);
      s.insert(0, "...");
    } else if (last && hasDots) {
      s += "...";
    }
    out += (i > 0 ? ", " : "") + s;
  }
  return out + ")";
}

namespace {
// tail() is a name without its first character.
std::string_view tail(std::string_view s) {
  size_t i = 1;
  while (i < s.size() && (s[i] & 0xc0) == 0x80) i++;
  return i < s.size() ? s.substr(i) : s;
}
}  // namespace

std::string Checker::lookupError(Type* type, std::string_view sel, Object* other,
                                 bool structLit) const {
  enum { kMissing, kMisspelled, kUnexported, kInaccessible } what = kMissing;
  std::string_view alt;
  if (other) {
    alt = other->name;
    bool sameTail = tail(sel) == tail(alt);
    if (other->pkg == pkg_) {
      what = kMisspelled;
    } else if (isExported(sel)) {
      if (isExported(alt)) {
        what = kMisspelled;
      } else if (sameTail) {
        what = kUnexported;
      }
    } else if (isExported(alt)) {
      if (sameTail) what = kMisspelled;
    } else if (sel == alt) {
      what = kInaccessible;
    }
  }
  if (structLit) {
    switch (what) {
      case kMissing:
        return sprintf("unknown field %s in struct literal of type %s", sel, type);
      case kMisspelled:
        return sprintf("unknown field %s in struct literal of type %s, but does have %s", sel, type,
                       alt);
      case kUnexported:
        return sprintf("unknown field %s in struct literal of type %s, but does have unexported %s",
                       sel, type, alt);
      case kInaccessible:
        return sprintf("cannot refer to unexported field %s in struct literal of type %s", alt,
                       type);
    }
  }
  const char* kind = !other                            ? "object"
                     : other->kind == ObjectKind::Var  ? "field"
                     : other->kind == ObjectKind::Func ? "method"
                                                       : "object";
  switch (what) {
    case kMissing:
      return sprintf("type %s has no field or method %s", type, sel);
    case kMisspelled:
      return sprintf("type %s has no field or method %s, but does have %s %s", type, sel, kind,
                     alt);
    case kUnexported:
      return sprintf("type %s has no field or method %s, but does have unexported %s %s", type, sel,
                     kind, alt);
    case kInaccessible:
      return sprintf("cannot refer to unexported %s %s", kind, alt);
  }
  return "";
}

}  // namespace gopark::types
