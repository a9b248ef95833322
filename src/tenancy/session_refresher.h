#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/result.h"
#include "base/worker_pool.h"
#include "metadata/database.h"
#include "tenancy/grant_store.h"
#include "tenancy/provider_sign_in.h"

namespace armillary::tenancy {

// Asks the identity provider, for each session that can, every Settings().refresh whether it still
// vouches for the person, and follows what it says: groups as they are now, or the end. As long as
// the provider does not answer nothing changes. One thread steps it; of several processes one asks
// for a session.
class SessionRefresher {
 public:
  struct Limits {
    std::chrono::milliseconds idle = SessionLimits{}.idle;  // Longer, and a session has ended.
    std::size_t threads = 4;
    std::int64_t at_once = 256;  // Sessions in one step.
    std::int64_t removed_at_once = 500;
    // How long others leave a session to who asks for it: longer than a call takes. After a
    // provider that did not answer it is due again then.
    std::chrono::milliseconds claim{10'000};
  };

  // All in `parts` must outlive the refresher.
  SessionRefresher(const ProviderParts& parts, metadata::SystemScope scope, Limits limits);

  // About once a second.
  Result<void> Step();

  // Asks for no further session; who is asked for keeps the answer. For a server that stops: what a
  // provider gives for a refresh token that is not kept puts the person out later.
  void Stop() { stopped_ = true; }

  // Removes grants of sessions that have ended, and ids of notices that are too old to come again;
  // about once a minute.
  Result<void> RemoveEnded();

 private:
  Result<void> Refresh(const IdentityGrant& grant);
  Result<Vouched> Read(const Person& person, const ProviderTokens& tokens);
  Result<void> Follow(const IdentityGrant& grant, const ProviderTokens& tokens);
  Result<void> Keep(const IdentityGrant& grant, const ProviderTokens& tokens);
  Result<std::vector<IdentityGrant>> FindDue();
  Result<bool> Claim(const IdentityGrant& grant);

  const ProviderParts parts_;
  const metadata::SystemScope scope_;
  const Limits limits_;
  Counter& refreshed_;
  Counter& withdrawn_;
  Counter& failed_;
  std::atomic<bool> stopped_{false};
  WorkerPool pool_;
};

}  // namespace armillary::tenancy
