#include "inference/internal/extents.h"

#include <array>
#include <string>
#include <string_view>

#include "inference/internal/message.h"

namespace armillary::inference {
namespace {

using enum ElementType;

std::uint64_t Product(std::span<const std::int64_t> shape) {
  std::uint64_t product = 1;
  for (const std::int64_t dimension : shape) {
    product = BoundedProduct(product, static_cast<std::uint64_t>(dimension));
  }
  return product;
}

// Widens `shape` to the shape of both under numpy's rule. False if they do not fit.
bool Broadcast(Shape& shape, const Shape& other) {
  if (other.size() > shape.size()) {
    shape.insert(shape.begin(), other.size() - shape.size(), 1);
  }
  const std::size_t shift = shape.size() - other.size();
  for (std::size_t i = 0; i < other.size(); ++i) {
    std::int64_t& into = shape[i + shift];
    if (into != other[i] && into != 1 && other[i] != 1) {
      return false;
    }
    into = into == 1 ? other[i] : into;
  }
  return true;
}

// Makes `extent` that of an operation on its elements and those of `other`. Copies nothing: a node
// may have thousands of inputs.
void Combine(Extent& extent, const Extent& other) {
  if (extent.shape && other.shape && Broadcast(*extent.shape, *other.shape)) {
    extent.elements = Product(*extent.shape);
  } else {
    extent.shape.reset();
    extent.elements = BoundedProduct(std::max<std::uint64_t>(extent.elements, 1),
                                     std::max<std::uint64_t>(other.elements, 1));
  }
  extent.element_bytes = std::max(extent.element_bytes, other.element_bytes);
}

bool IsWhole(ElementType type) { return type < Fp16 && type != Bool; }

// The processor stops the process where a whole number is divided by 0 or the least one by -1.
Result<void> CheckDivisor(const Site& site) {
  ARM_TRY(const Extent* dividend, site.Input(0));
  ARM_TRY(const Extent* divisor, site.Input(1));
  if (!IsWhole(dividend->type) && !IsWhole(divisor->type)) {
    return {};
  }
  const bool is_known = divisor->constant != nullptr && !divisor->constant->integers.empty();
  const bool is_safe = is_known && std::ranges::none_of(divisor->constant->integers, [](auto each) {
                         return each == 0 || each == -1;
                       });
  return is_safe ? Result<void>{}
                 : Broken(site.node.where,
                          "whole numbers may only be divided by constants other than 0 and -1");
}

Effect Single(Extent output, std::uint64_t cost) {
  output.constant = nullptr;
  return {.outputs = {std::move(output)}, .cost = cost};
}

Result<Effect> ElementWise(const Site& site) {
  if (site.node.type == "Div") {
    ARM_CHECK(CheckDivisor(site));
  }
  ARM_TRY(const Extent* first, site.Input(0));
  Extent all = *first;
  for (std::size_t i = 1; i < site.inputs.size(); ++i) {
    ARM_TRY(const Extent* next, site.Input(i));
    Combine(all, *next);
  }
  constexpr std::array<std::string_view, 3> kComparisons = {"Equal", "Greater", "Less"};
  if (std::ranges::find(kComparisons, site.node.type) != kComparisons.end()) {
    all.type = Bool;
    all.element_bytes = 8;
  }
  const std::uint64_t each = site.node.type == "Pow" ? 20 : 1;
  const std::uint64_t cost = BoundedProduct(all.elements, each * site.inputs.size());
  return Single(std::move(all), cost);
}

Result<Effect> Unary(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  return Single(*input, BoundedProduct(input->elements, input->IsText() ? 100 : 5));
}

Result<Effect> Cast(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  const auto type = ElementTypeOfOnnx(static_cast<std::uint64_t>(site.node.Integer("to", 0)));
  if (!type) {
    return Broken(site.node.where, "the type to cast to is not supported");
  }
  Extent output = *input;
  output.type = *type;
  if (*type == Bytes && !input->IsText()) {
    output = output.WithText(32);
  } else if (*type != Bytes) {
    output.element_bytes = 8;
  }
  const bool has_text = *type == Bytes || input->IsText();
  return Single(std::move(output), BoundedProduct(input->elements, has_text ? 500 : 1));
}

Result<Effect> MatMul(const Site& site) {
  ARM_TRY(const Extent* a, site.Input(0));
  ARM_TRY(const Extent* b, site.Input(1));
  const std::uint64_t most = BoundedProduct(a->elements, b->elements);
  if (!a->shape || !b->shape || a->shape->size() != 2 || b->shape->size() != 2) {
    return Single(Extent::Bounded(a->type, most), most);
  }
  const Shape output = {a->shape->front(), b->shape->back()};
  const auto inner = static_cast<std::uint64_t>(a->shape->back());
  if (a->shape->back() != b->shape->front()) {
    return Broken(site.node.where, "the matrices do not fit: " + ShapeText(*a->shape) + " and " +
                                       ShapeText(*b->shape));
  }
  Extent made = Extent::Of(a->type, output);
  const std::uint64_t cost = BoundedProduct(made.elements, inner / 4 + 1);
  return Single(std::move(made), cost);
}

Result<Effect> Gemm(const Site& site) {
  ARM_TRY(const Extent* a, site.Input(0));
  ARM_TRY(const Extent* b, site.Input(1));
  if (!a->shape || !b->shape || a->shape->size() != 2 || b->shape->size() != 2) {
    const std::uint64_t most = BoundedProduct(a->elements, b->elements);
    return Single(Extent::Bounded(a->type, most), most);
  }
  const bool flip_a = site.node.Integer("transA", 0) != 0;
  const bool flip_b = site.node.Integer("transB", 0) != 0;
  const std::int64_t inner_a = flip_a ? a->shape->front() : a->shape->back();
  const std::int64_t inner_b = flip_b ? b->shape->back() : b->shape->front();
  if (inner_a != inner_b) {
    return Broken(site.node.where, "the matrices do not fit: " + ShapeText(*a->shape) + " and " +
                                       ShapeText(*b->shape));
  }
  Extent made = Extent::Of(a->type, {flip_a ? a->shape->back() : a->shape->front(),
                                     flip_b ? b->shape->front() : b->shape->back()});
  const std::uint64_t cost =
      BoundedProduct(made.elements, static_cast<std::uint64_t>(inner_a) / 4 + 1);
  return Single(std::move(made), cost);
}

// One vector of counts for each row.
Result<Effect> TfIdf(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  const std::int64_t width = std::ranges::max(site.node.Integers("ngram_indexes")) + 1;
  const auto lengths = static_cast<std::uint64_t>(site.node.Integer("max_gram_length", 1));
  const auto skips = static_cast<std::uint64_t>(site.node.Integer("max_skip_count", 0));
  Extent made = Extent::Bounded(Fp32, BoundedProduct(std::max<std::uint64_t>(input->elements, 1),
                                                     static_cast<std::uint64_t>(width)));
  if (input->shape && input->shape->size() <= 2 && !input->shape->empty()) {
    made = Extent::Of(
        Fp32, input->shape->size() == 1 ? Shape{width} : Shape{input->shape->front(), width});
  }
  const std::uint64_t each = 50 * lengths * lengths * (skips + 1);
  const std::uint64_t cost = BoundedSum(BoundedProduct(input->elements, each), made.elements);
  return Single(std::move(made), cost);
}

constexpr std::array kOwnRules = std::to_array<EffectRule>({
    {"Add", ElementWise},   {"Div", ElementWise},
    {"Equal", ElementWise}, {"Greater", ElementWise},
    {"Less", ElementWise},  {"Max", ElementWise},
    {"Mul", ElementWise},   {"Pow", ElementWise},
    {"Sub", ElementWise},   {"Sum", ElementWise},
    {"Exp", Unary},         {"Identity", Unary},
    {"Log", Unary},         {"Neg", Unary},
    {"Relu", Unary},        {"Sigmoid", Unary},
    {"Sqrt", Unary},        {"StringNormalizer", Unary},
    {"Cast", Cast},         {"MatMul", MatMul},
    {"Gemm", Gemm},         {"TfIdfVectorizer", TfIdf},
});

// Both null if nothing is known of the operator.
const EffectRule* RuleIn(std::span<const EffectRule> rules, std::string_view type) {
  const auto rule = std::ranges::find(rules, type, &EffectRule::type);
  return rule == rules.end() ? nullptr : &*rule;
}

const EffectRule* RuleFor(const OnnxNode& node) {
  if (!node.domain.empty()) {
    return RuleIn(MlRules(), node.type);
  }
  const EffectRule* rule = RuleIn(kOwnRules, node.type);
  return rule != nullptr ? rule : RuleIn(ShapeRules(), node.type);
}

}  // namespace

Extent Extent::Of(ElementType type, Shape known_shape) {
  const std::uint64_t elements = Product(known_shape);
  Extent extent = Bounded(type, elements);
  extent.shape = std::move(known_shape);
  return extent;
}

Extent Extent::Bounded(ElementType type, std::uint64_t elements) {
  return {.type = type,
          .elements = elements,
          .element_bytes = type == ElementType::Bytes ? sizeof(std::string) : std::uint64_t{8}};
}

Extent Extent::WithText(std::size_t longest) const {
  Extent extent = *this;
  extent.element_bytes = sizeof(std::string) + longest;
  return extent;
}

Result<const Extent*> Site::Input(std::size_t position) const {
  if (position >= inputs.size() || inputs[position] == nullptr) {
    return Broken(node.where, "input " + std::to_string(position) + " is missing");
  }
  return inputs[position];
}

Result<std::size_t> AxisOf(const Site& site, std::int64_t axis, std::size_t rank) {
  const auto size = static_cast<std::int64_t>(rank);
  if (axis < -size || axis >= size) {
    return Broken(site.node.where, "there is no axis " + std::to_string(axis));
  }
  return static_cast<std::size_t>(axis < 0 ? axis + size : axis);
}

Result<Effect> EffectOf(const Site& site) {
  const EffectRule* rule = RuleFor(site.node);
  if (rule == nullptr) {
    return Fail(ErrorCode::ModelOperatorNotAllowed,
                site.node.where + ": nothing is known of this operator", site.node.where);
  }
  return rule->effect(site);
}

}  // namespace armillary::inference
