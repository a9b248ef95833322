#include "tenancy/pending_sign_in.h"

#include <algorithm>
#include <array>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <sodium.h>
#include <utility>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/json.h"

namespace armillary::tenancy {
namespace {

namespace json = boost::json;

constexpr std::string_view kUse = "pending sign-in";
constexpr std::size_t kMostSealed = 4'000;

// 43 base-62 characters of 256 random bits.
Secret NewSecret(Random& random) {
  std::array<std::byte, 32> bytes{};
  random.Fill(bytes);
  Secret secret(ToBase62(bytes));
  sodium_memzero(bytes.data(), bytes.size());
  return secret;
}

tl::unexpected<Error> RefusePending(std::string message) {
  return Fail(ErrorCode::SignInStateInvalid, std::move(message), "Cookie");
}

Secret SealedText(const json::object& object, std::string_view name) {
  return Secret(std::string(object.at(name).as_string()));
}

PendingSignIn PendingOf(const json::object& object) {
  return {.state = SealedText(object, "state"),
          .nonce = SealedText(object, "nonce"),
          .verifier = SealedText(object, "verifier"),
          .to = std::string(object.at("to").as_string()),
          .expires_at = FromMillis(object.at("expires_at").as_int64())};
}

}  // namespace

PendingSignIn NewPendingSignIn(Random& random, std::string to, TimePoint now) {
  return {.state = NewSecret(random),
          .nonce = NewSecret(random),
          .verifier = NewSecret(random),
          .to = std::move(to),
          .expires_at = now + kPendingLifetime};
}

Secret SealPending(const keys::KeyRing& keys, const PendingSignIn& pending) {
  const Secret text(json::serialize(json::object{{"state", pending.state.Reveal()},
                                                 {"nonce", pending.nonce.Reveal()},
                                                 {"verifier", pending.verifier.Reveal()},
                                                 {"to", pending.to},
                                                 {"expires_at", ToMillis(pending.expires_at)}}));
  return Secret(ToBase64Url(keys.Seal(AsBytes(text.Reveal()), AsBytes(kUse))));
}

Result<PendingSignIn> OpenPending(const keys::KeyRing& keys, std::string_view sealed,
                                  TimePoint now) {
  const auto bytes = FromBase64Url(sealed.substr(0, kMostSealed));
  const auto plain = bytes ? keys.Unseal(*bytes, AsBytes(kUse))
                           : Result<std::vector<std::byte>>(Fail(bytes.error()));
  if (!plain) {
    return RefusePending("the browser shows no sign-in that was begun here");
  }
  ARM_TRY(const auto value, ParseJson(AsText(*plain)));
  PendingSignIn pending = PendingOf(value.as_object());
  if (pending.expires_at <= now) {
    return RefusePending("the sign-in was begun more than ten minutes ago");
  }
  return pending;
}

bool IsState(const keys::KeyRing& keys, const PendingSignIn& pending, std::string_view given) {
  return keys::Equal(keys.KeyedHash(AsBytes(given)),
                     keys.KeyedHash(AsBytes(pending.state.Reveal())));
}

std::string ChallengeOf(const PendingSignIn& pending) {
  return ToBase64Url(Sha256(pending.verifier.Reveal()).bytes);
}

Result<void> CheckPage(std::string_view to) {
  const bool is_below = to == "/ui" || to.starts_with("/ui/") || to.starts_with("/ui?");
  const bool is_plain = std::ranges::all_of(to, [](char c) {
    return c > ' ' && c <= '~' && c != '\\' && c != '"' && c != '<' && c != '>';
  });
  if (!is_below || !is_plain || to.size() > kMostPage || to.find("//") != to.npos ||
      to.find("..") != to.npos) {
    return Fail(ErrorCode::InvalidFormat, "this is no page of this server", "to",
                "the path of a page, such as /ui/t/acme/models");
  }
  return {};
}

}  // namespace armillary::tenancy
