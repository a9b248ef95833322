#include "metadata/internal/statement_book.h"

#include <utility>

namespace armillary::metadata {
namespace {

constexpr std::size_t kMostStatements = 4096;

std::string ForSqlite(std::string_view sql, const StatementFacts& facts) {
  std::string text(sql.substr(0, facts.unlocked_size));
  for (const StatementFacts::Parameter& place : facts.places) {
    text[place.offset] = '?';
  }
  return text;
}

}  // namespace

Result<std::shared_ptr<const CheckedStatement>> StatementBook::Find(std::string_view sql,
                                                                    ScopeKind scope) {
  using Entry = std::shared_ptr<const CheckedStatement>;
  auto& checked = checked_by_scope_[scope == ScopeKind::Tenant ? 0 : 1];
  Entry known = checked.With([&](const Checked& all) {
    const auto found = all.find(sql);
    return found == all.end() ? nullptr : found->second;
  });
  if (known != nullptr) {
    return known;
  }
  ARM_TRY(StatementFacts facts, CheckStatement(sql, tables_, scope));
  std::string sqlite_sql = ForSqlite(sql, facts);
  known = std::make_shared<const CheckedStatement>(CheckedStatement{
      .sql = std::string(sql), .sqlite_sql = std::move(sqlite_sql), .facts = std::move(facts)});
  checked.With([&](Checked& all) {
    if (all.size() >= kMostStatements) {
      all.clear();
    }
    all.insert_or_assign(known->sql, known);
  });
  return known;
}

}  // namespace armillary::metadata
