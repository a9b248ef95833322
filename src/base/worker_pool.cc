#include "base/worker_pool.h"

#include <utility>

namespace armillary {

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue_capacity) : tasks_(queue_capacity) {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Run(); });
  }
}

WorkerPool::~WorkerPool() {
  tasks_.Close();
  threads_.clear();
}

bool WorkerPool::TrySubmit(Task task) { return tasks_.TryPush(std::move(task)); }

void WorkerPool::Run() {
  while (const auto task = tasks_.Pop()) {
    (*task)();
  }
}

}  // namespace armillary
