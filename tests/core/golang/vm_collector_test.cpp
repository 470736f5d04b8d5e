// The heap and its collector, without a program. When one fails, look at core/golang/vm/heap.cpp
// and collector.cpp.
#include "golang/vm/collector.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cstring>
#include <set>
#include <thread>
#include <vector>

namespace gopark::vm {
namespace {

constexpr uint64_t kLimit = 64 << 20;

struct Node {
  Addr next;
  uint64_t value;
};

class CollectorTest : public testing::Test {
 protected:
  CollectorTest() {
    type.size = sizeof(Node);
    type.slots = 2;
    type.kind = Kind::kStruct;
    type.hasPointers = true;
    type.pointerMask = {1};
  }
  Node* node(Node* next, uint64_t value) {
    auto* n = static_cast<Node*>(heap.newObject(&cache, &type));
    n->next = addrOf(next);
    n->value = value;
    return n;
  }
  // collect() keeps what the given objects reach.
  void collect(std::initializer_list<const void*> roots) {
    Collector collector(&heap);
    for (const void* root : roots) collector.mark(addrOf(root));
    collector.finish({&cache});
    live = collector.liveBytes();
    freed = collector.freedBytes();
  }

  RType type;
  Heap heap{kLimit};
  HeapCache cache;
  uint64_t live = 0, freed = 0;
};

TEST_F(CollectorTest, keepsChainsAndFreesTheRest) {
  Node* list = nullptr;
  for (uint64_t i = 0; i < 10000; i++) list = node(list, i);
  for (uint64_t i = 0; i < 10000; i++) node(nullptr, i);
  collect({list});
  EXPECT_EQ(live, 10000u * 24);
  EXPECT_EQ(freed, 10000u * 24);
  uint64_t expect = 10000;
  for (Node* n = list; n != nullptr; n = ptrOf<Node>(n->next)) ASSERT_EQ(n->value, --expect);
  EXPECT_EQ(expect, 0u);
}

TEST_F(CollectorTest, freedObjectsAreUsedAgainAndComeZeroed) {
  for (int round = 0; round < 50; round++) {
    for (int i = 0; i < 20000; i++) {
      Node* n = node(nullptr, 7);
      ASSERT_EQ(n->next, 0u);
      std::memset(static_cast<void*>(n), 0xee, sizeof *n);
    }
    collect({});
  }
  EXPECT_LT(heap.stats().spanBytes, 2u << 20);
  EXPECT_EQ(heap.stats().collections, 50u);
  EXPECT_EQ(node(nullptr, 1)->next, 0u);
}

TEST_F(CollectorTest, interiorPointersKeepTheWholeObject) {
  auto* array = static_cast<char*>(heap.newArray(&cache, &type, 1000));
  Node* held = node(nullptr, 5);
  std::memcpy(array + 999 * 16, &held, sizeof held);
  collect({array + 8 * 16 + 3});
  EXPECT_EQ(held->value, 5u);
  EXPECT_EQ(freed, 0u);
}

TEST_F(CollectorTest, wordsThatPointNowhereAreIgnored) {
  Collector collector(&heap);
  uint64_t here = 0;
  for (uint64_t word : {uint64_t{1}, uint64_t{8}, ~uint64_t{0}, addrOf(&here)}) {
    collector.mark(word);
  }
  collector.finish({&cache});
  EXPECT_EQ(collector.liveBytes(), 0u);
}

TEST_F(CollectorTest, bytesAreNotScanned) {
  auto* bytes = static_cast<Addr*>(heap.newArray(&cache, nullptr, 64));
  bytes[0] = addrOf(node(nullptr, 1));
  collect({bytes});
  EXPECT_EQ(freed, 24u);
}

TEST_F(CollectorTest, objectsLargerThanAnArenaComeAndGo) {
  for (int i = 0; i < 100; i++) {
    auto* big = static_cast<char*>(heap.newArray(&cache, nullptr, 5 << 20));
    ASSERT_NE(big, nullptr) << i;
    big[(5 << 20) - 1] = 1;
    collect({});
  }
  EXPECT_LE(heap.stats().spanBytes, 6u << 20);
}

TEST_F(CollectorTest, freedPagesServeOtherSizes) {
  for (uint64_t size = 40000; size < 900000; size += 33333) {
    for (int i = 0; i < 20; i++) {
      ASSERT_NE(heap.newArray(&cache, nullptr, size), nullptr) << size;
    }
    collect({});
  }
  EXPECT_EQ(heap.stats().liveBytes, 0u);
}

TEST_F(CollectorTest, theLimitIsReportedAndLiftedByACollection) {
  int made = 0;
  while (heap.newArray(&cache, nullptr, 1 << 16) != nullptr) made++;
  EXPECT_GT(heap.failedBytes(), 0u);
  EXPECT_GT(made, 800);
  collect({});
  EXPECT_NE(heap.newArray(&cache, nullptr, 1 << 16), nullptr);
}

TEST_F(CollectorTest, liveObjectsNeverOverlapAfterManyCollections) {
  std::vector<Node*> held;
  for (uint64_t round = 0; round < 20; round++) {
    for (uint64_t i = 0; i < 5000; i++) {
      Node* n = node(nullptr, round * 5000 + i);
      if (i % 7 == 0) held.push_back(n);
    }
    Collector collector(&heap);
    for (Node* n : held) collector.mark(addrOf(n));
    collector.finish({&cache});
  }
  std::set<Node*> unique(held.begin(), held.end());
  EXPECT_EQ(unique.size(), held.size());
  for (size_t i = 1; i < held.size(); i++) EXPECT_LT(held[i - 1]->value, held[i]->value);
}

// Marks from the given roots by several markers at once, as workers of a collection do.
void markTogether(Heap* heap, const std::vector<const void*>& roots, int markers) {
  MarkQueue queue;
  std::atomic<size_t> next{0};
  std::atomic<int> marking{markers};
  auto work = [&] {
    Marker marker(heap, &queue, /*parallel=*/true);
    for (size_t i = next++; i < roots.size(); i = next++) marker.mark(addrOf(roots[i]));
    for (;;) {
      int64_t words = 500;
      if (marker.drain(&words)) continue;
      // Nobody that still marks can leave anything: then it is over.
      if (--marking == 0) break;
      while (queue.empty() && marking > 0) std::this_thread::yield();
      if (queue.empty() && marking == 0) break;
      marking++;
    }
    marker.dispose();
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < markers; i++) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE(queue.empty());
}

TEST_F(CollectorTest, severalMarkersReachDeepAndWideHeaps) {
  Node* deep = nullptr;
  for (uint64_t i = 0; i < 50'000; i++) deep = node(deep, i);
  // Arrays of several oblets, with elements that do not end where an oblet does.
  struct Triple {
    Addr a, b;
    uint64_t c;
  };
  RType triple;
  triple.size = sizeof(Triple);
  triple.slots = 3;
  triple.kind = Kind::kStruct;
  triple.hasPointers = true;
  triple.pointerMask = {3};
  constexpr uint64_t kWide = 30'000;
  auto* wide = static_cast<Triple*>(heap.newArray(&cache, &triple, kWide));
  for (uint64_t i = 0; i < kWide; i++) {
    wide[i].a = addrOf(node(nullptr, i));
    wide[i].b = addrOf(node(node(nullptr, i), i));
  }
  for (uint64_t i = 0; i < 10'000; i++) node(deep, i);
  for (int markers : {1, 2, 4}) {
    Collector collector(&heap);
    markTogether(&heap, {deep, wide}, markers);
    collector.finish({&cache});
    const uint64_t array = Heap::roundUp(kWide * sizeof(Triple)) + kHeaderBytes;
    EXPECT_EQ(collector.liveBytes(), (50'000 + 3 * kWide) * 24 + array) << markers;
    EXPECT_EQ(collector.freedBytes(), markers == 1 ? 10'000u * 24 : 0u);
  }
  for (uint64_t i = 0; i < kWide; i++) ASSERT_EQ(ptrOf<Node>(wide[i].a)->value, i);
}

// What is marked is counted once, however many markers meet at it.
TEST_F(CollectorTest, markersCountWhatTheyMarkOnce) {
  std::vector<const void*> roots;
  Node* shared = node(nullptr, 1);
  for (uint64_t i = 0; i < 20'000; i++) roots.push_back(node(shared, i));
  Collector collector(&heap);
  MarkQueue queue;
  std::atomic<uint64_t> bytes{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; i++) {
    threads.emplace_back([&] {
      Marker marker(&heap, &queue, /*parallel=*/true);
      for (const void* root : roots) marker.mark(addrOf(root));
      int64_t words = INT64_MAX;
      marker.drain(&words);
      bytes += marker.takeMarkedBytes();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(bytes, 20'001u * 24);
}

}  // namespace
}  // namespace gopark::vm
