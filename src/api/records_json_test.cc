#include "api/records_json.h"

#include <cmath>
#include <fmt/format.h>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/testing/padded.h"
#include "base/testing/result_matchers.h"
#include "inference/signature.h"
#include "inference/tensor.h"
#include "serving/records.h"

namespace armillary::api {
namespace {

using inference::Column;
using inference::ColumnType;
using inference::Signature;
using testing::ElementsAre;
using testing::HasSubstr;

Signature Described() {
  Signature signature;
  signature.columns = {
      {.name = "number", .type = ColumnType::Double, .nullable = true},
      {.name = "whole", .type = ColumnType::Int64, .minimum = -1e18},
      {.name = "text",
       .type = ColumnType::String,
       .required = false,
       .default_value = "none",
       .categories = {std::string("a"), std::string("h\xC3\xA9"), std::string("none")}},
      {.name = "flag", .type = ColumnType::Bool, .required = false, .default_value = false}};
  return signature;
}

class RecordsJsonTest : public testing::Test {
 protected:
  Result<PredictOptions> Read(std::string_view body) {
    batch_ = serving::RecordBatch(signature_, kMostRows);
    return ReadRecords(Padded(body).Body(), &batch_);
  }
  // One record with `cells`, beside what it needs.
  Result<PredictOptions> ReadCell(std::string_view cells) {
    return Read(fmt::format(R"({{"records":[{{"number":1,"whole":1}},{{{}}}]}})", cells));
  }
  static Result<PredictOptions> OnlyCheck(std::string_view body) {
    return ReadRecords(Padded(body).Body(), nullptr);
  }

