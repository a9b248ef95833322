#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/json.h"
#include "metadata/internal/query_level.h"
#include "metadata/internal/statement_inventory.h"
#include "metadata/schema_tables.h"
#include "metadata/statement_check.h"

namespace armillary::metadata {

// Walks a statement level by level and notes the first reason to refuse it.
class StatementWalker {
 public:
  StatementWalker(const SchemaTables& tables, ScopeKind scope, StatementInventory& inventory)
      : tables_(tables), scope_(scope), inventory_(inventory) {}

  void Statement(const boost::json::value& statement);

  bool HasTenantTable() const { return has_tenant_table_; }
  bool Locks() const { return locks_; }

 private:
  void Visit(const boost::json::value& item);
  // Visits the parts of a statement that are not its own tables.
  void VisitRest(const boost::json::object& statement);
  void Select(const boost::json::object& select);
  void Insert(const boost::json::object& insert);
  // Each row gives tenant_id exactly $1.
  void InsertedTenant(const boost::json::object& insert);
  void InsertedRows(const boost::json::object& source, std::size_t column);
  void SelectedRow(const boost::json::array& targets, std::size_t column);
  void OnConflict(const boost::json::object& insert, QueryLevel& target);
  void Update(const boost::json::object& update);
  void CheckTargets(const boost::json::object& change);
  void Delete(const boost::json::object& remove);
  void AddFrom(QueryLevel& level, const boost::json::array& items);
  void AddItem(QueryLevel& level, const boost::json::value& item);
  void AddJoin(QueryLevel& level, const boost::json::object& join);
  void AddTable(QueryLevel& level, const boost::json::object& table);
  void AddReference(QueryLevel& level, std::string_view alias, bool is_tenant_table);
  void Close(QueryLevel& level, const boost::json::object& statement);
  void RefuseLoose(const std::string& reason);

  const SchemaTables& tables_;
  const ScopeKind scope_;
  StatementInventory& inventory_;
  std::size_t tables_seen_ = 0;
  bool has_tenant_table_ = false;
  bool locks_ = false;
  bool locks_allowed_ = false;
};

}  // namespace armillary::metadata
