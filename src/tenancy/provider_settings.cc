#include "tenancy/provider_settings.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "outbound/address_rule.h"

namespace armillary::tenancy {
namespace {

constexpr std::size_t kMostText = 255;

tl::unexpected<Error> RefuseSetting(std::string_view key, std::string_view why, std::string rule) {
  return Fail(ErrorCode::ConfigInvalidValue, std::string(key) + ": " + std::string(why),
              std::string(key), std::move(rule));
}

bool IsText(std::string_view text) {
  return !text.empty() && text.size() <= kMostText &&
         std::ranges::all_of(text, [](char c) { return c > ' ' && c <= '~'; });
}

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    if (end > 0) {
      words.push_back(text.substr(0, end));
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

Result<void> CheckServer(std::string_view key, const std::string& url) {
  const auto checked = outbound::CheckUrl(url);
  if (!checked || url.find_first_of("?#") != std::string::npos) {
    return RefuseSetting(key, "not the address of a server",
                         checked ? "no query" : checked.error().rule);
  }
  return {};
}

// https://host[:port], so that what is added to it is the whole path.
Result<void> CheckAddress(const std::string& address) {
  ARM_CHECK(CheckServer("identity.address", address));
  const auto host = address.find("://") + 3;
  if (address.find('/', host) != std::string::npos) {
    return RefuseSetting("identity.address", "has a path", "https://host[:port]");
  }
  return {};
}

}  // namespace

Result<void> CheckSettings(const ProviderSettings& settings) {
  ARM_CHECK(CheckServer("identity.issuer", settings.issuer));
  ARM_CHECK(CheckAddress(settings.address));
  if (!IsText(settings.client_id)) {
    return RefuseSetting("identity.client_id", "missing, or no id",
                         "1 to 255 printable ASCII characters without a space");
  }
  if (!IsText(settings.groups_claim)) {
    return RefuseSetting("identity.groups_claim", "no name of a claim",
                         "1 to 255 printable ASCII characters without a space");
  }
  const auto scopes = Words(settings.scopes);
  if (std::ranges::find(scopes, "openid") == scopes.end() || !std::ranges::all_of(scopes, IsText)) {
    return RefuseSetting("identity.scopes", "without openid nobody is identified",
                         "words apart by spaces, openid among them");
  }
  if (!settings.audience.empty() &&
      (!IsText(settings.audience) || settings.audience == settings.client_id)) {
    return RefuseSetting("identity.audience", "tokens of people would be taken for machines'",
                         "another audience than identity.client_id");
  }
  return {};
}

Result<std::vector<keys::Algorithm>> ParseAlgorithms(std::string_view names) {
  std::vector<keys::Algorithm> algorithms;
  for (const std::string_view name : Words(names)) {
    const auto algorithm = keys::AlgorithmFromName(name);
    if (!algorithm) {
      return RefuseSetting("identity.algorithms", std::string(name) + " is not taken",
                           "of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512");
    }
    algorithms.push_back(*algorithm);
  }
  if (algorithms.empty()) {
    return RefuseSetting("identity.algorithms", "none is named", "one or more, apart by spaces");
  }
  return algorithms;
}

}  // namespace armillary::tenancy
