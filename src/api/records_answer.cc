#include "api/records_answer.h"

#include <cmath>
#include <cstddef>
#include <fmt/format.h>
#include <span>

#include "api/internal/json_output.h"
#include "base/names.h"
#include "inference/tensor.h"

namespace armillary::api {
namespace {

using inference::ElementType;
using inference::Tensor;

// Of what is the same in every answer, and in every row.
constexpr std::string_view kRecordsFrame =
    R"({"model":,"version":-9223372036854775808,"request_id":,"predictions":[],)"
    R"("missing_columns":,"unknown_columns":})";
constexpr std::string_view kRow =
    R"(,{"label":-9223372036854775808,"probabilities":[],"value":-1.2345678901234567e-308})";

// What stands before each probability of a row: `{"No":`, `,"Yes":`; without classes `[`, `,`.
class Leads {
 public:
  Leads(std::span<const inference::ClassLabel> classes, std::size_t width)
      : is_object_(classes.size() == width && width > 0) {
    ends_.reserve(width);
    for (std::size_t i = 0; i < width; ++i) {
      text_ += i > 0 ? ',' : is_object_ ? '{' : '[';
      if (is_object_) {
        AppendClass(classes[i]);
      }
      ends_.push_back(text_.size());
    }
  }

  std::string_view At(std::size_t i) const {
    const std::size_t begin = i == 0 ? 0 : ends_[i - 1];
    return std::string_view(text_).substr(begin, ends_[i] - begin);
  }
  std::string_view End() const { return ends_.empty() ? "[]" : is_object_ ? "}" : "]"; }
  std::size_t Bytes() const { return text_.size(); }

 private:
  void AppendClass(const inference::ClassLabel& label) {
    AppendText(text_, inference::LabelText(label));
    text_ += ':';
  }

  const bool is_object_;
  std::string text_;
  std::vector<std::size_t> ends_;
};

tl::unexpected<Error> Failed(std::size_t row, std::string_view what) {
  return Fail(ErrorCode::PredictionFailed, fmt::format("the model's {} for record {}", what, row));
}

class Writer {
 public:
  explicit Writer(const RecordsAnswer& answer)
      : answer_(answer),
        answers_(answer.answers),
        leads_(answers_.signature->classes, answers_.width),
        has_probabilities_(answers_.probabilities && answer.options.probabilities) {}

  Result<std::string> Write() {
    const std::size_t most = MostBytes();
    ARM_CHECK(CheckAnswerBytes(most, answer_.most_bytes, "/records"));
    out_.reserve(most);
    out_ += R"({"model":)";
    AppendText(out_, answer_.model);
    out_ += R"(,"version":)";
    AppendNumber(out_, answer_.version);
    out_ += R"(,"request_id":)";
    AppendText(out_, answer_.request_id);
    out_ += R"(,"predictions":[)";
    for (std::size_t row = 0; row < answers_.rows; ++row) {
      out_ += row > 0 ? ",{" : "{";
      ARM_CHECK(Prediction(row));
      out_ += '}';
    }
    out_ += R"(],"missing_columns":)";
    AppendTexts(out_, answer_.missing_columns);
    out_ += R"(,"unknown_columns":)";
    AppendTexts(out_, answer_.unknown_columns);
    out_ += '}';
    return std::move(out_);
  }

 private:
  std::size_t MostBytes() const {
    std::size_t row = kRow.size();
    if (has_probabilities_) {
      row += leads_.Bytes() + answers_.width * MostNumberBytes<double>();
    }
    std::size_t bytes = kRecordsFrame.size() + TextBytes(answer_.model) +
                        TextBytes(answer_.request_id) + TextsBytes(answer_.missing_columns) +
                        TextsBytes(answer_.unknown_columns) + answers_.rows * row;
    if (answers_.label) {
      for (const std::string& label : answers_.label->Strings()) {
        bytes += TextBytes(label);
      }
    }
    return bytes;
  }

  Result<void> Prediction(std::size_t row) {
    if (answers_.label) {
      ARM_CHECK(Label(*answers_.label, row));
    }
    if (const auto& chances = answers_.probabilities; has_probabilities_ && chances) {
      out_ += answers_.label ? R"(,"probabilities":)" : R"("probabilities":)";
      ARM_CHECK(chances->Type() == ElementType::Fp64
                    ? Probabilities(chances->Values<double>(), row)
                    : Probabilities(chances->Values<float>(), row));
    }
    if (answers_.value) {
      out_ += answers_.label || has_probabilities_ ? R"(,"value":)" : R"("value":)";
      Value(*answers_.value, row);
    }
    return {};
  }

  Result<void> Label(const Tensor& tensor, std::size_t row) {
    out_ += R"("label":)";
    if (tensor.Type() == ElementType::Int64) {
      AppendNumber(out_, tensor.Values<std::int64_t>()[row]);
      return {};
    }
    const std::string& label = tensor.Strings()[row];
    if (!IsUtf8(label)) {
      return Failed(row, "label is not UTF-8");
    }
    AppendText(out_, label);
    return {};
  }

  template <class T>
  Result<void> Probabilities(std::span<const T> all, std::size_t row) {
    const auto mine = all.subspan(row * answers_.width, answers_.width);
    for (std::size_t i = 0; i < mine.size(); ++i) {
      if (!std::isfinite(mine[i])) {
        return Failed(row, "probability is not a finite number");
      }
      out_ += leads_.At(i);
      AppendNumber(out_, mine[i]);
    }
    out_ += leads_.End();
    return {};
  }

  void Value(const Tensor& tensor, std::size_t row) {
    if (tensor.Type() == ElementType::Fp64) {
      AppendNumber(out_, tensor.Values<double>()[row]);
    } else {
      AppendNumber(out_, tensor.Values<float>()[row]);
    }
  }

  const RecordsAnswer& answer_;
  const serving::RecordAnswers& answers_;
  const Leads leads_;
  const bool has_probabilities_;
  std::string out_;
};

}  // namespace

Result<std::string> WriteRecordsAnswer(const RecordsAnswer& answer) {
  return Writer(answer).Write();
}

}  // namespace armillary::api
