#include "api/infer_json.h"

#include <cmath>
#include <fmt/format.h>
#include <span>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/padded.h"
#include "base/testing/result_matchers.h"
#include "inference/tensor.h"

namespace armillary::api {
namespace {

using inference::ElementType;
using inference::Shape;
using inference::Tensor;
using testing::ElementsAre;
using testing::HasSubstr;

Result<InferBody> Read(std::string_view body) { return ReadInferRequest(Padded(body).Body()); }

std::string Request(std::string_view inputs) { return fmt::format(R"({{"inputs":[{}]}})", inputs); }

std::string Input(std::string_view type, std::string_view shape, std::string_view data) {
  return Request(
      fmt::format(R"({{"name":"x","shape":{},"datatype":"{}","data":{}}})", shape, type, data));
}

Result<Tensor> ReadOne(std::string_view type, std::string_view shape, std::string_view data) {
  ARM_TRY(InferBody body, Read(Input(type, shape, data)));
  return std::move(body.request.inputs.front().tensor);
}

template <class T>
std::vector<T> ValuesOf(const Result<Tensor>& tensor) {
  if (!tensor) {
    ADD_FAILURE() << tensor.error().message;
    return {};
  }
  const auto values = tensor->Values<T>();
  return {values.begin(), values.end()};
}

TEST(InferJson, ReadsInputsOutputsAndId) {
  const auto body =
      Read(R"({"id":"a1","inputs":[{"name":"a","shape":[2,1],"datatype":"FP32","data":[2,60.5]},)"
           R"({"name":"b","shape":[1],"datatype":"BYTES","data":["h\u00e9"]}],)"
           R"("outputs":[{"name":"label"},{"name":"p","parameters":{"binary_data":false}}]})");

  ASSERT_THAT(body, Succeeds());
  EXPECT_EQ(body->id, "a1");
  ASSERT_EQ(body->request.inputs.size(), 2U);
  EXPECT_EQ(body->request.inputs[0].name, "a");
  EXPECT_EQ(body->request.inputs[0].tensor.Dimensions(), (Shape{2, 1}));
  EXPECT_THAT(body->request.inputs[0].tensor.Values<float>(), ElementsAre(2.0F, 60.5F));
  EXPECT_THAT(body->request.inputs[1].tensor.Strings(), ElementsAre("h\xC3\xA9"));
  EXPECT_THAT(body->request.outputs, ElementsAre("label", "p"));
}

TEST(InferJson, ReadsMembersInAnyOrder) {
  const auto body = Read(
      R"({"outputs":[],"inputs":[{"data":["\u0061",""],"parameters":{"a":1},"datatype":"BYTES",)"
      R"("name":"n\u006Fte","shape":[2]},{"data":[[1],[2]],"name":"y","shape":[2,1],)"
      R"("datatype":"INT64"},{"shape":[0],"data":[],"datatype":"FP32","name":"z"}]})");

  ASSERT_THAT(body, Succeeds());
  EXPECT_FALSE(body->id);
  EXPECT_EQ(body->request.inputs[0].name, "note");
  EXPECT_THAT(body->request.inputs[0].tensor.Strings(), ElementsAre("a", ""));
  EXPECT_THAT(body->request.inputs[1].tensor.Values<std::int64_t>(), ElementsAre(1, 2));
  EXPECT_EQ(body->request.inputs[2].tensor.Count(), 0U);
}

TEST(InferJson, ReadsEveryDatatypeToItsBounds) {
  EXPECT_THAT(ValuesOf<bool>(ReadOne("BOOL", "[2]", "[true,false]")), ElementsAre(true, false));
  EXPECT_THAT(ValuesOf<std::uint8_t>(ReadOne("UINT8", "[2]", "[0,255]")), ElementsAre(0, 255));
  EXPECT_THAT(ValuesOf<std::int8_t>(ReadOne("INT8", "[2]", "[-128,127]")), ElementsAre(-128, 127));
  EXPECT_THAT(ValuesOf<std::uint16_t>(ReadOne("UINT16", "[1]", "[65535]")), ElementsAre(65535));
  EXPECT_THAT(ValuesOf<std::int16_t>(ReadOne("INT16", "[1]", "[-32768]")), ElementsAre(-32768));
  EXPECT_THAT(ValuesOf<std::uint32_t>(ReadOne("UINT32", "[1]", "[4294967295]")),
              ElementsAre(4294967295U));
  EXPECT_THAT(ValuesOf<std::int32_t>(ReadOne("INT32", "[1]", "[-2147483648]")),
              ElementsAre(-2147483648LL));
  EXPECT_THAT(ValuesOf<std::uint64_t>(ReadOne("UINT64", "[1]", "[18446744073709551615]")),
              ElementsAre(18446744073709551615ULL));
  EXPECT_THAT(
      ValuesOf<std::int64_t>(ReadOne("INT64", "[2]", "[-9223372036854775808,9007199254740993]")),
      ElementsAre(INT64_MIN, 9007199254740993LL));
  EXPECT_THAT(
      ValuesOf<double>(ReadOne("FP64", "[3]", "[1.7976931348623157e308,1e-400,9007199254740993]")),
      ElementsAre(1.7976931348623157e308, 0.0, 9007199254740992.0));
  EXPECT_THAT(ValuesOf<float>(ReadOne("FP32", "[1]", "[3.4028234663852886e38]")),
              ElementsAre(3.4028234663852886e38F));
}

TEST(InferJson, ReadsAWholeNumberWrittenAsAFraction) {
  EXPECT_THAT(ValuesOf<std::int32_t>(ReadOne("INT32", "[3]", "[12.0,1e3,-0.0]")),
              ElementsAre(12, 1000, 0));
}

TEST(InferJson, KeepsTheSignOfZero) {
  const auto values = ValuesOf<double>(ReadOne("FP64", "[2]", "[-0.0,-0]"));
  ASSERT_EQ(values.size(), 2U);
  EXPECT_TRUE(std::signbit(values[0]));
}

TEST(InferJson, TakesNullForAMissingFraction) {
  const auto values = ValuesOf<float>(ReadOne("FP32", "[2]", "[null,1]"));
  ASSERT_EQ(values.size(), 2U);
  EXPECT_TRUE(std::isnan(values[0]));
  EXPECT_THAT(ReadOne("INT32", "[1]", "[null]"), FailsWith(ErrorCode::TensorValueInvalid));
  EXPECT_THAT(ReadOne("BYTES", "[1]", "[null]"), FailsWith(ErrorCode::TensorValueInvalid));
}

TEST(InferJson, RefusesValuesThatTheDatatypeDoesNotHold) {
  struct Case {
    std::string_view type;
    std::string_view value;
  };
  for (const auto& [type, value] : {
           Case{"BOOL", "1"},
           Case{"BOOL", "\"true\""},
           Case{"UINT8", "256"},
           Case{"UINT8", "-1"},
           Case{"INT8", "128"},
           Case{"INT16", "1.5"},
           Case{"INT32", "1e300"},
           Case{"INT32", "\"1\""},
           Case{"INT64", "9223372036854775808"},
           Case{"INT64", "1e400"},
           Case{"UINT64", "18446744073709551616"},
           Case{"UINT64", "-1"},
           Case{"INT64", "9.3e18"},
           Case{"FP32", "3.5e38"},
           Case{"FP32", "-1e39"},
           Case{"FP32", "true"},
           Case{"FP32", "\"1\""},
           Case{"FP64", "1e400"},
           Case{"FP64", "{}"},
           Case{"FP64", "[1]"},
           Case{"BYTES", "1"},
           Case{"BYTES", "[\"a\"]"},
       }) {
    const auto tensor = ReadOne(type, "[1]", fmt::format("[{}]", value));
    EXPECT_THAT(tensor, FailsWithField(ErrorCode::TensorValueInvalid, "/inputs/0/data"))
        << type << " " << value;
    if (!tensor) {
      EXPECT_THAT(tensor.error().message, HasSubstr("input x: value 0 is ")) << value;
    }
  }
}

TEST(InferJson, RefusesFp16SinceJsonCannotCarryIt) {
  EXPECT_THAT(ReadOne("FP16", "[1]", "[1]"), FailsWith(ErrorCode::TensorTypeMismatch));
}

TEST(InferJson, RefusesAnUnknownDatatype) {
  EXPECT_THAT(ReadOne("FP8", "[1]", "[1]"),
              FailsWithField(ErrorCode::NotOneOf, "/inputs/0/datatype"));
  EXPECT_THAT(ReadOne("fp32", "[1]", "[1]"), FailsWith(ErrorCode::NotOneOf));
}

TEST(InferJson, TakesValuesFlatOrNestedAsTheShape) {
  for (const std::string_view data : {"[1,2,3,4,5,6]", "[[1,2,3],[4,5,6]]"}) {
    EXPECT_THAT(ValuesOf<std::int32_t>(ReadOne("INT32", "[2,3]", data)),
                ElementsAre(1, 2, 3, 4, 5, 6));
  }
  EXPECT_THAT(ValuesOf<std::int32_t>(ReadOne("INT32", "[1,2,2]", "[[[1,2],[3,4]]]")),
              ElementsAre(1, 2, 3, 4));
  EXPECT_THAT(ValuesOf<std::int32_t>(ReadOne("INT32", "[]", "[7]")), ElementsAre(7));
  EXPECT_THAT(ReadOne("INT32", "[2,0]", "[[],[]]"), Succeeds());
  EXPECT_THAT(ReadOne("INT32", "[2,0]", "[]"), Succeeds());
}

TEST(InferJson, RefusesValuesThatDoNotFillTheShape) {
  for (const std::string_view data :
       {"[1,2,3,4,5]", "[1,2,3,4,5,6,7]", "[[1,2],[3,4],[5,6]]", "[[1,2,3],[4,5]]", "[[1,2,3]]",
        "[[1,2,3],[4,5,6],[]]", "[[1,2,3],4,5,6]", "[1,[2,3],4,5,6]", "[]", "[[],[]]",
        "[[1,2,3,4,5,6]]", "[[[1]],[2,3,4]]"}) {
    const auto tensor = ReadOne("INT32", "[2,3]", data);
    ASSERT_FALSE(tensor) << data;
    EXPECT_THAT(CodeName(tensor.error().code),
                testing::AnyOf("tensor_shape_mismatch", "tensor_value_invalid"))
        << data;
  }
  EXPECT_THAT(ReadOne("INT32", "[3]", "[1,2]"), FailsWith(ErrorCode::TensorShapeMismatch));
  EXPECT_THAT(ReadOne("INT32", "[1]", "[1,2]"), FailsWith(ErrorCode::TensorShapeMismatch));
}

TEST(InferJson, RefusesShapesThatNoBodyCanFill) {
  for (const std::string_view shape :
       {"[2147483647]", "[2147483647,2147483647,2147483647]", "[1000000,1000000]",
        "[1,1,1,1,1,1,1,1,1]", "[2147483647,0,2147483647]"}) {
    EXPECT_THAT(ReadOne("FP64", shape, "[1]"), FailsWith(ErrorCode::TensorShapeMismatch)) << shape;
  }
}

TEST(InferJson, RefusesAShapeThatIsNone) {
  EXPECT_THAT(ReadOne("FP32", "[-1]", "[1]"),
              FailsWithField(ErrorCode::OutOfRange, "/inputs/0/shape/0"));
  EXPECT_THAT(ReadOne("FP32", "[2147483648]", "[1]"), FailsWith(ErrorCode::OutOfRange));
  EXPECT_THAT(ReadOne("FP32", "[1.5]", "[1]"), FailsWith(ErrorCode::WrongType));
  EXPECT_THAT(ReadOne("FP32", "[\"1\"]", "[1]"), FailsWith(ErrorCode::WrongType));
  EXPECT_THAT(ReadOne("FP32", "1", "[1]"), FailsWith(ErrorCode::WrongType));
  EXPECT_THAT(ReadOne("FP32", "[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]", "[1]"),
              FailsWith(ErrorCode::TooLong));
}

TEST(InferJson, RefusesUnknownMembers) {
  EXPECT_THAT(Read(R"({"inptus":[]})"), FailsWithField(ErrorCode::UnknownField, "/inptus"));
  EXPECT_THAT(Read(R"({"inptus":[]})").error().message, HasSubstr("did you mean \"inputs\""));
  EXPECT_THAT(Read(Request(R"({"nam":"x"})")),
              FailsWithField(ErrorCode::UnknownField, "/inputs/0/nam"));
  EXPECT_THAT(Read(R"({"inputs":[],"outputs":[{"name":"a","classes":3}]})"),
              FailsWith(ErrorCode::TooShort));
  EXPECT_THAT(Read(R"({"outputs":[{"name":"a","classes":3}],"inputs":[]})"),
              FailsWithField(ErrorCode::UnknownField, "/outputs/0/classes"));
}

TEST(InferJson, RefusesMissingMembers) {
  EXPECT_THAT(Read("{}"), FailsWithField(ErrorCode::MissingField, "/inputs"));
  EXPECT_THAT(Read(Request("{}")), FailsWithField(ErrorCode::MissingField, "/inputs/0/name"));
  EXPECT_THAT(Read(Request(R"({"name":"x","shape":[1],"datatype":"FP32"})")),
              FailsWithField(ErrorCode::MissingField, "/inputs/0/data"));
  EXPECT_THAT(Read(Request(R"({"name":"x","data":[1],"datatype":"FP32"})")),
              FailsWithField(ErrorCode::MissingField, "/inputs/0/shape"));
  EXPECT_THAT(Read(R"({"outputs":[{}]})"),
              FailsWithField(ErrorCode::MissingField, "/outputs/0/name"));
}

TEST(InferJson, RefusesMembersOfAnotherType) {
  for (const std::string_view body :
       {"[]", "1", "\"a\"", "null", R"({"inputs":{}})", R"({"inputs":[1]})", R"({"inputs":null})",
        R"({"id":1})", R"({"outputs":"a"})", R"({"outputs":["a"]})", R"({"parameters":[]})",
        R"({"parameters":{"a":null}})", R"({"parameters":{"a":{}}})",
        R"({"outputs":[{"name":1}]})"}) {
    EXPECT_THAT(Read(body), FailsWith(ErrorCode::WrongType)) << body;
  }
  EXPECT_THAT(ReadOne("FP32", "[1]", "1"), FailsWithField(ErrorCode::WrongType, "/inputs/0/data"));
  EXPECT_THAT(ReadOne("FP32", "[1]", R"({"a":1})"), FailsWith(ErrorCode::WrongType));
}

TEST(InferJson, RefusesAMemberThatIsThereTwice) {
  for (const std::string_view body :
       {R"({"inputs":[],"inputs":[]})", R"({"id":"a","i\u0064":"b"})",
        R"({"parameters":{"a":1,"a":2}})", R"({"inputs":[{"name":"x","name":"y"}]})",
        R"({"inputs":[{"data":[],"data":[]}]})", R"({"outputs":[{"name":"x","name":"y"}]})"}) {
    const auto read = Read(body);
    ASSERT_FALSE(read) << body;
    EXPECT_THAT(CodeName(read.error().code), testing::AnyOf("duplicate_key", "too_short")) << body;
  }
  EXPECT_THAT(Read(R"({"id":"a","i\u0064":"b"})"), FailsWithField(ErrorCode::DuplicateKey, "/id"));
  EXPECT_THAT(Read(R"({"inputs":[{"data":[],"data":[]}]})"), FailsWith(ErrorCode::DuplicateKey));
}

TEST(InferJson, HoldsTextsToTheirLengths) {
  const std::string most(1'024, 'a');
  std::string scalars;
  for (int i = 0; i < 250; ++i) {
    scalars += "\xC3\xA9";
  }
  const auto with_id = [](const std::string& id) {
    return fmt::format(R"({{"id":"{}","inputs":[{{"name":"x","shape":[0],"datatype":"FP32",)"
                       R"("data":[]}}]}})",
                       id);
  };
  const auto with_output = [](const std::string& name) {
    return fmt::format(R"({{"inputs":[{{"name":"x","shape":[0],"datatype":"FP32","data":[]}}],)"
                       R"("outputs":[{{"name":"{}"}}]}})",
                       name);
  };
  EXPECT_THAT(Read(with_id(most)), Succeeds());
  EXPECT_THAT(Read(with_id(most + "a")), FailsWithField(ErrorCode::TooLong, "/id"));
  EXPECT_THAT(Read(with_output(scalars)), Succeeds());
  EXPECT_THAT(Read(with_output(scalars + "e")), FailsWith(ErrorCode::TooLong));
  EXPECT_THAT(Read(with_output("")), FailsWith(ErrorCode::TooShort));
}

TEST(InferJson, HoldsParametersToTheirNumber) {
  std::string parameters;
  for (int i = 0; i < 65; ++i) {
    parameters += fmt::format(R"({}"p{}":{})", i > 0 ? "," : "", i, i);
  }
  EXPECT_THAT(Read(fmt::format(R"({{"parameters":{{{}}}}})", parameters)),
              FailsWithField(ErrorCode::TooLong, "/parameters"));
}

TEST(InferJson, RefusesWhatIsNotJson) {
  for (const std::string_view body : {"",
                                      " ",
                                      "{",
                                      "}",
                                      "{\"inputs\":[}",
                                      "{\"inputs\":[]",
                                      "{\"inputs\" []}",
                                      "{\"inputs\":[],}",
                                      "{inputs:[]}",
                                      "{'inputs':[]}",
                                      "\xEF\xBB\xBF{\"inputs\":[]}",
                                      "{\"id\":\"a\nb\"}",
                                      R"({"id":"\x"})",
                                      R"({"id":"\ud800"})",
                                      R"({"id":"\ud800\u0041"})",
                                      R"({"id":"\udc00"})",
                                      "{\"inputs\":[]}{}",
                                      "{\"inputs\":[]}]",
                                      "{\"inputs\":[]} x",
                                      "{\"inputs\":[NaN]}",
                                      "// no\n{\"inputs\":[]}",
                                      "{\"id\":\"a\",\"inputs\":[1 2]}",
                                      R"({"id":nul})"}) {
    EXPECT_THAT(Read(body), FailsWith(ErrorCode::InvalidJson)) << body;
  }
  for (const std::string_view data :
       {"[01]", "[1.]", "[.5]", "[+1]", "[1e]", "[0x1]", "[Infinity]", "[-]", "[1,]", "[,1]", "[1",
        "[tru]", "[nulll]", "[\"a]", "[1_000]", "[--1]"}) {
    EXPECT_THAT(ReadOne("FP32", "[1]", data), FailsWith(ErrorCode::InvalidJson)) << data;
    EXPECT_THAT(ReadOne("INT64", "[1]", data), FailsWith(ErrorCode::InvalidJson)) << data;
  }
}

TEST(InferJson, RefusesWhatFollowsAWholeBody) {
  const std::string whole = Input("FP32", "[1]", "[1]");
  for (const std::string_view rest : {"{}", "}", ",{}", "[]", "1", " x"}) {
    EXPECT_THAT(Read(whole + std::string(rest)), FailsWith(ErrorCode::InvalidJson)) << rest;
  }
  EXPECT_THAT(Read(whole + " \n\t"), Succeeds());
}

TEST(InferJson, NamesTheByteWhereJsonEnds) {
  EXPECT_THAT(Read(R"({"id":"a",})").error().message, HasSubstr("at byte 10"));
}

TEST(InferJson, RefusesTextThatIsNotUtf8) {
  EXPECT_THAT(Read("{\"id\":\"\xC3\x28\"}"), FailsWith(ErrorCode::InvalidUtf8));
  EXPECT_THAT(Read("{\"id\":\"\xED\xA0\x80\"}"), FailsWith(ErrorCode::InvalidUtf8));
  EXPECT_THAT(Read("{\"\xFF\":1}"), FailsWith(ErrorCode::InvalidUtf8));
}

TEST(InferJson, RefusesWhatIsNestedTooDeeply) {
  const std::string open(100'000, '[');
  const std::string close(100'000, ']');
  EXPECT_THAT(Read(open), FailsWith(ErrorCode::TooDeep));
  EXPECT_THAT(ReadOne("FP32", "[1]", open + close), FailsWith(ErrorCode::TooDeep));
  EXPECT_THAT(ReadOne("FP32", "[1,1,1,1,1,1,1,1]", open + close), FailsWith(ErrorCode::TooDeep));
  EXPECT_THAT(Read("{\"parameters\":{\"a\":" + open + close + "}}"), FailsWith(ErrorCode::TooDeep));
  EXPECT_THAT(Read("{\"id\":" + open + close + "}").error().message, HasSubstr("32"));
}

TEST(InferJson, ReadsLargeTensors) {
  std::string data = "[0";
  for (int i = 1; i < 100'000; ++i) {
    data += "," + std::to_string(i);
  }
  const auto values = ValuesOf<float>(ReadOne("FP32", "[100000]", data + "]"));
  ASSERT_EQ(values.size(), 100'000U);
  EXPECT_EQ(values.back(), 99'999.0F);
}

}  // namespace
}  // namespace armillary::api
