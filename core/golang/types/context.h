// Context owns every type, object, scope and package made while checking a program, and makes
// instances of generic types unique. Go's counterparts: types2.Context and the garbage collector.
// Not thread-safe: one Context belongs to one compilation.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "golang/types/object.h"
#include "golang/types/types.h"

namespace gopark::types {

class Context {
 public:
  Context();
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  // make() builds a T that lives as long as the Context.
  template <typename T, typename... Args>
  T* make(Args&&... args) {
    T* object = new (allocate(sizeof(T), alignof(T))) T(std::forward<Args>(args)...);
    owned_.push_back({object, [](void* p) { static_cast<T*>(p)->~T(); }});
    return object;
  }

  uint32_t nextId() { return ++lastId_; }

  // Shorthands for type literals.
  Pointer* pointerTo(Type* base) { return make<Pointer>(base); }
  Slice* sliceOf(Type* elem) { return make<Slice>(elem); }
  Var* newVar(VarKind kind, syntax::Pos pos, Package* pkg, std::string name, Type* type);
  Tuple* newTuple(std::vector<Var*> vars);

  // instantiate() is the instance of a generic Named, Alias or Signature with the given (not
  // verified) arguments; the same Named for identical arguments.
  Type* instantiate(Type* generic, const std::vector<Type*>& targs, syntax::Pos pos = {});

  // canonical() is the one representative of all types identical to t: for types without type
  // parameters, identical(x, y) == (canonical(x) == canonical(y)). Its parts are canonical too,
  // except a Named's underlying type (ask canonical(underlying(t))).
  Type* canonical(Type* t);

  // typeHash() is a text equal for identical types and only for them.
  std::string typeHash(Type* t);

 private:
  friend class Substituter;
  struct Owned {
    void* object;
    void (*destroy)(void*);
  };
  void* allocate(size_t size, size_t align);

  std::vector<std::unique_ptr<char[]>> blocks_;
  char* next_ = nullptr;
  char* limit_ = nullptr;
  std::vector<Owned> owned_;
  uint32_t lastId_ = 0;
  Named* namedInstance(Named* origin, const std::vector<Type*>& targs,
                       const std::vector<Type*>& outerTargs, syntax::Pos pos = {});
  uint32_t canonicalId(Type* t);
  Type* makeCanonical(Type* t, bool* settled);
  Tuple* canonicalTuple(Tuple* t);
  Type* canonicalStruct(Struct* s);
  Type* canonicalInterface(Interface* t);

  std::unordered_map<std::string, Named*> instances_;
  std::unordered_map<std::string, Type*> canonical_;  // By structure.
  std::unordered_map<Type*, Type*> canonicalOf_;      // Memory of canonical().
  std::unordered_map<Type*, uint32_t> idOf_;          // Of canonical types.
};

}  // namespace gopark::types
