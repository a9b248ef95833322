#pragma once

#include <cstdint>

#include "base/clock.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/directory.h"

namespace armillary::tenancy {

// Keeps a Directory equal to the database: filled at the start, then by the log of changes that
// every service appends to. Not thread-safe: one thread steps it.
class DirectoryFeed {
 public:
  struct Limits {
    std::size_t page = 2000;                            // Rows in one read.
    std::chrono::milliseconds keep_changes{3'600'000};  // How long the log remembers.
    std::chrono::hours keep_ended_tokens{720};          // And sessions, for who looks them up.
    std::chrono::hours keep_expired_links{24};
    std::size_t removed_at_once = 500;
    // Sights of other processes are looked for so far back: they write at other moments.
    std::chrono::milliseconds sights_overlap{180'000};
    std::int64_t most_sights = 100'000;
  };

  // `database`, `directory` and `clock` must outlive the feed.
  DirectoryFeed(metadata::Database& database, metadata::SystemScope scope, Directory& directory,
                const Clock& clock);
  DirectoryFeed(metadata::Database& database, metadata::SystemScope scope, Directory& directory,
                const Clock& clock, Limits limits);

  // Reads everything, on one snapshot. Before the first request.
  Result<void> Load();

  // Applies what was changed since; every 500 ms or sooner, so that a revocation is in effect
  // within a second. After a pause longer than the log remembers it reads everything again.
  Result<void> Step();

  // Writes down when tokens were used and sessions seen last, reads what other processes saw, and
  // forgets old changes; about once a minute. A use
  // that was seen after the last call and before a crash is lost.
  Result<void> RecordUse();

  // Removes some of the tokens, sessions and sign-in links that ended long ago from the database,
  // and with the next Step from the directory of every process; about once a minute.
  Result<void> RemoveEnded();

 private:
  Result<void> ExchangeSights();

  metadata::Database& database_;
  const metadata::SystemScope scope_;
  Directory& directory_;
  const Clock& clock_;
  const Limits limits_;
  std::int64_t seen_ = 0;  // The last change that was applied.
  TimePoint use_recorded_{};
};

}  // namespace armillary::tenancy
