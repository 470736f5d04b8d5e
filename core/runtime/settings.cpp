// The rows of settings.def as data: see settings.h.
#include "runtime/settings.h"

#include <iterator>

#include "base/check.h"

namespace gopark {

namespace {

constexpr SettingInfo kRows[] = {
#define GOPARK_SETTING(type, field, usual, kind, min, max, group, title, what, go) \
  {#field, SettingKind::kind, SettingGroup::group, usual, min, max, title, what, go},
#include "runtime/settings.def"
#undef GOPARK_SETTING
};

}  // namespace

int settingCount() {
  return static_cast<int>(std::size(kRows));
}

const SettingInfo& settingInfo(int index) {
  CHECK(index >= 0 && index < settingCount(), "gopark: settingInfo: no such setting");
  return kRows[index];
}

bool settingAllows(int index, int64_t value) {
  const SettingInfo& row = settingInfo(index);
  if (value < row.min || value > row.max) return false;
  return row.kind != SettingKind::kPowerOfTwo || (value & (value - 1)) == 0;
}

int64_t settingValue(const Settings& settings, int index) {
  int at = 0;
#define GOPARK_SETTING(type, field, ...) \
  if (index == at++) return static_cast<int64_t>(settings.field);
#include "runtime/settings.def"
#undef GOPARK_SETTING
  return 0;
}

bool setSettingValue(int index, int64_t value, Settings* settings) {
  if (!settingAllows(index, value)) return false;
  int at = 0;
#define GOPARK_SETTING(type, field, ...) \
  if (index == at++) settings->field = static_cast<type>(value);
#include "runtime/settings.def"
#undef GOPARK_SETTING
  return true;
}

}  // namespace gopark
