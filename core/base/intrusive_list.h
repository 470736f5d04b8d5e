// IntrusiveList: a doubly linked list threaded through a member of its elements, so that linking
// never allocates and an element leaves the list in constant time, wherever it stands.
//
//   head -> [element] <-> [element] <-> [element] <- tail
//            .link         .link         .link
//
// An element is on at most one list per link. The list owns nothing and takes no lock.
#pragma once

#include <cstddef>

#include "base/check.h"

namespace gopark {

// ListLink is the member an element gives to a list.
template <class T>
struct ListLink {
  T* next = nullptr;
  T* prev = nullptr;
  bool linked = false;  // Whether the element is on a list by this link.
};

template <class T, ListLink<T> T::*kLink>
class IntrusiveList {
 public:
  IntrusiveList() = default;
  IntrusiveList(const IntrusiveList&) = delete;
  IntrusiveList& operator=(const IntrusiveList&) = delete;

  bool empty() const { return head_ == nullptr; }
  size_t count() const { return count_; }
  T* front() const { return head_; }

  // next() is the element after `element`, or null at the end.
  T* next(const T* element) const { return (element->*kLink).next; }

  // pushBack() appends `element`, which must be on no list by this link.
  void pushBack(T* element) {
    ListLink<T>& link = element->*kLink;
    CHECK(!link.linked, "gopark: element is already on a list");
    link.linked = true;
    link.prev = tail_;
    link.next = nullptr;
    (tail_ != nullptr ? (tail_->*kLink).next : head_) = element;
    tail_ = element;
    count_++;
  }

  // popFront() takes the first element off the list; null when the list is empty.
  T* popFront() {
    T* element = head_;
    if (element != nullptr) remove(element);
    return element;
  }

  // remove() takes `element` off this list.
  void remove(T* element) {
    ListLink<T>& link = element->*kLink;
    CHECK(link.linked, "gopark: element is on no list");
    (link.prev != nullptr ? (link.prev->*kLink).next : head_) = link.next;
    (link.next != nullptr ? (link.next->*kLink).prev : tail_) = link.prev;
    link = ListLink<T>{};
    count_--;
  }

 private:
  T* head_ = nullptr;
  T* tail_ = nullptr;
  size_t count_ = 0;
};

}  // namespace gopark
