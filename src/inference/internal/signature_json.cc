#include "inference/internal/signature_json.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <span>
#include <unordered_set>

#include "base/json.h"

namespace armillary::inference {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostCharacters = 250;  // Of a name or label.
constexpr std::size_t kMostLabelBytes = std::size_t{64} * 1024;

tl::unexpected<Error> Unfit(const std::string& where, const std::string& rule) {
  return Fail(ErrorCode::ModelSignatureInvalid, "signature." + where + ": " + rule,
              "signature." + where, rule);
}

// An object of the signature, whose members are read by name and type.
struct Part {
  const json::object& object;
  std::string where;

  std::string At(std::string_view key) const {
    return where.empty() ? std::string(key) : where + "." + std::string(key);
  }

  Result<void> CheckKeys(std::initializer_list<std::string_view> allowed) const {
    for (const auto& member : object) {
      const std::string_view key(member.key().data(), member.key().size());
      if (std::ranges::find(allowed, key) == allowed.end()) {
        return Unfit(At(key), "this format has no such field");
      }
    }
    return {};
  }

  Result<std::string> Text(std::string_view key) const {
    const json::value* found = object.if_contains(key);
    if (found == nullptr || !found->is_string() || found->get_string().empty()) {
      return Unfit(At(key), "a text that is not empty");
    }
    return std::string(std::string_view(found->get_string()));
  }

  Result<bool> Flag(std::string_view key, std::optional<bool> otherwise) const {
    const json::value* found = object.if_contains(key);
    if (found == nullptr && otherwise) {
      return *otherwise;
    }
    return found != nullptr && found->is_bool() ? Result<bool>(found->get_bool())
                                                : Unfit(At(key), "true or false");
  }

  Result<std::optional<double>> Number(std::string_view key) const {
    const json::value* found = object.if_contains(key);
    if (found == nullptr) {
      return std::optional<double>();
    }
    if (!found->is_number()) {
      return Unfit(At(key), "a number");
    }
    return std::optional(found->to_number<double>());
  }

  // Null if it is not there.
  Result<const json::array*> Array(std::string_view key) const {
    const json::value* found = object.if_contains(key);
    if (found == nullptr) {
      return nullptr;
    }
    return found->is_array() ? Result<const json::array*>(&found->get_array())
                             : Unfit(At(key), "an array");
  }
};

std::optional<ColumnValue> ValueOf(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string:
      return ColumnValue(std::string(std::string_view(value.get_string())));
    case json::kind::bool_:
      return ColumnValue(value.get_bool());
    case json::kind::double_:
      return ColumnValue(value.get_double());
    case json::kind::int64:
      return ColumnValue(value.get_int64());
    default:
      return std::nullopt;
  }
}

bool Fits(const ColumnValue& value, ColumnType type) {
  switch (type) {
    case ColumnType::String:
      return std::holds_alternative<std::string>(value);
    case ColumnType::Bool:
      return std::holds_alternative<bool>(value);
    case ColumnType::Int64:
      return std::holds_alternative<std::int64_t>(value);
    default:
      return std::holds_alternative<double>(value) || std::holds_alternative<std::int64_t>(value);
  }
}

