// The entry points of libFuzzer for one target (FUZZ_TARGET), with a mutator that moves tokens
// about: bytes alone hardly ever make another correct program of one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#include "targets.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t maxSize);

namespace {

constexpr const char* kWords[] = {"break",       "case",    "chan",      "const",
                                  "continue",    "default", "defer",     "else",
                                  "fallthrough", "for",     "func",      "go",
                                  "goto",        "if",      "interface", "map",
                                  "range",       "return",  "select",    "struct",
                                  "switch",      "type",    "var",       "append",
                                  "cap",         "clear",   "close",     "complex",
                                  "copy",        "delete",  "imag",      "len",
                                  "make",        "max",     "min",       "new",
                                  "panic",       "print",   "real",      "recover",
                                  "any",         "bool",    "byte",      "comparable",
                                  "error",       "float32", "float64",   "int",
                                  "int8",        "int64",   "rune",      "string",
                                  "uint",        "uint8",   "uintptr",   "iota",
                                  "nil",         "true",    "false",     "_",
                                  "x",           "f",       "T",         "0",
                                  "1",           "-1",      "1e400",     "0x7fffffffffffffff",
                                  "1i",          "'a'",     "\"s\"",     "+",
                                  "-",           "*",       "/",         "%",
                                  "&",           "|",       "^",         "<<",
                                  ">>",          "&^",      "==",        "!=",
                                  "<",           "<=",      "&&",        "||",
                                  "!",           "<-",      "~",         "=",
                                  ":=",          "+=",      "++",        "...",
                                  ".",           ",",       ";",         ":",
                                  "(",           ")",       "[",         "]",
                                  "{",           "}",       "\n"};

using Tokens = std::vector<std::string>;

Tokens split(const std::string& text) {
  Tokens tokens;
  auto isWord = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    if (isWord(text[i])) {
      while (end < text.size() && isWord(text[end])) end++;
    } else if (text[i] == '"' || text[i] == '`') {
      while (end < text.size() && text[end] != text[i] && text[end] != '\n') end++;
      if (end < text.size()) end++;
    }
    tokens.push_back(text.substr(i, end - i));
    i = end;
  }
  return tokens;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  gopark::fuzz::FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t maxSize,
                                          unsigned seed) {
  std::minstd_rand random(seed);
  auto below = [&](size_t n) { return static_cast<size_t>(random()) % n; };
  if (size == 0 || below(8) == 0) return LLVMFuzzerMutate(data, size, maxSize);
  Tokens tokens = split(std::string(reinterpret_cast<const char*>(data), size));
  for (size_t steps = 1 + below(4); steps > 0; steps--) {
    size_t at = below(tokens.size()), length = std::min(tokens.size() - at, 1 + below(8));
    auto first = tokens.begin() + static_cast<ptrdiff_t>(at);
    switch (below(5)) {
      case 0:
        if (tokens.size() > length) tokens.erase(first, first + static_cast<ptrdiff_t>(length));
        break;
      case 1:
        *first = tokens[below(tokens.size())];
        break;
      case 2:
        *first = kWords[below(std::size(kWords))];
        break;
      case 3:
        tokens.insert(first, kWords[below(std::size(kWords))]);
        break;
      default: {
        Tokens piece(first, first + static_cast<ptrdiff_t>(length));
        size_t to = below(tokens.size());
        tokens.insert(tokens.begin() + static_cast<ptrdiff_t>(to), piece.begin(), piece.end());
        break;
      }
    }
  }
  std::string text;
  for (const std::string& token : tokens) text += token;
  size = std::min(text.size(), maxSize);
  std::memcpy(data, text.data(), size);
  return size;
}
