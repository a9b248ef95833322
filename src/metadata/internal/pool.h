#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace armillary::metadata {

// Lends out what is expensive to open. Thread-safe.
template <class T>
class Pool {
 public:
  // Gives the item back when it goes.
  class Loan {
   public:
    Loan() = default;
    Loan(Pool& pool, std::unique_ptr<T> item) : pool_(&pool), item_(std::move(item)) {}
    Loan(Loan&& other) noexcept = default;
    Loan& operator=(Loan&&) = delete;
    ~Loan() {
      if (item_ != nullptr) {
        pool_->Return(std::move(item_));
      }
    }

    explicit operator bool() const { return item_ != nullptr; }
    T& operator*() const { return *item_; }
    T* operator->() const { return item_.get(); }

   private:
    Pool* pool_ = nullptr;
    std::unique_ptr<T> item_;
  };

  void Return(std::unique_ptr<T> item) {
    {
      const std::scoped_lock lock(mutex_);
      free_.push_back(std::move(item));
    }
    returned_.notify_one();
  }

  // Empty if nothing came back within `patience`. The latest to come back goes out first.
  Loan Borrow(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, patience, [&] { return !free_.empty(); })) {
      return {};
    }
    std::unique_ptr<T> item = std::move(free_.back());
    free_.pop_back();
    return Loan(*this, std::move(item));
  }

 private:
  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<std::unique_ptr<T>> free_;
};

}  // namespace armillary::metadata
