#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.h"
#include "inference/onnx_reader.h"
#include "inference/tensor.h"

namespace armillary::inference {

enum class ColumnType : std::uint8_t { String, Double, Float, Int64, Bool };

// As the signature writes it: string, double, float, int64, bool.
std::string_view ColumnTypeName(ColumnType type);
// Of the tensor that the column becomes.
ElementType ElementTypeOfColumn(ColumnType type);

using ColumnValue = std::variant<std::string, double, std::int64_t, bool>;

// One key of a record, which is one input of the graph.
struct Column {
  std::string name;
  ColumnType type;
  bool required = true;
  bool nullable = false;
  std::optional<ColumnValue> default_value = {};  // Of a column that is not required.
  std::string missing = {};                       // The element for null, of nullable text.
  std::vector<ColumnValue> categories = {};       // Empty: any value.
  std::optional<double> minimum = {};
  std::optional<double> maximum = {};
  std::size_t size = 1;  // Numbers in one record's value; beyond 1 they come as an array.
};

using ClassLabel = std::variant<std::string, std::int64_t>;

// As the key of an object.
std::string LabelText(const ClassLabel& label);

enum class Task : std::uint8_t { Classification, Regression };

std::string_view TaskName(Task task);

// Positions of graph outputs by meaning.
struct SignatureOutputs {
  std::optional<std::size_t> label = {};
  std::optional<std::size_t> probabilities = {};
  std::optional<std::size_t> value = {};
};

// What a version takes and gives, in a caller's terms (contract/signature.schema.json). Column i is
// graph input i.
struct Signature {
  Task task = Task::Classification;
  std::vector<Column> columns;
  SignatureOutputs outputs;
  std::vector<ClassLabel> classes;   // Empty: probabilities are answered as an array.
  std::string examples_json = "[]";  // Records, as a caller would send them.
  std::string json;                  // The whole as the file has it; empty if derived.

  // The position of a column.
  std::optional<std::size_t> Find(std::string_view column) const;
};

inline constexpr std::string_view kSignatureKey = "armillary.signature";

// U+FDD0, which stands for a missing text inside tensors and which no caller may send in a record.
inline constexpr std::string_view kMissingText = "\xEF\xB7\x90";

// Whether a column takes a value. Fails with OutOfRange, NotOneOf or InvalidCharacters, with the
// column as its field.
Result<void> CheckNumberFence(const Column& column, double value);
Result<void> CheckTextFence(const Column& column, std::string_view value);

// The signature in the file's metadata; without one, what the graph's inputs and outputs say, each
// column required. None if the graph cannot be asked by records (an input that is not [N, k] of a
// column type). Fails with ModelSignatureInvalid if the metadata cannot be read or contradicts the
// graph.
Result<std::optional<Signature>> ReadSignature(const OnnxSummary& summary);

// Holds tensors, in the graph's order, to the columns' fences: minimum, maximum, categories, and
// nulls (NaN, missing text) where a column takes none. Fails with TensorValueInvalid, naming column
// and row.
Result<void> CheckFences(const Signature& signature, std::span<const Tensor> inputs);

}  // namespace armillary::inference