// As a JSON schema counts them: Unicode scalars. `text` is UTF-8, as all that was parsed.
std::size_t CharactersIn(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

Result<void> ReadDefault(const Part& part, Column& column) {
  const json::value* found = part.object.if_contains("default");
  if (found == nullptr || found->is_null()) {
    return column.required || column.nullable
               ? Result<void>{}
               : Unfit(part.At("default"), "a column that may be left out has a default");
  }
  const auto value = ValueOf(*found);
  if (!value || !Fits(*value, column.type) || column.size != 1) {
    return Unfit(part.At("default"), "a value of the column's type");
  }
  column.default_value = value;
  return {};
}

Result<void> ReadCategories(const Part& part, Column& column) {
  ARM_TRY(const json::array* categories, part.Array("categories"));
  if (categories == nullptr) {
    return {};
  }
  for (const json::value& each : *categories) {
    const auto value = ValueOf(each);
    if (!value || !Fits(*value, column.type)) {
      return Unfit(part.At("categories"), "values of the column's type");
    }
    column.categories.push_back(*value);
  }
  return column.categories.empty() ? Unfit(part.At("categories"), "at least one") : Result<void>{};
}

Result<void> ReadMissing(const Part& part, Column& column) {
  const bool is_text = column.type == ColumnType::String;
  const bool takes_null =
      is_text || column.type == ColumnType::Double || column.type == ColumnType::Float;
  if (column.nullable && !takes_null) {
    return Unfit(part.At("nullable"), "whole numbers and booleans are never missing");
  }
  if (is_text && column.nullable) {
    ARM_TRY(column.missing, part.Text("missing"));
    return {};
  }
  return part.object.contains("missing")
             ? Unfit(part.At("missing"), "only for texts that may be missing")
             : Result<void>{};
}

Result<void> ReadSize(const Part& part, Column& column) {
  ARM_TRY(const auto size, part.Number("size"));
  if (!size) {
    return {};
  }
  const bool is_size = *size >= 2 && *size <= 1'048'576 && *size == std::trunc(*size);
  if (!is_size) {
    return Unfit(part.At("size"), "a whole number from 2 to 1048576");
  }
  column.size = static_cast<std::size_t>(*size);
  if (column.type == ColumnType::String || column.type == ColumnType::Bool) {
    return Unfit(part.At("size"), "only for numbers");
  }
  return column.required && !column.nullable
             ? Result<void>{}
             : Unfit(part.At("size"), "an array of numbers is required and never null");
}

Result<Column> ReadColumn(const Part& part) {
  ARM_CHECK(part.CheckKeys({"name", "type", "required", "nullable", "default", "missing",
                            "categories", "minimum", "maximum", "size"}));
  Column column;
  ARM_TRY(column.name, part.Text("name"));
  if (CharactersIn(column.name) > kMostCharacters) {
    return Unfit(part.At("name"), "at most " + std::to_string(kMostCharacters) + " characters");
  }
  ARM_TRY(const std::string type_name, part.Text("type"));
  const auto type = ParseColumnType(type_name);
  if (!type) {
    return Unfit(part.At("type"), "string, double, float, int64 or bool");
  }
  column.type = *type;
  ARM_TRY(column.required, part.Flag("required", std::nullopt));
  ARM_TRY(column.nullable, part.Flag("nullable", false));
  ARM_TRY(column.minimum, part.Number("minimum"));
  ARM_TRY(column.maximum, part.Number("maximum"));
  ARM_CHECK(ReadSize(part, column));
  ARM_CHECK(ReadMissing(part, column));
  ARM_CHECK(ReadCategories(part, column));
  ARM_CHECK(ReadDefault(part, column));
  return column;
}

Result<void> CheckInput(const Column& column, const TensorSpec& input, const std::string& where) {
  if (column.name != input.name) {
    return Unfit(where + ".name", "the graph's input there is '" + input.name + "'");
  }
  if (ElementTypeOfColumn(column.type) != input.type) {
    return Unfit(where + ".type",
                 "the graph's input is " + std::string(ElementTypeName(input.type)));
  }
  const Shape expected = {-1, static_cast<std::int64_t>(column.size)};
  return input.shape == expected
             ? Result<void>{}
             : Unfit(where, "the graph's input has the shape " + ShapeText(input.shape));
}

Result<void> ReadColumns(const Part& part, const OnnxSummary& summary, Signature& signature) {
  ARM_TRY(const json::array* columns, part.Array("columns"));
  if (columns == nullptr || columns->size() != summary.inputs.size()) {
    return Unfit("columns", "one for each of the graph's " + std::to_string(summary.inputs.size()) +
                                " inputs");
  }
  for (std::size_t i = 0; i < columns->size(); ++i) {
    const std::string where = "columns[" + std::to_string(i) + "]";
    if (!(*columns)[i].is_object()) {
      return Unfit(where, "an object");
    }
    ARM_TRY(Column column, ReadColumn({.object = (*columns)[i].get_object(), .where = where}));
    ARM_CHECK(CheckInput(column, summary.inputs[i], where));
    signature.columns.push_back(std::move(column));
  }
  return {};
}

Result<std::optional<std::size_t>> ReadOutput(const Part& part, std::string_view key,
                                              const OnnxSummary& summary,
                                              std::initializer_list<ElementType> types) {
  if (!part.object.contains(key)) {
    return std::optional<std::size_t>();
  }
  ARM_TRY(const std::string name, part.Text(key));
  const auto found = std::ranges::find(summary.outputs, name, &TensorSpec::name);
  if (found == summary.outputs.end() || std::ranges::find(types, found->type) == types.end()) {
    return Unfit(part.At(key), "an output of the graph with a type that fits");
  }
  return std::optional(static_cast<std::size_t>(found - summary.outputs.begin()));
}

Result<void> ReadOutputs(const Part& whole, const OnnxSummary& summary, Signature& signature) {
  const json::value* found = whole.object.if_contains("outputs");
  if (found == nullptr || !found->is_object()) {
    return Unfit("outputs", "an object");
  }
  const Part part{.object = found->get_object(), .where = "outputs"};
  using enum ElementType;
  ARM_CHECK(part.CheckKeys({"label", "probabilities", "value"}));
  ARM_TRY(signature.outputs.label, ReadOutput(part, "label", summary, {Bytes, Int64}));
  ARM_TRY(signature.outputs.probabilities,
          ReadOutput(part, "probabilities", summary, {Fp32, Fp64}));
  ARM_TRY(signature.outputs.value, ReadOutput(part, "value", summary, {Fp32, Fp64}));
  const bool has_class = signature.outputs.label || signature.outputs.probabilities;
  const bool fits = signature.task == Task::Regression ? signature.outputs.value && !has_class
                                                       : has_class && !signature.outputs.value;
  return fits ? Result<void>{} : Unfit("outputs", "those of the task");
}

// Each answer names the labels as keys of one object, in every row.
Result<void> CheckLabels(std::span<const ClassLabel> labels) {
  std::size_t bytes = 0;
  std::unordered_set<std::string> texts;
  for (const ClassLabel& label : labels) {
    const std::string text = LabelText(label);
    bytes += text.size();
    if (!texts.insert(text).second) {
      return Unfit("classes", "each label once, also as text");
    }
    if (CharactersIn(text) > kMostCharacters) {
      return Unfit("classes",
                   "at most " + std::to_string(kMostCharacters) + " characters in each label");
    }
  }
  return bytes <= kMostLabelBytes ? Result<void>{}
                                  : Unfit("classes", "at most " + std::to_string(kMostLabelBytes) +
                                                         " bytes in all labels");
}

Result<void> ReadClasses(const Part& part, const OnnxSummary& summary, Signature& signature) {
  ARM_TRY(const json::array* classes, part.Array("classes"));
  if (classes == nullptr) {
    return {};
  }
  for (const json::value& each : *classes) {
    if (each.is_string()) {
      signature.classes.emplace_back(std::string(std::string_view(each.get_string())));
    } else if (each.is_int64()) {
      signature.classes.emplace_back(each.get_int64());
    } else {
      return Unfit("classes", "texts or whole numbers");
    }
  }
  ARM_CHECK(CheckLabels(signature.classes));
  const auto probabilities = signature.outputs.probabilities;
  const std::int64_t width = probabilities && summary.outputs[*probabilities].shape.size() == 2
                                 ? summary.outputs[*probabilities].shape.back()
                                 : -1;
  const bool fits =
      !classes->empty() && (width < 0 || width == static_cast<std::int64_t>(classes->size()));
  return fits ? Result<void>{} : Unfit("classes", "one for each probability");
}

Result<void> ReadExamples(const Part& part, Signature& signature) {
  ARM_TRY(const json::array* examples, part.Array("examples"));
  if (examples == nullptr) {
    return {};
  }
  const bool fits = examples->size() <= 5 && std::ranges::all_of(*examples, [](const auto& each) {
                      return each.is_object();
                    });
  if (!fits) {
    return Unfit("examples", "at most five records");
  }
  signature.examples_json = json::serialize(*examples);
  return {};
}

Result<Task> ReadTask(const Part& part) {
  ARM_TRY(const std::string task, part.Text("task"));
  for (const Task each : {Task::Classification, Task::Regression}) {
    if (TaskName(each) == task) {
      return each;
    }
  }
  return Unfit("task", "classification or regression");
}

}  // namespace

Result<Signature> ParseSignature(const std::string& text, const OnnxSummary& summary) {
  const auto document = ParseJson(text);
  if (!document || !document->is_object()) {
    return Unfit("", "a JSON object");
  }
  const Part part{.object = document->get_object(), .where = ""};
  ARM_CHECK(part.CheckKeys({"format", "task", "columns", "outputs", "classes", "examples"}));
  ARM_TRY(const auto format, part.Number("format"));
  if (format != 1.0) {
    return Unfit("format", "1");
  }
  Signature signature;
  ARM_TRY(signature.task, ReadTask(part));
  ARM_CHECK(ReadColumns(part, summary, signature));
  ARM_CHECK(ReadOutputs(part, summary, signature));
  ARM_CHECK(ReadClasses(part, summary, signature));
  ARM_CHECK(ReadExamples(part, signature));
  signature.json = text;
  return signature;
}

}  // namespace armillary::inference