  static constexpr std::size_t kMostRows = 1'000;
  const Signature signature_ = Described();
  serving::RecordBatch batch_{signature_, kMostRows};
};

TEST_F(RecordsJsonTest, PutsCellsIntoTheColumnsThatTheyName) {
  ASSERT_THAT(
      Read(R"({"records":[{"number":1.5,"whole":9007199254740993,"text":"h\u00e9","flag":true},)"
           R"({"flag":false,"text":"a","whole":-3.0,"number":null}]})"),
      Succeeds());

  EXPECT_EQ(batch_.Rows(), 2U);
  const auto tensors = batch_.Take();
  ASSERT_THAT(tensors, Succeeds());
  EXPECT_EQ((*tensors)[0].Values<double>()[0], 1.5);
  EXPECT_TRUE(std::isnan((*tensors)[0].Values<double>()[1]));
  EXPECT_THAT((*tensors)[1].Values<std::int64_t>(), ElementsAre(9007199254740993LL, -3));
  EXPECT_THAT((*tensors)[2].Strings(), ElementsAre("h\xC3\xA9", "a"));
  EXPECT_THAT((*tensors)[3].Values<bool>(), ElementsAre(true, false));
}

TEST_F(RecordsJsonTest, ReportsMissingAndUnknownColumns) {
  ASSERT_THAT(Read(R"({"records":[{"number":1,"whole":1,"text":"a","age":1,"x/y":[1,2.5],"e":[]},)"
                   R"({"number":1,"whole":1,"flag":true,"age":null,"b":"\ud83d\ude00"}]})"),
              Succeeds());

  EXPECT_THAT(batch_.MissingColumns(), ElementsAre("text", "flag"));
  EXPECT_THAT(batch_.UnknownColumns(), ElementsAre("age", "x/y", "e", "b"));
}

TEST_F(RecordsJsonTest, NamesARecordWithoutAColumnThatHasNoDefault) {
  const auto read = ReadCell(R"("number":1)");
  EXPECT_THAT(read, FailsWithField(ErrorCode::RecordMissingColumn, "/records/1/whole"));
}

TEST_F(RecordsJsonTest, NamesColumnAndRecordOfAWrongType) {
  for (const std::string_view value :
       {"true", "\"1\"", "{}", "[]", "[1]", "[\"a\"]", "null", "1.5", "1e300", "1e400",
        "9223372036854775808", "18446744073709551616", "123456789012345678901234567890"}) {
    const auto read = ReadCell(fmt::format(R"("number":1,"whole":{})", value));
    EXPECT_THAT(read, FailsWithField(ErrorCode::RecordWrongType, "/records/1/whole")) << value;
    EXPECT_THAT(read.error().message, HasSubstr("whole")) << value;
  }
  for (const std::string_view value : {"1", "true", "null", "[1]", "{\"a\":1}"}) {
    EXPECT_THAT(ReadCell(fmt::format(R"("text":{})", value)),
                FailsWithField(ErrorCode::RecordWrongType, "/records/1/text"))
        << value;
  }
  EXPECT_THAT(ReadCell(R"("flag":1)"), FailsWith(ErrorCode::RecordWrongType));
  EXPECT_THAT(ReadCell(R"("number":"")"), FailsWith(ErrorCode::RecordWrongType));
}

TEST_F(RecordsJsonTest, RefusesValuesOutsideTheFences) {
  EXPECT_THAT(ReadCell(R"("number":1,"whole":1,"text":"z")"),
              FailsWithField(ErrorCode::RecordValueNotAllowed, "/records/1/text"));
  EXPECT_THAT(ReadCell(R"("number":1,"whole":-9000000000000000000)"),
              FailsWithField(ErrorCode::RecordValueNotAllowed, "/records/1/whole"));
}

TEST_F(RecordsJsonTest, TakesLargeWholeNumbersForFractions) {
  ASSERT_THAT(ReadCell(R"("number":18446744073709551616,"whole":1)"), Succeeds());
  EXPECT_EQ(batch_.Take()->front().Values<double>()[1], 18446744073709551616.0);
}

TEST_F(RecordsJsonTest, RefusesAColumnThatIsThereTwice) {
  EXPECT_THAT(ReadCell(R"("number":1,"whole":1,"number":1)"),
              FailsWithField(ErrorCode::DuplicateColumn, "/records/1/number"));
  EXPECT_THAT(ReadCell(R"("number":1,"n\u0075mber":2)"), FailsWith(ErrorCode::DuplicateColumn));
  EXPECT_THAT(ReadCell(R"("age":1,"age":2)"),
              FailsWithField(ErrorCode::DuplicateColumn, "/records/1/age"));
  EXPECT_THAT(OnlyCheck(R"({"records":[{"age":1,"age":2}]})"),
              FailsWith(ErrorCode::DuplicateColumn));
}

TEST_F(RecordsJsonTest, FindsADoubleAmongManyUnknownColumns) {
  std::string cells;
  for (int i = 0; i < 5'000; ++i) {
    cells += fmt::format(R"("c{}":{},)", i, i);
  }
  EXPECT_THAT(ReadCell(cells + R"("number":1,"whole":1)"), Succeeds());
  EXPECT_THAT(ReadCell(cells + R"("c4999":1)"), FailsWith(ErrorCode::DuplicateColumn));
  EXPECT_THAT(ReadCell(cells + R"("c3":1)"), FailsWith(ErrorCode::DuplicateColumn));
}

TEST_F(RecordsJsonTest, RefusesARecordOfTooManyUnknownColumns) {
  std::string cells;
  for (int i = 0; i < 10'001; ++i) {
    cells += fmt::format(R"({}"c{}":{})", i > 0 ? "," : "", i, i);
  }
  EXPECT_THAT(ReadCell(cells), FailsWithField(ErrorCode::TooLong, "/records/1"));
  EXPECT_THAT(OnlyCheck(R"({"records":[{)" + cells + "}]}"), FailsWith(ErrorCode::TooLong));
}

TEST_F(RecordsJsonTest, RefusesMoreRowsThanTheModelTakes) {
  std::string records = R"({"number":1,"whole":1})";
  for (std::size_t i = 1; i < kMostRows; ++i) {
    records += R"(,{"number":1,"whole":1})";
  }
  EXPECT_THAT(Read(R"({"records":[)" + records + "]}"), Succeeds());
  EXPECT_THAT(Read(R"({"records":[)" + records + R"(,{"number":1,"whole":1}]})"),
              FailsWith(ErrorCode::TooManyRows));
}

TEST_F(RecordsJsonTest, ReadsOptionsBeforeOrAfterTheRecords) {
  constexpr std::string_view kRecords = R"("records":[{"number":1,"whole":1}])";
  EXPECT_TRUE(Read(fmt::format("{{{}}}", kRecords))->probabilities);
  EXPECT_TRUE(Read(fmt::format(R"({{{},"options":{{}}}})", kRecords))->probabilities);
  EXPECT_FALSE(
      Read(fmt::format(R"({{{},"options":{{"probabilities":false}}}})", kRecords))->probabilities);
  EXPECT_FALSE(
      Read(fmt::format(R"({{"options":{{"probabilities":false}},{}}})", kRecords))->probabilities);
}

TEST_F(RecordsJsonTest, HoldsTheBodyToItsForm) {
  struct Case {
    std::string_view body;
    ErrorCode code;
    std::string_view field;
  };
  for (const auto& [body, code, field] : {
           Case{R"({})", ErrorCode::MissingField, "/records"},
           Case{R"({"records":[]})", ErrorCode::TooShort, "/records"},
           Case{R"({"records":{}})", ErrorCode::WrongType, "/records"},
           Case{R"({"records":null})", ErrorCode::WrongType, "/records"},
           Case{R"({"records":[1]})", ErrorCode::WrongType, "/records/0"},
           Case{R"({"records":[[]]})", ErrorCode::WrongType, "/records/0"},
           Case{R"({"record":[]})", ErrorCode::UnknownField, "/record"},
           Case{R"({"options":{"probability":true}})", ErrorCode::UnknownField,
                "/options/probability"},
           Case{R"({"options":{"probabilities":1}})", ErrorCode::WrongType,
                "/options/probabilities"},
           Case{R"({"options":[]})", ErrorCode::WrongType, "/options"},
           Case{R"({"options":{},"options":{}})", ErrorCode::DuplicateKey, "/options"},
           Case{R"([])", ErrorCode::WrongType, "body"},
           Case{R"("records")", ErrorCode::WrongType, "body"},
       }) {
    EXPECT_THAT(Read(body), FailsWithField(code, field)) << body;
    EXPECT_THAT(OnlyCheck(body), FailsWithField(code, field)) << body;
  }
  EXPECT_THAT(Read(R"({"records":[{"number":1,"whole":1}],"records":[]})"),
              FailsWithField(ErrorCode::DuplicateKey, "/records"));
}

TEST_F(RecordsJsonTest, HoldsUnknownColumnsToWhatAnyColumnCouldTake) {
  EXPECT_THAT(ReadCell(R"("age":{"a":1})"), FailsWithField(ErrorCode::WrongType, "/records/1/age"));
  EXPECT_THAT(ReadCell(R"("a~b/c":[1,"x"])"),
              FailsWithField(ErrorCode::WrongType, "/records/1/a~0b~1c/1"));
  EXPECT_THAT(ReadCell(R"("age":1e400)"), FailsWith(ErrorCode::WrongType));
  EXPECT_THAT(OnlyCheck(R"({"records":[{"age":{"a":1}}]})"), FailsWith(ErrorCode::WrongType));
}

TEST_F(RecordsJsonTest, ChecksABodyWithoutAModel) {
  EXPECT_THAT(OnlyCheck(R"({"records":[{"a":1,"b":"x","c":null,"d":true,"e":[1]},{}]})"),
              Succeeds());
}

TEST_F(RecordsJsonTest, RefusesWhatIsNotJsonWhereverItIs) {
  for (const std::string_view body :
       {"", " ", "{", R"({"records":[{"number":1,"whole":1}]} x)",
        R"({"records":[{"number":1,"whole":1})", R"({"records":[{"number":1,"whole":1},]})",
        R"({"records":[{"number":01,"whole":1}]})", R"({"records":[{"number":NaN,"whole":1}]})",
        R"({"records":[{"number":-Infinity,"whole":1}]})",
        R"({"records":[{"number":1 "whole":1}]})", R"({"records":[{"text":"\ud800"}]})",
        R"({"records":[{"age":tru}]})", R"({"records":[{"age":nul}]})",
        R"({"records":[{"age":1.2.3}]})", R"({"records":[{"age":"\q"}]})",
        R"({"records":[{"\q":1}]})", "{\"records\":[{\"age\":\"a\tb\"}]}",
        "\xEF\xBB\xBF{\"records\":[{\"number\":1,\"whole\":1}]}", R"({"nope":1,"records":)"}) {
    EXPECT_THAT(Read(body), FailsWith(ErrorCode::InvalidJson)) << body;
    EXPECT_THAT(OnlyCheck(body), FailsWith(ErrorCode::InvalidJson)) << body;
  }
}

TEST_F(RecordsJsonTest, RefusesWhatFollowsAWholeBody) {
  constexpr std::string_view kWhole = R"({"records":[{"number":1,"whole":1}]})";
  for (const std::string_view rest : {"{}", "}", ",{}", "[]", "1", " x"}) {
    EXPECT_THAT(Read(std::string(kWhole).append(rest)), FailsWith(ErrorCode::InvalidJson)) << rest;
  }
  EXPECT_THAT(Read(std::string(kWhole) + " \n\t"), Succeeds());
}

TEST_F(RecordsJsonTest, RefusesTextThatIsNotUtf8) {
  EXPECT_THAT(ReadCell("\"text\":\"\xC0\x80\""), FailsWith(ErrorCode::InvalidUtf8));
  EXPECT_THAT(ReadCell("\"\xFF\":1"), FailsWith(ErrorCode::InvalidUtf8));
}

TEST_F(RecordsJsonTest, RefusesWhatIsNestedTooDeeply) {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  EXPECT_THAT(ReadCell("\"number\":" + deep), FailsWith(ErrorCode::TooDeep));
  EXPECT_THAT(ReadCell("\"age\":" + deep), FailsWith(ErrorCode::TooDeep));
  EXPECT_THAT(Read(deep), FailsWith(ErrorCode::TooDeep));
  EXPECT_THAT(Read(R"({"records":)" + deep + "}"), FailsWith(ErrorCode::TooDeep));
}

TEST_F(RecordsJsonTest, CutsAVeryLongNameInItsErrors) {
  const std::string name(1'000'000, 'n');
  const auto read = ReadCell(fmt::format(R"("{}":{{}})", name));
  ASSERT_THAT(read, FailsWith(ErrorCode::WrongType));
  EXPECT_LT(read.error().message.size() + read.error().field.size(), 10'000U);
}

TEST_F(RecordsJsonTest, ReadsColumnsOfManyNumbers) {
  Signature vectors;
  vectors.columns = {{.name = "pair", .type = ColumnType::Float, .size = 2}};
  serving::RecordBatch batch(vectors, 10);
  const auto read = [&](std::string_view value) {
    batch = serving::RecordBatch(vectors, 10);
    return ReadRecords(Padded(fmt::format(R"({{"records":[{{"pair":{}}}]}})", value)).Body(),
                       &batch);
  };

  EXPECT_THAT(read("[1]"), FailsWithField(ErrorCode::RecordWrongType, "/records/0/pair"));
  EXPECT_THAT(read("[1,null]"), FailsWithField(ErrorCode::RecordWrongType, "/records/0/pair"));
  EXPECT_THAT(read("[1,[2]]"), FailsWith(ErrorCode::RecordWrongType));
  EXPECT_THAT(read("1"), FailsWith(ErrorCode::RecordWrongType));
  ASSERT_THAT(read("[1,2.5]"), Succeeds());
  EXPECT_THAT(batch.Take()->front().Values<float>(), ElementsAre(1.0F, 2.5F));
}

TEST_F(RecordsJsonTest, KeepsTheWholeNumbersOfAnArray) {
  Signature vectors;
  vectors.columns = {{.name = "ids", .type = ColumnType::Int64, .size = 3}};
  serving::RecordBatch batch(vectors, 1);

  ASSERT_THAT(
      ReadRecords(
          Padded(R"({"records":[{"ids":[9007199254740993,-9007199254740993,2.0]}]})").Body(),
          &batch),
      Succeeds());
  EXPECT_THAT(batch.Take()->front().Values<std::int64_t>(),
              ElementsAre(9007199254740993LL, -9007199254740993LL, 2));
}

}  // namespace
}  // namespace armillary::api
