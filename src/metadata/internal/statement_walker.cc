#include "metadata/internal/statement_walker.h"

#include <algorithm>
#include <utility>

#include "metadata/internal/sql_tree.h"

namespace armillary::metadata {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;

std::string Named(std::string_view what) { return "'" + std::string(what) + "'"; }

bool IsStar(const value& item) {
  const auto* const column = NodeOf(item, "ColumnRef");
  return column != nullptr && NodeOf(ListAt(*column, "fields").back(), "A_Star") != nullptr;
}

}  // namespace

void StatementWalker::Statement(const value& statement) {
  if (const auto* const select = NodeOf(statement, "SelectStmt")) {
    locks_ = !ListAt(*select, "lockingClause").empty();
    locks_allowed_ = true;
    Select(*select);
  } else if (const auto* const insert = NodeOf(statement, "InsertStmt")) {
    Insert(*insert);
  } else if (const auto* const update = NodeOf(statement, "UpdateStmt")) {
    Update(*update);
  } else if (const auto* const remove = NodeOf(statement, "DeleteStmt")) {
    Delete(*remove);
  } else {
    inventory_.Refuse("it is not a SELECT, INSERT, UPDATE or DELETE");
  }
  if (tables_seen_ != inventory_.tables) {
    inventory_.Refuse("it names a table in an unexpected place");
  }
}

void StatementWalker::Visit(const value& item) {
  if (const auto* const list = item.if_array()) {
    std::ranges::for_each(*list, [&](const value& element) { Visit(element); });
    return;
  }
  const auto* const node = item.if_object();
  if (node == nullptr) {
    return;
  }
  for (const auto& [key, child] : *node) {
    if (key == "SelectStmt") {
      Select(child.as_object());
    } else if (key == "InsertStmt" || key == "UpdateStmt" || key == "DeleteStmt") {
      inventory_.Refuse("it changes rows inside another statement");
    } else {
      Visit(child);
    }
  }
}

void StatementWalker::VisitRest(const object& statement) {
  for (const auto& [key, child] : statement) {
    if (key != "fromClause" && key != "usingClause" && key != "relation" && key != "larg" &&
        key != "rarg" && key != "selectStmt") {
      Visit(child);
    }
  }
}

void StatementWalker::Select(const object& select) {
  const bool locks_allowed = std::exchange(locks_allowed_, false);
  if (select.contains("intoClause") ||
      (!locks_allowed && !ListAt(select, "lockingClause").empty())) {
    inventory_.Refuse("a SELECT has INTO, or FOR UPDATE inside another statement");
  }
  for (const auto* const arm : {"larg", "rarg"}) {
    if (const auto* const part = ObjectAt(select, arm)) {
      Select(*part);
    }
  }
  QueryLevel level;
  AddFrom(level, ListAt(select, "fromClause"));
  Close(level, select);
  VisitRest(select);
}

void StatementWalker::Insert(const object& insert) {
  QueryLevel target;
  const object& relation = *ObjectAt(insert, "relation");
  AddTable(target, relation);
  const bool is_tenant = tables_.IsTenant(TextAt(relation, "relname"));
  if (is_tenant) {
    InsertedTenant(insert);
    OnConflict(insert, target);
  }
  if (const auto* const source = insert.if_contains("selectStmt")) {
    Visit(*source);
  }
  VisitRest(insert);
}

void StatementWalker::InsertedTenant(const object& insert) {
  const auto& columns = ListAt(insert, "cols");
  const auto names_tenant = [](const value& column) {
    return TextAt(*NodeOf(column, "ResTarget"), "name") == "tenant_id";
  };
  const auto found = std::ranges::find_if(columns, names_tenant);
  const auto* const source = insert.if_contains("selectStmt");
  if (found == columns.end() || std::ranges::count_if(columns, names_tenant) != 1 ||
      source == nullptr) {
    RefuseLoose("an INSERT must name tenant_id among its columns");
    return;
  }
  InsertedRows(*NodeOf(*source, "SelectStmt"), static_cast<std::size_t>(found - columns.begin()));
}

void StatementWalker::InsertedRows(const object& source, std::size_t column) {
  for (const auto* const arm : {"larg", "rarg"}) {
    if (const auto* const part = ObjectAt(source, arm)) {
      InsertedRows(*part, column);
    }
  }
  for (const value& row : ListAt(source, "valuesLists")) {
    const auto& items = ListAt(*NodeOf(row, "List"), "items");
    if (column >= items.size() || !IsTenantParameter(items[column])) {
      RefuseLoose("an INSERT must give tenant_id $1 in each row");
    }
  }
  if (!source.contains("larg") && !source.contains("valuesLists")) {
    SelectedRow(ListAt(source, "targetList"), column);
  }
}

void StatementWalker::SelectedRow(const array& targets, std::size_t column) {
  for (std::size_t i = 0; i <= column; ++i) {
    const auto* const target = i < targets.size() ? NodeOf(targets[i], "ResTarget") : nullptr;
    const auto* const given = target == nullptr ? nullptr : target->if_contains("val");
    if (given == nullptr || IsStar(*given) || (i == column && !IsTenantParameter(*given))) {
      RefuseLoose("an INSERT ... SELECT must give tenant_id $1");
      return;
    }
  }
}

