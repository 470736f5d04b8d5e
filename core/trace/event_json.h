// Events as text: one JSON object a line, for other tools to read. Fields that an event does not
// use are left out; the names are the record's (events/event_types.def says what they mean per
// type).
//
//   {"seq":12,"ns":48100,"type":"GoStart","m":0,"p":1,"g":7,"a":0,"b":3,"sub":2}
#pragma once

#include <cstddef>
#include <string>

#include "events/event.h"

namespace gopark {

// appendEventJson() appends one line, newline included.
void appendEventJson(const Event& event, std::string* out);

}  // namespace gopark
