#include "tenancy/token_service.h"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <memory>
#include <set>
#include <string>
#include <utility>

#include "tenancy/audit_log.h"
#include "tenancy/decision.h"
#include "tenancy/directory_store.h"
#include "tenancy/environment.h"
#include "tenancy/environment_store.h"
#include "tenancy/new_principal.h"
#include "tenancy/principal_store.h"
#include "tenancy/quota_store.h"
#include "tenancy/replay.h"
#include "tenancy/token_store.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

// One request for a token: what was asked, and what is made up before the transaction.
struct TokenOrder {
  const Access& access;
  const Call& call;
  const TokenDraft& draft;
  TimePoint now;
  TokenId id;
  PrincipalId new_principal;
};

struct Owner {
  Principal principal;
  bool is_new = false;
};

struct ChangedToken {
  TokenStore::Found found;
  std::int64_t change = 0;
};

bool IsForOther(const Access& access, const TokenDraft& draft) {
  return draft.principal && *draft.principal != access.Who().principal_name;
}

Result<Owner> NewOwner(const TokenOrder& order) {
  if (!order.draft.role) {
    return Fail(ErrorCode::MissingField, "a token without an owner needs a role", "role");
  }
  return Owner{.principal = {.id = order.new_principal,
                             .name = std::string(NameOf(*order.draft.role)) + "-" + order.id.value,
                             .kind = PrincipalKind::Service,
                             .role = *order.draft.role,
                             .manager = {},
                             .created_at = order.now},
               .is_new = true};
}

Result<Owner> FindOwner(Transaction& transaction, const TokenOrder& order) {
  const Access& access = order.access;
  if (access.GrantedReach() == Reach::Own && IsForOther(access, order.draft)) {
    return Fail(ErrorCode::PermissionDenied, "this principal makes tokens for itself only",
                "principal");
  }
  const bool is_at_home = access.Tenant().id == access.Who().tenant->id;
  if (!order.draft.principal && !is_at_home) {
    return NewOwner(order);
  }
  PrincipalStore store(transaction);
  ARM_TRY(auto found, order.draft.principal
                          ? store.FindByName(access.Scope(), *order.draft.principal)
                          : store.Find(access.Scope(), access.Who().principal));
  if (!found) {
    return Fail(ErrorCode::NotFound, "there is no principal of this name", "principal");
  }
  return Owner{.principal = *std::move(found)};
}

Result<void> CheckRole(const Access& access, const Owner& owner, Role role) {
  ARM_CHECK(CheckGivable(access, role));
  if (MayGive(owner.principal.role, role)) {
    return {};
  }
  return Fail(ErrorCode::RoleNotGrantable,
              "a principal of the role " + std::string(NameOf(owner.principal.role)) +
                  " cannot have a token of the role " + std::string(NameOf(role)),
              "role");
}

Result<void> CheckPlace(Transaction& transaction, const Access& access,
                        const EnvironmentName& environment) {
  ARM_TRY(const bool is_known, EnvironmentStore(transaction).Contains(access.Scope(), environment));
  if (!is_known) {
    return Fail(ErrorCode::NotOneOf, "there is no environment of this name", "environment");
  }
  if (access.GrantedReach() == Reach::Own && environment != access.Who().environment) {
    return Fail(ErrorCode::PermissionDenied,
                "this principal makes tokens for its own environment only", "environment");
  }
  return {};
}

// A token buys nothing that it does not hold itself: no wider scopes, and where it makes tokens for
// its own principal only, no later end.
Result<void> CheckNoWider(const TokenOrder& order, const Token& token) {
  const Identity& maker = order.access.Who();
  if (maker.scopes && !(token.scopes && std::ranges::includes(*maker.scopes, *token.scopes))) {
    return Fail(ErrorCode::PermissionDenied, "the scopes go beyond those of the token that asks",
                "scopes");
  }
  if (order.access.GrantedReach() == Reach::Own && token.expires_at > maker.expires_at) {
    return Fail(ErrorCode::PermissionDenied,
                "this principal makes tokens that end no later than the token that asks",
                "expires_in_seconds");
  }
  return {};
}

