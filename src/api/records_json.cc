#include "api/records_json.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "api/internal/json_input.h"

namespace armillary::api {
namespace {

using ondemand::json_type;

constexpr std::array<std::string_view, 2> kRecordsFields{"records", "options"};
constexpr std::array<std::string_view, 1> kOptionFields{"probabilities"};
constexpr std::size_t kFewKeys = 16;
constexpr std::size_t kMostOthers = 10'000;  // Of one record.

// Keys of one record that must not come again. Views are into the parser's memory.
class SeenKeys {
 public:
  void Clear() {
    few_.clear();
    many_.clear();
  }

  // False if `key` is there already.
  bool Add(std::string_view key) {
    if (few_.size() < kFewKeys) {
      const bool is_new = std::ranges::find(few_, key) == few_.end();
      few_.push_back(key);
      return is_new;
    }
    if (many_.empty()) {
      many_.insert(few_.begin(), few_.end());
    }
    return many_.insert(key).second;
  }

  std::size_t Count() const { return many_.empty() ? few_.size() : many_.size(); }

 private:
  std::vector<std::string_view> few_;
  std::unordered_set<std::string_view> many_;
};

// What a column's fences say of a value, in a record's terms.
Error OfRecord(Error error) {
  const bool is_fence = error.code == ErrorCode::OutOfRange || error.code == ErrorCode::NotOneOf ||
                        error.code == ErrorCode::InvalidCharacters;
  if (is_fence) {
    error.code = ErrorCode::RecordValueNotAllowed;
  }
  return error;
}

// None if it is no number, or larger than a double can be.
std::optional<serving::Number> NumberIn(ondemand::value value) {
  ondemand::number number;
  if (value.get_number().get(number) == simdjson::SUCCESS) {
    return number.is_int64() ? serving::Number(number.get_int64())
                             : serving::Number(number.as_double());
  }
  double large = 0;
  return value.get_double().get(large) == simdjson::SUCCESS ? std::optional<serving::Number>(large)
                                                            : std::nullopt;
}

// Goes through a request once and gives its cells to the batch.
class RecordReader {
 public:
  explicit RecordReader(serving::RecordBatch* batch) : batch_(batch) {}

  Result<PredictOptions> Read(ondemand::object root);

 private:
  Result<void> Member(std::string_view key, ondemand::value value);
  Result<void> Options(ondemand::object object);
  Result<void> Records(ondemand::array array);
  Result<void> Record(ondemand::object object);
  Result<void> Cell(std::string_view key, ondemand::value value);
  Result<void> Set(std::size_t column, ondemand::value value);
  Result<void> SetNumber(std::size_t column, ondemand::value value);
  Result<void> SetArray(std::size_t column, ondemand::array array);
  Result<void> GoOver(std::string_view key, ondemand::value value);
  Result<void> GoOverArray(std::string_view key, ondemand::array array);

  // The error, with a pointer to the column as its field.
  tl::unexpected<Error> At(Error error, std::string_view key) const;

