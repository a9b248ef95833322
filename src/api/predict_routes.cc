#include "api/predict_routes.h"

#include <optional>
#include <string>
#include <utility>

#include "api/error_answer.h"
#include "api/internal/json_input.h"
#include "api/internal/model_call.h"
#include "api/records_answer.h"
#include "api/records_json.h"

namespace armillary::api {
namespace {

// The error of a body comes before what its model has to say.
tl::unexpected<Error> FailAfterBody(std::string_view body, const Error& error) {
  const auto read = ReadRecords(body, nullptr);
  return Fail(read ? error : read.error());
}

Outcome Predict(const PredictParts& parts, const net::Request& request, Thread thread) {
  const serving::PredictService& service = parts.service;
  if (thread == Thread::Connection && request.body.size() > parts.quick_body_bytes) {
    return std::nullopt;
  }
  ARM_TRY(const ModelCall call, ModelCall::Of(request, tenancy::Permission::Predict));
  ARM_CHECK(CheckJsonBody(request));
  auto route = call.Resolve(service);
  if (!route) {
    return FailAfterBody(request.body, route.error());
  }
  ARM_TRY(const serving::PinnedModel model, PinOn(thread, service, *route));
  if (!model) {
    return std::nullopt;
  }
  auto batch = service.NewBatch(*model);
  if (!batch) {
    return FailAfterBody(request.body, batch.error());
  }
  ARM_TRY(const PredictOptions options, ReadRecords(request.body, &*batch));
  const serving::RequestSize size{.rows = batch->Rows(), .longest_text = batch->LongestText()};
  if (thread == Thread::Connection && !service.IsQuick(*model, size)) {
    return std::nullopt;
  }
  const auto missing = batch->MissingColumns();
  const auto unknown = batch->UnknownColumns();
  ARM_TRY(const auto answers, service.Predict(*model, *std::move(batch)));
  ARM_TRY(std::string body, WriteRecordsAnswer({.model = call.Model(),
                                                .version = route->version->number,
                                                .request_id = request.head.request_id.value,
                                                .options = options,
                                                .answers = answers,
                                                .missing_columns = missing,
                                                .unknown_columns = unknown,
                                                .most_bytes = parts.answer_bytes}));
  return JsonText(std::move(body), route->version->number);
}

}  // namespace

void AddPredictRoutes(std::vector<net::Route>& routes, const PredictParts& parts) {
  for (const std::string_view operation :
       {"predict", "predictInTenant", "predictInEnvironment", "predictByDeployment",
        "predictByDeploymentInEnvironment"}) {
    AddModelRoute(routes, parts,
                  {.operation = operation,
                   .permission = tenancy::Permission::Predict,
                   .handler = [parts](const net::Request& request,
                                      Thread thread) { return Predict(parts, request, thread); },
                   .error_form = ErrorAnswer});
  }
}

}  // namespace armillary::api
