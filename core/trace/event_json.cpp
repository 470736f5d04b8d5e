// Events as JSON lines: see event_json.h.
#include "trace/event_json.h"

#include <cinttypes>
#include <cstdio>

namespace gopark {

namespace {

void field(std::string* out, const char* name, uint64_t value) {
  char buffer[48];
  int length = std::snprintf(buffer, sizeof(buffer), ",\"%s\":%" PRIu64, name, value);
  out->append(buffer, static_cast<size_t>(length));
}

}  // namespace

void appendEventJson(const Event& e, std::string* out) {
  char buffer[96];
  int length = std::snprintf(buffer, sizeof(buffer), "{\"seq\":%" PRIu64 ",\"ns\":%" PRId64, e.seq,
                             e.timeNs);
  out->append(buffer, static_cast<size_t>(length));
  *out += ",\"type\":\"";
  *out += eventName(e.type);
  *out += '"';
  if (e.m != kNoId) field(out, "m", e.m);
  if (e.p != kNoId) field(out, "p", e.p);
  if (e.g != 0) field(out, "g", e.g);
  if (e.a != 0) field(out, "a", e.a);
  if (e.b != 0) field(out, "b", e.b);
  if (e.c != 0) field(out, "c", e.c);
  if (e.sub != 0) field(out, "sub", e.sub);
  if (e.aux != 0) field(out, "aux", e.aux);
  *out += "}\n";
}

}  // namespace gopark
