#pragma once

#include <atomic>
#include <boost/json/object.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/guarded.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"
#include "base/secret.h"
#include "keys/web_token.h"
#include "outbound/http_client.h"
#include "tenancy/attempt_rate.h"
#include "tenancy/internal/one_at_a_time.h"
#include "tenancy/provider_metadata.h"
#include "tenancy/provider_settings.h"

namespace armillary::tenancy {

// What a provider gives for a code or a refresh token.
struct ProviderTokens {
  std::optional<Secret> identity = {};
  Secret access;
  std::optional<Secret> refresh = {};
};

// The configured identity provider, over the network: what it says of itself, its keys, its tokens.
//
// Nothing that it says is believed before it was checked, and it may be slow, down or wrong: each
// call is bounded, after one without an answer the next are refused for a moment, and what it said
// last stays known. All fail with IdentityProviderUnavailable. Thread-safe; but for what says
// otherwise, calls block.
class IdentityProvider {
 public:
  // All must outlive the provider.
  struct Parts {
    outbound::HttpClient& client;
    const Clock& clock;
    const Log& log;
    MetricsRegistry& metrics;
  };
  IdentityProvider(ProviderSettings settings, const Parts& parts);

  const ProviderSettings& Settings() const { return settings_; }

  // The right to keep a worker waiting for the provider; of these there are Settings().calls.
  class Turn {
   public:
    explicit Turn(std::atomic<std::size_t>& taken) : taken_(&taken) {}
    Turn(Turn&& other) noexcept : taken_(std::exchange(other.taken_, nullptr)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
      if (taken_ != nullptr) {
        --*taken_;
      }
    }

   private:
    std::atomic<std::size_t>* taken_;
  };
  // Never blocks.
  Result<Turn> TakeTurn();

  using Metadata = std::shared_ptr<const ProviderMetadata>;
  // From memory, or asks. Never null.
  Result<Metadata> Describe();
  // From memory: null as long as nothing is known. Never blocks.
  Metadata Known() const;

  // Fails, too, with IdentityTokenRefused for a code that is not good (any more).
  Result<ProviderTokens> Exchange(const Secret& code, const Secret& verifier);
  // None where the provider has taken the grant back.
  Result<std::optional<ProviderTokens>> Refresh(const Secret& token);
  // What the provider knows of who has the access token; none if it tells nobody.
  Result<std::optional<boost::json::object>> AskWho(const Secret& access);

  // Who shows a token: somebody whose sign-in asked the provider for it, or anybody at all. Each
  // may make us ask for new keys a few times a minute.
  enum class Sender : std::uint8_t { Provider, Stranger };
  struct SignedClaims {
    std::string type;  // Of the token.
    boost::json::object claims;
  };
  // The claims of a token that one of the provider's keys has signed; asks for the keys where the
  // one that it names is not known. Fails, too, with IdentityTokenRefused.
  Result<SignedClaims> Verify(std::string_view token, Sender sender);
  // The same with the keys that are known, which it gives. Never blocks. An unknown key is asked
  // for by the next Step.
  struct Remembered {
    SignedClaims token;
    std::shared_ptr<const keys::IssuerKeys> keys;
  };
  Result<Remembered> VerifyFromMemory(std::string_view token);
  std::shared_ptr<const keys::IssuerKeys> KnownKeys() const;

  // Asks again for what has become old, or is missing; about once a second.
  Result<void> Step();

 private:
  using Keys = std::shared_ptr<const keys::IssuerKeys>;
  template <class What>
  struct Memory {
    std::shared_ptr<const What> what;
    TimePoint at{};
  };

  Result<outbound::Answer> Call(std::string_view name, const outbound::Request& request);
  Result<outbound::Answer> CallWell(std::string_view name, const outbound::Request& request);
  Result<Metadata> AskMetadata();
  Result<Keys> AskKeys();
  Result<Keys> RenewKeys(const Keys& seen, Sender sender);
  Result<outbound::Answer> AskTokens(std::string_view name, std::string form);
  template <class What>
  bool IsOlder(const Guarded<Memory<What>>& memory, std::chrono::milliseconds age) const;
  void Count(std::string_view name, std::string_view outcome);

  const ProviderSettings settings_;
  const Parts parts_;
  std::atomic<std::size_t> turns_{0};
  std::atomic<std::int64_t> down_until_{0};  // Milliseconds.
  std::atomic<std::int64_t> next_step_{0};
  std::atomic<bool> keys_wanted_{false};
  AttemptRate key_asks_;
  Guarded<Memory<ProviderMetadata>> metadata_;
  Guarded<Memory<keys::IssuerKeys>> keys_;
  OneAtATime<Result<Metadata>> asking_metadata_;
  OneAtATime<Result<Keys>> asking_keys_;
};

}  // namespace armillary::tenancy
