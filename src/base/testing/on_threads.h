#pragma once

#include <thread>
#include <vector>

namespace armillary {

// Runs `body(0)` to `body(count - 1)`, each on a thread of its own, and waits for all.
template <class Body>
void OnThreads(int count, Body body) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < count; ++i) {
    threads.emplace_back([&body, i] { body(i); });
  }
}

}  // namespace armillary
