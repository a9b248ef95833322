#pragma once

#include <cstddef>
#include <functional>
#include <thread>
#include <vector>

#include "base/bounded_queue.h"

namespace armillary {

// Threads that run tasks in the order of their arrival. Thread-safe.
class WorkerPool {
 public:
  using Task = std::function<void()>;

  WorkerPool(std::size_t threads, std::size_t queue_capacity);
  // Runs what is queued, then stops.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False if the queue is full: the caller answers that the server is overloaded.
  [[nodiscard]] bool TrySubmit(Task task);

  std::size_t Queued() const { return tasks_.Size(); }

 private:
  void Run();

  BoundedQueue<Task> tasks_;
  std::vector<std::jthread> threads_;
};

}  // namespace armillary
