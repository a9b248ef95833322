#pragma once

#include <string>

#include "base/clock.h"
#include "base/page.h"
#include "base/random.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/subject.h"

namespace armillary::tenancy {

// The machines that a tenant lets in by what the identity provider calls them. In effect within a
// second. Thread-safe.
class SubjectService {
 public:
  // `issuer`: the one that is configured; empty if none is. The others must outlive the service.
  SubjectService(metadata::Database& database, const Clock& clock, Random& random,
                 std::string issuer);

  // SubjectsCreate. Fails with NotOneOf on issuer where it is not the configured one, or on
  // principal where that is no service account; InvalidFormat, NotFound on principal,
  // RoleNotGrantable, AlreadyExists where either has another already, and as CheckTokenDraft for
  // the models.
  Result<Subject> Create(const Access& access, const Call& call, const SubjectDraft& draft);

  // SubjectsList.
  Result<Page<Subject>> List(const Access& access, const ListRequest& request) const;

  // SubjectsDelete. Fails with NotFound.
  Result<void> Delete(const Access& access, const Call& call, const PrincipalId& id);

 private:
  Result<void> CheckDraft(const SubjectDraft& draft) const;

  metadata::Database& database_;
  const Clock& clock_;
  Random& random_;
  const std::string issuer_;
};

}  // namespace armillary::tenancy
