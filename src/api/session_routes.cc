#include "api/session_routes.h"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "api/error_answer.h"
#include "api/session_cookie.h"
#include "api/session_json.h"

namespace armillary::api {
namespace {

namespace json = boost::json;
using tenancy::Permission;
using Answer = Result<net::Response>;

// Nobody keeps an answer that holds a secret or is about one person.
net::Response Private(net::Response answer) {
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

net::Response Nothing() { return {.status = 204, .body = std::string()}; }

// The refusal of an attempt too many; none if it may go on.
std::optional<net::Response> TooMany(const SessionParts& parts, const std::string& key,
                                     const net::RequestHead& head) {
  const auto wait = parts.attempts.Take(key, parts.clock.Now());
  if (wait == std::chrono::milliseconds(0)) {
    return std::nullopt;
  }
  net::Response answer = ErrorAnswer({.code = ErrorCode::TooManyRequests,
                                      .message = "too many attempts to sign in",
                                      .rule = "sign_in.per_minute"},
                                     head.request_id);
  std::erase_if(answer.headers, [](const auto& header) { return header.first == "Retry-After"; });
  answer.headers.emplace_back(
      "Retry-After", std::to_string(std::chrono::ceil<std::chrono::seconds>(wait).count()));
  return answer;
}

// The session that a request came with. The gate let it in, but perhaps by a token.
Result<tenancy::SessionProof> ProofOf(const ControlRequest& request) {
  if (request.access.Who().session) {
    ARM_TRY(auto proof, SessionIn(request.head.headers));
    if (proof) {
      return *std::move(proof);
    }
  }
  return Fail(ErrorCode::SessionUnknown, "the request came without a session", "Cookie");
}

json::object ViewJson(const SessionParts& parts, const tenancy::SessionView& view) {
  json::object object = SessionViewJson(view);
  const auto url =
      parts.provider == nullptr ? std::nullopt : parts.provider->SignOutUrl(view.person);
  if (url) {
    object["sign_out_url"] = *url;
  }
  return object;
}

Answer SignIn(const SessionParts& parts, const net::RequestHead& head, const json::object& body) {
  ARM_CHECK(CheckSameOrigin(head));
  if (auto refusal = TooMany(parts, "from " + head.remote_address, head)) {
    return *std::move(refusal);
  }
  const Secret code{std::string(body.at("code").as_string())};
  ARM_TRY(const auto made,
          parts.sign_in.Redeem(
              code, {.request = head.request_id,
                     .user_agent =
                         std::string(head.headers.Find("User-Agent").value_or(std::string_view())),
                     .remote_address = head.remote_address}));
  ARM_TRY(const auto view, parts.sessions.View(made.proof));
  auto answer = Private(JsonAnswer(201, ViewJson(parts, view)));
  answer.headers.push_back(KeepSession(made.proof));
  return answer;
}

Answer CreateLink(const SessionParts& parts, const ControlRequest& request) {
  for (const std::string& key :
       {"of " + request.access.Who().principal.value, "from " + request.head.remote_address}) {
    if (auto refusal = TooMany(parts, key, request.head)) {
      return *std::move(refusal);
    }
  }
  ARM_TRY(const auto made, parts.sign_in.Create(request.access, request.call));
  return Private(JsonAnswer(201, {{"code", made.code.Reveal()},
                                  {"path", "/ui/sign-in#" + made.code.Reveal()},
                                  {"expires_at", FormatTime(made.link.expires_at)}}));
}

Answer SignOut(const SessionParts& parts, const ControlRequest& request) {
  ARM_TRY(const auto proof, ProofOf(request));
  ARM_CHECK(parts.sessions.End(request.access, request.call, proof.id));
  auto answer = Nothing();
  answer.headers.push_back(ForgetSession());
  return answer;
}

Answer EndOne(const SessionParts& parts, const ControlRequest& request) {
  const tenancy::SessionId id{std::string(request.head.Parameter("session"))};
  ARM_CHECK(parts.sessions.End(request.access, request.call, id));
  auto answer = Nothing();
  if (request.access.Who().session == id) {
    answer.headers.push_back(ForgetSession());
  }
  return answer;
}

Answer ListOwn(const SessionParts& parts, const ControlRequest& request) {
  ARM_TRY(const auto sessions, parts.sessions.List(request.access));
  json::array items;
  for (const tenancy::Session& session : sessions) {
    items.push_back(SessionJson(request.access, session));
  }
  const auto total = static_cast<std::int64_t>(items.size());
  return Private(
      JsonAnswer(200, {{"items", std::move(items)}, {"total", total}, {"total_is_exact", true}}));
}

tenancy::Preferences PreferencesOf(const ControlRequest& request) {
  return {.theme = *request.Text("theme"),
          .density = *request.Text("density"),
          .zone = request.Text("zone")};
}

Answer PreferencesAnswer(const tenancy::Preferences& preferences) {
  return WithRevision(Private(JsonAnswer(200, PreferencesJson(preferences))), preferences.revision);
}

void AddPreferenceRoutes(ControlRoutes& routes, tenancy::SessionService& sessions) {
  routes.Add("getPreferences", Permission::SelfPreferences,
             [&sessions](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto found, sessions.GetPreferences(request.access));
               return PreferencesAnswer(found);
             });
  routes.Add("updatePreferences", Permission::SelfPreferences,
             [&sessions](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto match, request.Match());
               ARM_TRY(const auto kept,
                       sessions.UpdatePreferences(request.access, PreferencesOf(request), match));
               return PreferencesAnswer(kept);
             });
}

}  // namespace

void AddSessionRoutes(ControlRoutes& routes, const SessionParts& parts) {
  routes.AddOpen("signIn", [parts](const net::RequestHead& head, const json::object& body) {
    return SignIn(parts, head, body);
  });
  routes.Add("createSignInLink", Permission::SignInLinksCreate,
             [parts](const ControlRequest& request) { return CreateLink(parts, request); });
  routes.Add("getSession", Permission::SelfSession,
             [parts](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto proof, ProofOf(request));
               ARM_TRY(const auto view, parts.sessions.View(proof));
               return Private(JsonAnswer(200, ViewJson(parts, view)));
             });
  routes.Add("signOut", Permission::SelfSession,
             [parts](const ControlRequest& request) { return SignOut(parts, request); });
  routes.Add("listSessions", Permission::SelfSession,
             [parts](const ControlRequest& request) { return ListOwn(parts, request); });
  routes.Add("endSession", Permission::SelfSession,
             [parts](const ControlRequest& request) { return EndOne(parts, request); });
  AddPreferenceRoutes(routes, parts.sessions);
}

}  // namespace armillary::api
