// Interfaces: boxing, conversion, assertion, equality and hashing of any value. Go's counterparts:
// iface.go, alg.go, error.go.
#include <cmath>

#include "golang/vm/ops.h"
#include "golang/vm/units.h"

namespace gopark::vm {

namespace {

// Scalars of one byte are boxed without allocating, as Go does.
struct ByteBoxes {
  uint64_t words[256];
};
constexpr ByteBoxes makeByteBoxes() {
  ByteBoxes boxes{};
  for (uint64_t i = 0; i < 256; i++) boxes.words[i] = i;
  return boxes;
}
constexpr ByteBoxes kByteBoxes = makeByteBoxes();

uint64_t mix(uint64_t h, uint64_t v) {
  h ^= v;
  h *= 0x9e3779b97f4a7c15;
  return h ^ (h >> 32);
}

uint64_t hashBytes(uint64_t h, const char* p, uint64_t length) {
  h = mix(h, length);
  for (; length >= 8; p += 8, length -= 8) {
    uint64_t v;
    std::memcpy(&v, p, 8);
    h = mix(h, v);
  }
  if (length) {
    uint64_t v = 0;
    std::memcpy(&v, p, length);
    h = mix(h, v);
  }
  return h;
}

uint64_t hashFloat(Goroutine* g, uint64_t h, double v) {
  if (v == 0) return mix(h, 0);  // +0 and -0 are equal.
  // A NaN differs from everything, so any number will do; a constant would put them all in one
  // place.
  if (std::isnan(v)) return mix(h, g->cache->allocatedObjects++);
  return mix(h, slotOf(v));
}

uint64_t loadWord(const void* p, uint64_t size) {
  switch (size) {
    case 1:
      return relaxedLoad<uint8_t>(p);
    case 2:
      return relaxedLoad<uint16_t>(p);
    case 4:
      return relaxedLoad<uint32_t>(p);
    default:
      return relaxedLoad<uint64_t>(p);
  }
}

uint64_t hashValue(Goroutine* g, uint64_t h, const char* p, const RType* t, bool* ok) {
  switch (t->kind) {
    case Kind::kFloat32:
      return hashFloat(g, h, f32Of(relaxedLoad<uint32_t>(p)));
    case Kind::kFloat64:
      return hashFloat(g, h, f64Of(relaxedLoad<uint64_t>(p)));
    case Kind::kComplex64:
      h = hashFloat(g, h, f32Of(relaxedLoad<uint32_t>(p)));
      return hashFloat(g, h, f32Of(relaxedLoad<uint32_t>(p + 4)));
    case Kind::kComplex128:
      h = hashFloat(g, h, f64Of(relaxedLoad<uint64_t>(p)));
      return hashFloat(g, h, f64Of(relaxedLoad<uint64_t>(p + 8)));
    case Kind::kString: {
      [[maybe_unused]] RacyReads racy;
      GoString s = loadString(p);
      return hashBytes(h, s.data(), static_cast<uint64_t>(s.len));
    }
    case Kind::kArray:
      for (int64_t i = 0; i < t->len && *ok; i++) {
        h = hashValue(g, h, p + static_cast<uint64_t>(i) * t->elem->size, t->elem, ok);
      }
      return h;
    case Kind::kStruct:
      for (const RField& field : t->fields) {
        if (field.name == "_") continue;
        h = hashValue(g, h, p + field.offset, field.type, ok);
        if (!*ok) break;
      }
      return h;
    case Kind::kInterface: {
      GoIface v = loadIface(p);
      RType* dynamic = dynamicType(!t->methods.empty(), v.tab);
      if (!dynamic) return mix(h, 0);
      if (!dynamic->comparable) {
        *ok = g->fail(Fault::kRuntimeError, "hash of unhashable type " + dynamic->string);
        return 0;
      }
      if (dynamic->direct) return mix(h, v.data);
      return hashValue(g, mix(h, dynamic->id), ptrOf<char>(v.data), dynamic, ok);
    }
    default:
      return mix(h, loadWord(p, t->size));
  }
}

}  // namespace

uint64_t hashMemory(Goroutine* g, const void* x, const RType* type, bool* ok) {
  return hashValue(g, 0x51ed270b8f3a9d21, static_cast<const char*>(x), type, ok);
}

bool equalIface(Goroutine* g, RType* type, Addr x, Addr y, bool* ok) {
  if (type->direct) {
    if (type->comparable) return x == y;
  } else if (type->comparable) {
    // The same box is not enough: a NaN in it differs from itself.
    return equalMemory(g, ptrOf<char>(x), ptrOf<char>(y), type, ok);
  }
  *ok = g->fail(Fault::kRuntimeError, "comparing uncomparable type " + type->string);
  return false;
}

bool equalMemory(Goroutine* g, const void* xp, const void* yp, const RType* t, bool* ok) {
  const char *x = static_cast<const char*>(xp), *y = static_cast<const char*>(yp);
  switch (t->kind) {
    case Kind::kFloat32:
      return f32Of(relaxedLoad<uint32_t>(x)) == f32Of(relaxedLoad<uint32_t>(y));
    case Kind::kFloat64:
      return f64Of(relaxedLoad<uint64_t>(x)) == f64Of(relaxedLoad<uint64_t>(y));
    case Kind::kComplex64:
      return f32Of(relaxedLoad<uint32_t>(x)) == f32Of(relaxedLoad<uint32_t>(y)) &&
             f32Of(relaxedLoad<uint32_t>(x + 4)) == f32Of(relaxedLoad<uint32_t>(y + 4));
    case Kind::kComplex128:
      return f64Of(relaxedLoad<uint64_t>(x)) == f64Of(relaxedLoad<uint64_t>(y)) &&
             f64Of(relaxedLoad<uint64_t>(x + 8)) == f64Of(relaxedLoad<uint64_t>(y + 8));
    case Kind::kString: {
      GoString a = loadString(x), b = loadString(y);
      [[maybe_unused]] RacyReads racy;
      return a.len == b.len && (a.ptr == b.ptr || a.view() == b.view());
    }
    case Kind::kArray:
      for (int64_t i = 0; i < t->len; i++) {
        uint64_t at = static_cast<uint64_t>(i) * t->elem->size;
        if (!equalMemory(g, x + at, y + at, t->elem, ok) || !*ok) return false;
      }
      return true;
    case Kind::kStruct:
      for (const RField& field : t->fields) {
        if (field.name == "_") continue;
        if (!equalMemory(g, x + field.offset, y + field.offset, field.type, ok) || !*ok) {
          return false;
        }
      }
      return true;
    case Kind::kInterface: {
      bool methods = !t->methods.empty();
      GoIface v = loadIface(x), w = loadIface(y);
      RType* type = dynamicType(methods, v.tab);
      if (type != dynamicType(methods, w.tab)) return false;
      return !type || equalIface(g, type, v.data, w.data, ok);
    }
    default:
      return loadWord(x, t->size) == loadWord(y, t->size);
  }
}

GoIface makeIface(Goroutine* g, Addr tab, const Slot* value, const RType* type) {
  if (type->direct) return {tab, *value};
  if (type->size == 1) return {tab, addrOf(&kByteBoxes.words[*value & 255])};
  if (type->size <= 8 && !type->hasPointers && type->rep != Rep::kMulti && *value < 256) {
    return {tab, addrOf(&kByteBoxes.words[*value])};
  }
  void* box = g->vm->allocate(g, type, 1);
  initSlots(box, value, type);
  return {tab, addrOf(box)};
}

Addr tabFor(Goroutine* g, RType* type, RType* iface) {
  if (!type) return 0;
  if (iface->methods.empty()) return addrOf(type);
  return addrOf(g->vm->itabs.find(g->vm->source, iface, type));
}

void convertIface(Goroutine* g, Slot* dst, const Slot* src, bool srcHasMethods, RType* iface) {
  Slot data = src[1];
  dst[0] = tabFor(g, dynamicType(srcHasMethods, src[0]), iface);
  dst[1] = data;
}

bool assertIface(Goroutine* g, Slot* dst, const Slot* src, bool srcHasMethods, RType* iface,
                 bool panics) {
  RType* type = dynamicType(srcHasMethods, src[0]);
  Slot data = src[1];
  if (!type) {
    dst[0] = dst[1] = 0;
    if (!panics) return false;
    return g->fail(Fault::kTypeAssertion,
                   "interface conversion: interface is nil, not " + iface->string);
  }
  if (iface->methods.empty()) {
    dst[0] = addrOf(type), dst[1] = data;
    return true;
  }
  std::string missing;
  Itab* itab = g->vm->itabs.find(g->vm->source, iface, type);
  if (itab == nullptr && panics) g->vm->source->itab(iface, type, &missing);
  dst[0] = addrOf(itab);
  dst[1] = itab ? data : 0;
  if (itab) return true;
  if (!panics) return false;
  return g->fail(Fault::kTypeAssertion, "interface conversion: " + type->string + " is not " +
                                            iface->string + ": missing method " + missing);
}

void assertFailed(Goroutine* g, RType* have, RType* want, RType* iface) {
  std::string text = "interface conversion: " + iface->string + " is ";
  text += have ? have->string + ", not " + want->string : "nil, not " + want->string;
  if (have && have->string == want->string) {
    text += have->pkgPath != want->pkgPath ? " (types from different packages)"
                                           : " (types from different scopes)";
  }
  g->fail(Fault::kTypeAssertion, std::move(text));
}

void nilReceiver(Goroutine* g, Itab* itab, int method) {
  const RType* elem = itab->type->elem;
  std::string name = itab->iface->methods[static_cast<size_t>(method)].name;
  g->fail(Fault::kPlainError, "value method " + (elem ? elem->string : itab->type->string) + "." +
                                  name + " called using nil *" + (elem ? elem->name : "") +
                                  " pointer");
}

}  // namespace gopark::vm