Result<void> CheckQuota(Transaction& transaction, const Access& access, TimePoint now) {
  ARM_TRY(const QuotaLimits limits, QuotaStore(transaction).FindLimits(access.Scope()));
  ARM_TRY(const std::int64_t used, TokenStore(transaction).CountActive(access.Scope(), now));
  return CheckRoom(used, 1, limits.tokens, "tokens");
}

TimePoint EndOf(const TokenOrder& order) {
  if (order.draft.lifetime) {
    return order.now + *order.draft.lifetime;
  }
  const TimePoint usual = order.now + kTokenLifetime;
  return order.access.GrantedReach() == Reach::Own ? std::min(usual, order.access.Who().expires_at)
                                                   : usual;
}

std::set<std::string> ModelsOf(const TokenDraft& draft) {
  return draft.models ? std::set<std::string>(draft.models->begin(), draft.models->end())
                      : std::set<std::string>();
}

Token MakeToken(const TokenOrder& order, const Principal& owner) {
  const TokenDraft& draft = order.draft;
  return {.id = order.id,
          .principal = owner.id,
          .principal_name = owner.name,
          .role = draft.role.value_or(owner.role),
          .environment = draft.environment.value_or(EnvironmentName{std::string(kResearch)}),
          .scopes = draft.scopes ? draft.scopes : order.access.Who().scopes,
          .models = ModelsOf(draft),
          .created_at = order.now,
          .created_by = order.access.Who().principal,
          .expires_at = EndOf(order),
          .last_used_at = {},
          .revoked_at = {}};
}

AuditEntry EntryOf(std::string action, const Token& token) {
  const boost::json::object details{{"principal", token.principal_name},
                                    {"role", NameOf(token.role)},
                                    {"environment", token.environment.value},
                                    {"expires_at", FormatTime(token.expires_at)}};
  return {.action = std::move(action),
          .object_kind = "token",
          .object = token.id.value,
          .object_name = {},
          .details = boost::json::serialize(details),
          .shown = AuditEntry::Shown{.topic = "tokens", .owner = token.principal}};
}

Result<void> RefuseReplay(Transaction& transaction, const TokenOrder& order) {
  ARM_TRY(const auto earlier, RecallResource(transaction, order.access, order.call));
  if (earlier) {
    return Fail(ErrorCode::SecretShownOnce,
                "the first request made the token " + *earlier + " and showed its secret");
  }
  return {};
}

Result<ChangedToken> CreateToken(Transaction& transaction, const TokenOrder& order,
                                 const Digest& hash) {
  const Access& access = order.access;
  ARM_CHECK(LockAuditedTenant(transaction, access));
  ARM_CHECK(RefuseReplay(transaction, order));
  ARM_TRY(const Owner owner, FindOwner(transaction, order));
  const Token token = MakeToken(order, owner.principal);
  ARM_CHECK(CheckTokenDraft(order.draft, token.role));
  ARM_CHECK(CheckRole(access, owner, token.role));
  ARM_CHECK(CheckPlace(transaction, access, token.environment));
  ARM_CHECK(CheckNoWider(order, token));
  ARM_CHECK(CheckQuota(transaction, access, order.now));
  if (owner.is_new) {
    ARM_CHECK(AddPrincipal(transaction, access, order.call, owner.principal));
  }
  ARM_CHECK(TokenStore(transaction).Insert(access.Scope(), token, hash));
  ARM_CHECK(
      RecordAudit(transaction, access, order.call, order.now, EntryOf("tokens.create", token)));
  ARM_CHECK(RememberResource(transaction, access, order.call, order.now, token.id.value));
  ARM_TRY(const std::int64_t change,
          LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Token, token.id.value,
                             order.now));
  return ChangedToken{{token, hash, owner.principal.kind}, change};
}

// With Reach::Own, what belongs to others is not there.
Result<TokenStore::Found> FindVisible(Transaction& transaction, const Access& access,
                                      const TokenId& id) {
  ARM_TRY(auto found, TokenStore(transaction).Find(access.Scope(), id));
  if (!found ||
      (access.GrantedReach() == Reach::Own && found->token.principal != access.Who().principal)) {
    return Fail(NothingHere());
  }
  return *std::move(found);
}

