#include "events/outbox_relay.h"

#include <algorithm>
#include <utility>

#include "metadata/outbox.h"

namespace armillary::events {
namespace {

using metadata::Transaction;

constexpr std::int64_t kPage = 1'000;

}  // namespace

OutboxRelay::OutboxRelay(metadata::Database& database, metadata::SystemScope scope, EventLog& log,
                         std::int64_t kept)
    : database_(database), scope_(scope), log_(log), kept_(kept) {}

Result<void> OutboxRelay::Load() {
  ARM_TRY(const std::int64_t before,
          database_.Read([&](Transaction& transaction) -> Result<std::int64_t> {
            ARM_TRY(const std::int64_t last, metadata::LastPublished(transaction, scope_));
            const std::int64_t from = std::max<std::int64_t>(last - kept_, 0);
            ARM_TRY(const auto first, metadata::FindPublished(transaction, scope_, from, 1));
            return first.empty() ? last : first.front().sequence - 1;
          }));
  log_.StartAt(before);
  return Step();
}

Result<void> OutboxRelay::Step() {
  for (bool is_more = true; is_more;) {
    ARM_TRY(is_more, ReadPage());
  }
  return {};
}

Result<bool> OutboxRelay::ReadPage() {
  // Two calls at once read the same events twice, which the log does not mind.
  const std::int64_t seen = log_.Head();
  ARM_TRY(const auto events, database_.Read([&](Transaction& transaction) {
    return metadata::FindPublished(transaction, scope_, seen, kPage);
  }));
  log_.Append(events);
  return std::cmp_equal(events.size(), kPage);
}

Result<void> OutboxRelay::Forget() {
  for (bool is_more = true; is_more;) {
    ARM_TRY(const std::int64_t forgotten, database_.Write([&](Transaction& transaction) {
      return metadata::ForgetPublished(transaction, scope_, kept_, kPage);
    }));
    is_more = forgotten == kPage;
  }
  return {};
}

}  // namespace armillary::events
