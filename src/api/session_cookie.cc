#include "api/session_cookie.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace armillary::api {
namespace {

constexpr std::string_view kName = "__Host-armillary";
constexpr std::string_view kPendingName = "__Host-armillary-sign-in";
constexpr std::string_view kPendingAge = "; Max-Age=600";
constexpr std::string_view kAttributes = "; Path=/; Secure; HttpOnly; SameSite=Lax";

std::string_view Trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// The values of a cookie of ours in one Cookie header.
void Collect(std::string_view header, std::string_view name,
             std::vector<std::string_view>& values) {
  while (!header.empty()) {
    const auto end = std::min(header.find(';'), header.size());
    const std::string_view pair = Trimmed(header.substr(0, end));
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('=')) {
      values.push_back(pair.substr(name.size() + 1));
    }
    header.remove_prefix(std::min(end + 1, header.size()));
  }
}

std::vector<std::string_view> ValuesOf(std::string_view name, const net::Fields& headers) {
  std::vector<std::string_view> values;
  for (std::size_t i = 0; i < headers.Size(); ++i) {
    const auto [header, value] = headers.At(i);
    if (net::EqualsIgnoringCase(header, "Cookie")) {
      Collect(value, name, values);
    }
  }
  return values;
}

// host[:port] of an origin; a browser leaves out the scheme's own port, as it does in Host.
std::string_view AuthorityOf(std::string_view origin) {
  const auto at = origin.find("://");
  return at == std::string_view::npos ? std::string_view() : origin.substr(at + 3);
}

tl::unexpected<Error> RefuseOrigin(std::string_view header) {
  return Fail(ErrorCode::OriginNotAllowed, "a page of another origin asks", std::string(header),
              "the origin of this server");
}

}  // namespace

Result<std::optional<tenancy::SessionProof>> SessionIn(const net::Fields& headers) {
  const auto values = ValuesOf(kName, headers);
  if (values.empty()) {
    return std::nullopt;
  }
  if (values.size() > 1) {
    return Fail(ErrorCode::SessionUnknown, "there are several sessions", "Cookie", "one session");
  }
  ARM_TRY(auto proof, tenancy::ParseSession(values.front()));
  return std::optional(std::move(proof));
}

net::Header KeepSession(const tenancy::SessionProof& proof) {
  const Secret text = tenancy::TextOf(proof);
  return {"Set-Cookie", std::string(kName).append("=").append(text.Reveal()).append(kAttributes)};
}

net::Header ForgetSession() {
  return {"Set-Cookie", std::string(kName).append("=; Max-Age=0").append(kAttributes)};
}

std::string_view PendingIn(const net::Fields& headers) {
  const auto values = ValuesOf(kPendingName, headers);
  return values.size() == 1 ? values.front() : std::string_view();
}

net::Header KeepPending(const Secret& sealed) {
  return {"Set-Cookie", std::string(kPendingName)
                            .append("=")
                            .append(sealed.Reveal())
                            .append(kPendingAge)
                            .append(kAttributes)};
}

net::Header ForgetPending() {
  return {"Set-Cookie", std::string(kPendingName).append("=; Max-Age=0").append(kAttributes)};
}

Result<void> CheckSameOrigin(const net::RequestHead& head) {
  if (const auto site = head.headers.Find("Sec-Fetch-Site")) {
    const bool is_ours = *site == "same-origin" || *site == "none";
    if (!is_ours || head.headers.Count("Sec-Fetch-Site") > 1) {
      return RefuseOrigin("Sec-Fetch-Site");
    }
  }
  if (const auto origin = head.headers.Find("Origin")) {
    const std::string_view authority = AuthorityOf(*origin);
    const bool is_ours =
        !authority.empty() && head.headers.Count("Origin") == 1 &&
        net::EqualsIgnoringCase(authority, head.headers.Find("Host").value_or(std::string_view()));
    if (!is_ours) {
      return RefuseOrigin("Origin");
    }
  }
  return {};
}

}  // namespace armillary::api
