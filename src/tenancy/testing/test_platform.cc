#include "tenancy/testing/test_platform.h"

#include <stdexcept>

#include "base/digest.h"
#include "tenancy/bootstrap.h"

namespace armillary::tenancy {
namespace {

template <class T>
T Must(Result<T> result) {
  if (!result) {
    throw std::runtime_error(std::string(CodeName(result.error().code)) + ": " +
                             result.error().message);
  }
  if constexpr (!std::is_void_v<T>) {
    return *std::move(result);
  }
}

keys::KeyRing OpenKeys(const TempFolder& folder, FileSystem& files, Random& random) {
  return Must(keys::KeyRing::Open(
      {.folder = folder.Path() / "keys", .if_missing = keys::KeySources::IfMissing::Create}, files,
      random));
}

std::string HeaderOf(const Secret& token) { return "Bearer " + token.Reveal(); }

}  // namespace

TestPlatform::TestPlatform(metadata::Database& platform_database, const Clock& platform_clock)
    : database(platform_database),
      clock(platform_clock),
      keys(OpenKeys(folder, files, random)),
      feed(database, system, directory, clock),
      authorizer(directory, keys, clock),
      tenants(database, directory, clock, random),
      teams(database, clock, random),
      environments(database),
      principals(database, clock, random),
      tokens(database, directory, keys, clock, random),
      quotas(database, directory, clock),
      audit(database),
      sign_in({database, directory, keys, clock, random}, system, {}),
      sessions(database, directory, keys, clock, {}) {
  Must(Bootstrap({database, keys, clock, random}, system, [&](const Secret& token) -> Result<void> {
    operator_ = HeaderOf(token);
    return {};
  }));
  Must(feed.Load());
}

void TestPlatform::AddTenant(const std::string& name) {
  Must(tenants.Create(Let(operator_, Permission::TenantsCreate), NewCall(), {.name = {name}}));
}

std::string TestPlatform::AddToken(const std::string& tenant, Role role,
                                   const std::string& environment,
                                   std::optional<std::vector<std::string>> models) {
  const std::string name = std::string(NameOf(role)) + "@" + tenant;
  const Access people = Let(operator_, Permission::PrincipalsCreate, In(tenant));
  const auto made = principals.Create(people, NewCall(), {.name = name, .role = role});
  if (!made && made.error().code != ErrorCode::AlreadyExists) {
    Must(made);
  }
  const Access access = Let(operator_, Permission::TokensCreate, In(tenant));
  return HeaderOf(Must(tokens.Create(access, NewCall(),
                                     {.principal = name,
                                      .role = role,
                                      .environment = EnvironmentName{environment},
                                      .models = std::move(models)}))
                      .text);
}

std::string TestPlatform::AddPerson(const std::string& tenant, const std::string& name, Role role) {
  Must(principals.Create(Let(operator_, Permission::PrincipalsCreate, In(tenant)), NewCall(),
                         {.name = name, .kind = PrincipalKind::User, .role = role}));
  const Access access = Let(operator_, Permission::TokensCreate, In(tenant));
  return HeaderOf(Must(tokens.Create(access, NewCall(), {.principal = name})).text);
}

Secret TestPlatform::NewCode(const std::string& authorization) {
  return Must(sign_in.Create(Let(authorization, Permission::SignInLinksCreate), NewCall())).code;
}

Result<SessionProof> TestPlatform::Redeem(const Secret& code) {
  ARM_TRY(const auto made, sign_in.Redeem(code, {.request = NewCall().request,
                                                 .user_agent = "Mozilla/5.0",
                                                 .remote_address = "127.0.0.1"}));
  return made.proof;
}

SessionProof TestPlatform::SignIn(const std::string& authorization) {
  return Must(Redeem(NewCode(authorization)));
}

Result<Access> TestPlatform::LetIn(const SessionProof& session, Permission permission,
                                   const Address& address) const {
  ARM_TRY(auto who, authorizer.AuthenticateSession(session, permission, address));
  return authorizer.Authorise(std::move(who), permission, address);
}

Result<Access> TestPlatform::LetIn(const std::string& authorization, Permission permission,
                                   const Address& address) const {
  ARM_TRY(auto who, authorizer.Authenticate(authorization));
  return authorizer.Authorise(std::move(who), permission, address);
}

Access TestPlatform::Let(const std::string& authorization, Permission permission,
                         const Address& address) const {
  return Must(LetIn(authorization, permission, address));
}

Call TestPlatform::NewCall() { return {.request = {"request-" + std::to_string(++requests_)}}; }

Call TestPlatform::Retried(const std::string& key, const std::string& operation,
                           const std::string& body) {
  Call call = NewCall();
  call.retry = {.key = key, .operation = operation, .request_hash = Sha256(body).ToHex()};
  return call;
}

}  // namespace armillary::tenancy
