#include "api/gate.h"

#include <string_view>

#include "api/call.h"
#include "api/error_answer.h"
#include "base/assert.h"
#include "net/route.h"

namespace armillary::api {
namespace {

tenancy::Address AddressOf(const net::RequestHead& head) {
  tenancy::Address address;
  if (const auto tenant = head.parameters.Find("tenant")) {
    address.tenant = TenantName{std::string(*tenant)};
  }
  if (const auto environment = head.parameters.Find("environment")) {
    address.environment = EnvironmentName{std::string(*environment)};
  }
  return address;
}

// The path without `literal` and the segment after it, if it begins so.
std::string_view After(std::string_view literal, std::string_view path) {
  if (!path.starts_with(literal)) {
    return path;
  }
  const auto slash = path.find('/', literal.size());
  return slash == path.npos ? std::string_view() : path.substr(slash);
}

bool SpeaksInferenceProtocol(const net::Route* route, const net::RequestHead& head) {
  std::string_view path =
      route != nullptr ? std::string_view(route->pattern()) : std::string_view(head.target);
  path = After("/e/", After("/t/", path.substr(0, path.find('?'))));
  return path == "/v2" || path.starts_with("/v2/");
}

}  // namespace

TokenGate::TokenGate(const tenancy::Authorizer& authorizer) : authorizer_(authorizer) {}

Result<std::unique_ptr<net::Admitted>> TokenGate::Admit(const net::Route& route,
                                                        const net::RequestHead& head) {
  if (route.policy().IsPublic()) {
    return nullptr;
  }
  const auto permission = tenancy::PermissionFromName(route.policy().PermissionName());
  ARM_ASSERT(permission.has_value());
  if (head.headers.Count("Authorization") > 1) {
    return Fail(ErrorCode::TokenMalformed, "there are two tokens", "Authorization", "one token");
  }
  ARM_TRY(auto who, authorizer_.Authenticate(
                        head.headers.Find("Authorization").value_or(std::string_view())));
  ARM_CHECK(authorizer_.Count(*who));
  ARM_TRY(auto access, authorizer_.Authorise(std::move(who), *permission, AddressOf(head)));
  return std::make_unique<Caller>(std::move(access));
}

net::Response TokenGate::Refuse(const Error& error, const net::Route* route,
                                const net::RequestHead& head) {
  net::Response answer = SpeaksInferenceProtocol(route, head) ? OipErrorAnswer(error)
                                                              : ErrorAnswer(error, head.request_id);
  if (answer.status == 401) {
    answer.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  return answer;
}

}  // namespace armillary::api
