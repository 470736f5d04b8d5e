// print and println, and panic values in crash reports. Go's counterparts: print.go, printpanicval.
#include <charconv>
#include <cmath>
#include <cstdio>

#include "golang/vm/ops.h"

namespace gopark::vm {

namespace {

// shortestFloat() is %g with the fewest digits that read back as the same number, and Go's
// two-digit exponents.
std::string shortestFloat(double v, bool narrow) {
  if (std::isnan(v)) return "NaN";
  if (std::isinf(v)) return v > 0 ? "+Inf" : "-Inf";
  if (v == 0) return std::signbit(v) ? "-0" : "0";
  char buffer[40];
  int digits = 1;
  for (; digits <= 17; digits++) {
    std::snprintf(buffer, sizeof buffer, "%.*e", digits - 1, v);
    double back = std::strtod(buffer, nullptr);
    if (narrow ? static_cast<float>(back) == static_cast<float>(v) : back == v) break;
  }
  int exponent = std::atoi(std::strchr(buffer, 'e') + 1);
  if (exponent < -4 || exponent >= 21) {
    std::string text(buffer, static_cast<size_t>(std::strchr(buffer, 'e') - buffer));
    char tail[16];
    std::snprintf(tail, sizeof tail, "e%c%02d", exponent < 0 ? '-' : '+', std::abs(exponent));
    return text + tail;
  }
  std::snprintf(buffer, sizeof buffer, "%.*f", std::max(0, digits - 1 - exponent), v);
  return buffer;
}

std::string hex(uint64_t v) {
  char buffer[24];
  std::snprintf(buffer, sizeof buffer, "0x%llx", static_cast<unsigned long long>(v));
  return buffer;
}

// basicText() is a value of a basic kind; `slots` is in slot form. Empty *ok: another kind.
std::string basicText(const Slot* slots, const RType* type, bool* ok) {
  auto i = static_cast<int64_t>(*slots);
  switch (type->kind) {
    case Kind::kBool:
      return *slots ? "true" : "false";
    case Kind::kInt:
    case Kind::kInt8:
    case Kind::kInt16:
    case Kind::kInt32:
    case Kind::kInt64:
      return std::to_string(i);
    case Kind::kUint:
    case Kind::kUint8:
    case Kind::kUint16:
    case Kind::kUint32:
    case Kind::kUint64:
    case Kind::kUintptr:
      return std::to_string(*slots);
    case Kind::kFloat32:
      return shortestFloat(f32Of(*slots), true);
    case Kind::kFloat64:
      return shortestFloat(f64Of(*slots), false);
    case Kind::kComplex64:
    case Kind::kComplex128: {
      bool narrow = type->kind == Kind::kComplex64;
      double re = narrow ? f32Of(slots[0] & 0xffffffff) : f64Of(slots[0]);
      double im = narrow ? f32Of(slots[0] >> 32) : f64Of(slots[1]);
      std::string second = shortestFloat(im, narrow);
      if (second[0] != '-' && second[0] != '+') second = "+" + second;
      return "(" + shortestFloat(re, narrow) + second + "i)";
    }
    case Kind::kString: {
      GoString s{slots[0], static_cast<int64_t>(slots[1])};
      return std::string(s.view());
    }
    default:
      *ok = false;
      return "";
  }
}

}  // namespace

std::string panicValueText(const GoIface& value) {
  if (!value.tab) return "nil";
  auto* type = ptrOf<RType>(value.tab);
  std::vector<Slot> slots(type->slots + 1);
  if (type->direct) {
    slots[0] = value.data;
  } else if (value.data) {
    loadFrozen(slots.data(), ptrOf<char>(value.data), type);
  }
  bool ok = true;
  std::string text = basicText(slots.data(), type, &ok);
  if (!ok) return "(" + type->string + ") " + hex(value.data);
  if (!type->named || type->pkgPath.empty()) return text;
  if (type->kind == Kind::kString) return type->string + "(\"" + text + "\")";
  return type->string + "(" + text + ")";
}

void printValue(Goroutine* g, const Slot* value, const RType* type, int separator) {
  std::string text;
  if (separator) {
    text = separator == 1 ? " " : "\n";
  } else {
    bool ok = true;
    text = basicText(value, type, &ok);
    if (!ok) {
      if (type->kind == Kind::kInterface) {
        text = "(" + hex(value[0]) + "," + hex(value[1]) + ")";
      } else if (type->kind == Kind::kSlice) {
        text =
            "[" + std::to_string(value[1]) + "/" + std::to_string(value[2]) + "]" + hex(value[0]);
      } else {
        text = hex(value[0]);
      }
    }
  }
  g->vm->machine->host->write(Stream::kStderr, text.data(), text.size());
}

}  // namespace gopark::vm