  serving::RecordBatch* const batch_;
  const Place root_;
  const Place records_ = root_.In("records");
  PredictOptions options_;
  bool has_records_ = false;
  bool has_options_ = false;
  std::size_t row_ = 0;
  SeenKeys others_;  // Keys that the batch does not watch.
  std::vector<serving::Number> numbers_;
};

Result<PredictOptions> RecordReader::Read(ondemand::object root) {
  for (auto field : root) {
    ARM_TRY(const std::string_view key, Take(field.unescaped_key()));
    ARM_TRY(const ondemand::value value, Take(field.value()));
    ARM_CHECK(Member(key, value));
  }
  if (!has_records_) {
    return NoField(root_, "records");
  }
  return options_;
}

Result<void> RecordReader::Member(std::string_view key, ondemand::value value) {
  if (key == "records") {
    if (std::exchange(has_records_, true)) {
      return TwiceThere(root_, key);
    }
    ARM_TRY(const ondemand::array array, TakeArray(value, records_));
    return Records(array);
  }
  if (key == "options") {
    if (std::exchange(has_options_, true)) {
      return TwiceThere(root_, key);
    }
    ARM_TRY(const ondemand::object object, TakeObject(value, root_.In("options")));
    return Options(object);
  }
  return NoSuchField(root_, key, kRecordsFields);
}

Result<void> RecordReader::Options(ondemand::object object) {
  const Place place = root_.In("options");
  bool has_probabilities = false;
  for (auto field : object) {
    ARM_TRY(const std::string_view key, Take(field.unescaped_key()));
    ARM_TRY(const ondemand::value value, Take(field.value()));
    if (key != "probabilities") {
      return NoSuchField(place, key, kOptionFields);
    }
    if (std::exchange(has_probabilities, true)) {
      return TwiceThere(place, key);
    }
    ARM_TRY(options_.probabilities, TakeBool(value, place.In(key)));
  }
  return {};
}

Result<void> RecordReader::Records(ondemand::array array) {
  for (auto element : array) {
    ARM_TRY(ondemand::value value, Take(element));
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) {
      return WrongKind(value, records_.At(row_), "object");
    }
    ARM_CHECK(Record(object));
    ++row_;
  }
  if (row_ == 0) {
    return Fail(ErrorCode::TooShort, "there are no records", "/records", "minItems 1");
  }
  return {};
}

Result<void> RecordReader::Record(ondemand::object object) {
  others_.Clear();
  if (batch_ != nullptr) {
    if (auto begun = batch_->BeginRow(); !begun) {
      return At(std::move(begun).error(), {});
    }
  }
  for (auto field : object) {
    ARM_TRY(const std::string_view key, Take(field.unescaped_key()));
    ARM_TRY(const ondemand::value value, Take(field.value()));
    ARM_CHECK(Cell(key, value));
  }
  if (batch_ != nullptr) {
    if (auto ended = batch_->EndRow(); !ended) {
      const std::string column = ended.error().field;
      return At(std::move(ended).error(), column);
    }
  }
  return {};
}

Result<void> RecordReader::Cell(std::string_view key, ondemand::value value) {
  if (batch_ != nullptr) {
    if (const auto column = batch_->Find(key)) {
      auto set = Set(*column, value);
      return set ? Result<void>() : At(OfRecord(std::move(set).error()), key);
    }
  }
  if (!others_.Add(key)) {
    return At({ErrorCode::DuplicateColumn,
               fmt::format("record {} has the column {} twice", row_, Shown(key))},
              key);
  }
  if (others_.Count() > kMostOthers) {
    return At({.code = ErrorCode::TooLong,
               .message = fmt::format("record {} has too many columns that are none", row_),
               .rule = fmt::format("at most {} unknown columns in a record", kMostOthers)},
              {});
  }
  return GoOver(key, value);
}

Result<void> RecordReader::Set(std::size_t column, ondemand::value value) {
  ARM_TRY(const json_type type, Take(value.type()));
  switch (type) {
    case json_type::number:
      return SetNumber(column, value);
    case json_type::string: {
      ARM_TRY(const std::string_view text, Take(value.get_string()));
      return batch_->SetText(column, text);
    }
    case json_type::boolean: {
      ARM_TRY(const bool truth, Take(value.get_bool()));
      return batch_->SetBool(column, truth);
    }
    case json_type::null: {
      ARM_TRY(const bool is_null, Take(value.is_null()));
      return is_null ? batch_->SetNull(column) : Unreadable();
    }
    case json_type::array: {
      ARM_TRY(const ondemand::array array, Take(value.get_array()));
      return SetArray(column, array);
    }
    case json_type::object:
      return batch_->SetOther(column, "an object");
  }
  return Unreadable();
}

Result<void> RecordReader::SetNumber(std::size_t column, ondemand::value value) {
  const auto number = NumberIn(value);
  return number ? batch_->SetNumber(column, *number)
                : batch_->SetOther(column, "one larger than a double can be");
}

Result<void> RecordReader::SetArray(std::size_t column, ondemand::array array) {
  numbers_.clear();
  for (auto element : array) {
    ARM_TRY(ondemand::value value, Take(element));
    const auto number = NumberIn(value);
    if (!number) {
      return batch_->SetOther(column, fmt::format("an array with {} in it", KindOf(value)));
    }
    numbers_.push_back(*number);
  }
  return batch_->SetNumbers(column, numbers_);
}

// What no column takes must still be something that a column could take.
Result<void> RecordReader::GoOver(std::string_view key, ondemand::value value) {
  ARM_TRY(const json_type type, Take(value.type()));
  switch (type) {
    case json_type::number: {
      ARM_CHECK(TakeDouble(value, records_.At(row_).In(key)));
      return {};
    }
    case json_type::string: {
      ARM_CHECK(Take(value.get_string()));
      return {};
    }
    case json_type::boolean: {
      ARM_CHECK(Take(value.get_bool()));
      return {};
    }
    case json_type::null: {
      ARM_TRY(const bool is_null, Take(value.is_null()));
      return is_null ? Result<void>() : Unreadable();
    }
    case json_type::array: {
      ARM_TRY(const ondemand::array array, Take(value.get_array()));
      return GoOverArray(key, array);
    }
    case json_type::object:
      break;
  }
  return WrongKind(value, records_.At(row_).In(key), "string, number, boolean, null or array");
}

Result<void> RecordReader::GoOverArray(std::string_view key, ondemand::array array) {
  std::size_t index = 0;
  for (auto element : array) {
    ARM_TRY(ondemand::value value, Take(element));
    if (double number = 0; value.get_double().get(number) != simdjson::SUCCESS) {
      return WrongKind(value, records_.At(row_).In(key).At(index), "number");
    }
    ++index;
  }
  return {};
}

tl::unexpected<Error> RecordReader::At(Error error, std::string_view key) const {
  const Place record = records_.At(row_);
  error.field = key.empty() ? record.Pointer() : record.In(key).Pointer();
  return Fail(std::move(error));
}

}  // namespace

Result<PredictOptions> ReadRecords(std::string_view body, serving::RecordBatch* batch) {
  JsonInput input(body);
  RecordReader reader(batch);
  auto options = [&]() -> Result<PredictOptions> {
    ARM_TRY(const ondemand::object root, input.Root());
    ARM_TRY(const PredictOptions read, reader.Read(root));
    ARM_CHECK(input.End());
    return read;
  }();
  return options ? options : Fail(Explain(body, std::move(options).error()));
}

}  // namespace armillary::api
