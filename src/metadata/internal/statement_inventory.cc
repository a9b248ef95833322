#include "metadata/internal/statement_inventory.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include "metadata/internal/sql_tree.h"

namespace armillary::metadata {
namespace {

using boost::json::object;
using boost::json::value;

constexpr auto kFunctions = std::to_array<std::string_view>(
    {"abs",  "avg",     "count",      "dense_rank", "first_value", "lag", "last_value",
     "lead", "length",  "lower",      "ltrim",      "max",         "min", "nullif",
     "rank", "replace", "row_number", "rtrim",      "substr",      "sum", "upper"});

constexpr auto kNodes = std::to_array<std::string_view>(
    {"A_Const",       "A_Expr",         "A_Star",     "BoolExpr",        "CaseExpr",
     "CaseWhen",      "CoalesceExpr",   "ColumnRef",  "CommonTableExpr", "DeleteStmt",
     "FuncCall",      "IndexElem",      "InsertStmt", "JoinExpr",        "List",
     "LockingClause", "MultiAssignRef", "NullTest",   "ParamRef",        "RangeSubselect",
     "RangeVar",      "ResTarget",      "RowExpr",    "SelectStmt",      "SetToDefault",
     "SortBy",        "String",         "SubLink",    "TypeCast",        "UpdateStmt",
     "WindowDef"});

bool IsNodeType(std::string_view key) { return !key.empty() && key[0] >= 'A' && key[0] <= 'Z'; }

bool Has(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

void StatementInventory::Refuse(const std::string& reason) {
  if (refusal.empty()) {
    refusal = reason;
  }
}

void StatementInventory::Take(const value& item) {
  if (const auto* const list = item.if_array()) {
    std::ranges::for_each(*list, [&](const value& element) { Take(element); });
    return;
  }
  const auto* const node = item.if_object();
  if (node == nullptr) {
    return;
  }
  TakeObject(*node);
  for (const auto& [key, child] : *node) {
    if (IsNodeType(key) && !Has(kNodes, key)) {
      Refuse("it uses " + std::string(key));
    }
    Take(child);
  }
}

void StatementInventory::TakeObject(const object& node) {
  tables += node.contains("relname") ? 1 : 0;
  if (node.contains("ctename")) {
    common_tables.emplace(TextAt(node, "ctename"));
  }
  if (const auto* const parameter = ObjectAt(node, "ParamRef")) {
    parameter_by_offset[NumberAt(*parameter, "location")] = NumberAt(*parameter, "number");
  }
  if (node.contains("funcname")) {
    const auto& name = ListAt(node, "funcname");
    const bool is_escape = name.size() == 2 && StringOf(name.back()) == "like_escape";
    if (!is_escape && (name.size() != 1 || !Has(kFunctions, StringOf(name.front())))) {
      Refuse("it calls '" + std::string(StringOf(name.back())) + "'");
    }
  }
}

}  // namespace armillary::metadata
