#include "api/inference_routes.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/predict_stage.h"

namespace armillary::api {
namespace {

using std::chrono_literals::operator""us;
using testing::HasSubstr;
using testing::StartsWith;

const std::string kTwoRows =
    R"({"id":"a1","inputs":[{"name":"tenure","shape":[2,1],"datatype":"FP32","data":[2,60]}],)"
    R"("outputs":[{"name":"label"}]})";

class InferenceRoutesTest : public PredictStage {
 protected:
  InferenceRoutesTest() {
    AddInferenceRoutes(routes_, Parts());
    Deploy("churn", 3, 2);
  }

  std::string ErrorOf(const net::Response& response) {
    const auto body = ParseJson(BodyOf(response));
    return body ? std::string(body->at("error").as_string()) : BodyOf(response);
  }
  net::Response Infer(const std::string& body) { return Pooled("infer", {.body = body}); }
};

TEST_F(InferenceRoutesTest, StandAtTheAddressesOfTheContract) {
  ASSERT_EQ(routes_.size(), 27U);
  const auto contract = Contract::Load();
  for (const net::Route& route : routes_) {
    const Operation& operation = contract->Find(route.operation());
    const std::string permission =
        route.policy().IsPublic() ? "public" : route.policy().PermissionName();
    EXPECT_EQ(route.pattern(), operation.path);
    EXPECT_EQ(route.method(), operation.method);
    EXPECT_EQ(permission, operation.permission);
    EXPECT_EQ(route.limits().body_bytes, operation.body_limit);
  }
}

TEST_F(InferenceRoutesTest, LoadAModelOnThePoolAndThenInferOnTheConnection) {
  EXPECT_FALSE(Quick("infer", {.body = kTwoRows}));
  const net::Response first = Infer(kTwoRows);
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(BodyOf(first),
            R"({"model_name":"churn","model_version":"3","id":"a1","outputs":[)"
            R"({"name":"label","shape":[2],"datatype":"BYTES","data":["No","Yes"]}]})");
  ASSERT_EQ(first.headers.size(), 1U);
  EXPECT_EQ(first.headers[0], (net::Header{"Armillary-Model-Version", "3"}));
  EXPECT_EQ(BodyOf(*Quick("infer", {.body = kTwoRows})), BodyOf(first));
}

TEST_F(InferenceRoutesTest, LeaveToThePoolWhatTakesLonger) {
  source_.row_cost = 20us;
  Infer(kTwoRows);
  EXPECT_TRUE(Quick("infer", {.body = kTwoRows}));
  EXPECT_FALSE(Quick("infer", {.body = R"({"inputs":[{"name":"tenure","shape":[3,1],)"
                                       R"("datatype":"FP32","data":[1,2,3]}]})"}));
}

TEST_F(InferenceRoutesTest, AnswerAllOutputsIfNoneIsNamed) {
  const auto answer =
      Infer(R"({"inputs":[{"name":"tenure","shape":[1,1],"datatype":"FP32","data":[75]}]})");
  EXPECT_THAT(BodyOf(answer), HasSubstr(R"("name":"label")"));
  EXPECT_THAT(BodyOf(answer), HasSubstr(R"({"name":"probabilities","shape":[1,2],)"
                                        R"("datatype":"FP32","data":[0.25,0.75]})"));
}

TEST_F(InferenceRoutesTest, AnswerByTheVersionsThatAreLiveOrWarm) {
  for (const std::string_view version : {"2", "3"}) {
    const auto answer = Pooled("inferVersion", {.body = kTwoRows, .version = std::string(version)});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers[0].second, version);
  }
  const std::string missing = BodyOf(Pooled("infer", {.model = "nothing", .body = kTwoRows}));
  EXPECT_THAT(missing, StartsWith(R"({"error":"not_found: )"));
  for (const std::string_view version :
       {"1", "4", "0", "-3", "+3", "3x", "x", "3.0", "\xD9\xA3", "99999999999999999999", "live"}) {
    const auto answer = Pooled("inferVersion", {.body = kTwoRows, .version = std::string(version)});
    EXPECT_EQ(answer.status, 404) << version;
    EXPECT_EQ(BodyOf(answer), missing) << version;
    EXPECT_EQ(Pooled("getModelVersionReady", {.version = std::string(version)}).status, 404);
    EXPECT_EQ(Pooled("getModelVersionMetadata", {.version = std::string(version)}).status, 404);
  }
}

TEST_F(InferenceRoutesTest, SayInTheProtocolsFormWhatIsWrong) {
  struct Case {
    std::string body;
    int status;
    std::string code;
  };
  const auto input = [](const std::string& rest) { return R"({"inputs":[{)" + rest + "}]}"; };
  for (const auto& [body, status, code] : {
           Case{"", 400, "missing_body"},
           Case{"{", 400, "invalid_json"},
           Case{"{\"a\":1}", 400, "unknown_field"},
           Case{"{}", 400, "missing_field"},
           Case{"[]", 400, "wrong_type"},
           Case{"{\"id\":\"\xFF\"}", 400, "invalid_utf8"},
           Case{input(R"("name":"age","shape":[1,1],"datatype":"FP32","data":[1])"), 400,
                "unknown_input"},
           Case{input(R"("name":"tenure","shape":[1,1],"datatype":"FP64","data":[1])"), 400,
                "tensor_type_mismatch"},
           Case{input(R"("name":"tenure","shape":[1,2],"datatype":"FP32","data":[1,2])"), 400,
                "tensor_shape_mismatch"},
           Case{input(R"("name":"tenure","shape":[2,1],"datatype":"FP32","data":[1])"), 400,
                "tensor_shape_mismatch"},
           Case{input(R"("name":"tenure","shape":[1,1],"datatype":"FP16","data":[1])"), 400,
                "tensor_type_mismatch"},
           Case{R"({"inputs":[{"name":"tenure","shape":[1,1],"datatype":"FP32","data":[1]}],)"
                R"("outputs":[{"name":"nothing"}]})",
                400, "unknown_output"},
           Case{R"({"inputs":[{"name":"tenure","shape":[1,1],"datatype":"FP32","data":[1]}],)"
                R"("outputs":[{"name":"label"},{"name":"label"}]})",
                400, "duplicate_output"},
       }) {
    const auto answer = Infer(body);
    EXPECT_EQ(answer.status, status) << body;
    EXPECT_THAT(ErrorOf(answer), StartsWith(code + ": ")) << body;
  }
}

TEST_F(InferenceRoutesTest, LookAtTheBodyBeforeTheModel) {
  EXPECT_THAT(ErrorOf(Pooled("infer", {.model = "nothing", .body = "{"})),
              StartsWith("invalid_json"));
  EXPECT_THAT(ErrorOf(Pooled("infer", {.model = "nothing", .body = kTwoRows})),
              StartsWith("not_found"));
}

TEST_F(InferenceRoutesTest, RefuseAnAnswerThatWouldBeTooLarge) {
  PredictParts parts = Parts();
  parts.answer_bytes = 400;
  routes_.clear();
  AddInferenceRoutes(routes_, parts);

  EXPECT_EQ(Infer(kTwoRows).status, 200);
  EXPECT_THAT(ErrorOf(Infer(R"({"inputs":[{"name":"tenure","shape":[9,1],"datatype":"FP32",)"
                            R"("data":[1,2,3,4,5,6,7,8,9]}]})")),
              StartsWith("too_many_rows: "));
}

TEST_F(InferenceRoutesTest, RefuseBinaryTensors) {
  const auto answer =
      Pooled("infer", {.body = kTwoRows, .headers = {{"Inference-Header-Content-Length", "100"}}});
  EXPECT_EQ(answer.status, 415);
  EXPECT_THAT(ErrorOf(answer), HasSubstr("binary"));
}

TEST_F(InferenceRoutesTest, RefuseAModelThatTheTokenDoesNotName) {
  access_.Naming({"churn"});
  reach_ = tenancy::Reach::Named;
  EXPECT_EQ(Infer(kTwoRows).status, 200);
  for (const std::string_view operation : {"infer", "getModelMetadata", "getModelReady"}) {
    EXPECT_EQ(Pooled(operation, {.model = "other", .body = kTwoRows}).status, 403) << operation;
  }
}

TEST_F(InferenceRoutesTest, DescribeAModel) {
  const auto answer = Pooled("getModelMetadata", {});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(BodyOf(answer), R"({"name":"churn","versions":["3","2"],"platform":"onnx_onnxv1",)"
                            R"("inputs":[{"name":"tenure","datatype":"FP32","shape":[-1,1]}],)"
                            R"("outputs":[{"name":"label","datatype":"BYTES","shape":[-1]},)"
                            R"({"name":"probabilities","datatype":"FP32","shape":[-1,2]}]})");
  EXPECT_EQ(BodyOf(*Quick("getModelMetadata", {})), BodyOf(answer));
}

TEST_F(InferenceRoutesTest, SayWhetherAModelIsReady) {
  EXPECT_EQ(BodyOf(Pooled("getModelReady", {})), R"({"name":"churn","ready":true})");
  EXPECT_EQ(Pooled("getModelReady", {.model = "nothing"}).status, 404);
  source_.outcome = Fail(ErrorCode::ModelLoadFailed, "broken");
  EXPECT_EQ(Pooled("getModelVersionReady", {.version = "2"}).status, 500);
}

TEST_F(InferenceRoutesTest, DescribeTheServerToEveryone) {
  EXPECT_EQ(BodyOf(Pooled("getServerMetadata", {})),
            R"({"name":"armillary","version":"1.2.3","extensions":[]})");
  EXPECT_EQ(BodyOf(Pooled("getServerLiveInTenant", {})), R"({"live":true})");
  EXPECT_EQ(BodyOf(Pooled("getServerReadyInEnvironment", {})), R"({"ready":true})");
  is_ready_ = false;
  const auto answer = Pooled("getServerReady", {});
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(BodyOf(answer), R"({"ready":false})");
  EXPECT_EQ(Pooled("getServerLive", {.query = {{"a", "b"}}}).status, 400);
}

}  // namespace
}  // namespace armillary::api
