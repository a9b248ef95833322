#include "tenancy/subject_store.h"

#include <string>

#include "base/assert.h"
#include "metadata/list_query.h"

namespace armillary::tenancy {
namespace {

using metadata::ListSpec;
using metadata::OrNull;
using metadata::Row;
using metadata::TenantScope;

constexpr std::string_view kSubjectColumns =
    "p.id, p.name, p.role, h.issuer, h.subject, p.subject_models";
constexpr std::string_view kSubjectTables =
    "principals AS p JOIN people AS h ON h.id = p.person_id";
constexpr std::string_view kWhere = "p.tenant_id = $1 AND p.kind = 'service'";

Subject SubjectOf(const Row& row) {
  const auto role = RoleFromName(row.Text(2));
  ARM_ASSERT(role);
  return {.id = {row.Text(0)},
          .principal_name = row.Text(1),
          .role = *role,
          .issuer = row.Text(3),
          .subject = row.Text(4),
          .models = ModelsOfSubject(row.OptionalText(5))};
}

const ListSpec& SubjectListing() {
  static const ListSpec spec{.name = "tenancy.subjects",
                             .select = kSubjectColumns,
                             .from = kSubjectTables,
                             .where = kWhere,
                             .columns = {{.field = "principal_name", .sql = "p.name"},
                                         {.field = "role", .sql = "p.role", .sorts = false},
                                         {.field = "issuer", .sql = "h.issuer", .sorts = false},
                                         {.field = "subject", .sql = "h.subject"}},
                             .default_sort = "principal_name ASC",
                             .key = "p.id"};
  return spec;
}

}  // namespace

Result<void> SubjectStore::Insert(const TenantScope& scope, const Subject& subject,
                                  const PersonId& person) {
  ARM_CHECK(
      transaction_.Query(scope,
                         "UPDATE principals SET person_id = $3, subject_models = $4 "
                         "WHERE principals.tenant_id = $1 AND principals.id = $2",
                         {subject.id.value, person.value, OrNull(ModelsTextOf(subject.models))}));
  return {};
}

Result<std::optional<Subject>> SubjectStore::Find(const TenantScope& scope, const PrincipalId& id) {
  const std::string sql = "SELECT " + std::string(kSubjectColumns) + " FROM " +
                          std::string(kSubjectTables) + " WHERE " + std::string(kWhere) +
                          " AND p.id = $2";
  ARM_TRY(const auto row, transaction_.QueryOne(scope, sql, {id.value}));
  return row ? std::optional(SubjectOf(*row)) : std::nullopt;
}

Result<void> SubjectStore::Remove(const TenantScope& scope, const PrincipalId& id) {
  ARM_CHECK(transaction_.Query(scope,
                               "UPDATE principals SET person_id = NULL, subject_models = NULL "
                               "WHERE principals.tenant_id = $1 AND principals.id = $2",
                               {id.value}));
  return {};
}

Result<Page<Subject>> SubjectStore::List(const TenantScope& scope, const ListRequest& request) {
  return metadata::List(transaction_, scope, {SubjectListing(), {}, request}, SubjectOf);
}

}  // namespace armillary::tenancy
