#include "metadata/internal/checked_transaction.h"

#include <cmath>
#include <string>
#include <utility>
#include <variant>

#include "base/names.h"
#include "metadata/internal/sql_tree.h"

namespace armillary::metadata {
namespace {

// One engine would store what the other refuses.
Result<void> CheckValue(const Value& value) {
  if (const auto* const text = std::get_if<std::string>(&value)) {
    if (text->find('\0') != std::string::npos || !IsUtf8(*text)) {
      return Fail(ErrorCode::InvalidUtf8, "text must be UTF-8 without NUL");
    }
  }
  if (const auto* const number = std::get_if<double>(&value); number && std::isnan(*number)) {
    return Fail(ErrorCode::OutOfRange, "NaN has no place in a column");
  }
  return {};
}

}  // namespace

Result<void> CheckedTransaction::Settle(Result<void> outcome) const {
  if (outcome && failure_) {
    return Fail(*failure_);
  }
  return outcome;
}

Result<Transaction::Rows> CheckedTransaction::Run(const TenantScope* scope, std::string_view sql,
                                                  Arguments arguments) {
  if (failure_) {
    return Fail(*failure_);
  }
  auto rows = TryRun(scope, sql, std::move(arguments));
  if (!rows) {
    failure_ = rows.error();
  }
  return rows;
}

Result<Transaction::Rows> CheckedTransaction::TryRun(const TenantScope* scope, std::string_view sql,
                                                     Arguments arguments) {
  ARM_TRY(auto checked, book_.Find(sql, scope == nullptr ? ScopeKind::System : ScopeKind::Tenant));
  const StatementFacts& facts = checked->facts;
  if (facts.changes && intent_ == Intent::Read) {
    return RefuseStatement("it changes or locks rows in a Read");
  }
  if (facts.binds_tenant) {
    arguments.insert(arguments.begin(), Value(scope->Tenant().value));
  }
  if (arguments.size() != facts.parameters) {
    return RefuseStatement("it has " + std::to_string(facts.parameters) + " parameters, not " +
                           std::to_string(arguments.size()));
  }
  for (const Value& value : arguments) {
    ARM_CHECK(CheckValue(value));
  }
  return Execute({.checked = std::move(checked), .scope = scope, .values = std::move(arguments)});
}

}  // namespace armillary::metadata
