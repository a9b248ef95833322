#include "deployments/deployment_service.h"

#include <chrono>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/log.h"
#include "base/testing/on_threads.h"
#include "catalog/testing/catalog_test.h"
#include "deployments/log_feed.h"
#include "deployments/schema_files.h"
#include "serving/deployment_index.h"

namespace armillary::deployments {
namespace {

using std::chrono_literals::operator""s;
using tenancy::Permission;
using ::testing::ElementsAre;
using ::testing::Field;

std::vector<metadata::Migration> Migrations() {
  auto all = catalog::Migrations();
  auto own = metadata::MigrationsOf("deployments", schema::EmbeddedFiles());
  std::move(own.begin(), own.end(), std::back_inserter(all));
  return all;
}

class DeploymentServiceTest : public catalog::CatalogTest {
 protected:
  DeploymentServiceTest() : CatalogTest(Migrations()) {
    for (const std::string name : {"one", "two", "three"}) {
      EXPECT_THAT(Register("churn", catalog::SomeModel(name)), Succeeds());
    }
  }

  Result<Entry> Deploy(std::int64_t version, std::optional<std::int64_t> expected = {}) {
    clock_.Advance(1s);
    return deployments_.Deploy(Acme(Permission::DeploymentsCreate), platform_.NewCall(), {"churn"},
                               version, expected);
  }
  Result<Entry> Rollback() {
    clock_.Advance(1s);
    return deployments_.Rollback(Acme(Permission::DeploymentsRollback), platform_.NewCall(),
                                 {"churn"}, {});
  }
  Result<Entry> Stop() {
    clock_.Advance(1s);
    return deployments_.Stop(Acme(Permission::DeploymentsStop), platform_.NewCall(), {"churn"}, {});
  }

  // The version that the serving side would answer with; 0 for none.
  std::int64_t Serving(const serving::DeploymentIndex& index) const {
    const auto tenant = Acme(Permission::Predict).Tenant().id.value;
    const auto found = index.Find(tenant, "research", "churn");
    return found && found->live ? found->live->number : 0;
  }

