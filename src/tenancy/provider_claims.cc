#include "tenancy/provider_claims.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <cmath>
#include <utility>

#include "base/names.h"
#include "tenancy/group_map.h"

namespace armillary::tenancy {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostSubject = 255;
constexpr std::size_t kMostEmail = 254;
constexpr double kMostSeconds = 1e11;  // Some 3,000 years: beyond it nothing is a time.
constexpr std::string_view kLogoutEvent = "http://schemas.openid.net/event/backchannel-logout";

tl::unexpected<Error> RefuseClaim(std::string_view claim, std::string message) {
  return Fail(ErrorCode::IdentityTokenRefused, std::move(message), std::string(claim));
}

std::optional<std::string> ClaimText(const json::object& claims, std::string_view name) {
  const auto* const found = claims.if_contains(name);
  const auto* const text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::nullopt : std::optional(std::string(*text));
}

// None where it is missing; fails where it is no time.
Result<std::optional<TimePoint>> TimeIn(const json::object& claims, std::string_view name) {
  const auto* const found = claims.if_contains(name);
  if (found == nullptr) {
    return std::nullopt;
  }
  const double seconds = found->is_number() ? found->to_number<double>() : -1;
  if (!(seconds >= 0 && seconds < kMostSeconds)) {
    return RefuseClaim(name, "a time of the token is none");
  }
  return TimePoint{std::chrono::milliseconds{static_cast<std::int64_t>(seconds * 1000)}};
}

Result<TimePoint> RequiredTime(const json::object& claims, std::string_view name) {
  ARM_TRY(const auto time, TimeIn(claims, name));
  if (!time) {
    return RefuseClaim(name, "a time is missing in the token");
  }
  return *time;
}

Result<void> CheckIssuer(const json::object& claims, const Expectation& expected) {
  if (ClaimText(claims, "iss") != expected.issuer) {
    return RefuseClaim("iss", "the token is of another issuer");
  }
  return {};
}

// How many audiences it has; ours must be one.
Result<std::size_t> CheckAudience(const json::object& claims, const Expectation& expected) {
  const auto* const found = claims.if_contains("aud");
  const auto* const list = found == nullptr ? nullptr : found->if_array();
  const auto is_us = [&](const json::value& one) {
    return one.is_string() && std::string_view(one.as_string()) == expected.audience;
  };
  const bool is_ours =
      list == nullptr ? found != nullptr && is_us(*found) : std::ranges::any_of(*list, is_us);
  if (!is_ours) {
    return RefuseClaim("aud", "the token is for somebody else");
  }
  return list == nullptr ? 1 : list->size();
}

// exp, nbf and iat, each within the skew.
Result<TimePoint> CheckTimes(const json::object& claims, const Expectation& expected) {
  ARM_TRY(const TimePoint expires_at, RequiredTime(claims, "exp"));
  if (expires_at + expected.skew <= expected.now) {
    return RefuseClaim("exp", "the token has expired");
  }
  constexpr std::array<std::string_view, 2> kBegins{"nbf", "iat"};
  for (const std::string_view name : kBegins) {
    ARM_TRY(const auto time, TimeIn(claims, name));
    if (time && *time > expected.now + expected.skew) {
      return RefuseClaim(name, "the token is not valid yet");
    }
  }
  return expires_at;
}

// Where a token has several audiences it says for whom it was made; where it says so, for us.
Result<void> CheckParty(const json::object& claims, const Expectation& expected,
                        std::size_t audiences) {
  const bool is_said = claims.contains("azp");
  if ((audiences > 1 && !is_said) || (is_said && ClaimText(claims, "azp") != expected.audience)) {
    return RefuseClaim("azp", "the token was made for another client");
  }
  return {};
}

bool IsPrintable(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != '\x7f'; });
}

std::optional<std::string> EmailIn(const json::object& claims) {
  const auto email = ClaimText(claims, "email");
  const auto* const verified = claims.if_contains("email_verified");
  const bool is_denied = verified != nullptr && verified->is_bool() && !verified->as_bool();
  const bool is_fit =
      email && !email->empty() && email->size() <= kMostEmail && IsPrintable(*email) && !is_denied;
  return is_fit ? email : std::nullopt;
}

std::optional<std::string> SessionIn(const json::object& claims) {
  auto session = ClaimText(claims, "sid");
  const bool is_fit =
      session && !session->empty() && session->size() <= kMostSubject && IsPrintable(*session);
  return is_fit ? std::move(session) : std::nullopt;
}

// The first of the claims that is fit to be shown.
std::optional<std::string> NameIn(const json::object& claims) {
  constexpr std::array<std::string_view, 3> kClaims{"name", "preferred_username", "email"};
  for (const std::string_view claim : kClaims) {
    auto text = ClaimText(claims, claim);
    if (text && CheckName(*text, "name")) {
      return text;
    }
  }
  return std::nullopt;
}

// A subject in a form that is fit to be shown.
std::string NameOf(std::string kept) {
  std::ranges::replace_if(kept, [](char c) { return c <= ' ' || c > '~'; }, '-');
  std::ranges::replace_if(kept, [](char c) { return c == '/' || c == '\\' || c == ':'; }, '-');
  return CheckName(kept, "name") ? kept : "person";
}

