// Knobs: the settings of runtime/settings.def as people give them, by name and text, on the command
// line, in a schedule and in the page; and the presets, which are several at once.
#pragma once

#include <string>
#include <string_view>

#include "runtime/settings.h"

namespace gopark {

// findKnob() is the row of settings.def with this name, or -1.
int findKnob(std::string_view name);

// setKnob() gives a setting the value that `text` says: a whole number (of nanoseconds, for a
// time), for times also a duration such as 20ms. It returns what is wrong, with the knob's name and
// what it takes, or an empty string; then nothing has changed.
std::string setKnob(std::string_view name, std::string_view text, Settings* settings);

// knobRange() says in words what a knob takes: "a time from 1us to 1m0s".
std::string knobRange(int row);

// Preset is a scheduler by name.
struct Preset {
  const char* name;
  const char* about;
  const char* parts;  // What differs from the defaults, as parts of a schedule.
};

// presetCount() is how many there are; the first is the default and changes nothing.
int presetCount();
const Preset& preset(int index);

// applyPreset() sets everything that is a rule of the scheduler to what the preset says. It returns
// what is wrong with the name, or an empty string.
std::string applyPreset(std::string_view name, Settings* settings);

}  // namespace gopark
