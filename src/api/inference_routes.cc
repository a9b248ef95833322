#include "api/inference_routes.h"

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "api/error_answer.h"
#include "api/infer_answer.h"
#include "api/infer_json.h"
#include "api/internal/json_input.h"
#include "api/internal/json_output.h"
#include "api/internal/model_call.h"

namespace armillary::api {
namespace {

constexpr std::string_view kPlatform = "onnx_onnxv1";
constexpr std::string_view kBinaryHeader = "Inference-Header-Content-Length";
constexpr int kServiceUnavailable = 503;

net::Response OipForm(const Error& error, const RequestId&) { return OipErrorAnswer(error); }

Result<void> CheckTensorBody(const net::Request& request) {
  if (request.head.headers.Find(kBinaryHeader)) {
    return Fail(ErrorCode::UnsupportedMediaType,
                "binary tensors are not offered: send `data` as JSON", std::string(kBinaryHeader));
  }
  return CheckJsonBody(request);
}

// Which model answers is looked up first, so that a request for the pool is not read twice; the
// error of the body comes before its own.
Outcome Infer(const PredictParts& parts, const net::Request& request, Thread thread) {
  const serving::PredictService& service = parts.service;
  if (thread == Thread::Connection && request.body.size() > parts.quick_body_bytes) {
    return std::nullopt;
  }
  ARM_TRY(const ModelCall call, ModelCall::Of(request, tenancy::Permission::Predict));
  ARM_CHECK(CheckTensorBody(request));
  const auto route = call.Resolve(service);
  serving::PinnedModel model;
  if (route) {
    ARM_TRY(model, PinOn(thread, service, *route));
    if (!model) {
      return std::nullopt;
    }
  }
  ARM_TRY(InferBody body, ReadInferRequest(request.body));
  if (!route) {
    return Fail(route.error());
  }
  if (thread == Thread::Connection &&
      !service.IsQuick(*model, serving::SizeOf(body.request.inputs))) {
    return std::nullopt;
  }
  ARM_TRY(const auto outputs, service.Infer(*model, std::move(body.request)));
  ARM_TRY(std::string text, WriteInferAnswer({.model = call.Model(),
                                              .version = route->version->number,
                                              .id = body.id,
                                              .outputs = outputs,
                                              .most_bytes = parts.answer_bytes}));
  return JsonText(std::move(text), route->version->number);
}

void AppendVersions(std::string& out, const serving::Deployment& deployment) {
  out += '[';
  for (const auto* version : {&deployment.live, &deployment.previous}) {
    if (version->has_value()) {
      out += out.ends_with('[') ? "\"" : ",\"";
      AppendNumber(out, (*version)->number);
      out += '"';
    }
  }
  out += ']';
}

std::string MetadataText(std::string_view model, const serving::Deployment& deployment,
                         const inference::Evaluator& evaluator) {
  std::string out = R"({"name":)";
  AppendText(out, model);
  out += R"(,"versions":)";
  AppendVersions(out, deployment);
  out += R"(,"platform":)";
  AppendText(out, kPlatform);
  out += R"(,"inputs":)";
  AppendSpecs(out, evaluator.Inputs());
  out += R"(,"outputs":)";
  AppendSpecs(out, evaluator.Outputs());
  out += '}';
  return out;
}

Outcome Metadata(const PredictParts& parts, const net::Request& request, Thread thread) {
  ARM_TRY(const ModelCall call, ModelCall::Of(request, tenancy::Permission::ModelsDescribe));
  ARM_TRY(const serving::Route route, call.Resolve(parts.service));
  ARM_TRY(const serving::PinnedModel model, PinOn(thread, parts.service, route));
  if (!model) {
    return std::nullopt;
  }
  return JsonText(MetadataText(call.Model(), *route.deployment, *model->evaluator));
}

// A model is ready once it is in memory: who asks has it loaded.
Outcome Ready(const PredictParts& parts, const net::Request& request, Thread thread) {
  ARM_TRY(const ModelCall call, ModelCall::Of(request, tenancy::Permission::ModelsDescribe));
  ARM_TRY(const serving::Route route, call.Resolve(parts.service));
  ARM_TRY(const serving::PinnedModel model, PinOn(thread, parts.service, route));
  if (!model) {
    return std::nullopt;
  }
  std::string out = R"({"name":)";
  AppendText(out, call.Model());
  out += R"(,"ready":true})";
  return JsonText(std::move(out));
}

net::Response ServerMetadata(const PredictParts& parts) {
  std::string out = R"({"name":"armillary","version":)";
  AppendText(out, parts.server_version);
  out += R"(,"extensions":[]})";
  return JsonText(std::move(out));
}

net::Response ServerLive(const PredictParts&) { return JsonText(R"({"live":true})"); }

net::Response ServerReady(const PredictParts& parts) {
  if (parts.is_ready()) {
    return JsonText(R"({"ready":true})");
  }
  net::Response response = JsonText(R"({"ready":false})");
  response.status = kServiceUnavailable;
  return response;
}

using ServerAnswer = net::Response (*)(const PredictParts&);
using ModelAnswer = Outcome (*)(const PredictParts&, const net::Request&, Thread);

struct ServerRoute {
  std::string_view operation;
  ServerAnswer answer;
};

struct TensorRoute {
  std::string_view operation;
  tenancy::Permission permission;
  ModelAnswer answer;
};

constexpr std::array<std::string_view, 3> kPlaces{"", "InTenant", "InEnvironment"};
constexpr std::array kServerRoutes{ServerRoute{"getServerMetadata", ServerMetadata},
                                   ServerRoute{"getServerLive", ServerLive},
                                   ServerRoute{"getServerReady", ServerReady}};
constexpr std::array kModelRoutes{
    TensorRoute{"getModelMetadata", tenancy::Permission::ModelsDescribe, Metadata},
    TensorRoute{"getModelReady", tenancy::Permission::ModelsDescribe, Ready},
    TensorRoute{"infer", tenancy::Permission::Predict, Infer},
    TensorRoute{"getModelVersionMetadata", tenancy::Permission::ModelsDescribe, Metadata},
    TensorRoute{"getModelVersionReady", tenancy::Permission::ModelsDescribe, Ready},
    TensorRoute{"inferVersion", tenancy::Permission::Predict, Infer}};

std::string Joined(std::string_view operation, std::string_view place) {
  return std::string(operation).append(place);
}

void AddServerRoute(std::vector<net::Route>& routes, const PredictParts& parts,
                    const std::string& id, ServerAnswer answer) {
  const Operation& operation = parts.contract.Find(id);
  routes.emplace_back(net::Route::Address{operation.method, operation.path, operation.id},
                      net::Policy::Public(), LimitsOf(operation, parts), net::Execution::Inline,
                      [parts, answer](const net::Request& request) {
                        const auto query = Contract::CheckQuery({}, request.head);
                        return query ? answer(parts) : OipErrorAnswer(query.error());
                      });
}

}  // namespace

void AddInferenceRoutes(std::vector<net::Route>& routes, const PredictParts& parts) {
  for (const std::string_view place : kPlaces) {
    for (const auto& [operation, answer] : kServerRoutes) {
      AddServerRoute(routes, parts, Joined(operation, place), answer);
    }
    for (const auto& route : kModelRoutes) {
      const std::string operation = Joined(route.operation, place);
      AddModelRoute(routes, parts,
                    {.operation = operation,
                     .permission = route.permission,
                     .handler = [parts, answer = route.answer](
                                    const net::Request& request,
                                    Thread thread) { return answer(parts, request, thread); },
                     .error_form = OipForm});
    }
  }
}

}  // namespace armillary::api
