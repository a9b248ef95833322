#include "metadata/internal/query_level.h"

#include <algorithm>

#include "metadata/internal/sql_tree.h"

namespace armillary::metadata {
namespace {

using boost::json::object;
using boost::json::value;

using Aliases = std::set<std::string, std::less<>>;

void AddTenantColumn(const value& side, Aliases& aliases) {
  const auto* const column = NodeOf(side, "ColumnRef");
  if (column == nullptr) {
    return;
  }
  const auto& fields = ListAt(*column, "fields");
  if (fields.empty() || fields.size() > 2 || StringOf(fields.back()) != "tenant_id") {
    return;
  }
  aliases.emplace(fields.size() == 2 ? StringOf(fields.front()) : std::string_view());
}

bool IsEquality(const object& expression) {
  const auto& name = ListAt(expression, "name");
  return TextAt(expression, "kind") == "AEXPR_OP" && name.size() == 1 &&
         StringOf(name.front()) == "=" && expression.contains("lexpr") &&
         expression.contains("rexpr");
}

void Collect(const value& condition, Aliases& aliases) {
  if (const auto* const combined = NodeOf(condition, "BoolExpr")) {
    if (TextAt(*combined, "boolop") == "AND_EXPR") {
      for (const value& part : ListAt(*combined, "args")) {
        Collect(part, aliases);
      }
    }
    return;
  }
  const auto* const expression = NodeOf(condition, "A_Expr");
  if (expression == nullptr || !IsEquality(*expression)) {
    return;
  }
  const value& left = expression->at("lexpr");
  const value& right = expression->at("rexpr");
  if (IsTenantParameter(right)) {
    AddTenantColumn(left, aliases);
  } else if (IsTenantParameter(left)) {
    AddTenantColumn(right, aliases);
  }
}

}  // namespace

Aliases AliasesHeldBy(const value& condition) {
  Aliases aliases;
  Collect(condition, aliases);
  return aliases;
}

bool QueryLevel::Add(std::string_view alias, bool is_tenant_table) {
  if (std::ranges::find(references_, alias, &Reference::alias) != references_.end()) {
    return false;
  }
  references_.push_back({.alias = std::string(alias), .held = !is_tenant_table});
  return true;
}

void QueryLevel::Hold(const value& condition, std::size_t first, std::size_t last) {
  const Aliases aliases = AliasesHeldBy(condition);
  for (std::size_t i = first; i < last; ++i) {
    references_[i].held = references_[i].held || aliases.contains(references_[i].alias);
  }
}

void QueryLevel::HoldAll(const value& condition) {
  Hold(condition, 0, Size());
  if (Size() == 1 && AliasesHeldBy(condition).contains("")) {
    references_.front().held = true;
  }
}

std::string_view QueryLevel::Loose() const {
  const auto found = std::ranges::find(references_, false, &Reference::held);
  return found == references_.end() ? std::string_view() : std::string_view(found->alias);
}

}  // namespace armillary::metadata
