#include "api/internal/model_call.h"

#include <charconv>
#include <utility>

#include "api/call.h"
#include "base/assert.h"
#include "tenancy/decision.h"

namespace armillary::api {
namespace {

constexpr std::string_view kVersionHeader = "Armillary-Model-Version";

std::optional<std::int64_t> ParseVersion(std::string_view text) {
  std::int64_t version = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), version);
  const bool is_whole = failed == std::errc{} && end == text.data() + text.size();
  return is_whole && version >= 1 ? std::optional(version) : std::nullopt;
}

}  // namespace

Result<ModelCall> ModelCall::Of(const net::Request& request, tenancy::Permission permission) {
  const tenancy::Access& access = AccessOf(request);
  const std::string_view model = request.head.Parameter("model");
  ARM_CHECK(access.Require(permission));
  ARM_CHECK(access.RequireModel(ModelName{std::string(model)}));
  ARM_CHECK(Contract::CheckQuery({}, request.head));
  return ModelCall(access, model, request.head.parameters.Find("version"));
}

Result<serving::Route> ModelCall::Resolve(const serving::PredictService& service) const {
  serving::PredictTarget target{.tenant = access_.Tenant().id.value,
                                .environment = access_.Environment().value,
                                .model = model_};
  if (version_) {
    target.version = ParseVersion(*version_);
    if (!target.version) {
      return Fail(tenancy::NothingHere());
    }
  }
  auto route = service.Resolve(target);
  if (!route && route.error().code == ErrorCode::ModelNotDeployed) {
    return Fail(tenancy::NothingHere());
  }
  return route;
}

Result<serving::PinnedModel> PinOn(Thread thread, const serving::PredictService& service,
                                   const serving::Route& route) {
  serving::PinnedModel model = service.TryPin(route);
  if (thread == Thread::Connection) {
    return model && service.IsQuick(*model, {.rows = 1}) ? std::move(model) : nullptr;
  }
  return model ? Result<serving::PinnedModel>(std::move(model)) : service.Pin(route);
}

void AddModelRoute(std::vector<net::Route>& routes, const PredictParts& parts, ModelRoute route) {
  const Operation& operation = parts.contract.Find(route.operation);
  auto answer = [handler = std::move(route.handler), form = std::move(route.error_form)](
                    const net::Request& request, Thread thread) -> std::optional<net::Response> {
    auto outcome = handler(request, thread);
    return outcome ? *std::move(outcome) : form(outcome.error(), request.head.request_id);
  };
  auto quick = [answer](const net::Request& request) {
    return answer(request, Thread::Connection);
  };
  auto pooled = [answer = std::move(answer)](const net::Request& request) {
    auto response = answer(request, Thread::Pool);
    ARM_ASSERT(response.has_value());
    return *std::move(response);
  };
  routes.emplace_back(net::Route::Address{operation.method, operation.path, operation.id},
                      net::Policy::Permission(std::string(tenancy::NameOf(route.permission))),
                      LimitsOf(operation, parts), net::QuickHandler(std::move(quick)),
                      net::Handler(std::move(pooled)));
}

net::RouteLimits LimitsOf(const Operation& operation, const PredictParts& parts) {
  return {.body_bytes = operation.body_limit, .time = parts.time};
}

net::Response JsonText(std::string body, std::optional<std::int64_t> version) {
  net::Response response{.content_type = "application/json", .body = std::move(body)};
  if (version) {
    response.headers.emplace_back(kVersionHeader, std::to_string(*version));
  }
  return response;
}

}  // namespace armillary::api
