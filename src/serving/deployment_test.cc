#include "serving/deployment.h"

#include <functional>
#include <set>
#include <vector>

#include <gtest/gtest.h>

#include "serving/testing/serving_fakes.h"

namespace armillary::serving {
namespace {

Deployment Whole() {
  Deployment deployment = *DeploymentOf("churn", "v2", 2);
  deployment.previous = VersionNamed("v1", 1);
  deployment.since = FromMillis(1'000);
  return deployment;
}

TEST(CanonicalBytesTest, AreTheSameForTheSameDeployment) {
  EXPECT_EQ(CanonicalBytes(Whole()), CanonicalBytes(Whole()));
}

TEST(CanonicalBytesTest, DifferWhereverADeploymentDiffers) {
  const std::vector<std::function<void(Deployment&)>> changes = {
      [](Deployment& each) { each.key.tenant.value = "globex"; },
      [](Deployment& each) { each.key.environment.value = "production"; },
      [](Deployment& each) { each.model.value = "other"; },
      [](Deployment& each) { each.entry = 3; },
      [](Deployment& each) { each.live.reset(); },
      [](Deployment& each) { each.live->number = 9; },
      [](Deployment& each) { each.live->id.value = "v9"; },
      [](Deployment& each) { each.live->digest = Sha256("other"); },
      [](Deployment& each) { each.live->size_bytes = 9; },
      [](Deployment& each) { each.previous.reset(); },
      [](Deployment& each) { each.previous->digest = Sha256("other"); },
      [](Deployment& each) { std::swap(each.live, each.previous); },
      [](Deployment& each) { each.since = FromMillis(2'000); },
  };
  std::set<std::vector<std::byte>> seen = {CanonicalBytes(Whole())};
  for (const auto& change : changes) {
    Deployment changed = Whole();
    change(changed);
    EXPECT_TRUE(seen.insert(CanonicalBytes(changed)).second);
  }
}

TEST(CanonicalBytesTest, StayTheSameWhenTheModelGetsAnotherName) {
  Deployment renamed = Whole();
  renamed.key.model.value = "leads";

  EXPECT_EQ(CanonicalBytes(renamed), CanonicalBytes(Whole()));
}

TEST(CanonicalBytesTest, DifferWhereABoundaryMoves) {
  Deployment left = Whole();
  left.key.tenant.value = "ab";
  left.key.environment.value = "c";
  Deployment right = Whole();
  right.key.tenant.value = "a";
  right.key.environment.value = "bc";

  EXPECT_NE(CanonicalBytes(left), CanonicalBytes(right));
}

TEST(CanonicalBytesTest, LeaveTheSignatureOut) {
  Deployment signed_one = Whole();
  signed_one.signature.bytes.fill(std::byte{1});

  EXPECT_EQ(CanonicalBytes(signed_one), CanonicalBytes(Whole()));
}

}  // namespace
}  // namespace armillary::serving
