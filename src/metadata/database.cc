#include "metadata/database.h"

namespace armillary::metadata {
namespace {

Result<std::optional<Row>> OnlyRow(Result<Transaction::Rows> rows) {
  if (!rows) {
    return tl::make_unexpected(std::move(rows).error());
  }
  if (rows->size() > 1) {
    return Fail(ErrorCode::Internal, "a statement for one row found more");
  }
  return rows->empty() ? std::nullopt : std::optional(std::move(rows->front()));
}

}  // namespace

Result<std::optional<Row>> Transaction::QueryOne(const TenantScope& scope, std::string_view sql,
                                                 Arguments arguments) {
  return OnlyRow(Query(scope, sql, std::move(arguments)));
}

Result<std::optional<Row>> Transaction::QueryOne(const SystemScope& scope, std::string_view sql,
                                                 Arguments arguments) {
  return OnlyRow(Query(scope, sql, std::move(arguments)));
}

}  // namespace armillary::metadata
