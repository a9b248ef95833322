#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/file_system.h"
#include "base/testing/fake_clock.h"
#include "base/testing/fake_random.h"
#include "base/testing/temp_folder.h"
#include "keys/key_ring.h"
#include "metadata/database.h"
#include "metadata/testing/test_scopes.h"
#include "tenancy/audit_service.h"
#include "tenancy/authorizer.h"
#include "tenancy/directory.h"
#include "tenancy/directory_feed.h"
#include "tenancy/environment_service.h"
#include "tenancy/principal_service.h"
#include "tenancy/quota_service.h"
#include "tenancy/session_service.h"
#include "tenancy/sign_in_service.h"
#include "tenancy/team_service.h"
#include "tenancy/tenant_service.h"
#include "tenancy/token_service.h"

namespace armillary::tenancy {

// A platform after its first start, in one process over `database`: the house with an operator,
// and whatever tenants and people a test adds, each with a real token. Throws std::runtime_error
// where it cannot be made.
class TestPlatform {
 public:
  // `database` and `clock` must outlive the platform.
  TestPlatform(metadata::Database& database, const Clock& clock);

  // The header's value of the operator's first token.
  const std::string& Operator() const { return operator_; }

  // Makes a tenant, or a principal `<role>@<tenant>` with a token of `environment`.
  void AddTenant(const std::string& name);
  std::string AddToken(const std::string& tenant, Role role,
                       const std::string& environment = "research",
                       std::optional<std::vector<std::string>> models = {});

  // Makes a user of that name and role, with a token that is all that the user is.
  std::string AddPerson(const std::string& tenant, const std::string& name, Role role);

  // What a browser does with the link that `authorization` makes.
  Secret NewCode(const std::string& authorization);
  Result<SessionProof> Redeem(const Secret& code);
  SessionProof SignIn(const std::string& authorization);
  // What the listener does with the session's cookie.
  Result<Access> LetIn(const SessionProof& session, Permission permission,
                       const Address& address = {}) const;

  // What the listener does: who sends `authorization`, and may they?
  Result<Access> LetIn(const std::string& authorization, Permission permission,
                       const Address& address = {}) const;
  // The same where it must succeed.
  Access Let(const std::string& authorization, Permission permission,
             const Address& address = {}) const;
  static Address In(const std::string& tenant) { return {.tenant = TenantName{tenant}}; }

  // A call without an idempotency key, or with one.
  Call NewCall();
  Call Retried(const std::string& key, const std::string& operation,
               const std::string& body = "{}");

  metadata::Database& database;
  const Clock& clock;
  FakeRandom random;
  TempFolder folder;
  LocalFileSystem files;
  keys::KeyRing keys;
  const metadata::SystemScope system = metadata::TestScopes::System();
  Directory directory;
  DirectoryFeed feed;
  Authorizer authorizer;
  TenantService tenants;
  TeamService teams;
  EnvironmentService environments;
  PrincipalService principals;
  TokenService tokens;
  QuotaService quotas;
  AuditService audit;
  SignInService sign_in;
  SessionService sessions;

 private:
  std::string operator_;
  int requests_ = 0;
};

}  // namespace armillary::tenancy
