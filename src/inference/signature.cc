#include "inference/signature.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "inference/internal/signature_json.h"

namespace armillary::inference {
namespace {

struct ColumnTypeForm {
  std::string_view name;
  ElementType element;
};

// In the order of ColumnType.
constexpr std::array<ColumnTypeForm, 5> kColumnTypes = {{{"string", ElementType::Bytes},
                                                         {"double", ElementType::Fp64},
                                                         {"float", ElementType::Fp32},
                                                         {"int64", ElementType::Int64},
                                                         {"bool", ElementType::Bool}}};

// The column type whose `part` is `value`.
template <class T>
std::optional<ColumnType> ColumnTypeWith(T ColumnTypeForm::* part, const T& value) {
  const auto* found = std::ranges::find(kColumnTypes, value, part);
  if (found == kColumnTypes.end()) {
    return std::nullopt;
  }
  return static_cast<ColumnType>(found - kColumnTypes.begin());
}

bool IsFraction(ElementType type) { return type == ElementType::Fp32 || type == ElementType::Fp64; }

bool IsLabel(const TensorSpec& spec) {
  return (spec.type == ElementType::Bytes || spec.type == ElementType::Int64) &&
         (spec.shape.size() == 1 || (spec.shape.size() == 2 && spec.shape.back() == 1));
}

// What the outputs most likely mean; none if that cannot be told.
std::optional<SignatureOutputs> GuessOutputs(std::span<const TensorSpec> outputs) {
  SignatureOutputs guess;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    const TensorSpec& spec = outputs[i];
    if (IsLabel(spec) && !guess.label) {
      guess.label = i;
    } else if (IsFraction(spec.type) && spec.shape.size() == 2 && guess.label &&
               !guess.probabilities) {
      guess.probabilities = i;
    }
  }
  const bool is_value = outputs.size() == 1 && IsFraction(outputs.front().type) &&
                        !outputs.front().shape.empty() && outputs.front().shape.size() <= 2 &&
                        (outputs.front().shape.size() == 1 || outputs.front().shape.back() == 1);
  if (is_value) {
    guess.value = 0;
  }
  return guess.label || guess.value ? std::optional(guess) : std::nullopt;
}

std::optional<Column> GuessColumn(const TensorSpec& input) {
  const auto type = ColumnTypeWith(&ColumnTypeForm::element, input.type);
  const bool has_rows =
      input.shape.size() == 2 && input.shape.front() < 0 && input.shape.back() > 0;
  if (!type || !has_rows) {
    return std::nullopt;
  }
  const auto size = static_cast<std::size_t>(input.shape.back());
  if (size > 1 && !IsFraction(input.type) && input.type != ElementType::Int64) {
    return std::nullopt;
  }
  return Column{.name = input.name, .type = *type, .size = size};
}

std::optional<Signature> GuessSignature(const OnnxSummary& summary) {
  const auto outputs = GuessOutputs(summary.outputs);
  if (!outputs) {
    return std::nullopt;
  }
  Signature signature;
  signature.task = outputs->value ? Task::Regression : Task::Classification;
  signature.outputs = *outputs;
  for (const TensorSpec& input : summary.inputs) {
    auto column = GuessColumn(input);
    if (!column) {
      return std::nullopt;
    }
    signature.columns.push_back(std::move(*column));
  }
  return signature;
}

tl::unexpected<Error> OutsideFence(const Column& column, std::size_t row, const std::string& rule) {
  return Fail(ErrorCode::TensorValueInvalid,
              "the input '" + column.name + "' has a value in row " + std::to_string(row) +
                  " that the model does not take: " + rule,
              column.name, rule);
}

template <class T>
Result<void> CheckNumbers(const Column& column, std::span<const T> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double value = static_cast<double>(values[i]);
    if (std::isnan(value)) {
      if (!column.nullable) {
        return OutsideFence(column, i / column.size, "not NaN");
      }
      continue;
    }
    if (!std::isfinite(value)) {
      return OutsideFence(column, i / column.size, "finite");
    }
    if (auto fits = CheckNumberFence(column, value); !fits) {
      return OutsideFence(column, i / column.size, fits.error().rule);
    }
  }
  return {};
}

