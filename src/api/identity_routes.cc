#include "api/identity_routes.h"

#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

#include "api/error_answer.h"
#include "api/form_body.h"
#include "api/session_cookie.h"
#include "base/error_code.h"

namespace armillary::api {
namespace {

namespace json = boost::json;
using tenancy::Permission;
using Answer = Result<net::Response>;

constexpr std::string_view kHome = "/ui";
constexpr std::size_t kMostParameter = 4'096;

tl::unexpected<Error> RefuseWithoutProvider() {
  return Fail(Error{.code = ErrorCode::NotFound,
                    .message = "this server has no identity provider",
                    .rule = "identity.issuer is set",
                    .next_step = "Sign in by a one-time link: `armillary sign-in` prints one."});
}

net::Response Redirect(std::string to) {
  net::Response answer{.status = 303, .body = std::string()};
  answer.headers.emplace_back("Location", std::move(to));
  answer.headers.emplace_back("Cache-Control", "no-store");
  answer.headers.emplace_back("Referrer-Policy", "no-referrer");
  return answer;
}

bool IsBrowser(const net::RequestHead& head) {
  const auto accepted = head.headers.Find("Accept");
  return accepted && accepted->find("text/html") != accepted->npos;
}

// A parameter of the provider's answer; empty where it is missing.
Result<std::string_view> ParameterOf(const net::RequestHead& head, std::string_view name) {
  const std::string_view value = head.query.Find(name).value_or(std::string_view());
  if (head.query.Count(name) > 1) {
    return Fail(ErrorCode::DuplicateParameter, fmt::format("the parameter {} is there twice", name),
                std::string(name), "at most once");
  }
  if (value.size() > kMostParameter) {
    return Fail(ErrorCode::TooLong, "the parameter is too long", std::string(name),
                "at most 4096 characters");
  }
  return value;
}

// Browsers are led to the page to sign in, which says what went wrong; others get the error.
net::Response Refusal(const Error& error, const net::RequestHead& head) {
  if (!IsBrowser(head)) {
    return ErrorAnswer(error, head.request_id);
  }
  return Redirect(
      fmt::format("/ui/sign-in?error={}&request={}", CodeName(error.code), head.request_id.value));
}

Answer Begin(const IdentityParts& parts, const net::RequestHead& head) {
  if (parts.sign_in == nullptr) {
    return RefuseWithoutProvider();
  }
  auto begun = parts.sign_in->Begin(std::string(head.query.Find("to").value_or(kHome)));
  if (!begun) {
    return Refusal(begun.error(), head);
  }
  net::Response answer = Redirect(std::move(begun->url));
  answer.headers.push_back(KeepPending(begun->kept));
  return answer;
}

Result<tenancy::ProviderSignIn::Arrived> Arrive(const IdentityParts& parts,
                                                const net::RequestHead& head) {
  ARM_TRY(const auto state, ParameterOf(head, "state"));
  ARM_TRY(const auto code, ParameterOf(head, "code"));
  ARM_TRY(const auto issuer, ParameterOf(head, "iss"));
  tenancy::ProviderSignIn::Return back{.kept = PendingIn(head.headers),
                                       .state = state,
                                       .code = code,
                                       .is_refused = head.query.Count("error") > 0};
  if (head.query.Count("iss") > 0) {
    back.issuer = issuer;
  }
  return parts.sign_in->Finish(
      back,
      {.request = head.request_id,
       .user_agent = std::string(head.headers.Find("User-Agent").value_or(std::string_view())),
       .remote_address = head.remote_address});
}

Answer Finish(const IdentityParts& parts, const net::RequestHead& head) {
  if (parts.sign_in == nullptr) {
    return RefuseWithoutProvider();
  }
  auto arrived = Arrive(parts, head);
  net::Response answer =
      arrived ? Redirect(std::move(arrived->to)) : Refusal(arrived.error(), head);
  if (arrived) {
    answer.headers.push_back(KeepSession(arrived->signed_in.proof));
  }
  answer.headers.push_back(ForgetPending());
  return answer;
}

Answer TakeNotice(const IdentityParts& parts, const net::RequestHead& head, std::string_view body) {
  if (parts.notices == nullptr) {
    return RefuseWithoutProvider();
  }
  ARM_TRY(const auto token, FormField(body, "logout_token"));
  if (!token) {
    return Fail(ErrorCode::MissingField, "the form has no logout_token", "logout_token");
  }
  ARM_CHECK(parts.notices->Take(*token, head.request_id));
  net::Response answer = JsonAnswer(200, {});
  answer.headers.emplace_back("Cache-Control", "no-store");
  return answer;
}

json::object IdentityJson(const IdentityParts& parts) {
  json::object object{{"links", true}};
  if (parts.settings != nullptr) {
    json::object provider{{"issuer", parts.settings->issuer}, {"sign_in", "/api/v1/sign-in"}};
    if (!parts.settings->audience.empty()) {
      provider["audience"] = parts.settings->audience;
    }
    object["provider"] = std::move(provider);
  }
  return object;
}

json::object SubjectJson(const tenancy::Access& access, const tenancy::Subject& subject) {
  json::object object{{"id", subject.id.value},
                      {"principal_name", subject.principal_name},
                      {"role", NameOf(subject.role)},
                      {"issuer", subject.issuer},
                      {"subject", subject.subject}};
  if (!subject.models.empty()) {
    object["models"] = json::array(subject.models.begin(), subject.models.end());
  }
  object["can"] = CanJson(CanWithSubject(access));
  return object;
}

tenancy::SubjectDraft DraftOf(const ControlRequest& request) {
  tenancy::SubjectDraft draft{.principal = *request.Text("principal"),
                              .issuer = *request.Text("issuer"),
                              .subject = *request.Text("subject")};
  if (const auto* models = request.body.if_contains("models")) {
    std::vector<std::string>& names = draft.models.emplace();
    for (const json::value& name : models->as_array()) {
      names.emplace_back(name.as_string());
    }
  }
  return draft;
}

void AddSubjectRoutes(ControlRoutes& routes, tenancy::SubjectService& subjects) {
  routes.Add("createSubject", Permission::SubjectsCreate,
             [&subjects](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto made,
                       subjects.Create(request.access, request.call, DraftOf(request)));
               return JsonAnswer(201, SubjectJson(request.access, made));
             });
  routes.Add("listSubjects", Permission::SubjectsList,
             [&subjects](const ControlRequest& request) -> Answer {
               ARM_TRY(const auto page, subjects.List(request.access, request.List()));
               return PageAnswer(request, page, [&](const tenancy::Subject& subject) {
                 return SubjectJson(request.access, subject);
               });
             });
  routes.Add("deleteSubject", Permission::SubjectsDelete,
             [&subjects](const ControlRequest& request) -> Answer {
               const PrincipalId id{std::string(request.head.Parameter("subject"))};
               ARM_CHECK(subjects.Delete(request.access, request.call, id));
               return net::Response{.status = 204, .body = std::string()};
             });
}

}  // namespace

void AddIdentityRoutes(ControlRoutes& routes, const IdentityParts& parts) {
  routes.AddPublic("getIdentity",
                   [parts](const net::Request&) { return JsonAnswer(200, IdentityJson(parts)); });
  routes.AddOpen("beginSignIn", [parts](const net::RequestHead& head, const json::object&) {
    return Begin(parts, head);
  });
  routes.AddOpen("finishSignIn", [parts](const net::RequestHead& head, const json::object&) {
    return Finish(parts, head);
  });
  routes.AddOpenForm("takeLogoutNotice",
                     [parts](const net::RequestHead& head, std::string_view body) {
                       return TakeNotice(parts, head, body);
                     });
  AddSubjectRoutes(routes, parts.subjects);
}

}  // namespace armillary::api
