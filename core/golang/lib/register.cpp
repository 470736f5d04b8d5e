// Collects every table of natives of the library.

#include "golang/lib/natives.h"

namespace gopark::lib {

void registerNatives(vm::NativeTable& table) {
  table.add(bytealgNatives());
  table.add(utf8Natives());
  table.add(ucdNatives());
  table.add(bitsNatives());
  table.add(mathNatives());
  table.add(randNatives());
  table.add(strconvNatives());
}

}  // namespace gopark::lib