Result<void> CheckStrings(const Column& column, std::span<const std::string> values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (column.nullable && values[i] == column.missing) {
      continue;
    }
    if (auto fits = CheckTextFence(column, values[i]); !fits) {
      return OutsideFence(column, i, fits.error().rule);
    }
  }
  return {};
}

Result<void> CheckColumn(const Column& column, const Tensor& tensor) {
  switch (column.type) {
    case ColumnType::String:
      return CheckStrings(column, tensor.Strings());
    case ColumnType::Double:
      return CheckNumbers(column, tensor.Values<double>());
    case ColumnType::Float:
      return CheckNumbers(column, tensor.Values<float>());
    case ColumnType::Int64:
      return CheckNumbers(column, tensor.Values<std::int64_t>());
    default:
      return {};
  }
}

std::string NumberText(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) {
    text.pop_back();
  }
  return text;
}

bool IsCategory(const ColumnValue& category, double value) {
  if (const auto* fraction = std::get_if<double>(&category)) {
    return *fraction == value;
  }
  const auto* whole = std::get_if<std::int64_t>(&category);
  return whole != nullptr && static_cast<double>(*whole) == value;
}

}  // namespace

std::string_view ColumnTypeName(ColumnType type) {
  return kColumnTypes.at(static_cast<std::size_t>(type)).name;
}

ElementType ElementTypeOfColumn(ColumnType type) {
  return kColumnTypes.at(static_cast<std::size_t>(type)).element;
}

std::optional<ColumnType> ParseColumnType(std::string_view name) {
  return ColumnTypeWith(&ColumnTypeForm::name, name);
}

std::string LabelText(const ClassLabel& label) {
  const auto* text = std::get_if<std::string>(&label);
  return text != nullptr ? *text : std::to_string(std::get<std::int64_t>(label));
}

std::string_view TaskName(Task task) {
  return task == Task::Regression ? "regression" : "classification";
}

std::optional<std::size_t> Signature::Find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &Column::name);
  if (found == columns.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - columns.begin());
}

Result<void> CheckNumberFence(const Column& column, double value) {
  if (column.minimum && value < *column.minimum) {
    return Fail(ErrorCode::OutOfRange, column.name + " is too small", column.name,
                "at least " + NumberText(*column.minimum));
  }
  if (column.maximum && value > *column.maximum) {
    return Fail(ErrorCode::OutOfRange, column.name + " is too large", column.name,
                "at most " + NumberText(*column.maximum));
  }
  const bool is_known = column.categories.empty() ||
                        std::ranges::any_of(column.categories, [&](const ColumnValue& category) {
                          return IsCategory(category, value);
                        });
  return is_known ? Result<void>{}
                  : Fail(ErrorCode::NotOneOf, column.name + " has a value that was never seen",
                         column.name, "one of the column's categories");
}

Result<void> CheckTextFence(const Column& column, std::string_view value) {
  if (value.find('\0') != std::string_view::npos || value == kMissingText) {
    return Fail(ErrorCode::InvalidCharacters, column.name + " has a character that is not allowed",
                column.name, "no U+0000, and not U+FDD0 alone");
  }
  if (column.nullable && value == column.missing) {
    return Fail(ErrorCode::InvalidCharacters,
                column.name + " has the text that stands for a missing one", column.name,
                "null where the text is missing");
  }
  const bool is_known = column.categories.empty() ||
                        std::ranges::any_of(column.categories, [&](const ColumnValue& category) {
                          const auto* text = std::get_if<std::string>(&category);
                          return text != nullptr && *text == value;
                        });
  return is_known ? Result<void>{}
                  : Fail(ErrorCode::NotOneOf, column.name + " has a value that was never seen",
                         column.name, "one of the column's categories");
}

Result<std::optional<Signature>> ReadSignature(const OnnxSummary& summary) {
  const auto found = summary.metadata.find(std::string(kSignatureKey));
  if (found == summary.metadata.end()) {
    return GuessSignature(summary);
  }
  ARM_TRY(Signature signature, ParseSignature(found->second, summary));
  return std::optional(std::move(signature));
}

Result<void> CheckFences(const Signature& signature, std::span<const Tensor> inputs) {
  if (signature.json.empty()) {
    return {};
  }
  for (std::size_t i = 0; i < signature.columns.size() && i < inputs.size(); ++i) {
    ARM_CHECK(CheckColumn(signature.columns[i], inputs[i]));
  }
  return {};
}

}  // namespace armillary::inference
