#include "tenancy/audit_service.h"

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "metadata/outbox.h"
#include "tenancy/audit_log.h"
#include "tenancy/testing/platform_test.h"

namespace armillary::tenancy {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::SizeIs;

// Passes everything on, after something was done before each read.
class WatchedDatabase : public metadata::Database {
 public:
  WatchedDatabase(metadata::Database& real, std::function<void()> before_read)
      : real_(real), before_read_(std::move(before_read)) {}

 private:
  Result<void> RunWrite(const Closure& closure) override { return real_.Write(closure); }
  Result<void> RunRead(const Closure& closure) override {
    before_read_();
    return real_.Read(closure);
  }

  metadata::Database& real_;
  const std::function<void()> before_read_;
};

// Five events in acme's chain: the tenant, and two people with a token each.
class AuditServiceTest : public PlatformTest {
 protected:
  AuditServiceTest() : acme_(platform_.directory.FindTenant({"acme"})->id) {
    admin_ = platform_.AddToken("acme", Role::TenantAdmin);
    platform_.AddToken("acme", Role::Viewer);
  }

  ChainReport Verify() {
    return platform_.audit.Verify(platform_.Let(admin_, Permission::AuditVerify)).value();
  }
  Result<Page<AuditEvent>> List(const ListRequest& request) {
    return platform_.audit.List(platform_.Let(admin_, Permission::AuditList), request);
  }

