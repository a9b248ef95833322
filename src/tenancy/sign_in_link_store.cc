#include "tenancy/sign_in_link_store.h"

#include <algorithm>

#include "base/assert.h"

namespace armillary::tenancy {
namespace {

using metadata::Blob;
using metadata::Row;
using metadata::TenantScope;
using metadata::Time;

SignInLinkStore::Found FoundOf(const Row& row) {
  const Blob& bytes = row.Bytes(6);
  const auto kind = PrincipalKindFromName(row.Text(10));
  const auto role = RoleFromName(row.Text(11));
  Digest hash;
  ARM_ASSERT(kind && role && bytes.size() == hash.bytes.size());
  std::copy(bytes.begin(), bytes.end(), hash.bytes.begin());
  return {.link = {.id = {row.Text(0)},
                   .principal = {row.Text(1)},
                   .created_at = row.Time(2),
                   .expires_at = row.Time(3),
                   .session_ends_by = row.Time(4),
                   .used_at = row.OptionalTime(5)},
          .hash = hash,
          .tenant = {.id = {row.Text(7)}, .name = {row.Text(8)}},
          .principal_name = row.Text(9),
          .kind = *kind,
          .role = *role};
}

}  // namespace

Result<void> SignInLinkStore::Insert(const TenantScope& scope, const SignInLink& link,
                                     const Digest& hash) {
  ARM_CHECK(transaction_.Query(
      scope,
      "INSERT INTO sign_in_links (tenant_id, id, principal_id, code_hash, created_at, expires_at, "
      "session_ends_by) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {link.id.value, link.principal.value, Blob(hash.bytes.begin(), hash.bytes.end()),
       Time(link.created_at), Time(link.expires_at), Time(link.session_ends_by)}));
  return {};
}

Result<std::optional<SignInLinkStore::Found>> SignInLinkStore::Find(
    const metadata::SystemScope& scope, const SignInLinkId& id) {
  ARM_TRY(const auto row,
          transaction_.QueryOne(
              scope,
              "SELECT l.id, l.principal_id, l.created_at, l.expires_at, l.session_ends_by, "
              "l.used_at, l.code_hash, t.id, t.name, p.name, p.kind, p.role "
              "FROM sign_in_links AS l "
              "JOIN principals AS p ON p.tenant_id = l.tenant_id AND p.id = l.principal_id "
              "JOIN tenants AS t ON t.id = l.tenant_id WHERE l.id = $1",
              {id.value}));
  return row ? std::optional(FoundOf(*row)) : std::nullopt;
}

Result<bool> SignInLinkStore::Take(const TenantScope& scope, const SignInLinkId& id,
                                   TimePoint now) {
  ARM_TRY(const auto rows,
          transaction_.Query(scope,
                             "UPDATE sign_in_links SET used_at = $3 "
                             "WHERE sign_in_links.tenant_id = $1 AND sign_in_links.id = $2 "
                             "AND sign_in_links.used_at IS NULL AND sign_in_links.expires_at > $3 "
                             "RETURNING id",
                             {id.value, Time(now)}));
  return !rows.empty();
}

}  // namespace armillary::tenancy
