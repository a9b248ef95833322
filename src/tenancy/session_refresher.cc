#include "tenancy/session_refresher.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <utility>
#include <vector>

#include "base/id.h"
#include "tenancy/group_following.h"
#include "tenancy/provider_word.h"

namespace armillary::tenancy {
namespace {

using metadata::Transaction;

// When a session was seen is written once a minute, by each process.
constexpr std::chrono::milliseconds kSeenLate{180'000};
// By how much the clocks of several processes may differ.
constexpr std::chrono::milliseconds kClocks{60'000};

Counter& CounterOf(MetricsRegistry& metrics, const char* outcome) {
  return metrics.AddCounter("armillary_identity_refreshes_total",
                            "Sessions for which the identity provider was asked again.",
                            {{"outcome", outcome}});
}

}  // namespace

SessionRefresher::SessionRefresher(const ProviderParts& parts, metadata::SystemScope scope,
                                   Limits limits)
    : parts_(parts),
      scope_(scope),
      limits_(limits),
      refreshed_(CounterOf(parts.metrics, "vouched")),
      withdrawn_(CounterOf(parts.metrics, "withdrawn")),
      failed_(CounterOf(parts.metrics, "failed")),
      pool_(limits.threads, static_cast<std::size_t>(limits.at_once)) {}

Result<std::vector<IdentityGrant>> SessionRefresher::FindDue() {
  const TimePoint now = parts_.core.clock.Now();
  const TimePoint latest =
      now + std::max(parts_.provider.Settings().refresh, limits_.claim) + kClocks;
  return parts_.core.database.Read([&](Transaction& transaction) {
    return GrantStore(transaction, scope_)
        .FindDue(now, latest, now - limits_.idle - kSeenLate, limits_.at_once);
  });
}

Result<bool> SessionRefresher::Claim(const IdentityGrant& grant) {
  const TimePoint until = parts_.core.clock.Now() + limits_.claim;
  return parts_.core.database.Write([&](Transaction& transaction) {
    return GrantStore(transaction, scope_).Claim(grant, until);
  });
}

Result<void> SessionRefresher::Step() {
  ARM_TRY(const auto due, FindDue());
  std::vector<std::future<Result<void>>> waiting;
  for (const IdentityGrant& grant : due) {
    auto task = std::make_shared<std::packaged_task<Result<void>()>>(
        [this, grant] { return Refresh(grant); });
    auto outcome = task->get_future();
    if (pool_.TrySubmit([task] { (*task)(); })) {
      waiting.push_back(std::move(outcome));
    }
  }
  Result<void> first;
  for (auto& outcome : waiting) {
    auto done = outcome.get();
    if (!done) {
      failed_.Add();
      if (first) {
        first = std::move(done);
      }
    }
  }
  return first;
}

Result<void> SessionRefresher::Refresh(const IdentityGrant& grant) {
  if (stopped_) {
    return {};
  }
  ARM_CHECK(parts_.provider.Describe());
  // Only now, so that it holds however long the session waited for its turn: a provider takes a
  // refresh token that comes twice for stolen.
  ARM_TRY(const bool is_ours, Claim(grant));
  if (!is_ours) {
    return {};
  }
  ARM_TRY(const Secret token, OpenGrant(parts_.core.keys, grant));
  ARM_TRY(auto tokens, parts_.provider.Refresh(token));
  const RequestId request{NewId(parts_.core.clock, parts_.core.random)};
  if (!tokens) {
    withdrawn_.Add();
    parts_.log.Info("the identity provider vouches for a person no more",
                    {{"person", grant.person.value}, {"session", grant.session.value}});
    return WithdrawWord(parts_.core, scope_, grant.person, request, "invalid_grant");
  }
  // Kept first: a provider may take the old token for a theft from now on.
  ARM_CHECK(Keep(grant, *tokens));
  ARM_CHECK(Follow(grant, *tokens));
  refreshed_.Add();
  return {};
}

Result<void> SessionRefresher::Keep(const IdentityGrant& grant, const ProviderTokens& tokens) {
  const metadata::Blob kept = tokens.refresh
                                  ? SealGrant(parts_.core.keys, grant.session, *tokens.refresh)
                                  : *grant.refresh_token;
  const TimePoint next = parts_.core.clock.Now() + parts_.provider.Settings().refresh;
  return parts_.core.database.Write([&](Transaction& transaction) {
    return GrantStore(transaction, scope_).UpdateRefreshed(grant.session, kept, next);
  });
}

// What the refresh says of the person; without groups where it says nothing of them.
Result<Vouched> SessionRefresher::Read(const Person& person, const ProviderTokens& tokens) {
  Vouched vouched{.subject = person.subject};
  const ProviderSettings& settings = parts_.provider.Settings();
  if (tokens.identity) {
    ARM_TRY(const auto token,
            parts_.provider.Verify(tokens.identity->Reveal(), IdentityProvider::Sender::Provider));
    ARM_TRY(vouched, CheckIdentityToken(token.claims,
                                        {.issuer = settings.issuer,
                                         .audience = settings.client_id,
                                         .now = parts_.core.clock.Now(),
                                         .skew = settings.skew},
                                        std::nullopt, settings.groups_claim));
  }
  if (vouched.subject != person.subject) {
    return Fail(ErrorCode::IdentityTokenRefused, "the provider answers for somebody else", "sub");
  }
  if (!vouched.groups) {
    ARM_CHECK(CompleteVouched(parts_.provider, tokens.access, vouched));
  }
  if (!vouched.groups && tokens.identity) {
    vouched.groups.emplace();
  }
  return vouched;
}

Result<void> SessionRefresher::Follow(const IdentityGrant& grant, const ProviderTokens& tokens) {
  const auto person = parts_.core.directory.People().FindPerson(grant.person);
  if (person == nullptr) {
    return {};
  }
  ARM_TRY(const auto vouched, Read(person->person, tokens));
  if (!vouched.groups) {
    return {};
  }
  const auto places = KnownPlaces(parts_.groups.Current()->PlacesOf(*vouched.groups),
                                  parts_.core.directory, parts_.core.clock, parts_.core.random);
  if (IsFollowed(*person, places)) {
    return {};
  }
  return FollowWord(parts_.core, scope_, person->person, places,
                    {NewId(parts_.core.clock, parts_.core.random)});
}

Result<void> SessionRefresher::RemoveEnded() {
  const TimePoint now = parts_.core.clock.Now();
  return parts_.core.database.Write([&](Transaction& transaction) -> Result<void> {
    GrantStore store(transaction, scope_);
    ARM_CHECK(store.RemoveEnded(now, limits_.removed_at_once));
    return store.RemoveNoticesBefore(now, limits_.removed_at_once);
  });
}

}  // namespace armillary::tenancy