  TenantId acme_;
  std::string admin_;
};

INSTANTIATE_TEST_SUITE_P(EachEngine, AuditServiceTest, metadata::Engines(), metadata::EngineName);

// A change cannot be kept without being told: who follows the outbox misses nothing.
TEST_P(AuditServiceTest, IsPublishedEventByEventWithWhatElseItShows) {
  const auto published = database().Read([&](metadata::Transaction& transaction) {
    return metadata::FindPublished(transaction, platform_.system, 0, 1'000);
  });
  ASSERT_TRUE(published);
  std::vector<std::string> told;
  for (const metadata::OutboxEvent& event : *published) {
    if (event.tenant == acme_) {
      told.push_back(event.entry.topic + " " + event.entry.kind + " " +
                     std::to_string(event.entry.revision));
    }
  }
  EXPECT_THAT(told, ElementsAre("audit tenants.create 1", "tenants tenants.create 1",
                                "audit principals.create 2", "principals principals.create 0",
                                "audit tokens.create 3", "tokens tokens.create 0",
                                "audit principals.create 4", "principals principals.create 0",
                                "audit tokens.create 5", "tokens tokens.create 0"));
}

TEST_P(AuditServiceTest, ListsWhatWasChangedLatestFirst) {
  const auto page = List({});
  ASSERT_THAT(page, Succeeds());
  EXPECT_THAT(page->items,
              ElementsAre(Field(&AuditEvent::sequence, 5), Field(&AuditEvent::sequence, 4),
                          Field(&AuditEvent::sequence, 3), Field(&AuditEvent::sequence, 2),
                          Field(&AuditEvent::sequence, 1)));
  EXPECT_THAT(page->items, ::testing::Each(Field(&AuditEvent::by_name, "operator")));
}

TEST_P(AuditServiceTest, SaysWhoDidWhatToWhat) {
  const auto page = List({.filter = "action = 'principals.create' AND object_kind = 'principal' "
                                    "AND by_name = 'operator' AND object_name LIKE 'viewer%'"});
  ASSERT_THAT(page, Succeeds());
  ASSERT_THAT(page->items, SizeIs(1));
  const AuditEvent& event = page->items.front();
  EXPECT_EQ(event.object_name, "viewer@acme");
  EXPECT_EQ(event.at, clock_.Now());
  EXPECT_EQ(event.tenant, acme_);
  EXPECT_EQ(event.details, "{\"kind\":\"user\",\"role\":\"viewer\"}");
  EXPECT_EQ(List({.filter = "object = '" + event.object + "'"})->total, 1);
}

TEST_P(AuditServiceTest, ListsPageByPage) {
  const auto first = List({.limit = 3});
  ASSERT_THAT(first, Succeeds());
  EXPECT_EQ(first->total, 5);
  EXPECT_THAT(List({.cursor = first->next_cursor, .limit = 3})->items, SizeIs(2));
}

TEST_P(AuditServiceTest, FindsAnUntouchedChainWhole) {
  const ChainReport report = Verify();
  EXPECT_TRUE(report.IsWhole());
  EXPECT_EQ(report.events, 5);
  EXPECT_EQ(report.head.sequence, 5);
}

TEST_P(AuditServiceTest, FindsAnAlteredEvent) {
  for (const char* const column : {"principal_id", "principal_name", "token_id", "request_id",
                                   "action", "object_kind", "object", "object_name", "details"}) {
    const std::string set = std::string("UPDATE audit_events SET ") + column + " = ";
    const std::string where = " WHERE audit_events.tenant_id = $1 AND audit_events.sequence = 2";
    Tamper(set + column + " || 'x'" + where, {acme_.value});
    EXPECT_EQ(Verify().first_broken, 2) << column;
    Tamper(set + "SUBSTR(" + column + ", 1, LENGTH(" + column + ") - 1)" + where, {acme_.value});
    EXPECT_TRUE(Verify().IsWhole()) << column;
  }
  Tamper("UPDATE audit_events SET at = at + 1 WHERE tenant_id = $1 AND sequence = 3",
         {acme_.value});
  EXPECT_EQ(Verify().first_broken, 3);
}

TEST_P(AuditServiceTest, FindsARemovedEvent) {
  Tamper("DELETE FROM audit_events WHERE tenant_id = $1 AND sequence = 3", {acme_.value});
  EXPECT_EQ(Verify().first_broken, 3);
}

TEST_P(AuditServiceTest, FindsARemovedEventWhoseGapWasClosed) {
  Tamper("DELETE FROM audit_events WHERE tenant_id = $1 AND sequence = 3", {acme_.value});
  Tamper("UPDATE audit_events SET sequence = 3 WHERE tenant_id = $1 AND sequence = 4",
         {acme_.value});
  Tamper("UPDATE audit_events SET sequence = 4 WHERE tenant_id = $1 AND sequence = 5",
         {acme_.value});
  Tamper("UPDATE audit_heads SET sequence = 4 WHERE tenant_id = $1", {acme_.value});
  EXPECT_EQ(Verify().first_broken, 3);
}

TEST_P(AuditServiceTest, FindsAnAddedEvent) {
  BreakAudit(acme_);
  const ChainReport report = Verify();
  EXPECT_EQ(report.first_broken, 6);
  EXPECT_EQ(report.events, 6);
}

TEST_P(AuditServiceTest, FindsAnAddedEventBeforeTheFirst) {
  Tamper("UPDATE audit_events SET sequence = 0 WHERE tenant_id = $1 AND sequence = 1",
         {acme_.value});
  EXPECT_EQ(Verify().first_broken, 1);
}

TEST_P(AuditServiceTest, FindsSwappedEvents) {
  for (const auto& [from, to] : std::vector<std::pair<int, int>>{{2, 99}, {4, 2}, {99, 4}}) {
    Tamper("UPDATE audit_events SET sequence = $2 WHERE tenant_id = $1 AND sequence = $3",
           {acme_.value, std::int64_t{to}, std::int64_t{from}});
  }
  EXPECT_EQ(Verify().first_broken, 2);
}

TEST_P(AuditServiceTest, FindsACutOffEnd) {
  Tamper("DELETE FROM audit_events WHERE tenant_id = $1 AND sequence > 3", {acme_.value});
  EXPECT_EQ(Verify().first_broken, 4);
}

TEST_P(AuditServiceTest, FindsAHeadThatWasTurnedBack) {
  Tamper("UPDATE audit_heads SET sequence = 3 WHERE tenant_id = $1", {acme_.value});
  EXPECT_FALSE(Verify().IsWhole());
}

TEST_P(AuditServiceTest, FindsAMissingHead) {
  Tamper("DELETE FROM audit_heads WHERE tenant_id = $1", {acme_.value});
  EXPECT_FALSE(Verify().IsWhole());
}

TEST_P(AuditServiceTest, FindsAnEventOfAnotherTenant) {
  Tamper("DELETE FROM audit_events WHERE tenant_id = $1", {acme_.value});
  Tamper(
      "INSERT INTO audit_events (tenant_id, sequence, at, principal_id, principal_name, token_id, "
      "request_id, action, object_kind, object, object_name, details, previous_hash, hash) "
      "SELECT $1, e.sequence, e.at, e.principal_id, e.principal_name, e.token_id, e.request_id, "
      "e.action, e.object_kind, e.object, e.object_name, e.details, e.previous_hash, e.hash "
      "FROM audit_events AS e WHERE e.tenant_id = $2",
      {acme_.value, platform_.directory.FindTenant({"globex"})->id.value});
  EXPECT_EQ(Verify().first_broken, 1);
}

TEST_P(AuditServiceTest, LooksAtEachTenantsChainForTheCheckOfAPlatform) {
  Tamper("DELETE FROM audit_events WHERE tenant_id = $1 AND sequence = 3", {acme_.value});
  const auto reports = platform_.audit.VerifyAll(platform_.system);
  ASSERT_THAT(reports, Succeeds());
  ASSERT_THAT(*reports, SizeIs(3));
  for (const AuditService::TenantReport& report : *reports) {
    EXPECT_EQ(report.report.IsWhole(), report.tenant.value != "acme") << report.tenant.value;
  }
}

TEST_P(AuditServiceTest, KeepsOneChainWhenManyChangeATenantAtOnce) {
  const Access access = Operator(Permission::PrincipalsCreate, "acme");
  {
    std::vector<std::jthread> changers;
    for (int i = 0; i < 8; ++i) {
      changers.emplace_back([&, i] {
        const std::string name = "p" + std::to_string(i);
        EXPECT_THAT(platform_.principals.Create(access, {.request = {name}}, {.name = name}),
                    Succeeds());
      });
    }
  }
  EXPECT_TRUE(Verify().IsWhole());
  EXPECT_EQ(Verify().events, 13);
}

TEST_P(AuditServiceTest, VerifiesALongChainInSeveralReadsUpToTheHeadOfTheFirst) {
  const Access writer = Operator(Permission::PrincipalsCreate, "acme");
  const auto append = [&](int events) {
    ASSERT_THAT(database().Write([&](metadata::Transaction& transaction) -> Result<void> {
      for (int i = 0; i < events; ++i) {
        ARM_CHECK(RecordAudit(transaction, writer, {.request = {"r"}}, clock_.Now(),
                              {.action = "principals.create",
                               .object_kind = "principal",
                               .object = "x",
                               .object_name = {},
                               .details = "{}"}));
      }
      return {};
    }),
                Succeeds());
  };
  append(2'000);
  int reads = 0;
  WatchedDatabase watched(database(), [&] { append(++reads == 1 ? 0 : 1); });

  const auto report = AuditService(watched).Verify(platform_.Let(admin_, Permission::AuditVerify));

  ASSERT_THAT(report, Succeeds());
  EXPECT_TRUE(report->IsWhole());
  EXPECT_EQ(report->head.sequence, 2'005);
  EXPECT_EQ(report->events, 2'005);
  EXPECT_GE(reads, 3);
}

TEST_P(AuditServiceTest, FindsAnEventAddedBehindTheEndOfALongerChain) {
  BreakAudit(acme_);
  Tamper("UPDATE audit_events SET sequence = 9 WHERE tenant_id = $1 AND sequence = 6",
         {acme_.value});
  EXPECT_EQ(Verify().first_broken, 6);
}

TEST_P(AuditServiceTest, AsksForItsOwnPermission) {
  const Access wrong = platform_.Let(admin_, Permission::QuotasGet);
  EXPECT_THAT(platform_.audit.List(wrong, {}), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(platform_.audit.Verify(wrong), FailsWith(ErrorCode::PermissionDenied));
}

}  // namespace
}  // namespace armillary::tenancy
