#include "serving/records.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace armillary::serving {
namespace {

using inference::Column;
using inference::ColumnType;
using inference::ElementTypeOfColumn;

constexpr std::size_t kMostUnknown = 100;
constexpr std::size_t kMostKeyBytes = 250;

std::string_view WantedBy(const Column& column) {
  if (column.size > 1) {
    return "an array of numbers";
  }
  switch (column.type) {
    case ColumnType::String:
      return "a text";
    case ColumnType::Int64:
      return "a whole number";
    case ColumnType::Bool:
      return "true or false";
    default:
      return "a number";
  }
}

template <class T>
void Put(std::vector<std::byte>& bytes, std::size_t at, T value) {
  std::memcpy(bytes.data() + at * sizeof(T), &value, sizeof(T));
}

double NearestTo(const Number& number) {
  return std::visit([](auto value) { return static_cast<double>(value); }, number);
}

// The number as the column's element holds it.
double HeldIn(const Column& column, const Number& number) {
  const double value = NearestTo(number);
  return column.type == ColumnType::Float ? static_cast<double>(static_cast<float>(value)) : value;
}

// Writes a number that fits the column as its element.
void PutNumber(const Column& column, std::vector<std::byte>& bytes, std::size_t at,
               const Number& number) {
  if (column.type == ColumnType::Double) {
    Put(bytes, at, NearestTo(number));
  } else if (column.type == ColumnType::Float) {
    Put(bytes, at, static_cast<float>(NearestTo(number)));
  } else {
    Put(bytes, at, std::visit([](auto value) { return static_cast<std::int64_t>(value); }, number));
  }
}

// Whether the column's element can hold `number`: no overflow, no fraction lost.
bool Holds(const Column& column, const Number& number) {
  constexpr double kBeyondWhole = 9223372036854775808.0;
  const double value = NearestTo(number);
  switch (column.type) {
    case ColumnType::Double:
      return std::isfinite(value);
    case ColumnType::Float:
      return std::isfinite(static_cast<float>(value));
    case ColumnType::Int64:
      return std::holds_alternative<std::int64_t>(number) ||
             (std::trunc(value) == value && value >= -kBeyondWhole && value < kBeyondWhole);
    default:
      return false;
  }
}

tl::unexpected<Error> InRow(Error error, std::size_t row) {
  error.message = "record " + std::to_string(row) + ": " + error.message;
  return Fail(std::move(error));
}

tl::unexpected<Error> WrongType(const Column& column, std::size_t row, std::string_view what) {
  const std::string wanted(WantedBy(column));
  return InRow(
      {.code = ErrorCode::RecordWrongType,
       .message = "the column " + column.name + " takes " + wanted + ", not " + std::string(what),
       .field = column.name,
       .rule = wanted},
      row);
}

}  // namespace

RecordBatch::RecordBatch(const inference::Signature& signature, std::size_t most_rows)
    : signature_(&signature),
      most_rows_(most_rows),
      cells_(signature.columns.size()),
      seen_(signature.columns.size()),
      was_missing_(signature.columns.size()) {
  by_name_.reserve(signature.columns.size());
  for (std::size_t i = 0; i < signature.columns.size(); ++i) {
    by_name_.emplace(signature.columns[i].name, i);
  }
}

Result<void> RecordBatch::BeginRow() {
  if (rows_ >= most_rows_) {
    return Fail(ErrorCode::TooManyRows,
                "the request has more than " + std::to_string(most_rows_) + " records", "records",
                "at most " + std::to_string(most_rows_) + " records");
  }
  ++rows_;
  next_ = 0;
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const Column& column = signature_->columns[i];
    if (column.type == ColumnType::String) {
      cells_[i].strings.resize(rows_);
    } else {
      cells_[i].numbers.resize(rows_ * column.size *
                               inference::ElementSize(ElementTypeOfColumn(column.type)));
    }
  }
  return {};
}

