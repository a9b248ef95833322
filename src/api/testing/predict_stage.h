#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "api/call.h"
#include "api/contract.h"
#include "api/predict_parts.h"
#include "api/testing/padded.h"
#include "base/assert.h"
#include "base/json.h"
#include "base/testing/fake_clock.h"
#include "net/route.h"
#include "serving/deployment_index.h"
#include "serving/predict.h"
#include "serving/testing/serving_fakes.h"
#include "tenancy/testing/test_access.h"

namespace armillary::api {

// Says Yes with the probability tenure / 100.
class TenureEvaluator : public inference::Evaluator {
 public:
  std::span<const inference::TensorSpec> Inputs() const override { return inputs_; }
  std::span<const inference::TensorSpec> Outputs() const override { return outputs_; }
  Result<std::vector<inference::Tensor>> Run(std::span<const inference::Tensor> inputs,
                                             std::span<const std::size_t> outputs,
                                             std::chrono::milliseconds) const override {
    const auto tenures = inputs.front().Values<float>();
    const auto rows = static_cast<std::int64_t>(tenures.size());
    auto labels = *inference::Tensor::Make(inference::ElementType::Bytes, {rows});
    auto chances = *inference::Tensor::Make(inference::ElementType::Fp32, {rows, 2});
    for (std::size_t i = 0; i < tenures.size(); ++i) {
      const float yes = tenures[i] / 100;
      labels.Strings()[i] = yes >= 0.5F ? "Yes" : "No";
      chances.Values<float>()[2 * i] = 1 - yes;
      chances.Values<float>()[2 * i + 1] = yes;
    }
    std::vector<inference::Tensor> answers;
    for (const std::size_t output : outputs) {
      answers.push_back(output == 0 ? labels : chances);
    }
    return answers;
  }
  std::size_t MemoryBytes() const override { return 100; }

 private:
  using Specs = std::vector<inference::TensorSpec>;

  const Specs inputs_{{"tenure", inference::ElementType::Fp32, {-1, 1}}};
  const Specs outputs_{{"label", inference::ElementType::Bytes, {-1}},
                       {"probabilities", inference::ElementType::Fp32, {-1, 2}}};
};

// Loads TenureEvaluators.
class TenureModels : public serving::ModelSource {
 public:
  Result<void> Verify(const serving::Deployment&) override { return {}; }
  Result<serving::LoadedModel> Load(const serving::Deployment&,
                                    const serving::DeployedVersion& version,
                                    const serving::ReserveBytes& reserve) override {
    ARM_CHECK(outcome);
    ARM_CHECK(reserve(100));
    serving::LoadedModel model;
    model.version = version.id;
    model.summary.most_rows = 100;
    model.evaluator = std::make_unique<TenureEvaluator>();
    model.row_cost = row_cost;
    if (has_signature) {
      model.signature.emplace();
      model.signature->columns = {{.name = "tenure", .type = inference::ColumnType::Float}};
      model.signature->outputs = {.label = 0, .probabilities = 1};
      model.signature->classes = {std::string("No"), std::string("Yes")};
    }
    return model;
  }

  Result<void> outcome = {};
  std::chrono::nanoseconds row_cost{1'000};
  bool has_signature = true;
};

// The routes that predict, over models that a test names and no listener.
class PredictStage : public testing::Test {
 protected:
  // What a request says beside its operation.
  struct Ask {
    std::string model = "churn";
    std::string body = {};
    std::optional<std::string> version = {};
    std::vector<net::Header> headers = {};
    std::optional<net::Header> query = {};
  };

  PredictStage() : contract_(*Contract::Load()) {}

  PredictParts Parts() const {
    return {.contract = contract_,
            .service = service_,
            .is_ready = [this] { return is_ready_; },
            .server_version = "1.2.3"};
  }

  // Makes `number` live for acme in research.
  void Deploy(const std::string& model, std::int64_t number,
              std::optional<std::int64_t> previous = {}) {
    serving::Deployment deployment;
    deployment.key = {.tenant = {"tenant-acme"}, .environment = {"research"}, .model = {model}};
    deployment.entry = ++entries_;
    if (number > 0) {
      deployment.live = serving::VersionNamed(model + std::to_string(number), number);
    }
    if (previous) {
      deployment.previous = serving::VersionNamed(model + std::to_string(*previous), *previous);
    }
    index_.Publish(std::make_shared<const serving::Deployment>(std::move(deployment)));
  }
  void Stop(const std::string& model) { Deploy(model, 0); }

  const net::Route& RouteOf(std::string_view operation) const {
    const auto found = std::ranges::find(routes_, operation, &net::Route::operation);
    ARM_ASSERT(found != routes_.end());
    return *found;
  }

  // None if it is left to the pool.
  std::optional<net::Response> Quick(std::string_view operation, const Ask& ask) {
    const net::Route& route = RouteOf(operation);
    return Call(ask, route, *route.quick_handler());
  }
  net::Response Pooled(std::string_view operation, const Ask& ask) {
    const net::Route& route = RouteOf(operation);
    return Call(ask, route, *route.handler());
  }

  static std::string BodyOf(const net::Response& response) {
    return std::get<std::string>(response.body);
  }
  static std::string CodeOf(const net::Response& response) {
    const auto body = ParseJson(BodyOf(response));
    return body ? std::string(body->at("code").as_string()) : BodyOf(response);
  }

  tenancy::TestAccess access_;
  std::optional<tenancy::Reach> reach_;
  bool is_ready_ = true;
  TenureModels source_;
  serving::DeploymentIndex index_;
  std::vector<net::Route> routes_;

 private:
  template <class Handler>
  typename Handler::result_type Call(const Ask& ask, const net::Route& route,
                                     const Handler& handler) {
    net::RequestHead head;
    head.parameters.Add("model", ask.model);
    if (ask.version) {
      head.parameters.Add("version", *ask.version);
    }
    if (ask.query) {
      head.query.Add(ask.query->first, ask.query->second);
    }
    for (const auto& [name, value] : ask.headers) {
      head.headers.Add(name, value);
    }
    head.request_id = {"r1"};
    std::optional<Caller> caller;
    if (!route.policy().IsPublic()) {
      caller.emplace(
          access_.For(*tenancy::PermissionFromName(route.policy().PermissionName()), reach_));
    }
    const Padded padded(ask.body);
    return handler(
        net::Request{.head = head, .body = padded.Body(), .admitted = caller ? &*caller : nullptr});
  }

  FakeClock clock_;
  std::int64_t entries_ = 0;
  const Contract contract_;
  serving::ResidentModels models_{source_, clock_, {}};
  serving::PredictService service_{index_, models_, {}};
};

}  // namespace armillary::api
