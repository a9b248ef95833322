#include "api/gate.h"

#include <string_view>

#include "api/call.h"
#include "api/error_answer.h"
#include "api/session_cookie.h"
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

bool TakesCookies(const net::Route& route) { return route.pattern().starts_with("/api/v1/"); }

bool Changes(net::Method method) {
  return method != net::Method::Get && method != net::Method::Head;
}

// That a page of ours asks, and not one that only makes the browser send its cookies.
Result<void> CheckPage(const tenancy::Authorizer& authorizer, const tenancy::SessionProof& proof,
                       const net::RequestHead& head) {
  ARM_CHECK(CheckSameOrigin(head));
  const auto given = head.headers.Find("X-CSRF-Token");
  if (!given || head.headers.Count("X-CSRF-Token") > 1 || !authorizer.ProvesPage(proof, *given)) {
    return Fail(ErrorCode::CsrfTokenInvalid, "the change does not show the session's own token",
                "X-CSRF-Token", "`csrf_token` of the session");
  }
  return {};
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
  const tenancy::Address address = AddressOf(head);
  ARM_TRY(auto who, WhoAsks(route, head, *permission, address));
  ARM_CHECK(authorizer_.Count(*who));
  ARM_TRY(auto access, authorizer_.Authorise(std::move(who), *permission, address));
  return std::make_unique<Caller>(std::move(access));
}

Result<std::shared_ptr<const tenancy::Identity>> TokenGate::WhoAsks(
    const net::Route& route, const net::RequestHead& head, tenancy::Permission permission,
    const tenancy::Address& address) const {
  const auto authorization = head.headers.Find("Authorization");
  if (authorization || !TakesCookies(route)) {
    if (head.headers.Count("Authorization") > 1) {
      return Fail(ErrorCode::TokenMalformed, "there are two tokens", "Authorization", "one token");
    }
    return authorizer_.Authenticate(authorization.value_or(std::string_view()), address);
  }
  ARM_TRY(const auto proof, SessionIn(head.headers));
  if (!proof) {
    return permission == tenancy::Permission::SelfSession
               ? Fail(ErrorCode::SessionUnknown, "nobody is signed in", "Cookie")
               : Fail(ErrorCode::Unauthenticated, "no token was sent", "Authorization");
  }
  ARM_TRY(auto who, authorizer_.AuthenticateSession(*proof, permission, address));
  if (Changes(head.method)) {
    ARM_CHECK(CheckPage(authorizer_, *proof, head));
  }
  return who;
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