std::optional<std::size_t> RecordBatch::Find(std::string_view key) {
  if (next_ < signature_->columns.size() && signature_->columns[next_].name == key) {
    return next_++;
  }
  const auto found = by_name_.find(key);
  if (found != by_name_.end()) {
    next_ = found->second + 1;
    return found->second;
  }
  const std::string_view kept = key.substr(0, kMostKeyBytes);
  if (unknown_.size() < kMostUnknown && std::ranges::find(unknown_, kept) == unknown_.end()) {
    unknown_.emplace_back(kept);
  }
  return std::nullopt;
}

Result<void> RecordBatch::Claim(std::size_t column) {
  if (seen_[column] == rows_) {
    return InRow({.code = ErrorCode::DuplicateColumn,
                  .message = "the column " + signature_->columns[column].name + " is there twice",
                  .field = signature_->columns[column].name,
                  .rule = "each column once"},
                 rows_ - 1);
  }
  seen_[column] = rows_;
  return {};
}

Result<void> RecordBatch::SetNumber(std::size_t column, Number value) {
  ARM_CHECK(Claim(column));
  const Column& of = signature_->columns[column];
  if (of.size != 1 || of.type == ColumnType::String || of.type == ColumnType::Bool) {
    return WrongType(of, rows_ - 1, "a number");
  }
  return PutChecked(column, 0, value);
}

Result<void> RecordBatch::PutChecked(std::size_t column, std::size_t at, const Number& value) {
  const Column& of = signature_->columns[column];
  if (!Holds(of, value)) {
    return WrongType(of, rows_ - 1, "a number that its type cannot hold");
  }
  if (auto fits = inference::CheckNumberFence(of, HeldIn(of, value)); !fits) {
    return InRow(std::move(fits).error(), rows_ - 1);
  }
  PutNumber(of, cells_[column].numbers, (rows_ - 1) * of.size + at, value);
  return {};
}

Result<void> RecordBatch::SetText(std::size_t column, std::string_view value) {
  ARM_CHECK(Claim(column));
  const Column& of = signature_->columns[column];
  if (of.type != ColumnType::String) {
    return WrongType(of, rows_ - 1, "a text");
  }
  if (auto fits = inference::CheckTextFence(of, value); !fits) {
    return InRow(std::move(fits).error(), rows_ - 1);
  }
  cells_[column].strings[rows_ - 1] = value;
  longest_text_ = std::max(longest_text_, value.size());
  return {};
}

Result<void> RecordBatch::SetBool(std::size_t column, bool value) {
  ARM_CHECK(Claim(column));
  const Column& of = signature_->columns[column];
  if (of.type != ColumnType::Bool || of.size != 1) {
    return WrongType(of, rows_ - 1, "a boolean");
  }
  Put(cells_[column].numbers, rows_ - 1, value);
  return {};
}

Result<void> RecordBatch::SetNull(std::size_t column) {
  ARM_CHECK(Claim(column));
  const Column& of = signature_->columns[column];
  if (!of.nullable || of.size != 1) {
    return WrongType(of, rows_ - 1, "null");
  }
  PutMissing(column);
  return {};
}

Result<void> RecordBatch::SetNumbers(std::size_t column, std::span<const Number> values) {
  ARM_CHECK(Claim(column));
  const Column& of = signature_->columns[column];
  if (of.size == 1 || of.size != values.size()) {
    return WrongType(of, rows_ - 1, "an array of " + std::to_string(values.size()));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    ARM_CHECK(PutChecked(column, i, values[i]));
  }
  return {};
}

Result<void> RecordBatch::SetOther(std::size_t column, std::string_view what) {
  ARM_CHECK(Claim(column));
  return WrongType(signature_->columns[column], rows_ - 1, what);
}