// Somebody must be able to make the next token.
Result<void> CheckNotLast(Transaction& transaction, const Access& access, const Token& token,
                          TimePoint now) {
  if (token.role != Role::Operator || token.scopes || token.StateAt(now) != TokenState::Active) {
    return {};
  }
  ARM_TRY(const std::int64_t others,
          TokenStore(transaction).CountOtherOperators(access.Scope(), token.id, now));
  if (others == 0) {
    return Fail(ErrorCode::LastOperatorToken,
                "no other valid token of an operator, with all that the role has, would be left");
  }
  return {};
}

// The place in the log of changes is 0 where nothing was left to change.
Result<ChangedToken> RevokeToken(Transaction& transaction, const Access& access, const Call& call,
                                 const TokenId& id, TimePoint now) {
  ARM_CHECK(LockAuditedTenant(transaction, access));
  ARM_TRY(auto found, FindVisible(transaction, access, id));
  if (found.token.revoked_at) {
    return ChangedToken{std::move(found), 0};
  }
  ARM_CHECK(CheckNotLast(transaction, access, found.token, now));
  ARM_CHECK(TokenStore(transaction).UpdateRevoked(access.Scope(), id, now));
  found.token.revoked_at = now;
  ARM_CHECK(RecordAudit(transaction, access, call, now, EntryOf("tokens.revoke", found.token)));
  ARM_TRY(const std::int64_t change,
          LogDirectoryChange(transaction, access.Scope(), DirectoryKind::Token, id.value, now));
  return ChangedToken{std::move(found), change};
}

void Publish(Directory& directory, const Access& access, const ChangedToken& changed) {
  directory.PutToken(MakeTokenRecord(
      changed.found, std::make_shared<const TenantRecord>(access.Tenant()), changed.change));
}

}  // namespace

TokenService::TokenService(metadata::Database& database, Directory& directory,
                           const keys::KeyRing& keys, const Clock& clock, Random& random)
    : database_(database), directory_(directory), keys_(keys), clock_(clock), random_(random) {}

Result<NewToken> TokenService::Create(const Access& access, const Call& call,
                                      const TokenDraft& draft) {
  ARM_CHECK(access.Require(Permission::TokensCreate));
  const TokenOrder order{.access = access,
                         .call = call,
                         .draft = draft,
                         .now = clock_.Now(),
                         .id = {NewId(clock_, random_)},
                         .new_principal = {NewId(clock_, random_)}};
  const keys::TokenParts parts{order.id, keys::NewTokenSecret(random_)};
  const Digest hash = HashOfToken(keys_, parts);
  ARM_TRY(ChangedToken made, database_.Write([&](Transaction& transaction) {
    return CreateToken(transaction, order, hash);
  }));
  Publish(directory_, access, made);
  return NewToken{std::move(made.found.token), keys::MakeToken(parts)};
}

Result<Token> TokenService::Revoke(const Access& access, const Call& call, const TokenId& id) {
  ARM_CHECK(access.Require(Permission::TokensRevoke));
  const TimePoint now = clock_.Now();
  ARM_TRY(ChangedToken made, database_.Write([&](Transaction& transaction) {
    return RevokeToken(transaction, access, call, id, now);
  }));
  if (made.change != 0) {
    Publish(directory_, access, made);
  }
  return std::move(made.found.token);
}

Result<Page<Token>> TokenService::List(const Access& access, const ListRequest& request) const {
  ARM_CHECK(access.Require(Permission::TokensList));
  const bool is_own = access.GrantedReach() == Reach::Own;
  const auto owner = is_own ? std::optional(access.Who().principal) : std::nullopt;
  const TimePoint now = clock_.Now();
  return database_.Read([&](Transaction& transaction) {
    return TokenStore(transaction).List(access.Scope(), owner, now, request);
  });
}

}  // namespace armillary::tenancy
