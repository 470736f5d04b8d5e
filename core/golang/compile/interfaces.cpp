// Interfaces: method sets as tables, and what else the VM asks about the types of values.
#include <memory>
#include <new>

#include "base/check.h"
#include "golang/compile/func_compiler.h"

namespace gopark::compile {

using vm::Kind;

namespace {

void placeReceiver(vm::MethodEntry* entry) {
  entry->recvAt = static_cast<uint32_t>(entry->fn->recvAt());
  entry->recvSlots = entry->fn->recvSlots;
}

}  // namespace

// methodEntry() is how a method of the method set of `type` is called with an interface's data
// word.
vm::MethodEntry Compiler::methodEntry(RType* type, const types::MethodEntry& method) {
  vm::MethodEntry entry;
  types::Type* t = source(type);
  bool abstract = method.method->signature()->recv &&
                  types::isInterface(method.method->signature()->recv->type);
  if (method.index.size() == 1 && !abstract) {
    bool isPointer = type->kind == Kind::kPointer && !type->named;
    types::Type* base = isPointer ? source(type->elem) : t;
    entry.fn = methodFunction(method.method, base);
    types::Type* recv = types::unalias(method.method->signature()->recv->type);
    bool wantsPointer = recv->kind == types::TypeKind::Pointer;
    entry.copyReceiver = !wantsPointer && (isPointer || !type->direct);
    entry.frozenWords = entry.copyReceiver && !isPointer && type->align == 8 &&
                        type->size == uint64_t{type->slots} * sizeof(Slot) &&
                        type->rep != Rep::kHuge;
    placeReceiver(&entry);
    return entry;
  }
  // Through embedded fields: a wrapper that walks there. It gets the data word as its receiver.
  std::string key =
      "itab " + std::to_string(type->id) + " " + method.method->name +
      (method.method->exported() || !method.method->pkg ? "" : method.method->pkg->path);
  types::MethodEntry target = method;
  entry.fn = wrapper(key, [&] {
    auto src = std::make_unique<FuncSource>();
    src->generate = [type, target](FuncCompiler& f) {
      f.begin(f.fn->entrySlots());
      for (int i = vm::kHeaderSlots; i < f.fn->entrySlots(); i++) f.e.pointerAt(i);
      int recv = f.fn->recvAt();
      Place p = type->direct ? f.frame(recv, type) : f.memory(recv, 0, type);
      FuncCompiler::Callee callee =
          f.methodCallee(p, Compiler::source(type), target.method, target.index);
      int slots = vm::kHeaderSlots + f.fn->resultSlots + f.fn->argSlots + callee.recvSlots + 1;
      int base = f.e.alloc(slots);
      for (int i = vm::kClosureSlot; i < slots; i++) f.e.pointerAt(base + i);
      f.copySlots(base + vm::kHeaderSlots + f.fn->resultSlots, vm::kHeaderSlots + f.fn->resultSlots,
                  f.fn->argSlots);
      f.invoke(callee, base);
      f.copySlots(vm::kHeaderSlots, base + vm::kHeaderSlots, f.fn->resultSlots);
      f.emitReturn();
    };
    auto* sig = method.method->signature();
    // The method's signature as seen from this type: take it from the type's own method.
    types::LookupResult found =
        types::lookupFieldOrMethod(context(), t, true, method.method->pkg, method.method->name);
    if (auto* m = types::objectCast<types::Func>(found.obj)) sig = m->signature();
    Function* fn = newFunction(type->string + "." + method.method->name, std::move(src),
                               slotsOf(nullptr, sig->results), slotsOf(nullptr, sig->params), 1);
    fn->wrapper = true;
    return fn;
  });
  placeReceiver(&entry);
  return entry;
}

vm::Itab* Compiler::itabFor(RType* iface, RType* type, std::string* missing) {
  auto it = itabs_.find({iface, type});
  if (it != itabs_.end() && (it->second || !missing)) return it->second;
  std::vector<types::MethodEntry> set = types::methodSet(context(), source(type));
  std::vector<vm::MethodEntry> methods;
  for (const vm::RMethod& want : iface->methods) {
    const types::MethodEntry* found = nullptr;
    for (const types::MethodEntry& m : set) {
      if (m.method->name != want.name) continue;
      if (!want.pkgPath.empty() && (!m.method->pkg || m.method->pkg->path != want.pkgPath))
        continue;
      found = &m;
      break;
    }
    // The same name with another signature does not count.
    if (found) {
      auto* wanted = types::as<types::Interface>(source(iface));
      for (types::Func* f : types::typeSet(wanted)->methods) {
        if (f->name == want.name && f->sameId(found->method->pkg, found->method->name) &&
            !sameSignature(f->signature(), found->method->signature())) {
          found = nullptr;
          break;
        }
      }
    }
    if (!found) {
      if (missing) *missing = want.name;
      itabs_[{iface, type}] = nullptr;
      return nullptr;
    }
    methods.push_back(methodEntry(type, *found));
  }
  itabStore_.emplace_back(new char[vm::Itab::bytes(methods.size())]);
  auto* itab = new (itabStore_.back().get()) vm::Itab{iface, type};
  std::uninitialized_copy(methods.begin(), methods.end(), itab->methods());
  itabs_[{iface, type}] = itab;
  return itab;
}

// sameSignature() compares without the receivers.
bool Compiler::sameSignature(types::Signature* x, types::Signature* y) {
  auto same = [&](types::Tuple* a, types::Tuple* b) {
    if (types::tupleLen(a) != types::tupleLen(b)) return false;
    for (size_t i = 0; i < types::tupleLen(a); i++) {
      if (!types::identical(a->vars[i]->type, b->vars[i]->type)) return false;
    }
    return true;
  };
  return x->variadic == y->variadic && same(x->params, y->params) && same(x->results, y->results);
}

Addr Compiler::tabFor(RType* iface, RType* type) {
  if (iface->methods.empty()) return addrOf(type);
  vm::Itab* itab = itabFor(iface, type, nullptr);
  CHECK(itab, "gopark: a conversion to an interface the type does not implement");
  return addrOf(itab);
}

vm::Itab* Compiler::itab(RType* iface, RType* type, std::string* missing) {
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  return itabFor(iface, type, missing);
}

RType* Compiler::pointerTo(RType* t) {
  if (RType* p = t->pointerTo.load(std::memory_order_acquire)) return p;
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  return pointerType(t);
}

const vm::MethodEntry* Compiler::textMethod(RType* type, std::string_view name) {
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  auto key = std::make_pair(type, std::string(name));
  auto it = textMethods_.find(key);
  if (it != textMethods_.end()) return it->second.get();
  std::unique_ptr<vm::MethodEntry>& entry = textMethods_[key];
  for (const types::MethodEntry& m : types::methodSet(context(), source(type))) {
    auto* sig = m.method->signature();
    if (m.method->name != name || types::tupleLen(sig->params) != 0 ||
        types::tupleLen(sig->results) != 1 ||
        typeOf(sig->results->vars[0]->type) != vm_->known.string) {
      continue;
    }
    entry = std::make_unique<vm::MethodEntry>(methodEntry(type, m));
  }
  return entry.get();
}

bool Compiler::assignable(RType* from, RType* to) {
  if (from == to) return true;
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  if (to->isInterface()) {
    if (to->methods.empty()) return true;
    return itabFor(to, from, nullptr) != nullptr;
  }
  if (from->named && to->named) return false;
  return types::identical(types::underlying(source(from)), types::underlying(source(to)));
}

int Compiler::exportedMethods(RType* type) {
  std::lock_guard<std::recursive_mutex> guard(mutex_);
  int count = 0;
  for (const types::MethodEntry& m : types::methodSet(context(), source(type))) {
    if (m.method->exported()) count++;
  }
  return count;
}

}  // namespace gopark::compile
