// Names and quoted strings in messages and type strings.
#pragma once

#include <string>
#include <string_view>

namespace gopark::types {

// quote() is s as a double-quoted Go string literal.
std::string quote(std::string_view s);
// quoteShort() is quote(), cut to `runesMax` characters with a final "...".
std::string quoteShort(std::string_view s, size_t runesMax);

// isExported() reports whether a name starts with an upper-case letter.
bool isExported(std::string_view name);
// isValidName() reports whether s is made of letters, digits and _ only: the scanner has complained
// about names that are not.
bool isValidName(std::string_view s);
// equalFold() compares names ignoring the case of ASCII letters.
bool equalFold(std::string_view a, std::string_view b);

}  // namespace gopark::types
