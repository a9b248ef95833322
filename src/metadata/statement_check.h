#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "metadata/schema_tables.h"

namespace armillary::metadata {

enum class ScopeKind : std::uint8_t { Tenant, System };

// What there is to know of a statement before it runs.
struct StatementFacts {
  struct Parameter {
    std::size_t offset;  // Of its `$` in the statement.
    std::size_t number;
  };

  bool binds_tenant = false;  // $1 is the tenant and arguments follow from $2.
  bool changes = false;       // It changes or locks rows.
  std::size_t parameters = 0;
  std::vector<Parameter> places = {};  // In the order of the text.
  std::size_t unlocked_size = 0;       // The length without the final FOR UPDATE.
};

// Lets a statement pass only if it means the same on both engines and stays within its scope.
//
// It is one SELECT, INSERT, UPDATE or DELETE over `tables`, in plain ASCII: no comments, quoted
// names, schemas, casts by ::, or functions beyond a short list; values are parameters. Under
// ScopeKind::Tenant every reference to a tenant table has `<alias>.tenant_id = $1` as one of the
// conditions that its own query level joins by AND: in WHERE, or in the ON of a join that drops
// the rows of that side where it is false. The alias may be left out where the level has one
// table. An INSERT gives tenant_id exactly $1 in each row; ON CONFLICT DO UPDATE names tenant_id
// among its columns or in its WHERE. Nothing sets tenant_id.
//
// Fails with StatementRefused, saying why. Pure.
Result<StatementFacts> CheckStatement(std::string_view sql, const SchemaTables& tables,
                                      ScopeKind scope);

}  // namespace armillary::metadata
