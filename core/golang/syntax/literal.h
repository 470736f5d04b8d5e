// The values of string and rune literals. Numbers are the type checker's business: their values
// have no bounds. Go's counterpart: strconv.Unquote.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gopark::syntax {

// stringValue() is the bytes a string literal (as written, with its quotes) denotes, or nothing if
// it is malformed. Raw strings lose their carriage returns.
std::optional<std::string> stringValue(std::string_view literal);

// runeValue() is the character a rune literal denotes, or nothing if it is malformed.
std::optional<char32_t> runeValue(std::string_view literal);

}  // namespace gopark::syntax
