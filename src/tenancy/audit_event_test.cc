#include "tenancy/audit_event.h"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

namespace armillary::tenancy {
namespace {

const TenantId kTenant{"tenant-acme"};

std::vector<AuditEvent> ChainOf(std::int64_t length) {
  std::vector<AuditEvent> chain;
  Digest previous;
  for (std::int64_t sequence = 1; sequence <= length; ++sequence) {
    AuditEvent event{.tenant = kTenant,
                     .sequence = sequence,
                     .at = FromMillis(1000 * sequence),
                     .by = {"p1"},
                     .by_name = "ada",
                     .token = {"t1"},
                     .request = {"r" + std::to_string(sequence)},
                     .action = "models.register",
                     .object_kind = "version",
                     .object = "v" + std::to_string(sequence),
                     .object_name = "churn/" + std::to_string(sequence),
                     .details = "{}",
                     .previous = previous};
    event.hash = HashOf(event);
    previous = event.hash;
    chain.push_back(event);
  }
  return chain;
}

AuditHead EndOf(const std::vector<AuditEvent>& chain) {
  return chain.empty() ? AuditHead{} : AuditHead{chain.back().sequence, chain.back().hash};
}

ChainReport Walk(const std::vector<AuditEvent>& chain, const AuditHead& head) {
  ChainWalk walk(kTenant);
  for (const AuditEvent& event : chain) {
    walk.Take(event);
  }
  return walk.Finish(head);
}

// Breaks the links no further than the change itself: what a careful forger would write.
void Rehash(std::vector<AuditEvent>& chain, std::size_t from) {
  for (std::size_t i = from; i < chain.size(); ++i) {
    chain[i].previous = i == 0 ? Digest{} : chain[i - 1].hash;
    chain[i].hash = HashOf(chain[i]);
  }
}

TEST(AuditChainTest, IsWholeAsItWasWritten) {
  for (const std::int64_t length : {0, 1, 5}) {
    const auto chain = ChainOf(length);
    const ChainReport report = Walk(chain, EndOf(chain));
    EXPECT_TRUE(report.IsWhole());
    EXPECT_EQ(report.events, length);
    EXPECT_EQ(report.head, EndOf(chain));
  }
}

TEST(AuditChainTest, BreaksWhereAnyFieldWasAltered) {
  const std::vector<std::pair<std::string, std::function<void(AuditEvent&)>>> alterations{
      {"at", [](AuditEvent& e) { e.at += std::chrono::milliseconds(1); }},
      {"by", [](AuditEvent& e) { e.by.value += "x"; }},
      {"by_name", [](AuditEvent& e) { e.by_name = "eve"; }},
      {"token", [](AuditEvent& e) { e.token.value = ""; }},
      {"request", [](AuditEvent& e) { e.request.value = "r"; }},
      {"action", [](AuditEvent& e) { e.action = "models.download"; }},
      {"object_kind", [](AuditEvent& e) { e.object_kind = "model"; }},
      {"object", [](AuditEvent& e) { e.object = "v9"; }},
      {"object_name", [](AuditEvent& e) { e.object_name = "churn/9"; }},
      {"no object_name", [](AuditEvent& e) { e.object_name.reset(); }},
      {"details", [](AuditEvent& e) { e.details = "{\"a\":1}"; }},
      {"previous", [](AuditEvent& e) { e.previous.bytes[0] ^= std::byte{1}; }},
      {"hash", [](AuditEvent& e) { e.hash.bytes[31] ^= std::byte{1}; }},
  };
  for (const auto& [name, alter] : alterations) {
    auto chain = ChainOf(5);
    const AuditHead head = EndOf(chain);
    alter(chain[2]);
    EXPECT_EQ(Walk(chain, head).first_broken, 3) << name;
  }
}

TEST(AuditChainTest, BreaksAfterAnAlterationThatWasHashedAgain) {
  auto chain = ChainOf(5);
  const AuditHead head = EndOf(chain);
  chain[2].by_name = "eve";
  chain[2].hash = HashOf(chain[2]);
  EXPECT_EQ(Walk(chain, head).first_broken, 4);
}

TEST(AuditChainTest, DiffersFromItsHeadWhenAllThatFollowsWasHashedAgain) {
  auto chain = ChainOf(5);
  const AuditHead head = EndOf(chain);
  chain[2].by_name = "eve";
  Rehash(chain, 2);
  EXPECT_EQ(Walk(chain, head).first_broken, 5);
}

TEST(AuditChainTest, BreaksWhereAnEventWasTakenOut) {
  auto chain = ChainOf(5);
  const AuditHead head = EndOf(chain);
  chain.erase(chain.begin() + 1);
  EXPECT_EQ(Walk(chain, head).first_broken, 2);
}

TEST(AuditChainTest, BreaksWhereTheFirstEventWasTakenOut) {
  auto chain = ChainOf(5);
  const AuditHead head = EndOf(chain);
  chain.erase(chain.begin());
  EXPECT_EQ(Walk(chain, head).first_broken, 1);
}

TEST(AuditChainTest, BreaksWhereAnEventWasAdded) {
  auto chain = ChainOf(5);
  const AuditHead head = EndOf(chain);
  chain.insert(chain.begin() + 3, chain[2]);
  EXPECT_EQ(Walk(chain, head).first_broken, 4);
}

TEST(AuditChainTest, BreaksWhereTwoEventsWereSwapped) {
  auto chain = ChainOf(5);
  const AuditHead head = EndOf(chain);
  std::swap(chain[1], chain[3]);
  EXPECT_EQ(Walk(chain, head).first_broken, 2);
}

TEST(AuditChainTest, BreaksWhereItsEndWasCutOff) {
  auto chain = ChainOf(5);
  const AuditHead head = EndOf(chain);
  chain.resize(3);
  EXPECT_EQ(Walk(chain, head).first_broken, 4);
  EXPECT_EQ(Walk({}, head).first_broken, 1);
}

TEST(AuditChainTest, BreaksWhereItGoesOnBeyondItsHead) {
  const auto chain = ChainOf(5);
  EXPECT_FALSE(Walk(chain, EndOf(ChainOf(3))).IsWhole());
  EXPECT_FALSE(Walk(chain, {}).IsWhole());
}

TEST(AuditChainTest, BreaksAtAnEventOfAnotherTenant) {
  auto chain = ChainOf(3);
  chain[1].tenant = {"tenant-globex"};
  Rehash(chain, 1);
  EXPECT_EQ(Walk(chain, EndOf(chain)).first_broken, 2);
}

TEST(AuditEventTest, HashesNoTwoEventsAlike) {
  AuditEvent event = ChainOf(1).front();
  std::set<Digest> hashes{HashOf(event)};
  event.action = "models.registerv";
  event.object_kind = "ersion";
  EXPECT_TRUE(hashes.insert(HashOf(event)).second);
  event.object_name = "";
  EXPECT_TRUE(hashes.insert(HashOf(event)).second);
  event.object_name.reset();
  EXPECT_TRUE(hashes.insert(HashOf(event)).second);
}

}  // namespace
}  // namespace armillary::tenancy