  Log log_{Log::Options{.level = LogLevel::Error}};
  LogFeed feed_{database(), platform_.system};
  serving::DeploymentIndex index_;
  serving::DeploymentFollower follower_{feed_, index_, log_};
  DeploymentService deployments_{{database(), platform_.keys, follower_, clock_, platform_.random}};
};

INSTANTIATE_TEST_SUITE_P(EachEngine, DeploymentServiceTest, metadata::Engines(),
                         metadata::EngineName);

TEST_P(DeploymentServiceTest, ServesAVersionAsSoonAsItIsAnswered) {
  const auto entry = Deploy(1);

  ASSERT_THAT(entry, Succeeds());
  EXPECT_EQ(entry->served.entry, 1);
  EXPECT_EQ(Serving(index_), 1);
}

TEST_P(DeploymentServiceTest, SignsWhatItMakesLive) {
  ASSERT_THAT(Deploy(1), Succeeds());
  const auto entry = deployments_.GetCurrent(Acme(Permission::DeploymentsGet), {"churn"});
  ASSERT_THAT(entry, Succeeds());
  EXPECT_THAT(
      platform_.keys.Verify(serving::CanonicalBytes(entry->served), entry->served.signature),
      Succeeds());
}

TEST_P(DeploymentServiceTest, SignsForTheModelWhateverItsNameIsNow) {
  ASSERT_THAT(Deploy(1), Succeeds());
  ASSERT_THAT(database().Write([&](metadata::Transaction& transaction) {
    return transaction.Query(platform_.system, "UPDATE models SET name = 'leavers'");
  }),
              Succeeds());
  const auto entry = deployments_.GetCurrent(Acme(Permission::DeploymentsGet), {"leavers"});
  ASSERT_THAT(entry, Succeeds());
  EXPECT_THAT(
      platform_.keys.Verify(serving::CanonicalBytes(entry->served), entry->served.signature),
      Succeeds());
}

TEST_P(DeploymentServiceTest, KeepsTheWholeHistory) {
  ASSERT_THAT(Deploy(1), Succeeds());
  ASSERT_THAT(Deploy(2), Succeeds());
  ASSERT_THAT(Rollback(), Succeeds());
  ASSERT_THAT(Stop(), Succeeds());

  const auto page = deployments_.ListHistory(Acme(Permission::DeploymentsGet), {"churn"},
                                             {.sort = "sequence ASC"});
  ASSERT_THAT(page, Succeeds());
  EXPECT_THAT(
      page->items,
      ElementsAre(Field(&Entry::action, Action::Deploy), Field(&Entry::action, Action::Deploy),
                  Field(&Entry::action, Action::Rollback), Field(&Entry::action, Action::Stop)));
  EXPECT_EQ(page->items[2].served.live->number, 1);
  EXPECT_EQ(Serving(index_), 0);
}

TEST_P(DeploymentServiceTest, TellsWhatWasLiveAtAMoment) {
  const auto first = Deploy(1);
  const auto second = Deploy(2);
  ASSERT_THAT(second, Succeeds());
  const auto at = [&](TimePoint time) {
    return *deployments_.GetAt(Acme(Permission::DeploymentsGet), {"churn"}, time);
  };

  EXPECT_EQ(at(first->served.since)->served.live->number, 1);
  EXPECT_EQ(at(second->served.since)->served.live->number, 2);
  EXPECT_FALSE(at(first->served.since - 1s));
}

TEST_P(DeploymentServiceTest, TellsAnIndexThatStartsLaterTheSame) {
  ASSERT_THAT(Deploy(1), Succeeds());
  ASSERT_THAT(Deploy(3), Succeeds());

  serving::DeploymentIndex index;
  serving::DeploymentFollower follower(feed_, index, log_);
  ASSERT_THAT(follower.CatchUp(), Succeeds());
  EXPECT_EQ(Serving(index), 3);
}

TEST_P(DeploymentServiceTest, RefusesAChangeThatExpectsAnotherVersion) {
  ASSERT_THAT(Deploy(1), Succeeds());
  EXPECT_THAT(Deploy(2, 3), FailsWithField(ErrorCode::Conflict, "expected_version"));
  EXPECT_EQ(Serving(index_), 1);
}

TEST_P(DeploymentServiceTest, NeedsAPromotionOutsideOfResearch) {
  const auto token = platform_.AddToken("acme", tenancy::Role::Scientist, "production");
  const auto access = platform_.Let(token, Permission::DeploymentsCreate);
  EXPECT_THAT(deployments_.Deploy(access, platform_.NewCall(), {"churn"}, 1, {}),
              FailsWith(ErrorCode::PromotionRequired));
}

TEST_P(DeploymentServiceTest, RefusesAVersionThatIsNotThere) {
  EXPECT_THAT(Deploy(9), FailsWith(ErrorCode::NotFound));
}

TEST_P(DeploymentServiceTest, HidesAnotherTenantsModelAsIfItWereMissing) {
  ASSERT_THAT(Deploy(1), Succeeds());
  const auto access = Globex(Permission::DeploymentsCreate);
  const auto foreign = deployments_.Deploy(access, platform_.NewCall(), {"churn"}, 1, {});
  const auto missing = deployments_.Deploy(access, platform_.NewCall(), {"nothing"}, 1, {});
  ASSERT_FALSE(foreign || missing);
  EXPECT_EQ(foreign.error(), missing.error());
  EXPECT_EQ(Serving(index_), 1);
}

TEST_P(DeploymentServiceTest, AnswersRetriesThatComeWhileTheFirstStillWorksAsIt) {
  ASSERT_THAT(Deploy(1), Succeeds());
  const auto call = platform_.Retried("key", "createDeployment");
  const auto access = Acme(Permission::DeploymentsCreate);
  std::vector<Result<Entry>> entries(8, Fail(ErrorCode::Internal, "not asked"));
  OnThreads(8, [&](int i) {
    entries[static_cast<std::size_t>(i)] = deployments_.Deploy(access, call, {"churn"}, 2, 1);
  });
  for (const auto& entry : entries) {
    ASSERT_THAT(entry, Succeeds());
    EXPECT_EQ(entry->id, entries.front()->id);
  }
}

TEST_P(DeploymentServiceTest, AnswersARetryWithTheSameEntry) {
  const auto access = Acme(Permission::DeploymentsCreate);
  const auto call = platform_.Retried("key", "createDeployment");
  const auto first = deployments_.Deploy(access, call, {"churn"}, 1, {});
  const auto again = deployments_.Deploy(access, call, {"churn"}, 1, {});
  ASSERT_THAT(again, Succeeds());
  EXPECT_EQ(again->id, first->id);
  EXPECT_EQ(deployments_.ListHistory(Acme(Permission::DeploymentsGet), {"churn"}, {})->total, 1);
}

TEST_P(DeploymentServiceTest, ListsTheLastEntryOfEachModel) {
  ASSERT_THAT(Register("risk", catalog::SomeModel("risk")), Succeeds());
  ASSERT_THAT(Deploy(1), Succeeds());
  ASSERT_THAT(Deploy(2), Succeeds());
  ASSERT_THAT(deployments_.Deploy(Acme(Permission::DeploymentsCreate), platform_.NewCall(),
                                  {"risk"}, 1, {}),
              Succeeds());

  const auto access = Acme(Permission::DeploymentsList);
  const auto page = deployments_.ListCurrent(access, {});
  ASSERT_THAT(page, Succeeds());
  ASSERT_EQ(page->items.size(), 2);
  EXPECT_EQ(page->items[0].served.key.model.value, "churn");
  EXPECT_EQ(page->items[0].served.live->number, 2);
  EXPECT_EQ(deployments_.ListCurrent(access, {.filter = "state = 'stopped'"})->total, 0);
}

TEST_P(DeploymentServiceTest, AsksForItsOwnPermission) {
  const auto wrong = Acme(Permission::DeploymentsList);
  EXPECT_THAT(deployments_.Deploy(wrong, platform_.NewCall(), {"churn"}, 1, {}),
              FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(deployments_.Rollback(wrong, platform_.NewCall(), {"churn"}, {}),
              FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(deployments_.Stop(wrong, platform_.NewCall(), {"churn"}, {}),
              FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(deployments_.GetCurrent(wrong, {"churn"}), FailsWith(ErrorCode::PermissionDenied));
  EXPECT_THAT(deployments_.GetAt(wrong, {"churn"}, {}), FailsWith(ErrorCode::PermissionDenied));
}

}  // namespace
}  // namespace armillary::deployments
