#include "metadata/outbox.h"

#include <utility>

namespace armillary::metadata {
namespace {

tl::unexpected<Error> NoHead() {
  return Fail(ErrorCode::DatabaseCorrupt, "the outbox's head is missing");
}

// The first of `count` numbers in a row.
Result<std::int64_t> TakeNumbers(Transaction& transaction, const TenantScope& scope,
                                 std::int64_t count) {
  ARM_TRY(const auto head,
          transaction.QueryOne(scope,
                               "UPDATE outbox_head SET sequence = outbox_head.sequence + $1 "
                               "WHERE outbox_head.id = $2 RETURNING sequence",
                               {count, std::int64_t{1}}));
  if (!head) {
    return NoHead();
  }
  return head->Integer(0) - count + 1;
}

OutboxEvent EventOf(const Row& row) {
  return {.sequence = row.Integer(0),
          .tenant = {row.Text(1)},
          .at = row.Time(2),
          .entry = {.topic = row.Text(3),
                    .kind = row.Text(4),
                    .object = row.Text(5),
                    .object_name = row.OptionalText(6),
                    .environment = row.OptionalText(7),
                    .revision = row.Integer(8),
                    .owner = row.OptionalText(9)}};
}

}  // namespace

Result<void> Publish(Transaction& transaction, const TenantScope& scope,
                     std::span<const OutboxEntry> entries, TimePoint now) {
  if (entries.empty()) {
    return {};
  }
  ARM_TRY(std::int64_t sequence,
          TakeNumbers(transaction, scope, static_cast<std::int64_t>(entries.size())));
  for (const OutboxEntry& entry : entries) {
    ARM_CHECK(transaction.Query(
        scope,
        "INSERT INTO outbox (tenant_id, sequence, topic, kind, object, object_name, environment, "
        "revision, owner_id, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        {sequence++, entry.topic, entry.kind, entry.object, OrNull(entry.object_name),
         OrNull(entry.environment), entry.revision, OrNull(entry.owner), Time(now)}));
  }
  return {};
}

Result<std::int64_t> LastPublished(Transaction& transaction, const SystemScope& scope) {
  ARM_TRY(const auto row,
          transaction.QueryOne(scope, "SELECT h.sequence FROM outbox_head AS h WHERE h.id = $1",
                               {std::int64_t{1}}));
  return row ? Result<std::int64_t>(row->Integer(0)) : NoHead();
}

Result<std::vector<OutboxEvent>> FindPublished(Transaction& transaction, const SystemScope& scope,
                                               std::int64_t after, std::int64_t limit) {
  ARM_TRY(const auto rows,
          transaction.Query(scope,
                            "SELECT o.sequence, o.tenant_id, o.at, o.topic, o.kind, o.object, "
                            "o.object_name, o.environment, o.revision, o.owner_id "
                            "FROM outbox AS o WHERE o.sequence > $1 ORDER BY o.sequence LIMIT $2",
                            {after, limit}));
  std::vector<OutboxEvent> events;
  events.reserve(rows.size());
  for (const Row& row : rows) {
    events.push_back(EventOf(row));
  }
  return events;
}

Result<std::int64_t> ForgetPublished(Transaction& transaction, const SystemScope& scope,
                                     std::int64_t kept, std::int64_t most) {
  ARM_TRY(const std::int64_t last, LastPublished(transaction, scope));
  ARM_TRY(const auto rows, transaction.Query(scope,
                                             "DELETE FROM outbox WHERE (tenant_id, sequence) IN "
                                             "(SELECT o.tenant_id, o.sequence FROM outbox AS o "
                                             "WHERE o.sequence <= $1 ORDER BY o.sequence LIMIT $2) "
                                             "RETURNING sequence",
                                             {last - kept, most}));
  return static_cast<std::int64_t>(rows.size());
}

}  // namespace armillary::metadata