Result<void> RecordBatch::EndRow() {
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    if (seen_[i] == rows_) {
      continue;
    }
    const Column& column = signature_->columns[i];
    if (column.required) {
      return InRow({.code = ErrorCode::RecordMissingColumn,
                    .message = "the column " + column.name + " is missing",
                    .field = column.name,
                    .rule = "this column has no default"},
                   rows_ - 1);
    }
    was_missing_[i] = true;
    PutDefault(i);
  }
  return {};
}

void RecordBatch::PutMissing(std::size_t column) {
  const Column& of = signature_->columns[column];
  if (of.type == ColumnType::String) {
    cells_[column].strings[rows_ - 1] = of.missing;
  } else {
    PutNumber(of, cells_[column].numbers, rows_ - 1, std::numeric_limits<double>::quiet_NaN());
  }
}

void RecordBatch::PutDefault(std::size_t column) {
  const auto& value = signature_->columns[column].default_value;
  if (!value) {
    PutMissing(column);
  } else if (const auto* text = std::get_if<std::string>(&*value)) {
    cells_[column].strings[rows_ - 1] = *text;
  } else if (const auto* truth = std::get_if<bool>(&*value)) {
    Put(cells_[column].numbers, rows_ - 1, *truth);
  } else {
    const auto* whole = std::get_if<std::int64_t>(&*value);
    PutNumber(signature_->columns[column], cells_[column].numbers, rows_ - 1,
              whole != nullptr ? Number(*whole) : Number(std::get<double>(*value)));
  }
}

std::vector<std::string> RecordBatch::MissingColumns() const {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < was_missing_.size(); ++i) {
    if (was_missing_[i]) {
      names.push_back(signature_->columns[i].name);
    }
  }
  return names;
}

Result<std::vector<inference::Tensor>> RecordBatch::Take() {
  std::vector<inference::Tensor> tensors;
  tensors.reserve(cells_.size());
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const Column& column = signature_->columns[i];
    inference::Shape shape = {static_cast<std::int64_t>(rows_),
                              static_cast<std::int64_t>(column.size)};
    ARM_TRY(auto tensor,
            column.type == ColumnType::String
                ? inference::Tensor::FromStrings(std::move(shape), std::move(cells_[i].strings))
                : inference::Tensor::FromBytes(ElementTypeOfColumn(column.type), std::move(shape),
                                               std::move(cells_[i].numbers)));
    tensors.push_back(std::move(tensor));
  }
  return tensors;
}

std::vector<std::size_t> OutputsOf(const inference::Signature& signature) {
  std::vector<std::size_t> outputs;
  for (const auto& output :
       {signature.outputs.label, signature.outputs.probabilities, signature.outputs.value}) {
    if (output) {
      outputs.push_back(*output);
    }
  }
  return outputs;
}

Result<RecordAnswers> MeaningOf(const inference::Signature& signature, std::size_t rows,
                                std::vector<inference::Tensor> outputs) {
  RecordAnswers answers{.rows = rows, .signature = &signature};
  std::size_t next = 0;
  const auto take = [&](const std::optional<std::size_t>& output) {
    return output ? std::optional(std::move(outputs.at(next++))) : std::nullopt;
  };
  answers.label = take(signature.outputs.label);
  answers.probabilities = take(signature.outputs.probabilities);
  answers.value = take(signature.outputs.value);
  answers.width = answers.probabilities ? answers.probabilities->Count() / rows : 0;
  const auto has_rows = [&](const std::optional<inference::Tensor>& tensor, std::size_t width) {
    return !tensor || tensor->Count() == rows * width;
  };
  const bool has_classes = signature.classes.empty() || !answers.probabilities ||
                           answers.width == signature.classes.size();
  if (!has_rows(answers.label, 1) || !has_rows(answers.value, 1) ||
      !has_rows(answers.probabilities, answers.width) || !has_classes) {
    return Fail(ErrorCode::PredictionFailed,
                "the model's answer does not have the shape that its signature names");
  }
  return answers;
}

}  // namespace armillary::serving
