// Complex arithmetic, min and max, and small shared helpers of the interpreter.
#include <cmath>

#include "golang/vm/ops.h"
#include "golang/vm/units.h"

namespace gopark::vm {

namespace {

struct Complex {
  double re = 0, im = 0;
};

Complex get(const Slot* s, bool narrow) {
  if (!narrow) return {f64Of(s[0]), f64Of(s[1])};
  return {f32Of(s[0] & 0xffffffff), f32Of(s[0] >> 32)};
}

void put(Slot* s, Complex v, bool narrow) {
  if (narrow) {
    s[0] = slotOf(static_cast<float>(v.re)) | slotOf(static_cast<float>(v.im)) << 32;
  } else {
    s[0] = slotOf(v.re);
    s[1] = slotOf(v.im);
  }
}

double unitIfInfinite(double x) {
  return std::copysign(std::isinf(x) ? 1.0 : 0.0, x);
}

// Smith's algorithm, with the infinities and zeros of C99's annex G put right afterwards, as Go
// specifies by its implementation.
Complex divide(Complex n, Complex m) {
  Complex q;
  if (std::fabs(m.re) >= std::fabs(m.im)) {
    double ratio = m.im / m.re, denominator = m.re + ratio * m.im;
    q = {(n.re + n.im * ratio) / denominator, (n.im - n.re * ratio) / denominator};
  } else {
    double ratio = m.re / m.im, denominator = m.im + ratio * m.re;
    q = {(n.re * ratio + n.im) / denominator, (n.im * ratio - n.re) / denominator};
  }
  if (!std::isnan(q.re) && !std::isnan(q.im)) return q;
  double a = n.re, b = n.im, c = m.re, d = m.im;
  if (c == 0 && d == 0 && (!std::isnan(a) || !std::isnan(b))) {
    return {std::copysign(INFINITY, c) * a, std::copysign(INFINITY, c) * b};
  }
  if ((std::isinf(a) || std::isinf(b)) && std::isfinite(c) && std::isfinite(d)) {
    a = unitIfInfinite(a), b = unitIfInfinite(b);
    return {INFINITY * (a * c + b * d), INFINITY * (b * c - a * d)};
  }
  if ((std::isinf(c) || std::isinf(d)) && std::isfinite(a) && std::isfinite(b)) {
    c = unitIfInfinite(c), d = unitIfInfinite(d);
    return {0 * (a * c + b * d), 0 * (b * c - a * d)};
  }
  return q;
}

}  // namespace

void complexOp(Slot* a, const Slot* b, const Slot* c, uint64_t packed) {
  bool narrow = packed & kComplex64Flag;
  auto op = static_cast<ComplexOp>(packed & 255);
  switch (op) {
    case ComplexOp::kMake: {
      double re = narrow ? f32Of(b[0]) : f64Of(b[0]), im = narrow ? f32Of(c[0]) : f64Of(c[0]);
      put(a, {re, im}, narrow);
      return;
    }
    case ComplexOp::kReal:
    case ComplexOp::kImag: {
      Complex x = get(b, narrow);
      double v = op == ComplexOp::kReal ? x.re : x.im;
      *a = narrow ? slotOf(static_cast<float>(v)) : slotOf(v);
      return;
    }
    case ComplexOp::kWiden:
      put(a, get(b, true), false);
      return;
    case ComplexOp::kNarrow:
      put(a, get(b, false), true);
      return;
    default:
      break;
  }
  Complex x = get(b, narrow);
  if (op == ComplexOp::kNeg) {
    put(a, {-x.re, -x.im}, narrow);
    return;
  }
  Complex y = get(c, narrow);
  switch (op) {
    case ComplexOp::kAdd:
      put(a, {x.re + y.re, x.im + y.im}, narrow);
      break;
    case ComplexOp::kSub:
      put(a, {x.re - y.re, x.im - y.im}, narrow);
      break;
    case ComplexOp::kMul:
      if (narrow) {
        // float32 arithmetic rounds each product.
        auto xr = static_cast<float>(x.re), xi = static_cast<float>(x.im);
        auto yr = static_cast<float>(y.re), yi = static_cast<float>(y.im);
        put(a, {xr * yr - xi * yi, xr * yi + xi * yr}, true);
      } else {
        put(a, {x.re * y.re - x.im * y.im, x.re * y.im + x.im * y.re}, false);
      }
      break;
    case ComplexOp::kDiv:
      put(a, divide(x, y), narrow);
      break;
    case ComplexOp::kEq:
      *a = slotOf(x.re == y.re && x.im == y.im);
      break;
    case ComplexOp::kNe:
      *a = slotOf(x.re != y.re || x.im != y.im);
      break;
    default:
      break;
  }
}

namespace {

template <typename F>
F floatMinMax(F x, F y, bool max) {
  if (std::isnan(x)) return x;
  if (std::isnan(y)) return y;
  if (x == 0 && y == 0) {
    bool negative = max ? std::signbit(x) && std::signbit(y) : std::signbit(x) || std::signbit(y);
    return negative ? F{-0.0} : F{0.0};
  }
  return (x < y) == max ? y : x;
}

}  // namespace

void minMax(Slot* a, const Slot* b, const Slot* c, uint64_t packed) {
  bool max = packed & kMaxFlag;
  switch (static_cast<MinMaxKind>(packed & 255)) {
    case MinMaxKind::kI64: {
      auto x = static_cast<int64_t>(*b), y = static_cast<int64_t>(*c);
      *a = slotOf((x < y) == max ? y : x);
      break;
    }
    case MinMaxKind::kU64:
      *a = (*b < *c) == max ? *c : *b;
      break;
    case MinMaxKind::kF64:
      *a = slotOf(floatMinMax(f64Of(*b), f64Of(*c), max));
      break;
    case MinMaxKind::kF32:
      *a = slotOf(floatMinMax(f32Of(*b), f32Of(*c), max));
      break;
    case MinMaxKind::kString: {
      GoString x{b[0], static_cast<int64_t>(b[1])}, y{c[0], static_cast<int64_t>(c[1])};
      [[maybe_unused]] RacyReads racy;
      bool second = max ? x.view() < y.view() : y.view() < x.view();
      a[0] = second ? y.ptr : x.ptr;
      a[1] = slotOf(second ? y.len : x.len);
      break;
    }
  }
}

void loadBytes(Slot* dst, const void* src, uint64_t bytes) {
  if (bytes & 7) dst[bytes / 8] = 0;
  copyMemory(dst, src, bytes);
}

std::string indexText(int64_t index, int64_t length) {
  std::string text = "index out of range [" + std::to_string(index) + "]";
  if (index >= 0) text += " with length " + std::to_string(length);
  return text;
}

void failIndex(Goroutine* g, int64_t index, int64_t length) {
  g->fail(Fault::kBounds, indexText(index, length));
}

const Instr* branchTarget(Slot* fp, const Instr* pc) {
  auto imm = static_cast<int64_t>(static_cast<int16_t>(pc->b));
  if (pc->op >= Op::kIncJLtS && pc->op <= Op::kIncJLeI) fp[pc->a]++;
  if (pc->op == Op::kDecJGtI || pc->op == Op::kDecJGeI) fp[pc->a]--;
  auto a = fp[pc->a];
  auto sa = static_cast<int64_t>(a);
  bool taken = true;
  switch (pc->op) {
    case Op::kJmpBack:
      return pc + pc->imm32();
    case Op::kJTBack:
      return a ? pc + pc->imm32() : pc + 1;
    case Op::kJEqBack:
      taken = a == fp[pc->b];
      break;
    case Op::kJNeBack:
      taken = a != fp[pc->b];
      break;
    case Op::kJLtSBack:
    case Op::kIncJLtS:
      taken = sa < static_cast<int64_t>(fp[pc->b]);
      break;
    case Op::kJLeSBack:
    case Op::kIncJLeS:
      taken = sa <= static_cast<int64_t>(fp[pc->b]);
      break;
    case Op::kJLtUBack:
      taken = a < fp[pc->b];
      break;
    case Op::kJLeUBack:
      taken = a <= fp[pc->b];
      break;
    case Op::kJEqF64Back:
      taken = f64Of(a) == f64Of(fp[pc->b]);
      break;
    case Op::kJNeF64Back:
      taken = f64Of(a) != f64Of(fp[pc->b]);
      break;
    case Op::kJLtF64Back:
      taken = f64Of(a) < f64Of(fp[pc->b]);
      break;
    case Op::kJLeF64Back:
      taken = f64Of(a) <= f64Of(fp[pc->b]);
      break;
    case Op::kJNLtF64Back:
      taken = !(f64Of(a) < f64Of(fp[pc->b]));
      break;
    case Op::kJNLeF64Back:
      taken = !(f64Of(a) <= f64Of(fp[pc->b]));
      break;
    case Op::kJEqIBack:
      taken = sa == imm;
      break;
    case Op::kJNeIBack:
      taken = sa != imm;
      break;
    case Op::kJLtIBack:
    case Op::kIncJLtI:
      taken = sa < imm;
      break;
    case Op::kJLeIBack:
    case Op::kIncJLeI:
      taken = sa <= imm;
      break;
    case Op::kJGtIBack:
    case Op::kDecJGtI:
      taken = sa > imm;
      break;
    case Op::kJGeIBack:
    case Op::kDecJGeI:
      taken = sa >= imm;
      break;
    default:
      break;
  }
  return taken ? pc + static_cast<int16_t>(pc->c) : pc + 1;
}

}  // namespace gopark::vm
