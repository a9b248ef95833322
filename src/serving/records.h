#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

#include "base/result.h"
#include "inference/signature.h"
#include "inference/tensor.h"

namespace armillary::serving {

// A number as a request has it: whole ones keep all their digits.
using Number = std::variant<std::int64_t, double>;

// Collects records straight into the input tensors of a model, cell by cell, without a map between.
//
// Use: for each record BeginRow, then Find and Set for each key in it, then EndRow; at last Take.
// Not thread-safe. `signature` must outlive the batch.
class RecordBatch {
 public:
  RecordBatch(const inference::Signature& signature, std::size_t most_rows);

  // Fails with TooManyRows.
  Result<void> BeginRow();

  // The column named `key`; none if the signature has no such column, which is remembered for
  // UnknownColumns. Fast when keys come in the order of the signature or of the row before.
  std::optional<std::size_t> Find(std::string_view key);

  // One value of the current row. Each fails with RecordWrongType, naming column and row, if the
  // column is of another type; with OutOfRange or
  // NotOneOf if its fences exclude the value; with DuplicateColumn if the row has
  // it already; SetNull with RecordWrongType if the column takes no null. A whole number fits a
  // column of fractions, and 12.0 fits one of whole numbers.
  Result<void> SetNumber(std::size_t column, Number value);
  Result<void> SetText(std::size_t column, std::string_view value);
  Result<void> SetBool(std::size_t column, bool value);
  Result<void> SetNull(std::size_t column);
  // For columns that take an array.
  Result<void> SetNumbers(std::size_t column, std::span<const Number> values);
  // For anything else that JSON can hold: always the error that the column takes no such value.
  Result<void> SetOther(std::size_t column, std::string_view what);

  // Fills what the record left out. Fails with RecordMissingColumn if a column that has no default
  // is absent.
  Result<void> EndRow();

  std::size_t Rows() const { return rows_; }
  // In bytes, of the texts that records gave.
  std::size_t LongestText() const { return longest_text_; }

  // Columns that some record left out and a default stood in for; keys that are no column (at most
  // 100 of them), in order of appearance.
  std::vector<std::string> MissingColumns() const;
  const std::vector<std::string>& UnknownColumns() const { return unknown_; }

  // One tensor per column, [rows, size], in the graph's order. Ends the batch.
  Result<std::vector<inference::Tensor>> Take();

 private:
  struct Cells {
    std::vector<std::byte> numbers;
    std::vector<std::string> strings;
  };

  // Notes that the row has the column. Fails with DuplicateColumn.
  Result<void> Claim(std::size_t column);
  // Writes the column's value number `at` in the current row. Fails as SetNumber.
  Result<void> PutChecked(std::size_t column, std::size_t at, const Number& value);
  void PutMissing(std::size_t column);
  void PutDefault(std::size_t column);

  const inference::Signature* signature_;
  std::size_t most_rows_;
  std::size_t rows_ = 0;
  std::size_t longest_text_ = 0;
  std::vector<Cells> cells_;
  std::vector<std::size_t> seen_;  // Row number, from 1, that set the column last.
  std::vector<bool> was_missing_;
  std::unordered_map<std::string_view, std::size_t> by_name_;
  std::size_t next_ = 0;
  std::vector<std::string> unknown_;
};

// Answers to records, by meaning.
struct RecordAnswers {
  std::size_t rows = 0;
  const inference::Signature* signature = nullptr;      // Lives as long as the pinned model.
  std::optional<inference::Tensor> label = {};          // Bytes or Int64, `rows` elements.
  std::optional<inference::Tensor> probabilities = {};  // Fp32 or Fp64, rows x width.
  std::optional<inference::Tensor> value = {};          // Fp32 or Fp64, `rows` elements.
  std::size_t width = 0;                                // Probabilities in a row.
};

// Gives the outputs of a run, in the order of OutputsOf, their meaning. Fails with PredictionFailed
// if the real shapes do not fit the rows or the classes.
Result<RecordAnswers> MeaningOf(const inference::Signature& signature, std::size_t rows,
                                std::vector<inference::Tensor> outputs);

// Positions of the graph outputs that the signature gives a meaning: label, probabilities, value,
// those that it has.
std::vector<std::size_t> OutputsOf(const inference::Signature& signature);

}  // namespace armillary::serving