void StatementWalker::OnConflict(const object& insert, QueryLevel& target) {
  const auto* const conflict = ObjectAt(insert, "onConflictClause");
  if (conflict == nullptr || TextAt(*conflict, "action") != "ONCONFLICT_UPDATE") {
    return;
  }
  const auto* const infer = ObjectAt(*conflict, "infer");
  const bool by_tenant =
      infer != nullptr && std::ranges::any_of(ListAt(*infer, "indexElems"), [](const value& item) {
        return TextAt(*NodeOf(item, "IndexElem"), "name") == "tenant_id";
      });
  if (const auto* const where = conflict->if_contains("whereClause")) {
    target.Hold(*where, 0, target.Size());
  }
  if (!by_tenant && !target.Loose().empty()) {
    RefuseLoose("ON CONFLICT DO UPDATE can reach another tenant's row");
  }
  CheckTargets(*conflict);
}

void StatementWalker::Update(const object& update) {
  QueryLevel level;
  AddTable(level, *ObjectAt(update, "relation"));
  AddFrom(level, ListAt(update, "fromClause"));
  CheckTargets(update);
  Close(level, update);
  VisitRest(update);
}

void StatementWalker::CheckTargets(const object& change) {
  for (const value& target : ListAt(change, "targetList")) {
    if (TextAt(*NodeOf(target, "ResTarget"), "name") == "tenant_id") {
      inventory_.Refuse("it sets tenant_id");
    }
  }
}

void StatementWalker::Delete(const object& remove) {
  QueryLevel level;
  AddTable(level, *ObjectAt(remove, "relation"));
  AddFrom(level, ListAt(remove, "usingClause"));
  Close(level, remove);
  VisitRest(remove);
}

void StatementWalker::AddFrom(QueryLevel& level, const array& items) {
  std::ranges::for_each(items, [&](const value& item) { AddItem(level, item); });
}

void StatementWalker::AddItem(QueryLevel& level, const value& item) {
  if (const auto* const table = NodeOf(item, "RangeVar")) {
    AddTable(level, *table);
  } else if (const auto* const join = NodeOf(item, "JoinExpr")) {
    AddJoin(level, *join);
  } else if (const auto* const query = NodeOf(item, "RangeSubselect")) {
    const auto* const alias = ObjectAt(*query, "alias");
    if (alias == nullptr || alias->contains("colnames") || query->contains("lateral")) {
      inventory_.Refuse("a sub-query in FROM needs a plain alias and no LATERAL");
      return;
    }
    AddReference(level, TextAt(*alias, "aliasname"), false);
    Visit(query->at("subquery"));
  } else {
    inventory_.Refuse("it reads from something that is not a table");
  }
}

void StatementWalker::AddJoin(QueryLevel& level, const object& join) {
  if (join.contains("alias") || join.contains("join_using_alias")) {
    inventory_.Refuse("a join has an alias");
  }
  const std::size_t first = level.Size();
  AddItem(level, join.at("larg"));
  const std::size_t middle = level.Size();
  AddItem(level, join.at("rarg"));
  const auto* const condition = join.if_contains("quals");
  if (condition == nullptr) {
    return;
  }
  Visit(*condition);
  // The condition of an outer join does not drop the rows of the side that it keeps.
  const std::string_view kind = TextAt(join, "jointype");
  if (kind == "JOIN_INNER") {
    level.Hold(*condition, first, level.Size());
  } else if (kind == "JOIN_LEFT") {
    level.Hold(*condition, middle, level.Size());
  } else if (kind == "JOIN_RIGHT") {
    level.Hold(*condition, first, middle);
  }
}

void StatementWalker::AddTable(QueryLevel& level, const object& table) {
  ++tables_seen_;
  const std::string_view name = TextAt(table, "relname");
  const auto* const alias = ObjectAt(table, "alias");
  if (table.contains("schemaname") || table.contains("catalogname") ||
      (alias != nullptr && alias->contains("colnames"))) {
    inventory_.Refuse(Named(name) + " has a schema or new names for its columns");
  }
  const bool is_common = inventory_.common_tables.contains(name);
  if (is_common == tables_.Contains(name)) {
    inventory_.Refuse(Named(name) + " is not a table of the schema, or a WITH hides one");
  }
  has_tenant_table_ = has_tenant_table_ || tables_.IsTenant(name);
  AddReference(level, alias == nullptr ? name : TextAt(*alias, "aliasname"),
               tables_.IsTenant(name));
}

void StatementWalker::AddReference(QueryLevel& level, std::string_view alias,
                                   bool is_tenant_table) {
  if (!level.Add(alias, is_tenant_table)) {
    inventory_.Refuse(Named(alias) + " is there twice");
  }
}

void StatementWalker::Close(QueryLevel& level, const object& statement) {
  if (const auto* const where = statement.if_contains("whereClause")) {
    level.HoldAll(*where);
  }
  if (const std::string_view loose = level.Loose(); !loose.empty()) {
    RefuseLoose("nothing holds " + Named(loose) + " to tenant_id = $1");
  }
}

void StatementWalker::RefuseLoose(const std::string& reason) {
  if (scope_ == ScopeKind::Tenant) {
    inventory_.Refuse(reason);
  }
}

}  // namespace armillary::metadata
