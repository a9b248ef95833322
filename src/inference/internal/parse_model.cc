#include <algorithm>

#include "inference/internal/message.h"
#include "inference/internal/onnx_model.h"
#include "inference/operators.h"

namespace armillary::inference {
namespace {

constexpr std::int64_t kOldestIr = 3;
constexpr std::int64_t kNewestIr = 13;

Result<std::int64_t> ParseDimension(std::span<const std::byte> bytes, const std::string& where) {
  std::int64_t dimension = -1;
  ARM_CHECK(
      ReadMessage(bytes, kDimensionMessage, where, [&](const WireField& field) -> Result<void> {
        if (field.number != 1) {
          return {};
        }
        dimension = static_cast<std::int64_t>(field.value);
        return dimension >= 0 ? Result<void>{} : Broken(where, "a dimension is negative");
      }));
  return dimension;
}

Result<void> ParseShape(std::span<const std::byte> bytes, OnnxValue& value,
                        const std::string& where) {
  value.has_shape = true;
  return ReadMessage(bytes, kShapeMessage, where, [&](const WireField& field) -> Result<void> {
    if (value.spec.shape.size() >= 8) {
      return Broken(where, "a tensor has more than 8 dimensions");
    }
    ARM_TRY(const std::int64_t dimension, ParseDimension(field.bytes, where));
    value.spec.shape.push_back(dimension);
    return {};
  });
}

Result<void> ParseTensorType(std::span<const std::byte> bytes, OnnxValue& value,
                             const std::string& where) {
  std::uint64_t data_type = 0;
  ARM_CHECK(
      ReadMessage(bytes, kTensorTypeMessage, where, [&](const WireField& field) -> Result<void> {
        if (field.number == 1) {
          data_type = field.value;
          return {};
        }
        return ParseShape(field.bytes, value, where);
      }));
  const auto type = ElementTypeOfOnnx(data_type);
  if (!type) {
    return Broken(where, "data type " + std::to_string(data_type) + " is not supported");
  }
  value.spec.type = *type;
  return {};
}

tl::unexpected<Error> NotATensor(const std::string& where) {
  return Fail(Error{.code = ErrorCode::ModelInvalid,
                    .message = where + ": a value that is no tensor is not supported",
                    .field = where,
                    .rule = "tensors only",
                    .next_step = "Export the model with the option `zipmap: False`."});
}

Result<void> ParseType(std::span<const std::byte> bytes, OnnxValue& value,
                       const std::string& where) {
  bool is_tensor = false;
  ARM_CHECK(ReadMessage(bytes, kTypeMessage, where, [&](const WireField& field) -> Result<void> {
    if (field.number == 6) {
      return {};
    }
    if (field.number != 1) {
      return NotATensor(where);
    }
    is_tensor = true;
    return ParseTensorType(field.bytes, value, where);
  }));
  return is_tensor ? Result<void>{} : Broken(where, "a value has no type");
}

Result<void> TakeValue(std::span<const std::byte> bytes, std::vector<OnnxValue>& values,
                       const ParseBudget& budget, const std::string& where) {
  const std::string place = where + "[" + std::to_string(values.size()) + "]";
  ARM_TRY(auto value, ParseValue(bytes, budget, place));
  values.push_back(std::move(value));
  return {};
}

struct GraphParser {
  ParseBudget& budget;
  OnnxGraph& graph;
  std::size_t between = 0;

  Result<void> Take(const WireField& field) {
    const OnnxLimits& limits = budget.limits;
    switch (field.number) {
      case 1:
        return TakeNode(field.bytes);
      case 5:
        return TakeInitialiser(field.bytes);
      case 11:
        if (graph.inputs.size() >= limits.inputs + limits.initialisers) {
          return OverLimit("inputs", limits.inputs);
        }
        return inference::TakeValue(field.bytes, graph.inputs, budget, "graph.input");
      case 12:
        if (graph.outputs.size() >= limits.outputs) {
          return OverLimit("outputs", limits.outputs);
        }
        return inference::TakeValue(field.bytes, graph.outputs, budget, "graph.output");
      case 13:
        if (++between > 4 * limits.nodes) {
          return OverLimit("declared values", 4 * limits.nodes);
        }
        return ParseValue(field.bytes, budget, "graph.value_info").map([](auto&&) {});
      case 14:
        return Broken("graph.quantization_annotation", "quantised graphs are not supported");
      case 15:
        return Broken("graph.sparse_initializer", "sparse tensors are not supported");
      default:
        return {};
    }
  }

  Result<void> TakeNode(std::span<const std::byte> bytes) {
    if (graph.nodes.size() >= budget.limits.nodes) {
      return OverLimit("nodes", budget.limits.nodes);
    }
    ARM_TRY(auto node,
            ParseNode(bytes, budget, "graph.node[" + std::to_string(graph.nodes.size()) + "]"));
    graph.nodes.push_back(std::move(node));
    return {};
  }