// A notice is news, or it is none.
Result<void> CheckNoticeTimes(const json::object& claims, const Expectation& expected) {
  ARM_TRY(const TimePoint made_at, RequiredTime(claims, "iat"));
  ARM_TRY(const auto expires_at, TimeIn(claims, "exp"));
  const TimePoint last = std::min(expires_at.value_or(made_at + kLogoutAge), made_at + kLogoutAge);
  if (last + expected.skew <= expected.now) {
    return RefuseClaim("exp", "the token has expired");
  }
  if (made_at > expected.now + expected.skew) {
    return RefuseClaim("iat", "the token is not valid yet");
  }
  return {};
}

Result<void> CheckEvent(const json::object& claims) {
  const auto* const events = claims.if_contains("events");
  const auto* const all = events == nullptr ? nullptr : events->if_object();
  const auto* const event = all == nullptr ? nullptr : all->if_contains(kLogoutEvent);
  if (event == nullptr || !event->is_object()) {
    return RefuseClaim("events", "the token is about something else");
  }
  return {};
}

Result<std::string> GroupIn(const json::value& value) {
  const auto* const text = value.if_string();
  if (text == nullptr) {
    return RefuseClaim("groups", "a group of the token is no text");
  }
  return std::string(*text);
}

}  // namespace

Result<std::string> SubjectIn(const json::object& claims) {
  auto subject = ClaimText(claims, "sub");
  if (!subject || subject->empty() || subject->size() > kMostSubject || !IsPrintable(*subject)) {
    return RefuseClaim("sub", "the token names nobody");
  }
  return *std::move(subject);
}

Result<std::optional<std::vector<std::string>>> GroupsIn(const json::object& claims,
                                                         std::string_view groups_claim) {
  const auto* const found = claims.if_contains(groups_claim);
  if (found == nullptr || found->is_null()) {
    return std::nullopt;
  }
  std::vector<std::string> groups;
  const auto* const list = found->if_array();
  if (list == nullptr) {
    ARM_TRY(auto only, GroupIn(*found));
    groups.push_back(std::move(only));
    return groups;
  }
  if (list->size() > kMostGroups) {
    return RefuseClaim(groups_claim, "the token names more than 1000 groups");
  }
  for (const json::value& value : *list) {
    ARM_TRY(auto group, GroupIn(value));
    groups.push_back(std::move(group));
  }
  return groups;
}

Result<Vouched> CheckIdentityToken(const json::object& claims, const Expectation& expected,
                                   const std::optional<std::string>& nonce,
                                   std::string_view groups_claim) {
  ARM_CHECK(CheckIssuer(claims, expected));
  ARM_TRY(const std::size_t audiences, CheckAudience(claims, expected));
  ARM_CHECK(CheckParty(claims, expected, audiences));
  ARM_CHECK(CheckTimes(claims, expected));
  ARM_CHECK(RequiredTime(claims, "iat"));
  if (nonce && ClaimText(claims, "nonce") != nonce) {
    return RefuseClaim("nonce", "the token is of another sign-in");
  }
  ARM_TRY(auto subject, SubjectIn(claims));
  ARM_TRY(auto groups, GroupsIn(claims, groups_claim));
  std::string name = NameOf(subject);
  Vouched vouched{.subject = std::move(subject),
                  .name = std::move(name),
                  .session = SessionIn(claims),
                  .groups = std::move(groups)};
  Describe(claims, vouched);
  return vouched;
}

void Describe(const json::object& claims, Vouched& vouched) {
  if (auto name = NameIn(claims); name && !vouched.is_named) {
    vouched.name = *std::move(name);
    vouched.is_named = true;
  }
  if (!vouched.email) {
    vouched.email = EmailIn(claims);
  }
}

Result<LogoutNotice> CheckLogoutToken(const json::object& claims, const Expectation& expected) {
  ARM_CHECK(CheckIssuer(claims, expected));
  ARM_CHECK(CheckAudience(claims, expected));
  ARM_CHECK(CheckNoticeTimes(claims, expected));
  ARM_CHECK(CheckEvent(claims));
  if (claims.contains("nonce")) {
    return RefuseClaim("nonce", "the token is one to sign in with");
  }
  const auto id = ClaimText(claims, "jti");
  if (!id || id->empty() || id->size() > kMostSubject) {
    return RefuseClaim("jti", "the token has no id");
  }
  LogoutNotice notice{.id = *id, .session = SessionIn(claims)};
  if (claims.contains("sub")) {
    ARM_TRY(notice.subject, SubjectIn(claims));
  }
  if (!notice.subject && !notice.session) {
    return RefuseClaim("sub", "the token names nobody");
  }
  return notice;
}

Result<MachineClaims> CheckMachineToken(const json::object& claims, const Expectation& expected) {
  ARM_CHECK(CheckIssuer(claims, expected));
  ARM_CHECK(CheckAudience(claims, expected));
  ARM_TRY(const TimePoint expires_at, CheckTimes(claims, expected));
  if (expires_at > expected.now + kLongestMachineToken + expected.skew) {
    return RefuseClaim("exp", "the token is valid for longer than 24 hours");
  }
  ARM_TRY(auto subject, SubjectIn(claims));
  return MachineClaims{.subject = std::move(subject), .expires_at = expires_at};
}

}  // namespace armillary::tenancy
