// Sizes, alignments and field offsets as gc lays them out on 64-bit machines; the same on every
// host, wasm32 included.
#include "golang/types/object.h"
#include "golang/types/types.h"

namespace gopark::types {

namespace {

constexpr int64_t kWord = 8;

int64_t roundUp(int64_t n, int64_t align) {
  return (n + align - 1) / align * align;
}

int64_t basicSize(BasicKind kind) {
  switch (kind) {
    case BasicKind::Bool:
    case BasicKind::Int8:
    case BasicKind::Uint8:
      return 1;
    case BasicKind::Int16:
    case BasicKind::Uint16:
      return 2;
    case BasicKind::Int32:
    case BasicKind::Uint32:
    case BasicKind::Float32:
      return 4;
    case BasicKind::Complex128:
    case BasicKind::String:
    case BasicKind::UntypedString:
    case BasicKind::UntypedComplex:
      return 16;
    case BasicKind::UntypedBool:
      return 1;
    case BasicKind::UntypedRune:
      return 4;
    default:
      return 8;
  }
}

}  // namespace

int64_t alignOf(Type* t) {
  Type* u = underlying(t);
  switch (u->kind) {
    case TypeKind::Array:
      return alignOf(static_cast<Array*>(u)->elem);
    case TypeKind::Struct: {
      auto* s = static_cast<Struct*>(u);
      // An empty struct of this name asks for 8-byte alignment of what holds it.
      if (s->fields.empty()) {
        auto* named = cast<Named>(t);
        bool align64 = named && named->obj->name == "align64" && named->obj->pkg &&
                       (named->obj->pkg->path == "sync/atomic" ||
                        named->obj->pkg->path == "internal/runtime/atomic");
        return align64 ? 8 : 1;
      }
      int64_t max = 1;
      for (Var* f : s->fields) max = std::max(max, alignOf(f->type));
      return max;
    }
    case TypeKind::Basic: {
      int64_t size = basicSize(static_cast<Basic*>(u)->basicKind);
      if (static_cast<Basic*>(u)->info & kIsComplex) size /= 2;
      return std::min(size, kWord);
    }
    default:
      return kWord;
  }
}

std::vector<int64_t> fieldOffsets(Struct* t) {
  std::vector<int64_t> offsets;
  int64_t offset = 0;
  for (Var* f : t->fields) {
    if (offset >= 0) {
      int64_t start = roundUp(offset, alignOf(f->type)), size = sizeOf(f->type);
      offsets.push_back(start);
      if (size < 0 || __builtin_add_overflow(start, size, &offset)) offset = -1;
    } else {
      offsets.push_back(-1);
    }
  }
  return offsets;
}

int64_t sizeOf(Type* t) {
  Type* u = underlying(t);
  switch (u->kind) {
    case TypeKind::Basic:
      return basicSize(static_cast<Basic*>(u)->basicKind);
    case TypeKind::Array: {
      auto* a = static_cast<Array*>(u);
      if (a->len <= 0) return 0;
      int64_t elem = sizeOf(a->elem), size;
      if (elem < 0 || __builtin_mul_overflow(elem, a->len, &size)) return -1;
      return size;
    }
    case TypeKind::Struct: {
      auto* s = static_cast<Struct*>(u);
      if (s->fields.empty()) return 0;
      int64_t start = fieldOffsets(s).back(), size = sizeOf(s->fields.back()->type), end;
      if (start < 0 || size < 0) return -1;
      // A final field of no size gets a byte, so that its address stays inside the struct.
      if (start > 0 && size == 0) size = 1;
      if (__builtin_add_overflow(start, size, &end) || end > INT64_MAX - kWord) return -1;
      return roundUp(end, alignOf(u));
    }
    case TypeKind::Slice:
      return 3 * kWord;
    case TypeKind::Interface:
      return 2 * kWord;
    default:
      return kWord;
  }
}

}  // namespace gopark::types