  Result<void> TakeInitialiser(std::span<const std::byte> bytes) {
    if (graph.initialisers.size() >= budget.limits.initialisers) {
      return OverLimit("initialisers", budget.limits.initialisers);
    }
    const std::string where =
        "graph.initializer[" + std::to_string(graph.initialisers.size()) + "]";
    ARM_TRY(auto tensor, ParseTensor(bytes, budget, where));
    if (tensor.name.empty()) {
      return Broken(where, "an initialiser has no name");
    }
    graph.initialisers.push_back(std::move(tensor));
    return {};
  }
};

Result<void> ParseOpset(std::span<const std::byte> bytes, OnnxModel& model) {
  OnnxOpset opset{.domain = {}, .version = 0};
  ARM_CHECK(ReadMessage(bytes, kOpsetMessage, "opset_import", [&](const WireField& field) {
    if (field.number == 1) {
      opset.domain = AsText(field.bytes);
    } else {
      opset.version = static_cast<std::int64_t>(field.value);
    }
    return Result<void>{};
  }));
  if (opset.domain == "ai.onnx") {
    opset.domain.clear();
  }
  ARM_CHECK(CheckOpset(opset.domain, opset.version));
  // Converters name one twice, which is harmless while the versions agree.
  if (const std::int64_t known = model.OpsetOf(opset.domain); known != 0) {
    return known == opset.version
               ? Result<void>{}
               : Broken("opset_import", "the domain '" + opset.domain + "' has two versions");
  }
  model.opsets.push_back(std::move(opset));
  return {};
}

Result<void> ParseEntry(std::span<const std::byte> bytes, OnnxModel& model, ParseBudget& budget) {
  budget.metadata_bytes += bytes.size();
  if (budget.metadata_bytes > budget.limits.metadata_bytes) {
    return OverLimit("bytes of metadata", budget.limits.metadata_bytes);
  }
  std::string key;
  std::string value;
  ARM_CHECK(ReadMessage(bytes, kEntryMessage, "metadata_props", [&](const WireField& field) {
    (field.number == 1 ? key : value) = AsText(field.bytes);
    return Result<void>{};
  }));
  const bool is_new = model.metadata.emplace(key, std::move(value)).second;
  return is_new ? Result<void>{} : Broken("metadata_props", "the key '" + key + "' is there twice");
}

Result<void> TakeModelField(const WireField& field, OnnxModel& model, ParseBudget& budget) {
  switch (field.number) {
    case 1:
      model.ir_version = static_cast<std::int64_t>(field.value);
      return {};
    case 2:
      model.producer = AsText(field.bytes);
      return CheckNameLength(model.producer, budget, "producer_name");
    case 7: {
      GraphParser parser{.budget = budget, .graph = model.graph};
      return ReadMessage(field.bytes, kGraphMessage, "graph",
                         [&](const WireField& inner) { return parser.Take(inner); });
    }
    case 8:
      return ParseOpset(field.bytes, model);
    case 14:
      return ParseEntry(field.bytes, model, budget);
    case 20:
      return Broken("training_info", "a model with training inside is not supported");
    case 25:
      return Fail(ErrorCode::ModelOperatorNotAllowed,
                  "functions: operators defined in the file are not allowed", "functions",
                  "no local functions");
    case 26:
      return Broken("configuration", "a model with device configurations is not supported");
    default:
      return {};
  }
}

}  // namespace

Result<void> ParseBudget::TakeValue() {
  if (values == 0) {
    return OverLimit("numbers and strings", 8'000'000);
  }
  --values;
  return {};
}

Result<void> ParseBudget::TakeNodePart() {
  if (node_parts == 0) {
    return OverLimit("inputs, outputs and attributes of nodes", limits.node_parts);
  }
  --node_parts;
  return {};
}

tl::unexpected<Error> OverLimit(std::string_view what, std::size_t limit) {
  const std::string rule = "at most " + std::to_string(limit) + " " + std::string(what);
  return Fail(ErrorCode::ModelTooLarge,
              "the model has more than " + std::to_string(limit) + " " + std::string(what),
              std::string(what), rule);
}

Result<void> CheckNameLength(std::string_view name, const ParseBudget& budget,
                             const std::string& where) {
  if (name.size() > budget.limits.name_bytes) {
    return Fail(ErrorCode::ModelTooLarge, where + ": a name is too long", where,
                "at most " + std::to_string(budget.limits.name_bytes) + " bytes");
  }
  return {};
}

std::int64_t OnnxModel::OpsetOf(std::string_view domain) const {
  const auto found = std::ranges::find(opsets, domain, &OnnxOpset::domain);
  return found == opsets.end() ? 0 : found->version;
}

Result<OnnxValue> ParseValue(std::span<const std::byte> bytes, const ParseBudget& budget,
                             const std::string& where) {
  OnnxValue value{.spec = {.name = {}, .type = ElementType::Fp32, .shape = {}}};
  bool has_type = false;
  ARM_CHECK(ReadMessage(bytes, kValueMessage, where, [&](const WireField& field) -> Result<void> {
    if (field.number == 1) {
      value.spec.name = AsText(field.bytes);
      return CheckNameLength(value.spec.name, budget, where);
    }
    if (field.number == 2) {
      has_type = true;
      return ParseType(field.bytes, value, where);
    }
    return {};
  }));
  if (value.spec.name.empty()) {
    return Broken(where, "a value has no name");
  }
  return has_type ? Result<OnnxValue>(std::move(value)) : Broken(where, "a value has no type");
}

Result<OnnxModel> ParseModel(std::span<const std::byte> bytes, ParseBudget& budget) {
  OnnxModel model;
  bool has_graph = false;
  ARM_CHECK(ReadMessage(bytes, kModelMessage, "model", [&](const WireField& field) {
    has_graph = has_graph || field.number == 7;
    return TakeModelField(field, model, budget);
  }));
  if (!has_graph || model.graph.nodes.empty() || model.graph.outputs.empty()) {
    return Broken("model", "there is no graph with nodes and outputs");
  }
  if (model.ir_version < kOldestIr || model.ir_version > kNewestIr) {
    return Broken("ir_version",
                  "between " + std::to_string(kOldestIr) + " and " + std::to_string(kNewestIr));
  }
  return model;
}

}  // namespace armillary::inference
