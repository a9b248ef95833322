#include <algorithm>
#include <array>

#include "inference/internal/message.h"
#include "inference/internal/onnx_model.h"

namespace armillary::inference {
namespace {

// What an attribute holds, by the fields that are there.
struct HeldKinds {
  std::uint64_t declared = 0;
  std::vector<AttributeType> held;
};

tl::unexpected<Error> Subgraph(const std::string& where) {
  return Fail(Error{.code = ErrorCode::ModelOperatorNotAllowed,
                    .message = where + ": an operator with a graph inside is not allowed",
                    .field = where,
                    .rule = "no graphs inside operators",
                    .next_step = "Export the model without If, Loop and Scan."});
}

void Hold(HeldKinds& kinds, AttributeType type) {
  if (std::ranges::find(kinds.held, type) == kinds.held.end()) {
    kinds.held.push_back(type);
  }
}

Result<void> TakeRepeated(const WireField& field, OnnxAttribute& attribute, HeldKinds& kinds,
                          ParseBudget& budget) {
  ARM_CHECK(budget.TakeValue());
  if (field.number == 7) {
    Hold(kinds, AttributeType::Floats);
    ++attribute.floats;
  } else if (field.number == 8) {
    Hold(kinds, AttributeType::Integers);
    attribute.integers.push_back(static_cast<std::int64_t>(field.value));
  } else {
    Hold(kinds, AttributeType::Texts);
    attribute.texts.push_back(AsText(field.bytes));
  }
  return {};
}

Result<void> TakeAttributeField(const WireField& field, OnnxAttribute& attribute, HeldKinds& kinds,
                                ParseBudget& budget, const std::string& where) {
  switch (field.number) {
    case 1:
      attribute.name = AsText(field.bytes);
      return CheckNameLength(attribute.name, budget, where);
    case 2:
      Hold(kinds, AttributeType::Float);
      return {};
    case 3:
      Hold(kinds, AttributeType::Integer);
      attribute.integer = static_cast<std::int64_t>(field.value);
      return {};
    case 4:
      Hold(kinds, AttributeType::Text);
      attribute.text = AsText(field.bytes);
      return {};
    case 5: {
      Hold(kinds, AttributeType::Tensor);
      ARM_TRY(attribute.tensor, ParseTensor(field.bytes, budget, where));
      return {};
    }
    case 6:
    case 11:
      return Subgraph(where);
    case 7:
    case 8:
    case 9:
      return TakeRepeated(field, attribute, kinds, budget);
    case 13:
      return {};
    case 20:
      kinds.declared = field.value;
      return {};
    default:
      return Broken(where, "an attribute is of a kind that is not supported");
  }
}

// An attribute declares its type and holds values of no other.
Result<void> CheckHeld(const HeldKinds& kinds, OnnxAttribute& attribute, const std::string& where) {
  using enum AttributeType;
  constexpr std::array kTypes = {Float, Integer, Text, Tensor, Floats, Integers, Texts};
  const auto* declared = std::ranges::find_if(kTypes, [&](AttributeType type) {
    return static_cast<std::uint64_t>(type) == kinds.declared;
  });
  if (declared == kTypes.end()) {
    return Broken(where, "attribute type " + std::to_string(kinds.declared) + " is not supported");
  }
  const bool is_list = *declared >= Floats;
  const bool fits = kinds.held.empty()
                        ? is_list || *declared == Float || *declared == Integer || *declared == Text
                        : kinds.held.size() == 1 && kinds.held.front() == *declared;
  if (!fits) {
    return Broken(where, "attribute " + std::string(attribute.name) +
                             " holds something else than it declares");
  }
  attribute.type = *declared;
  return {};
}

Result<OnnxAttribute> ParseAttribute(std::span<const std::byte> bytes, ParseBudget& budget,
                                     const std::string& where) {
  OnnxAttribute attribute;
  HeldKinds kinds;
  ARM_CHECK(ReadMessage(bytes, kAttributeMessage, where, [&](const WireField& field) {
    return TakeAttributeField(field, attribute, kinds, budget, where);
  }));
  if (attribute.name.empty()) {
    return Broken(where, "an attribute has no name");
  }
  ARM_CHECK(CheckHeld(kinds, attribute, where));
  return attribute;
}

Result<void> TakeAttribute(std::span<const std::byte> bytes, OnnxNode& node, ParseBudget& budget) {
  if (node.attributes.size() >= budget.limits.attributes_per_node) {
    return OverLimit("attributes of one node", budget.limits.attributes_per_node);
  }
  ARM_CHECK(budget.TakeNodePart());
  ARM_TRY(OnnxAttribute attribute, ParseAttribute(bytes, budget, node.where));
  if (node.Find(attribute.name) != nullptr) {
    return Broken(node.where, "attribute " + std::string(attribute.name) + " is there twice");
  }
  node.attributes.push_back(std::move(attribute));
  return {};
}

Result<void> TakeEdge(std::span<const std::byte> bytes, std::vector<std::string_view>& edges,
                      ParseBudget& budget, const std::string& where) {
  if (edges.size() >= budget.limits.edges_per_node) {
    return OverLimit("inputs or outputs of one node", budget.limits.edges_per_node);
  }
  ARM_CHECK(budget.TakeNodePart());
  edges.push_back(AsText(bytes));
  return CheckNameLength(edges.back(), budget, where);
}

Result<void> TakeNodeField(const WireField& field, OnnxNode& node, ParseBudget& budget) {
  switch (field.number) {
    case 1:
      return TakeEdge(field.bytes, node.inputs, budget, node.where);
    case 2:
      return TakeEdge(field.bytes, node.outputs, budget, node.where);
    case 3:
      node.name = AsText(field.bytes);
      return CheckNameLength(node.name, budget, node.where);
    case 4:
      node.type = AsText(field.bytes);
      return CheckNameLength(node.type, budget, node.where);
    case 5:
      return TakeAttribute(field.bytes, node, budget);
    case 7:
      node.domain = AsText(field.bytes);
      return CheckNameLength(node.domain, budget, node.where);
    case 8:
    case 10:
      return Broken(node.where, "a node with an overload or devices is not supported");
    default:
      return {};
  }
}

}  // namespace

Result<OnnxNode> ParseNode(std::span<const std::byte> bytes, ParseBudget& budget,
                           std::string where) {
  OnnxNode node;
  node.where = std::move(where);
  ARM_CHECK(ReadMessage(bytes, kNodeMessage, node.where, [&](const WireField& field) {
    return TakeNodeField(field, node, budget);
  }));
  if (node.type.empty()) {
    return Broken(node.where, "a node has no operator");
  }
  if (node.domain == "ai.onnx") {
    node.domain = {};
  }
  node.where += " (" + std::string(node.type) + ")";
  return node;
}

const OnnxAttribute* OnnxNode::Find(std::string_view attribute) const {
  const auto found = std::ranges::find(attributes, attribute, &OnnxAttribute::name);
  return found == attributes.end() ? nullptr : &*found;
}

std::int64_t OnnxNode::Integer(std::string_view attribute, std::int64_t otherwise) const {
  const OnnxAttribute* found = Find(attribute);
  return found == nullptr ? otherwise : found->integer;
}

std::string_view OnnxNode::Text(std::string_view attribute) const {
  const OnnxAttribute* found = Find(attribute);
  return found == nullptr ? std::string_view{} : found->text;
}

std::span<const std::int64_t> OnnxNode::Integers(std::string_view attribute) const {
  const OnnxAttribute* found = Find(attribute);
  return found == nullptr ? std::span<const std::int64_t>{} : found->integers;
}

std::span<const std::string_view> OnnxNode::Texts(std::string_view attribute) const {
  const OnnxAttribute* found = Find(attribute);
  return found == nullptr ? std::span<const std::string_view>{} : found->texts;
}

std::size_t OnnxNode::Floats(std::string_view attribute) const {
  const OnnxAttribute* found = Find(attribute);
  return found == nullptr ? 0 : found->floats;
}

std::size_t OnnxNode::FloatsOrTensor(std::string_view attribute) const {
  const OnnxAttribute* found = Find(std::string(attribute) + "_as_tensor");
  return found == nullptr || !found->tensor ? Floats(attribute) : found->tensor->count;
}

}  // namespace armillary::inference
