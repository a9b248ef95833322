#include "metadata/statement_check.h"

#include <string>

#include "metadata/internal/sql_tree.h"
#include "metadata/internal/statement_inventory.h"
#include "metadata/internal/statement_text.h"
#include "metadata/internal/statement_walker.h"

namespace armillary::metadata {
namespace {

// Notes where the parameters stand.
void TakeParameters(StatementInventory& inventory, StatementFacts& facts) {
  for (const auto& [offset, number] : inventory.parameter_by_offset) {
    facts.places.push_back({.offset = offset, .number = number});
    facts.parameters = std::max(facts.parameters, number);
    if (number == 0) {
      inventory.Refuse("parameters start at $1");
    }
  }
}

}  // namespace

Result<StatementFacts> CheckStatement(std::string_view sql, const SchemaTables& tables,
                                      ScopeKind scope) {
  ARM_CHECK(CheckStatementText(sql));
  ARM_TRY(const auto tree, ParseSql(sql));
  if (tree.size() != 1) {
    return RefuseStatement("it is not one statement");
  }
  const auto& statement = tree.front().at("stmt");
  StatementInventory inventory(statement);
  StatementFacts facts;
  TakeParameters(inventory, facts);
  StatementWalker walker(tables, scope, inventory);
  walker.Statement(statement);
  facts.binds_tenant = scope == ScopeKind::Tenant && walker.HasTenantTable();
  facts.changes = walker.Locks() || NodeOf(statement, "SelectStmt") == nullptr;
  facts.unlocked_size = walker.Locks() ? SizeWithoutLock(sql) : sql.size();
  if (walker.Locks() && facts.unlocked_size == sql.size()) {
    inventory.Refuse("a lock is written FOR UPDATE [SKIP LOCKED], at the end");
  }
  if (!inventory.refusal.empty()) {
    return RefuseStatement(inventory.refusal);
  }
  return facts;
}

}  // namespace armillary::metadata
