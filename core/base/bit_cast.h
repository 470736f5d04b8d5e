// bitCast(): std::bit_cast, which the C++ library of Emscripten 3.1.6 does not have yet.
#pragma once

#include <type_traits>

namespace gopark {

// bitCast() is the value of type To with the bytes of `from`.
template <class To, class From>
constexpr To bitCast(const From& from) noexcept {
  static_assert(sizeof(To) == sizeof(From));
  static_assert(std::is_trivially_copyable_v<To>);
  static_assert(std::is_trivially_copyable_v<From>);
  return __builtin_bit_cast(To, from);
}

}  // namespace gopark
