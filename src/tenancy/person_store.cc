#include "tenancy/person_store.h"

#include <string>

namespace armillary::tenancy {
namespace {

using metadata::OrNull;
using metadata::Row;
using metadata::TenantScope;
using metadata::Time;

std::string SelectPerson(std::string_view condition) {
  return "SELECT " + std::string(kPersonColumns) + " FROM people AS h WHERE " +
         std::string(condition);
}

metadata::Transaction::Arguments ArgumentsOf(const PersonId& id, const Preferences& preferences) {
  return {id.value,
          preferences.theme,
          preferences.density,
          OrNull(preferences.zone),
          Time(preferences.updated_at.value_or(TimePoint{})),
          preferences.revision};
}

}  // namespace

Person PersonOf(const Row& row) {
  return {.id = {row.Text(0)},
          .issuer = row.Text(1),
          .subject = row.Text(2),
          .name = row.Text(3),
          .email = row.OptionalText(4),
          .created_at = row.Time(5),
          .disabled_at = row.OptionalTime(6),
          .withdrawn_at = row.OptionalTime(7)};
}

Result<Person> PersonStore::FindOrInsert(const TenantScope& scope, const Person& draft) {
  ARM_CHECK(
      transaction_.Query(scope,
                         "INSERT INTO people (id, issuer, subject, name, email, created_at) "
                         "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (issuer, subject) DO NOTHING",
                         {draft.id.value, draft.issuer, draft.subject, draft.name,
                          OrNull(draft.email), Time(draft.created_at)}));
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope, SelectPerson("h.issuer = $1 AND h.subject = $2"),
                                {draft.issuer, draft.subject}));
  if (!row) {
    return Fail(ErrorCode::DatabaseCorrupt, "a person is missing who was just made");
  }
  return PersonOf(*row);
}

Result<void> PersonStore::UpdateVouched(const TenantScope& scope, const Person& person) {
  ARM_CHECK(transaction_.Query(scope,
                               "UPDATE people SET name = $2, email = $3, withdrawn_at = NULL "
                               "WHERE people.id = $1",
                               {person.id.value, person.name, OrNull(person.email)}));
  return {};
}

Result<std::optional<Person>> PersonStore::Lock(const TenantScope& scope, const PersonId& id) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope, SelectPerson("h.id = $1 FOR UPDATE"), {id.value}));
  return row ? std::optional(PersonOf(*row)) : std::nullopt;
}

Result<std::optional<Preferences>> PersonStore::FindPreferences(const TenantScope& scope,
                                                                const PersonId& id) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(scope,
                                "SELECT f.theme, f.density, f.zone, f.updated_at, f.revision "
                                "FROM preferences AS f WHERE f.person_id = $1",
                                {id.value}));
  if (!row) {
    return std::nullopt;
  }
  return Preferences{.theme = row->Text(0),
                     .density = row->Text(1),
                     .zone = row->OptionalText(2),
                     .updated_at = row->Time(3),
                     .revision = row->Integer(4)};
}

Result<bool> PersonStore::InsertPreferences(const TenantScope& scope, const PersonId& id,
                                            const Preferences& preferences) {
  ARM_TRY(const auto rows,
          transaction_.Query(
              scope,
              "INSERT INTO preferences (person_id, theme, density, zone, updated_at, revision) "
              "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person_id) DO NOTHING "
              "RETURNING revision",
              ArgumentsOf(id, preferences)));
  return !rows.empty();
}

Result<bool> PersonStore::UpdatePreferences(const TenantScope& scope, const PersonId& id,
                                            const Preferences& preferences) {
  ARM_TRY(const auto rows,
          transaction_.Query(
              scope,
              "UPDATE preferences SET theme = $2, density = $3, zone = $4, updated_at = $5, "
              "revision = $6 WHERE preferences.person_id = $1 "
              "AND preferences.revision = $6 - 1 RETURNING revision",
              ArgumentsOf(id, preferences)));
  return !rows.empty();
}

}  // namespace armillary::tenancy
