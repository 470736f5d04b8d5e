// The natives of internal/rt: the library's view of any value through its type descriptor. fmt,
// sort.Slice and the like are written on these. Go's counterpart: internal/reflectlite.
//
// An rt.Value is two slots: the type's handle (the address of its RType) and the address of the
// memory that holds a value of that type.
#include <cmath>
#include <vector>

#include "golang/vm/map.h"
#include "golang/vm/natives.h"
#include "golang/vm/ops.h"
#include "golang/vm/units.h"

namespace gopark::vm {

namespace {

Goroutine* bodyOf(const NativeCall& c) {
  return goroutineOf(c.gp);
}

RType* typeAt(const Slot* slots) {
  return ptrOf<RType>(slots[0]);
}
char* memoryAt(const Slot* slots) {
  return ptrOf<char>(slots[1]);
}

NativeStatus setValue(NativeCall& c, const RType* type, const void* memory) {
  c.out[0] = addrOf(type);
  c.out[1] = type == nullptr ? 0 : addrOf(memory);
  return NativeStatus::kDone;
}

// Shape of a []rt.Value's elements, for the collector.
const RType* valueType() {
  static const RType* const type = [] {
    auto* t = new RType;
    t->size = 16;
    t->slots = 2;
    t->kind = Kind::kStruct;
    t->hasPointers = true;
    t->pointerMask = {2};
    return t;
  }();
  return type;
}

void* newMemory(NativeCall& c, const RType* type) {
  return newArray(c, type, 1);
}

// The dynamic value of an interface as an rt.Value.
NativeStatus unpack(NativeCall& c, RType* dynamic, Addr data) {
  if (dynamic == nullptr) return setValue(c, nullptr, nullptr);
  if (!dynamic->direct) return setValue(c, dynamic, ptrOf(data));
  void* word = newMemory(c, dynamic);
  relaxedStore<uint64_t>(word, data);
  return setValue(c, dynamic, word);
}

uint64_t wordOf(const Slot* value) {
  return relaxedLoad<uint64_t>(memoryAt(value));
}

// --- Types ---------------------------------------------------------------------------------------

NativeStatus typeOf(NativeCall& c) {
  c.out[0] = c.in[0];
  return NativeStatus::kDone;
}

NativeStatus typeKind(NativeCall& c) {
  RType* t = typeAt(c.recv);
  c.out[0] = t == nullptr ? 0 : static_cast<Slot>(t->kind);
  return NativeStatus::kDone;
}

NativeStatus typeText(NativeCall& c, const std::string& text) {
  c.setStr(0, newString(c, text));
  return NativeStatus::kDone;
}

NativeStatus typeString(NativeCall& c) {
  RType* t = typeAt(c.recv);
  return typeText(c, t == nullptr ? "<nil>" : t->string);
}

NativeStatus typeName(NativeCall& c) {
  RType* t = typeAt(c.recv);
  return typeText(c, t == nullptr ? "" : t->name);
}

NativeStatus typePkgPath(NativeCall& c) {
  RType* t = typeAt(c.recv);
  return typeText(c, t == nullptr ? "" : t->pkgPath);
}

NativeStatus typeSize(NativeCall& c) {
  c.out[0] = typeAt(c.recv)->size;
  return NativeStatus::kDone;
}

NativeStatus typeElem(NativeCall& c) {
  c.out[0] = addrOf(typeAt(c.recv)->elem);
  return NativeStatus::kDone;
}

NativeStatus typeKey(NativeCall& c) {
  c.out[0] = addrOf(typeAt(c.recv)->key);
  return NativeStatus::kDone;
}

NativeStatus typeLen(NativeCall& c) {
  c.out[0] = static_cast<Slot>(typeAt(c.recv)->len);
  return NativeStatus::kDone;
}

NativeStatus typeNumField(NativeCall& c) {
  c.out[0] = typeAt(c.recv)->fields.size();
  return NativeStatus::kDone;
}

const RField& fieldOf(NativeCall& c, const RType* t, int64_t i) {
  return t->fields[static_cast<size_t>(i)];
}

NativeStatus typeFieldName(NativeCall& c) {
  return typeText(c, fieldOf(c, typeAt(c.recv), c.i64(0)).name);
}

NativeStatus typeFieldType(NativeCall& c) {
  c.out[0] = addrOf(fieldOf(c, typeAt(c.recv), c.i64(0)).type);
  return NativeStatus::kDone;
}

NativeStatus typeFieldEmbedded(NativeCall& c) {
  c.out[0] = fieldOf(c, typeAt(c.recv), c.i64(0)).embedded;
  return NativeStatus::kDone;
}

NativeStatus typeFieldTag(NativeCall& c) {
  return typeText(c, fieldOf(c, typeAt(c.recv), c.i64(0)).tag);
}

NativeStatus typeNumIn(NativeCall& c) {
  c.out[0] = typeAt(c.recv)->params.size();
  return NativeStatus::kDone;
}

NativeStatus typeIn(NativeCall& c) {
  c.out[0] = addrOf(typeAt(c.recv)->params[static_cast<size_t>(c.i64(0))]);
  return NativeStatus::kDone;
}

NativeStatus typeNumOut(NativeCall& c) {
  c.out[0] = typeAt(c.recv)->results.size();
  return NativeStatus::kDone;
}

NativeStatus typeComparable(NativeCall& c) {
  c.out[0] = typeAt(c.recv)->comparable;
  return NativeStatus::kDone;
}

NativeStatus typeNumMethod(NativeCall& c) {
  RType* t = typeAt(c.recv);
  c.out[0] =
      t->isInterface() ? t->methods.size() : static_cast<Slot>(c.vm->source->exportedMethods(t));
  return NativeStatus::kDone;
}

NativeStatus typeAssignableTo(NativeCall& c) {
  c.out[0] = c.vm->source->assignable(typeAt(c.recv), typeAt(c.in));
  return NativeStatus::kDone;
}

NativeStatus typePointerTo(NativeCall& c) {
  c.out[0] = addrOf(c.vm->source->pointerTo(typeAt(c.recv)));
  return NativeStatus::kDone;
}

// --- Values --------------------------------------------------------------------------------------

NativeStatus valueOf(NativeCall& c) {
  return unpack(c, typeAt(c.in), c.in[1]);
}

NativeStatus valueNew(NativeCall& c) {
  RType* t = typeAt(c.in);
  return setValue(c, t, newMemory(c, t));
}

NativeStatus valueAny(NativeCall& c) {
  RType* t = typeAt(c.recv);
  const char* p = memoryAt(c.recv);
  if (t == nullptr) {
    c.setIface(0, {});
  } else if (t->isInterface()) {
    GoIface v = loadIface(p);
    RType* dynamic = dynamicType(!t->methods.empty(), v.tab);
    c.setIface(0, {addrOf(dynamic), dynamic == nullptr ? 0 : v.data});
  } else {
    std::vector<Slot> slots(t->slots + 1);
    loadSlots(slots.data(), p, t);
    c.setIface(0, makeIface(bodyOf(c), addrOf(t), slots.data(), t));
  }
  return NativeStatus::kDone;
}

// The number itself in slot form; float32 as its bits.
Slot scalar(const Slot* value) {
  Slot slot = 0;
  loadSlots(&slot, memoryAt(value), typeAt(value));
  return slot;
}

NativeStatus valueScalar(NativeCall& c) {
  c.out[0] = scalar(c.recv);
  return NativeStatus::kDone;
}

NativeStatus valueFloat(NativeCall& c) {
  Slot slot = scalar(c.recv);
  double value =
      typeAt(c.recv)->kind == Kind::kFloat32 ? static_cast<double>(f32Of(slot)) : f64Of(slot);
  c.set(0, value);
  return NativeStatus::kDone;
}

NativeStatus valueComplex(NativeCall& c) {
  const char* p = memoryAt(c.recv);
  if (typeAt(c.recv)->kind == Kind::kComplex64) {
    c.set(0, static_cast<double>(f32Of(relaxedLoad<uint32_t>(p))));
    c.set(1, static_cast<double>(f32Of(relaxedLoad<uint32_t>(p + 4))));
  } else {
    c.out[0] = relaxedLoad<uint64_t>(p);
    c.out[1] = relaxedLoad<uint64_t>(p + 8);
  }
  return NativeStatus::kDone;
}

NativeStatus valueStr(NativeCall& c) {
  c.setStr(0, loadString(memoryAt(c.recv)));
  return NativeStatus::kDone;
}

NativeStatus valueBytes(NativeCall& c) {
  RType* t = typeAt(c.recv);
  const char* p = memoryAt(c.recv);
  if (t->kind == Kind::kArray) {
    c.setSlice(0, {addrOf(p), t->len, t->len});
  } else {
    c.setSlice(0, loadSlice(p));
  }
  return NativeStatus::kDone;
}

NativeStatus valueLen(NativeCall& c) {
  RType* t = typeAt(c.recv);
  switch (t->kind) {
    case Kind::kArray:
      c.set(0, t->len);
      break;
    case Kind::kMap:
      c.set(0, mapLen(wordOf(c.recv)));
      break;
    case Kind::kChan:
      c.set(0, chanLen(wordOf(c.recv)));
      break;
    default:
      c.out[0] = relaxedLoad<uint64_t>(memoryAt(c.recv) + 8);
  }
  return NativeStatus::kDone;
}

NativeStatus valueCap(NativeCall& c) {
  RType* t = typeAt(c.recv);
  if (t->kind == Kind::kArray) {
    c.set(0, t->len);
  } else if (t->kind == Kind::kChan) {
    c.set(0, chanCap(wordOf(c.recv)));
  } else {
    c.out[0] = relaxedLoad<uint64_t>(memoryAt(c.recv) + 16);
  }
  return NativeStatus::kDone;
}

NativeStatus valueIsNil(NativeCall& c) {
  c.out[0] = wordOf(c.recv) == 0;
  return NativeStatus::kDone;
}

NativeStatus valuePointer(NativeCall& c) {
  c.out[0] = wordOf(c.recv);
  return NativeStatus::kDone;
}

NativeStatus valueIndex(NativeCall& c) {
  RType* t = typeAt(c.recv);
  char* base = memoryAt(c.recv);
  if (t->kind != Kind::kArray) {
    // The slice may have become shorter since the caller asked for its length.
    GoSlice s = loadSlice(base);
    if (c.u64(0) >= static_cast<uint64_t>(s.len)) {
      bodyOf(c)->fail(Fault::kBounds, indexText(c.i64(0), s.len));
      return NativeStatus::kPanic;
    }
    base = s.data<char>();
  }
  return setValue(c, t->elem, base + c.u64(0) * t->elem->size);
}

NativeStatus valueField(NativeCall& c) {
  const RField& field = fieldOf(c, typeAt(c.recv), c.i64(0));
  return setValue(c, field.type, memoryAt(c.recv) + field.offset);
}

NativeStatus valueElem(NativeCall& c) {
  RType* t = typeAt(c.recv);
  const char* p = memoryAt(c.recv);
  if (t->isInterface()) {
    GoIface v = loadIface(p);
    return unpack(c, dynamicType(!t->methods.empty(), v.tab), v.data);
  }
  Addr target = relaxedLoad<uint64_t>(p);
  return setValue(c, target == 0 ? nullptr : t->elem, ptrOf(target));
}

NativeStatus valueMapPairs(NativeCall& c) {
  Goroutine* g = bodyOf(c);
  RType* t = typeAt(c.recv);
  Addr map = wordOf(c.recv);
  std::vector<Slot> pairs;
  MapIter it;
  mapIterInit(g, t, map, &it);
  for (bool more = true;;) {
    const char* key = nullptr;
    const char* value = nullptr;
    if (!mapIterNext(g, &it, &more, &key, &value)) return NativeStatus::kPanic;
    if (!more) break;
    for (auto [type, from] : {std::pair{t->key, key}, std::pair{t->elem, value}}) {
      void* copy = newMemory(c, type);
      loadValues(copy, from, type, 1);
      pairs.push_back(addrOf(type));
      pairs.push_back(addrOf(copy));
    }
  }
  auto count = static_cast<int64_t>(pairs.size() / 2);
  void* slice = newArray(c, valueType(), count);
  copyMemory(slice, pairs.data(), pairs.size() * sizeof(Slot));
  c.setSlice(0, {addrOf(slice), count, count});
  return NativeStatus::kDone;
}

// --- Stores --------------------------------------------------------------------------------------

NativeStatus setScalar(NativeCall& c) {
  storeSlots(memoryAt(c.recv), c.in, typeAt(c.recv));
  return NativeStatus::kDone;
}

NativeStatus setFloat(NativeCall& c) {
  Slot slot =
      typeAt(c.recv)->kind == Kind::kFloat32 ? slotOf(static_cast<float>(c.f64(0))) : c.in[0];
  storeSlots(memoryAt(c.recv), &slot, typeAt(c.recv));
  return NativeStatus::kDone;
}

NativeStatus setComplex(NativeCall& c) {
  char* p = memoryAt(c.recv);
  if (typeAt(c.recv)->kind == Kind::kComplex64) {
    relaxedStore<uint32_t>(p, static_cast<uint32_t>(slotOf(static_cast<float>(c.f64(0)))));
    relaxedStore<uint32_t>(p + 4, static_cast<uint32_t>(slotOf(static_cast<float>(c.f64(1)))));
  } else {
    copyMemory(p, c.in, 16);
  }
  return NativeStatus::kDone;
}

NativeStatus setWords(NativeCall& c) {
  storeValues(memoryAt(c.recv), c.in, typeAt(c.recv), 1);
  return NativeStatus::kDone;
}

NativeStatus setAny(NativeCall& c) {
  RType* t = typeAt(c.recv);
  RType* dynamic = typeAt(c.in);
  char* p = memoryAt(c.recv);
  if (t->isInterface()) {
    Slot slots[2] = {tabFor(bodyOf(c), dynamic, t), c.in[1]};
    storeUnit<2>(p, slots);
  } else if (dynamic == nullptr) {
    clearValues(p, t, 1);
  } else if (dynamic->direct) {
    relaxedStore<uint64_t>(p, c.in[1]);
  } else {
    copyValues(p, ptrOf(c.in[1]), t, 1);
  }
  return NativeStatus::kDone;
}

NativeStatus swapElems(NativeCall& c) {
  RType* t = typeAt(c.in);
  GoSlice s = loadSlice(memoryAt(c.in));
  for (int slot : {2, 3}) {
    if (c.u64(slot) < static_cast<uint64_t>(s.len)) continue;
    bodyOf(c)->fail(Fault::kBounds, indexText(c.i64(slot), s.len));
    return NativeStatus::kPanic;
  }
  uint64_t size = t->elem->size;
  std::vector<Slot> held(size / sizeof(Slot) + 1);
  char* x = s.data<char>() + c.u64(2) * size;
  char* y = s.data<char>() + c.u64(3) * size;
  loadValues(held.data(), x, t->elem, 1);
  copyValues(x, y, t->elem, 1);
  storeValues(y, held.data(), t->elem, 1);
  return NativeStatus::kDone;
}

NativeStatus funcName(NativeCall& c) {
  Function* fn = nullptr;
  if (RType* t = typeAt(c.in); t != nullptr && t->kind == Kind::kFunc && c.in[1] != 0) {
    fn = closureFunction(c.in[1]);
  }
  return typeText(c, fn == nullptr ? "" : fn->name);
}

NativeStatus bind(NativeCall& c) {
  RType* signature = typeAt(c.in);
  Function* fn = c.vm->source->boundCall(signature);
  auto* closure = static_cast<char*>(newMemory(c, fn->closureType));
  relaxedStore<uint64_t>(closure + 8, c.in[1]);
  const char* values = ptrOf<char>(c.in[2]);
  char* to = closure + 16;
  for (const RType* r : signature->params) {
    loadValues(to, ptrOf<char>(relaxedLoad<uint64_t>(values + 8)), r, 1);
    to += (r->size + 7) / 8 * 8;
    values += 16;
  }
  setClosureFunction(closure, fn);
  c.setPtr(0, closure);
  return NativeStatus::kDone;
}

constexpr NativeDef kRtNatives[] = {
    {"internal/rt.TypeOf", typeOf},
    {"internal/rt.Type.Kind", typeKind},
    {"internal/rt.Type.String", typeString},
    {"internal/rt.Type.Name", typeName},
    {"internal/rt.Type.PkgPath", typePkgPath},
    {"internal/rt.Type.Size", typeSize},
    {"internal/rt.Type.Elem", typeElem},
    {"internal/rt.Type.Key", typeKey},
    {"internal/rt.Type.Len", typeLen},
    {"internal/rt.Type.NumField", typeNumField},
    {"internal/rt.Type.FieldName", typeFieldName},
    {"internal/rt.Type.FieldType", typeFieldType},
    {"internal/rt.Type.FieldEmbedded", typeFieldEmbedded},
    {"internal/rt.Type.FieldTag", typeFieldTag},
    {"internal/rt.Type.NumIn", typeNumIn},
    {"internal/rt.Type.In", typeIn},
    {"internal/rt.Type.NumOut", typeNumOut},
    {"internal/rt.Type.Comparable", typeComparable},
    {"internal/rt.Type.NumMethod", typeNumMethod},
    {"internal/rt.Type.AssignableTo", typeAssignableTo},
    {"internal/rt.Type.PointerTo", typePointerTo},
    {"internal/rt.ValueOf", valueOf},
    {"internal/rt.New", valueNew},
    {"internal/rt.Value.Any", valueAny},
    {"internal/rt.Value.Bool", valueScalar},
    {"internal/rt.Value.Int", valueScalar},
    {"internal/rt.Value.Uint", valueScalar},
    {"internal/rt.Value.Float", valueFloat},
    {"internal/rt.Value.Complex", valueComplex},
    {"internal/rt.Value.Str", valueStr},
    {"internal/rt.Value.Bytes", valueBytes},
    {"internal/rt.Value.Len", valueLen},
    {"internal/rt.Value.Cap", valueCap},
    {"internal/rt.Value.IsNil", valueIsNil},
    {"internal/rt.Value.Pointer", valuePointer},
    {"internal/rt.Value.Index", valueIndex},
    {"internal/rt.Value.Field", valueField},
    {"internal/rt.Value.Elem", valueElem},
    {"internal/rt.Value.MapPairs", valueMapPairs},
    {"internal/rt.Value.SetBool", setScalar},
    {"internal/rt.Value.SetInt", setScalar},
    {"internal/rt.Value.SetUint", setScalar},
    {"internal/rt.Value.SetFloat", setFloat},
    {"internal/rt.Value.SetComplex", setComplex},
    {"internal/rt.Value.SetString", setWords},
    {"internal/rt.Value.SetBytes", setWords},
    {"internal/rt.Value.Set", setAny},
    {"internal/rt.swapElems", swapElems},
    {"internal/rt.FuncName", funcName},
    {"internal/rt.Bind", bind},
};

}  // namespace

std::span<const NativeDef> rtNatives() {
  return kRtNatives;
}

}  // namespace gopark::vm
