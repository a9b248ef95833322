#include "api/infer_answer.h"

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/testing/result_matchers.h"

namespace armillary::api {
namespace {

using inference::ElementType;
using inference::NamedTensor;
using inference::Tensor;

template <class T>
NamedTensor Output(std::string name, std::vector<T> values) {
  const auto count = static_cast<std::int64_t>(values.size());
  Tensor tensor = *Tensor::Make(inference::ElementTypeOf<T>(), {count});
  std::ranges::copy(values, tensor.Values<T>().begin());
  return {std::move(name), std::move(tensor)};
}

NamedTensor Texts(std::string name, std::vector<std::string> values) {
  const auto count = static_cast<std::int64_t>(values.size());
  return {std::move(name), *Tensor::FromStrings({count}, std::move(values))};
}

Result<std::string> Write(const std::vector<NamedTensor>& outputs,
                          const std::optional<std::string>& id = {},
                          std::size_t most_bytes = 10'000) {
  return WriteInferAnswer(
      {.model = "churn", .version = 3, .id = id, .outputs = outputs, .most_bytes = most_bytes});
}

TEST(InferAnswer, SaysAllThatTheProtocolAsksFor) {
  const auto text = Write({Texts("label", {"Yes", "No"}), Output<float>("p", {0.25F, 1.0F})}, "a1");
  EXPECT_EQ(text.value(), R"({"model_name":"churn","model_version":"3","id":"a1","outputs":[)"
                          R"({"name":"label","shape":[2],"datatype":"BYTES","data":["Yes","No"]},)"
                          R"({"name":"p","shape":[2],"datatype":"FP32","data":[0.25,1]}]})");
}

TEST(InferAnswer, LeavesOutAnIdThatWasNotSent) {
  EXPECT_EQ(Write({}).value(), R"({"model_name":"churn","model_version":"3","outputs":[]})");
}

TEST(InferAnswer, WritesNumbersThatReadBackAsTheSame) {
  const std::vector<double> doubles{0.1, 1.0 / 3.0, 5e-324, 1.7976931348623157e308, -0.0, 1e21};
  const auto text = Write({Output<double>("d", doubles), Output<float>("f", {0.1F, 1e-45F})});
  const auto parsed = ParseJson(text.value());
  ASSERT_THAT(parsed, Succeeds());
  const auto& outputs = parsed->at("outputs").as_array();
  for (std::size_t i = 0; i < doubles.size(); ++i) {
    const double read = outputs[0].at("data").as_array()[i].to_number<double>();
    EXPECT_EQ(read, doubles[i]);
    EXPECT_TRUE(std::signbit(doubles[i]) == std::signbit(read) || doubles[i] == 0);
  }
  EXPECT_NE(text.value().find("\"data\":[0.1,1e-45]"), std::string::npos);
}

TEST(InferAnswer, WritesIntegersExactly) {
  const auto text = Write({Output<std::int64_t>("i", {INT64_MIN, INT64_MAX}),
                           Output<std::uint64_t>("u", {UINT64_MAX}),
                           Output<std::int8_t>("s", {-128, 65}), Output<bool>("b", {true, false})});
  EXPECT_NE(text->find("[-9223372036854775808,9223372036854775807]"), std::string::npos);
  EXPECT_NE(text->find("[18446744073709551615]"), std::string::npos);
  EXPECT_NE(text->find("[-128,65]"), std::string::npos);
  EXPECT_NE(text->find("[true,false]"), std::string::npos);
}

TEST(InferAnswer, WritesNullForWhatIsNotFinite) {
  const double infinity = std::numeric_limits<double>::infinity();
  const auto text = Write({Output<double>("d", {std::nan(""), infinity, -infinity}),
                           Output<float>("f", {std::nanf("")})});
  EXPECT_NE(text->find("[null,null,null]"), std::string::npos);
  EXPECT_NE(text->find("[null]"), std::string::npos);
}

TEST(InferAnswer, EscapesTexts) {
  const std::string odd("\"\\\n\t\r\x01\x7F/\xC3\xA9", 10);
  const auto text = Write({Texts(odd, {odd, std::string("\0", 1)})}, odd);
  const auto parsed = ParseJson(text.value());
  ASSERT_THAT(parsed, Succeeds()) << *text;
  EXPECT_EQ(parsed->at("id").as_string(), odd);
  const auto& texts = parsed->at("outputs").as_array()[0].at("data").as_array();
  EXPECT_EQ(texts[0].as_string(), odd);
  EXPECT_EQ(texts[1].as_string(), std::string("\0", 1));
}

TEST(InferAnswer, RefusesTextThatIsNotUtf8) {
  EXPECT_THAT(Write({Texts("t", {"\xFF"})}), FailsWith(ErrorCode::PredictionFailed));
}

TEST(InferAnswer, RefusesToBeLongerThanItsLimit) {
  for (const auto& output : {Output<double>("d", std::vector<double>(1'000, -5e-324)),
                             Output<std::int64_t>("i", std::vector<std::int64_t>(1'000, INT64_MIN)),
                             Texts("t", {std::string(4'000, '\x01')})}) {
    const auto refused = Write({output}, {}, 20'000);
    ASSERT_THAT(refused, FailsWithField(ErrorCode::TooManyRows, "inputs")) << output.name;
    EXPECT_EQ(refused.error().rule, "at most 20000 bytes in one answer");
    EXPECT_THAT(Write({output}, {}, 30'000), Succeeds()) << output.name;
  }
}

TEST(InferAnswer, IsNeverLongerThanItIsTakenToBe) {
  const std::vector<NamedTensor> outputs = {
      Output<double>("a", {-2.2250738585072014e-308}),
      Output<float>("b", {-1.17549435e-38F, -3.4028234e38F, -1.1754942e-38F}),
      Output<std::int64_t>("c", {INT64_MIN}),
      Output<std::uint64_t>("d", {UINT64_MAX}),
      Output<std::int8_t>("e", {-128}),
      Output<bool>("f", {false}),
      Texts("g\x01", {std::string("\0\"\\", 3)}),
  };
  for (const NamedTensor& output : outputs) {
    std::size_t least = 0;
    while (!Write({output}, "id", least)) {
      ++least;
    }
    EXPECT_LE(Write({output}, "id")->size(), least) << output.name;
  }
}

TEST(InferAnswer, RefusesFp16) {
  EXPECT_THAT(Write({{"h", *Tensor::Make(ElementType::Fp16, {1})}}),
              FailsWith(ErrorCode::Unimplemented));
}

TEST(InferAnswer, DescribesTensorsAsMetadataDoes) {
  const std::array specs{inference::TensorSpec{"tenure", ElementType::Fp32, {-1, 1}},
                         inference::TensorSpec{"a\"b", ElementType::Bytes, {}}};
  std::string text;
  AppendSpecs(text, specs);
  EXPECT_EQ(text, R"([{"name":"tenure","datatype":"FP32","shape":[-1,1]},)"
                  R"({"name":"a\"b","datatype":"BYTES","shape":[]}])");
}

}  // namespace
}  // namespace armillary::api
