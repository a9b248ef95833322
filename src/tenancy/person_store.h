#pragma once

#include <optional>

#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/person.h"
#include "tenancy/preferences.h"

namespace armillary::tenancy {

// The rows of people and of their preferences. Lives as long as the transaction. They are of no
// tenant: a service asks only for the person that its principal is.
class PersonStore {
 public:
  explicit PersonStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  // The person of this issuer and subject; `draft` where there was none.
  Result<Person> FindOrInsert(const metadata::TenantScope& scope, const Person& draft);
  // What the issuer says of the person now; a word that it had taken back is good again.
  Result<void> UpdateVouched(const metadata::TenantScope& scope, const Person& person);
  // Makes other sign-ins of the person wait until the transaction has ended.
  Result<std::optional<Person>> Lock(const metadata::TenantScope& scope, const PersonId& id);

  Result<std::optional<Preferences>> FindPreferences(const metadata::TenantScope& scope,
                                                     const PersonId& id);
  // Whether there were none of the person.
  Result<bool> InsertPreferences(const metadata::TenantScope& scope, const PersonId& id,
                                 const Preferences& preferences);
  // Whether those with the revision before were there.
  Result<bool> UpdatePreferences(const metadata::TenantScope& scope, const PersonId& id,
                                 const Preferences& preferences);

 private:
  metadata::Transaction& transaction_;
};

// The columns of a person `h`, and what such a row says.
inline constexpr std::string_view kPersonColumns =
    "h.id, h.issuer, h.subject, h.name, h.email, h.created_at, h.disabled_at, "
    "h.withdrawn_at";
Person PersonOf(const metadata::Row& row);

}  // namespace armillary::tenancy
