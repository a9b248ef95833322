#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/id.h"
#include "tenancy/person.h"
#include "tenancy/role.h"
#include "tenancy/session.h"

namespace armillary::tenancy {

enum class TenantState : std::uint8_t { Active, Suspended, BeingDeleted };
enum class PrincipalKind : std::uint8_t { User, Service };

std::string_view NameOf(TenantState state);
std::string_view NameOf(PrincipalKind kind);
std::optional<TenantState> TenantStateFromName(std::string_view name);
std::optional<PrincipalKind> PrincipalKindFromName(std::string_view name);

// The operator's own tenant: always there, always active.
inline constexpr std::string_view kHouse = "house";

// What every request needs to know of a tenant, from memory.
struct TenantRecord {
  TenantId id = {};
  TenantName name = {};
  TenantState state = TenantState::Active;
  std::int64_t requests_per_second = 0;
  std::optional<std::string> display_name = {};

  bool operator==(const TenantRecord&) const = default;
};

// Who a token or a session stands for, as the last change left it. `tenant` says which one; whether
// that is still active is what Access::Tenant() knows.
struct Identity {
  PrincipalId principal = {};
  std::string principal_name = {};
  PrincipalKind kind = PrincipalKind::User;
  TokenId token = {};                     // For a session its id: what the audit log names.
  PersonId person = {};                   // Of a session, or of a machine's own token, only.
  std::optional<SessionId> session = {};  // None: a token.
  std::shared_ptr<const TenantRecord> tenant = {};
  EnvironmentName environment = {};
  Role role = Role::Caller;
  std::optional<std::set<Permission>> scopes = {};  // None: all that the role has.
  std::set<std::string> models = {};                // The named models of a caller.
  TimePoint expires_at = {};
};

}  // namespace armillary::tenancy
