#pragma once

#include <string>

#include <gmock/gmock.h>

#include "base/testing/fake_clock.h"
#include "base/testing/result_matchers.h"
#include "metadata/testing/each_engine.h"
#include "tenancy/schema_files.h"
#include "tenancy/testing/test_platform.h"

namespace armillary::tenancy {

// The fixture of tests of services: a platform on each engine, with the tenants acme and globex.
class PlatformTest : public metadata::EachEngine {
 protected:
  PlatformTest()
      : EachEngine(metadata::MigrationsOf("tenancy", schema::EmbeddedFiles())),
        platform_(database(), clock_) {
    platform_.AddTenant("acme");
    platform_.AddTenant("globex");
  }

  // The operator in a tenant, or in the house.
  Access Operator(Permission permission, const std::string& tenant = "house") const {
    return platform_.Let(platform_.Operator(), permission, TestPlatform::In(tenant));
  }

  // Runs a statement behind everybody's back.
  void Tamper(const std::string& sql, metadata::Transaction::Arguments arguments = {}) {
    ASSERT_THAT(database().Write([&](metadata::Transaction& transaction) {
      return transaction.Query(platform_.system, sql, arguments);
    }),
                Succeeds());
  }

  // Takes the place that the next audit event of the tenant would have, so that it cannot be
  // written.
  void BreakAudit(const TenantId& tenant) {
    Tamper(
        "INSERT INTO audit_events (tenant_id, sequence, at, principal_id, principal_name, "
        "token_id, request_id, action, object_kind, object, details, previous_hash, hash) "
        "SELECT h.tenant_id, h.sequence + 1, 0, 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', h.hash, "
        "h.hash FROM audit_heads AS h WHERE h.tenant_id = $1",
        {tenant.value});
  }

  // The actions in a tenant's log, the first one first, as its auditor reads them.
  std::vector<std::string> ActionsOf(const std::string& tenant) {
    const auto page = platform_.audit.List(AuditorOf(tenant), {.sort = "sequence ASC"});
    std::vector<std::string> actions;
    if (page) {
      for (const AuditEvent& event : page->items) {
        actions.push_back(event.action);
      }
    }
    return actions;
  }

  // Without a token, so that reading the log does not write into it.
  Access AuditorOf(const std::string& tenant, Permission permission = Permission::AuditList) {
    return Access::ForPlatform(platform_.system,
                               {.principal = {"auditor"},
                                .principal_name = "auditor",
                                .tenant = platform_.directory.FindTenant({tenant}),
                                .role = Role::Auditor},
                               permission);
  }

  FakeClock clock_;
  TestPlatform platform_;
};

}  // namespace armillary::tenancy
