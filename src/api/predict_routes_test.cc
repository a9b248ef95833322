#include "api/predict_routes.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/predict_stage.h"

namespace armillary::api {
namespace {

using std::chrono_literals::operator""us;
using testing::HasSubstr;

constexpr std::string_view kOperation = "predict";
const std::string kTwoRecords = R"({"records":[{"tenure":2},{"tenure":60,"age":1}]})";
const std::string kTwoAnswered = R"({"model":"churn","version":3,"request_id":"r1","predictions":[)"
                                 R"({"label":"No","probabilities":{"No":0.98,"Yes":0.02}},)"
                                 R"({"label":"Yes","probabilities":{"No":0.39999998,"Yes":0.6}}],)"
                                 R"("missing_columns":[],"unknown_columns":["age"]})";

class PredictRoutesTest : public PredictStage {
 protected:
  PredictRoutesTest() {
    AddPredictRoutes(routes_, Parts());
    Deploy("churn", 3);
  }
};

TEST_F(PredictRoutesTest, StandAtTheAddressesOfTheContract) {
  ASSERT_EQ(routes_.size(), 5U);
  const auto contract = Contract::Load();
  for (const net::Route& route : routes_) {
    const Operation& operation = contract->Find(route.operation());
    EXPECT_EQ(route.pattern(), operation.path);
    EXPECT_EQ(route.method(), operation.method);
    EXPECT_EQ(route.policy().PermissionName(), operation.permission);
    EXPECT_EQ(route.limits().body_bytes, operation.body_limit);
    EXPECT_EQ(route.limits().body_bytes, std::size_t{32} << 20U);
  }
}

TEST_F(PredictRoutesTest, LoadAModelOnThePoolAndThenAnswerOnTheConnection) {
  EXPECT_FALSE(Quick(kOperation, {.body = kTwoRecords}));

  const net::Response first = Pooled(kOperation, {.body = kTwoRecords});
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(BodyOf(first), kTwoAnswered);
  EXPECT_EQ(first.content_type, "application/json");
  ASSERT_EQ(first.headers.size(), 1U);
  EXPECT_EQ(first.headers[0], (net::Header{"Armillary-Model-Version", "3"}));

  const auto second = Quick(kOperation, {.body = kTwoRecords});
  ASSERT_TRUE(second);
  EXPECT_EQ(BodyOf(*second), kTwoAnswered);
}

TEST_F(PredictRoutesTest, LeaveToThePoolWhatTakesLonger) {
  source_.row_cost = 20us;
  Pooled(kOperation, {.body = kTwoRecords});
  const std::string three = R"({"records":[{"tenure":1},{"tenure":1},{"tenure":1}]})";
  const std::string large =
      R"({"records":[{"tenure":1,"note":")" + std::string(9'000, 'a') + R"("}]})";

  EXPECT_TRUE(Quick(kOperation, {.body = kTwoRecords}));
  EXPECT_FALSE(Quick(kOperation, {.body = three}));
  EXPECT_FALSE(Quick(kOperation, {.body = large}));
  EXPECT_EQ(Pooled(kOperation, {.body = three}).status, 200);
  EXPECT_EQ(Pooled(kOperation, {.body = large}).status, 200);
}

TEST_F(PredictRoutesTest, LeaveASlowModelToThePoolAlways) {
  source_.row_cost = 1'000us;
  Pooled(kOperation, {.body = kTwoRecords});
  EXPECT_FALSE(Quick(kOperation, {.body = R"({"records":[{"tenure":1}]})"}));
}

TEST_F(PredictRoutesTest, LeaveOutProbabilitiesThatAreNotWanted) {
  const auto answer = Pooled(
      kOperation, {.body = R"({"records":[{"tenure":60}],"options":{"probabilities":false}})"});
  EXPECT_THAT(BodyOf(answer), HasSubstr(R"("predictions":[{"label":"Yes"}])"));
}

TEST_F(PredictRoutesTest, AnswerTheSameForWhatIsMissingAndWhatIsNotDeployed) {
  Deploy("stopped", 1);
  Stop("stopped");
  const net::Response missing = Pooled(kOperation, {.model = "nothing", .body = kTwoRecords});
  const net::Response stopped = Pooled(kOperation, {.model = "stopped", .body = kTwoRecords});
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(CodeOf(missing), "not_found");
  EXPECT_EQ(BodyOf(missing), BodyOf(stopped));
  EXPECT_EQ(BodyOf(*Quick(kOperation, {.model = "nothing", .body = kTwoRecords})), BodyOf(missing));

  access_ = tenancy::TestAccess("globex");
  EXPECT_EQ(BodyOf(Pooled(kOperation, {.body = kTwoRecords})), BodyOf(missing));
  access_ = tenancy::TestAccess().At("staging");
  EXPECT_EQ(BodyOf(Pooled(kOperation, {.body = kTwoRecords})), BodyOf(missing));
}

TEST_F(PredictRoutesTest, LookAtTheBodyBeforeTheModel) {
  for (const std::string_view model : {"churn", "nothing"}) {
    EXPECT_EQ(CodeOf(Pooled(kOperation, {.model = std::string(model), .body = "{"})),
              "invalid_json");
    EXPECT_EQ(CodeOf(Pooled(kOperation, {.model = std::string(model), .body = R"({"record":[]})"})),
              "unknown_field");
    EXPECT_EQ(CodeOf(Pooled(kOperation, {.model = std::string(model)})), "missing_body");
  }
}

TEST_F(PredictRoutesTest, LookAtTheRightToTheModelBeforeTheBody) {
  access_.Naming({"churn"});
  reach_ = tenancy::Reach::Named;
  EXPECT_EQ(Pooled(kOperation, {.body = kTwoRecords}).status, 200);
  for (const std::string_view model : {"other", "nothing"}) {
    const auto refused = Pooled(kOperation, {.model = std::string(model), .body = "{"});
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(CodeOf(refused), "permission_denied");
  }
}

TEST_F(PredictRoutesTest, NameColumnAndRecordOfAWrongType) {
  const auto answer = Pooled(kOperation, {.body = R"({"records":[{"tenure":1},{"tenure":"x"}]})"});
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(CodeOf(answer), "record_wrong_type");
  EXPECT_THAT(BodyOf(answer), HasSubstr(R"("field":"/records/1/tenure")"));
}

TEST_F(PredictRoutesTest, RefuseMoreRowsThanTheModelTakes) {
  std::string body = R"({"records":[{"tenure":1})";
  for (int i = 0; i < 100; ++i) {
    body += R"(,{"tenure":1})";
  }
  EXPECT_EQ(CodeOf(Pooled(kOperation, {.body = body + "]}"})), "too_many_rows");
}

TEST_F(PredictRoutesTest, RefuseAnAnswerThatWouldBeTooLarge) {
  PredictParts parts = Parts();
  parts.answer_bytes = 800;
  routes_.clear();
  AddPredictRoutes(routes_, parts);
  std::string body = R"({"records":[{"tenure":1})";
  for (int i = 0; i < 20; ++i) {
    body += R"(,{"tenure":1})";
  }

  const auto refused = Pooled(kOperation, {.body = body + "]}"});

  EXPECT_EQ(CodeOf(refused), "too_many_rows");
  EXPECT_THAT(BodyOf(refused), HasSubstr("at most 800 bytes in one answer"));
  EXPECT_THAT(BodyOf(refused), HasSubstr("Send fewer rows"));
  EXPECT_EQ(Pooled(kOperation, {.body = R"({"records":[{"tenure":1}]})"}).status, 200);
}

TEST_F(PredictRoutesTest, RefuseAModelThatCannotBeAskedByRecords) {
  source_.has_signature = false;
  const auto answer = Pooled(kOperation, {.body = kTwoRecords});
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(CodeOf(answer), "records_not_supported");
  EXPECT_EQ(CodeOf(Pooled(kOperation, {.body = "{}"})), "missing_field");
}

TEST_F(PredictRoutesTest, SayWhyAModelCannotBeLoaded) {
  source_.outcome = Fail(ErrorCode::StorageCorrupt, "the file is gone");
  EXPECT_EQ(CodeOf(Pooled(kOperation, {.body = kTwoRecords})), "storage_corrupt");
}

TEST_F(PredictRoutesTest, RefuseQueriesAndOtherMediaTypes) {
  EXPECT_EQ(CodeOf(Pooled(kOperation, {.body = kTwoRecords, .query = {{"verbose", "1"}}})),
            "unknown_parameter");
  EXPECT_EQ(
      CodeOf(Pooled(kOperation, {.body = kTwoRecords, .headers = {{"Content-Type", "text/csv"}}})),
      "unsupported_media_type");
  EXPECT_EQ(Pooled(kOperation, {.body = kTwoRecords,
                                .headers = {{"content-type", "Application/JSON ; charset=utf-8"}}})
                .status,
            200);
}

}  // namespace
}  // namespace armillary::api
