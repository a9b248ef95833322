#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <semaphore>
#include <vector>

#include "base/bounded_queue.h"
#include "metadata/internal/sqlite_connection.h"
#include "metadata/internal/statement_book.h"

namespace armillary::metadata {

// Runs closures in the order of their arrival, many to a commit, each under a savepoint of its
// own. Step and Backup of one thread; Run of any.
class SqliteWriter {
 public:
  using Closure = std::function<Result<void>(Transaction&)>;

  struct Limits {
    std::size_t queued;
    std::size_t closures_per_commit;
  };

  // What it did so far.
  struct Figures {
    std::uint64_t commits = 0;
    std::uint64_t closures = 0;
  };

  // `book` must outlive the writer.
  SqliteWriter(StatementBook& book, std::unique_ptr<SqliteConnection> connection, Limits limits);

  // Returns once the closure is on disk or nothing of it is. Fails with QueueFull.
  Result<void> Run(const Closure& closure);

  // Waits for closures and commits them as one group. False once closed and drained.
  bool Step();
  void Close() { waiting_.Close(); }

  Figures SoFar() const;
  std::size_t Waiting() const { return waiting_.Size(); }

 private:
  // A caller of Run, who waits until `done`.
  struct Caller {
    const Closure* closure;
    Result<void> outcome = {};
    std::exception_ptr thrown = nullptr;
    std::binary_semaphore done{0};
  };

  Result<void> CommitGroup(const std::vector<Caller*>& group);
  Result<void> RunOne(Caller& caller);

  StatementBook& book_;
  const std::unique_ptr<SqliteConnection> connection_;
  const Limits limits_;
  BoundedQueue<Caller*> waiting_;
  std::atomic<std::uint64_t> commits_{0};
  std::atomic<std::uint64_t> closures_{0};
};

}  // namespace armillary::metadata
