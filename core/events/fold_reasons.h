// The wait reasons whose meaning the fold has to know, by the numbers the events carry. They are
// the runtime's WaitReason (runtime/wait_reasons.def), which this room does not know; where the
// runtime writes parks it asserts that the two agree.
#pragma once

#include <cstdint>

namespace gopark {

enum class FoldReason : uint8_t {
  kSemacquire = 13,
  kChanReceive = 19,
  kChanSend = 20,
  kSyncCondWait = 21,
  kSyncMutexLock = 22,
  kSyncRWMutexRLock = 23,
  kSyncRWMutexLock = 24,
  kSyncWaitGroupWait = 25,
  kSynctestChanReceive = 42,
  kSynctestChanSend = 43,
  kSynctestWaitGroupWait = 45,
};

}  // namespace gopark
