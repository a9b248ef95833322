#pragma once

#include <optional>

#include "base/page.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/person.h"
#include "tenancy/subject.h"

namespace armillary::tenancy {

// The rows of service accounts that a machine is let in as. Lives as long as the transaction.
class SubjectStore {
 public:
  explicit SubjectStore(metadata::Transaction& transaction) : transaction_(transaction) {}

  // Fails with AlreadyExists where another principal of the tenant has this person.
  Result<void> Insert(const metadata::TenantScope& scope, const Subject& subject,
                      const PersonId& person);
  Result<std::optional<Subject>> Find(const metadata::TenantScope& scope, const PrincipalId& id);
  Result<void> Remove(const metadata::TenantScope& scope, const PrincipalId& id);
  Result<Page<Subject>> List(const metadata::TenantScope& scope, const ListRequest& request);

 private:
  metadata::Transaction& transaction_;
};

}  // namespace armillary::tenancy
