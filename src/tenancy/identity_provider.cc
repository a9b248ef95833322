#include "tenancy/identity_provider.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "base/json.h"

namespace armillary::tenancy {
namespace {

namespace json = boost::json;

using std::chrono_literals::operator""ms;

constexpr std::int64_t kKeyAsksPerMinute = 6;
constexpr std::chrono::milliseconds kMetadataAge{3'600'000};
constexpr std::chrono::milliseconds kKeysAge{300'000};
constexpr std::chrono::milliseconds kKeysTrusted{86'400'000};
constexpr std::chrono::milliseconds kDownPause{1'000};
constexpr std::chrono::milliseconds kStepPause{10'000};
constexpr std::size_t kMostTokenText = 16'384;

// A time so far away was set before the clock went back.
bool IsPausing(std::int64_t until, std::chrono::milliseconds pause, std::int64_t now) {
  return now < until && until - now <= pause.count();
}

tl::unexpected<Error> Unavailable(std::string message) {
  return Fail(ErrorCode::IdentityProviderUnavailable, std::move(message));
}

tl::unexpected<Error> RefuseSignIn(std::string message) {
  return Fail(ErrorCode::IdentityTokenRefused, std::move(message));
}

// Printable ASCII, as RFC 6749 has tokens: one goes into a header.
std::optional<Secret> SecretIn(const json::object& object, std::string_view name) {
  const auto* const found = object.if_contains(name);
  const auto* const text = found == nullptr ? nullptr : found->if_string();
  if (text == nullptr || text->empty() || text->size() > kMostTokenText ||
      !std::ranges::all_of(std::string_view(*text), [](char c) { return c >= ' ' && c <= '~'; })) {
    return std::nullopt;
  }
  return Secret(std::string(*text));
}

std::optional<json::object> ObjectIn(std::string_view text) {
  auto value = ParseJson(text);
  if (!value || !value->is_object()) {
    return std::nullopt;
  }
  return std::move(value->as_object());
}

// What an OAuth error says, in the words of RFC 6749 alone: nothing else goes into a log.
std::string_view OauthError(const outbound::Answer& answer) {
  static constexpr std::array<std::string_view, 6> kKnown{
      "invalid_grant",       "invalid_client", "invalid_request",
      "unauthorized_client", "invalid_scope",  "unsupported_grant_type"};
  const auto object = ObjectIn(answer.body);
  const auto* const found = object ? object->if_contains("error") : nullptr;
  const auto* const text = found == nullptr ? nullptr : found->if_string();
  const auto* const known = std::ranges::find_if(kKnown, [&](std::string_view one) {
    return text != nullptr && std::string_view(*text) == one;
  });
  return known == kKnown.end() ? std::string_view("no word of RFC 6749") : *known;
}

Result<ProviderTokens> TokensIn(const outbound::Answer& answer) {
  const auto object = ObjectIn(answer.body);
  auto access = object ? SecretIn(*object, "access_token") : std::nullopt;
  if (!access) {
    return Unavailable("the provider's answer has no tokens");
  }
  return ProviderTokens{.identity = SecretIn(*object, "id_token"),
                        .access = *std::move(access),
                        .refresh = SecretIn(*object, "refresh_token")};
}

}  // namespace

IdentityProvider::IdentityProvider(ProviderSettings settings, const Parts& parts)
    : settings_(std::move(settings)), parts_(parts), key_asks_(kKeyAsksPerMinute) {}

Result<IdentityProvider::Turn> IdentityProvider::TakeTurn() {
  if (turns_.fetch_add(1) >= settings_.calls) {
    --turns_;
    return Unavailable("too many people sign in at this moment");
  }
  return Turn(turns_);
}

void IdentityProvider::Count(std::string_view name, std::string_view outcome) {
  parts_.metrics
      .AddCounter("armillary_identity_calls_total", "Calls to the identity provider.",
                  {{"call", std::string(name)}, {"outcome", std::string(outcome)}})
      .Add();
}

Result<outbound::Answer> IdentityProvider::Call(std::string_view name,
                                                const outbound::Request& request) {
  const std::int64_t now = ToMillis(parts_.clock.Now());
  if (IsPausing(down_until_, kDownPause, now)) {
    Count(name, "not_tried");
    return Unavailable("the identity provider did not answer a moment ago");
  }
  auto outcome = parts_.client.Send(request);
  if (!outcome) {
    const std::string_view trouble = outbound::NameOf(outcome.error().trouble);
    Count(name, trouble);
    parts_.log.Warning("the identity provider does not answer",
                       {{"call", name}, {"trouble", trouble}, {"cause", outcome.error().message}});
    down_until_ = ToMillis(parts_.clock.Now() + kDownPause);
    return Unavailable("the identity provider cannot be asked: " + std::string(trouble));
  }
  Count(name, outcome->status < 400 ? "answered" : "refused");
  return *std::move(outcome);
}

Result<outbound::Answer> IdentityProvider::CallWell(std::string_view name,
                                                    const outbound::Request& request) {
  ARM_TRY(auto answer, Call(name, request));
  if (answer.status != 200) {
    parts_.log.Warning("the identity provider does not answer as it should",
                       {{"call", name}, {"status", std::int64_t{answer.status}}});
    return Unavailable("the identity provider answers with an error");
  }
  return answer;
}

template <class What>
bool IdentityProvider::IsOlder(const Guarded<Memory<What>>& memory,
                               std::chrono::milliseconds age) const {
  const TimePoint now = parts_.clock.Now();
  return memory.With([&](const Memory<What>& known) {
    return known.what == nullptr || known.at + age <= now || known.at > now;
  });
}

IdentityProvider::Metadata IdentityProvider::Known() const {
  return metadata_.With([](const Memory<ProviderMetadata>& known) { return known.what; });
}

std::shared_ptr<const keys::IssuerKeys> IdentityProvider::KnownKeys() const {
  return keys_.With([](const Memory<keys::IssuerKeys>& known) { return known.what; });
}

Result<IdentityProvider::Metadata> IdentityProvider::Describe() {
  if (auto known = Known()) {
    return known;
  }
  return AskMetadata();
}

Result<IdentityProvider::Metadata> IdentityProvider::AskMetadata() {
  return asking_metadata_.Run([this]() -> Result<Metadata> {
    ARM_TRY(const auto answer, CallWell("discovery", {.url = DiscoveryUrl(settings_.issuer)}));
    auto parsed = ParseMetadata(answer.body, settings_);
    if (!parsed) {
      parts_.log.Error("the identity provider is not the one that is configured",
                       {{"cause", parsed.error().message}});
      return Fail(std::move(parsed).error());
    }
    auto metadata = std::make_shared<const ProviderMetadata>(*std::move(parsed));
    metadata_.With([&](Memory<ProviderMetadata>& known) {
      known = {.what = metadata, .at = parts_.clock.Now()};
    });
    return metadata;
  });
}

Result<IdentityProvider::Keys> IdentityProvider::AskKeys() {
  return asking_keys_.Run([this]() -> Result<Keys> {
    ARM_TRY(const Metadata metadata, Describe());
    ARM_TRY(const auto answer, CallWell("keys", {.url = metadata->keys}));
    auto parsed = keys::IssuerKeys::Parse(answer.body);
    if (!parsed) {
      parts_.log.Warning("the identity provider's keys cannot be used",
                         {{"cause", parsed.error().message}});
      return Unavailable("the identity provider's keys cannot be used");
    }
    auto keys = std::make_shared<const keys::IssuerKeys>(*std::move(parsed));
    keys_.With(
        [&](Memory<keys::IssuerKeys>& known) { known = {.what = keys, .at = parts_.clock.Now()}; });
    return keys;
  });
}

// `seen`: the keys among which the right one was not.
Result<IdentityProvider::Keys> IdentityProvider::RenewKeys(const Keys& seen, Sender sender) {
  if (auto known = KnownKeys(); known != seen) {
    return known;
  }
  const std::string who = sender == Sender::Provider ? "provider" : "stranger";
  if (key_asks_.Take(who, parts_.clock.Now()) != 0ms) {
    return Unavailable("the identity provider's keys were asked for too often");
  }
  return AskKeys();
}

Result<outbound::Answer> IdentityProvider::AskTokens(std::string_view name, std::string form) {
  ARM_TRY(const Metadata metadata, Describe());
  outbound::Request request{.url = metadata->token, .headers = {{"Accept", "application/json"}}};
  if (settings_.client_secret && metadata->takes_basic) {
    request.authorization =
        outbound::BasicAuthorization(settings_.client_id, *settings_.client_secret);
  } else {
    form += "&" + outbound::FormOf({{"client_id", settings_.client_id}});
    if (settings_.client_secret) {
      form += "&" + outbound::FormOf({{"client_secret", settings_.client_secret->Reveal()}});
    }
  }
  request.form = Secret(std::move(form));
  return Call(name, request);
}

Result<ProviderTokens> IdentityProvider::Exchange(const Secret& code, const Secret& verifier) {
  ARM_TRY(const auto answer,
          AskTokens("exchange", outbound::FormOf({{"grant_type", "authorization_code"},
                                                  {"code", code.Reveal()},
                                                  {"redirect_uri", settings_.Callback()},
                                                  {"code_verifier", verifier.Reveal()}})));
  if (answer.status == 200) {
    return TokensIn(answer);
  }
  const std::string_view word = OauthError(answer);
  if (word == "invalid_grant") {
    return RefuseSignIn("the identity provider refuses the code");
  }
  parts_.log.Error("the identity provider gives no tokens", {{"error", word}});
  return Unavailable("the identity provider gives no tokens");
}

Result<std::optional<ProviderTokens>> IdentityProvider::Refresh(const Secret& token) {
  ARM_TRY(const auto answer,
          AskTokens("refresh", outbound::FormOf({{"grant_type", "refresh_token"},
                                                 {"refresh_token", token.Reveal()}})));
  if (answer.status == 200) {
    ARM_TRY(auto tokens, TokensIn(answer));
    return std::optional(std::move(tokens));
  }
  const std::string_view word = OauthError(answer);
  if (word == "invalid_grant") {
    return std::nullopt;
  }
  parts_.log.Error("the identity provider refreshes nothing", {{"error", word}});
  return Unavailable("the identity provider refreshes nothing");
}

Result<std::optional<json::object>> IdentityProvider::AskWho(const Secret& access) {
  ARM_TRY(const Metadata metadata, Describe());
  if (!metadata->userinfo) {
    return std::nullopt;
  }
  ARM_TRY(const auto answer,
          CallWell("userinfo", {.url = *metadata->userinfo,
                                .headers = {{"Accept", "application/json"}},
                                .authorization = Secret("Bearer " + access.Reveal())}));
  auto object = ObjectIn(answer.body);
  if (!object) {
    return Unavailable("the identity provider does not say who it is");
  }
  return object;
}

Result<IdentityProvider::SignedClaims> IdentityProvider::Verify(std::string_view token,
                                                                Sender sender) {
  const auto head = keys::ReadHead(token, settings_.algorithms);
  if (!head) {
    return RefuseSignIn(head.error().message);
  }
  Keys keys = KnownKeys();
  if (keys == nullptr || !keys->Know(*head)) {
    ARM_TRY(keys, RenewKeys(keys, sender));
  }
  auto claims = keys->Verify(token, *head);
  if (!claims) {
    return RefuseSignIn(claims.error().message);
  }
  return SignedClaims{head->type, *std::move(claims)};
}

Result<IdentityProvider::Remembered> IdentityProvider::VerifyFromMemory(std::string_view token) {
  const auto head = keys::ReadHead(token, settings_.algorithms);
  if (!head) {
    return RefuseSignIn(head.error().message);
  }
  Keys keys = KnownKeys();
  if (keys == nullptr || IsOlder(keys_, kKeysTrusted)) {
    return Unavailable("the identity provider's keys are not known");
  }
  if (!keys->Know(*head)) {
    keys_wanted_ = true;
  }
  auto claims = keys->Verify(token, *head);
  if (!claims) {
    return RefuseSignIn(claims.error().message);
  }
  return Remembered{{head->type, *std::move(claims)}, std::move(keys)};
}

Result<void> IdentityProvider::Step() {
  const TimePoint now = parts_.clock.Now();
  if (keys_wanted_.exchange(false)) {
    ARM_CHECK(RenewKeys(KnownKeys(), Sender::Stranger));
  }
  if (IsPausing(next_step_, kStepPause, ToMillis(now))) {
    return {};
  }
  next_step_ = ToMillis(now + kStepPause);
  if (IsOlder(metadata_, kMetadataAge)) {
    ARM_CHECK(AskMetadata());
  }
  if (IsOlder(keys_, kKeysAge)) {
    ARM_CHECK(AskKeys());
  }
  return {};
}

}  // namespace armillary::tenancy
