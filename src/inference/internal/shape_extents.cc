#include <array>
#include <numeric>
#include <string>
#include <string_view>

#include "inference/internal/extents.h"
#include "inference/internal/message.h"

namespace armillary::inference {
namespace {

// An output of one node, at the usual cost of touching each element.
Effect Moved(const Extent& input, Extent output) {
  output.constant = nullptr;
  output.element_bytes = std::max(output.element_bytes, input.element_bytes);
  const std::uint64_t cost = BoundedSum(input.elements, output.elements);
  return {.outputs = {std::move(output)}, .cost = BoundedProduct(cost, input.IsText() ? 50 : 1)};
}

// The numbers of a constant input or attribute; none if they are not known before a run.
std::optional<std::vector<std::int64_t>> KnownNumbers(const Site& site, std::size_t input,
                                                      std::string_view attribute) {
  if (site.inputs.size() > input && site.inputs[input] != nullptr) {
    const OnnxTensor* constant = site.inputs[input]->constant;
    return constant == nullptr ? std::nullopt : std::optional(constant->integers);
  }
  const OnnxAttribute* found = site.node.Find(attribute);
  if (found == nullptr) {
    return std::vector<std::int64_t>{};
  }
  return found->type == AttributeType::Integer ? std::vector{found->integer} : found->integers;
}

Extent WithoutAxes(const Extent& input, const std::vector<bool>& reduced, bool keeps) {
  Shape shape;
  for (std::size_t i = 0; i < input.shape->size(); ++i) {
    if (!reduced[i]) {
      shape.push_back((*input.shape)[i]);
    } else if (keeps) {
      shape.push_back(1);
    }
  }
  return Extent::Of(input.type, std::move(shape));
}

Result<Effect> Reduce(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  const auto axes = KnownNumbers(site, 1, "axes");
  if (!input->shape || !axes) {
    return Moved(*input, Extent::Bounded(input->type, std::max<std::uint64_t>(input->elements, 1)));
  }
  if (axes->empty() && site.node.Integer("noop_with_empty_axes", 0) != 0) {
    return Moved(*input, *input);
  }
  std::vector<bool> reduced(input->shape->size(), axes->empty());
  for (const std::int64_t axis : *axes) {
    ARM_TRY(const std::size_t at, AxisOf(site, axis, reduced.size()));
    reduced[at] = true;
  }
  return Moved(*input, WithoutAxes(*input, reduced, site.node.Integer("keepdims", 1) != 0));
}

Result<Effect> ArgReduce(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  Extent output = Extent::Bounded(ElementType::Int64, std::max<std::uint64_t>(input->elements, 1));
  if (input->shape) {
    ARM_TRY(const std::size_t axis,
            AxisOf(site, site.node.Integer("axis", 0), input->shape->size()));
    std::vector<bool> reduced(input->shape->size());
    reduced[axis] = true;
    output = WithoutAxes(*input, reduced, site.node.Integer("keepdims", 1) != 0);
    output.type = ElementType::Int64;
  }
  return Moved(*input, std::move(output));
}

Result<Effect> Concat(const Site& site) {
  ARM_TRY(const Extent* first, site.Input(0));
  std::optional<Shape> shape = first->shape;
  std::uint64_t elements = first->elements;
  std::uint64_t bytes = first->element_bytes;
  for (std::size_t i = 1; i < site.inputs.size(); ++i) {
    ARM_TRY(const Extent* next, site.Input(i));
    elements = BoundedSum(elements, next->elements);
    bytes = std::max(bytes, next->element_bytes);
    const bool fits = shape && next->shape && shape->size() == next->shape->size();
    if (!fits) {
      shape.reset();
      continue;
    }
    ARM_TRY(const std::size_t axis, AxisOf(site, site.node.Integer("axis", 0), shape->size()));
    (*shape)[axis] += (*next->shape)[axis];
  }
  Extent output = Extent::Bounded(first->type, elements);
  output.shape = std::move(shape);
  output.element_bytes = bytes;
  return Moved(*first, std::move(output));
}

Result<Effect> Flatten(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  Extent output = Extent::Bounded(input->type, input->elements);
  if (input->shape) {
    const auto rank = static_cast<std::int64_t>(input->shape->size());
    const std::int64_t axis = site.node.Integer("axis", 1);
    if (axis < -rank || axis > rank) {
      return Broken(site.node.where, "there is no axis " + std::to_string(axis));
    }
    const auto split = input->shape->begin() + (axis < 0 ? axis + rank : axis);
    const Extent front = Extent::Of(input->type, Shape(input->shape->begin(), split));
    const Extent back = Extent::Of(input->type, Shape(split, input->shape->end()));
    output.shape =
        Shape{static_cast<std::int64_t>(front.elements), static_cast<std::int64_t>(back.elements)};
  }
  return Moved(*input, std::move(output));
}

Result<Effect> Gather(const Site& site) {
  ARM_TRY(const Extent* values, site.Input(0));
  ARM_TRY(const Extent* indices, site.Input(1));
  if (!values->shape || !indices->shape) {
    return Moved(*values, Extent::Bounded(values->type,
                                          BoundedProduct(values->elements, indices->elements)));
  }
  ARM_TRY(const std::size_t axis,
          AxisOf(site, site.node.Integer("axis", 0), values->shape->size()));
  const auto at = values->shape->begin() + static_cast<std::ptrdiff_t>(axis);
  Shape shape(values->shape->begin(), at);
  shape.insert(shape.end(), indices->shape->begin(), indices->shape->end());
  shape.insert(shape.end(), at + 1, values->shape->end());
  return Moved(*values, Extent::Of(values->type, std::move(shape)));
}

// The shape that a constant asks for; none if it leaves too much open.
std::optional<Shape> Reshaped(const Extent& input, Shape wanted, bool zero_is_zero) {
  std::uint64_t known = 1;
  std::optional<std::size_t> open;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i] == 0 && !zero_is_zero) {
      if (!input.shape || i >= input.shape->size()) {
        return std::nullopt;
      }
      wanted[i] = (*input.shape)[i];
    }
    if (wanted[i] < 0) {
      open = i;
    } else {
      known = BoundedProduct(known, static_cast<std::uint64_t>(wanted[i]));
    }
  }
  if (open && known != 0) {
    wanted[*open] = static_cast<std::int64_t>(input.elements / known);
  }
  return wanted;
}

Result<Effect> Reshape(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  ARM_TRY(const Extent* target, site.Input(1));
  Extent output = Extent::Bounded(input->type, input->elements);
  if (target->constant != nullptr && input->shape) {
    const Shape& wanted = target->constant->integers;
    const auto open = std::ranges::count_if(wanted, [](std::int64_t each) { return each < 0; });
    if (open > 1 || std::ranges::any_of(wanted, [](std::int64_t each) { return each < -1; })) {
      return Broken(site.node.where, "the new shape is impossible");
    }
    output.shape = Reshaped(*input, wanted, site.node.Integer("allowzero", 0) != 0);
  }
  return Moved(*input, std::move(output));
}

Result<Effect> Transpose(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  Extent output = *input;
  if (input->shape) {
    const std::size_t rank = input->shape->size();
    Shape order(rank);
    std::iota(order.rbegin(), order.rend(), 0);
    const auto given = site.node.Integers("perm");
    if (!given.empty()) {
      order.assign(given.begin(), given.end());
    }
    if (order.size() != rank) {
      return Broken(site.node.where, "perm does not name every axis");
    }
    std::vector<bool> named(rank);
    for (std::size_t i = 0; i < rank; ++i) {
      ARM_TRY(const std::size_t from, AxisOf(site, order[i], rank));
      if (named[from]) {
        return Broken(site.node.where, "perm names an axis twice");
      }
      named[from] = true;
      (*output.shape)[i] = (*input->shape)[from];
    }
  }
  return Moved(*input, std::move(output));
}

Result<Effect> TopK(const Site& site) {
  ARM_TRY(const Extent* input, site.Input(0));
  const auto k = KnownNumbers(site, 1, "k");
  Extent values = Extent::Bounded(input->type, input->elements);
  if (input->shape && k && k->size() == 1) {
    ARM_TRY(const std::size_t axis,
            AxisOf(site, site.node.Integer("axis", -1), input->shape->size()));
    Shape shape = *input->shape;
    if (k->front() < 0 || k->front() > shape[axis]) {
      return Broken(site.node.where, "k is beyond the axis");
    }
    shape[axis] = k->front();
    values = Extent::Of(input->type, std::move(shape));
  }
  Extent positions = values;
  positions.type = ElementType::Int64;
  return Effect{.outputs = {std::move(values), std::move(positions)},
                .cost = BoundedProduct(input->elements, 20)};
}

constexpr std::array kShapeRules = std::to_array<EffectRule>({
    {"ArgMax", ArgReduce},
    {"ArgMin", ArgReduce},
    {"Concat", Concat},
    {"Flatten", Flatten},
    {"Gather", Gather},
    {"ReduceLogSumExp", Reduce},
    {"ReduceSum", Reduce},
    {"ReduceSumSquare", Reduce},
    {"Reshape", Reshape},
    {"TopK", TopK},
    {"Transpose", Transpose},
});

}  // namespace

std::span<const EffectRule> ShapeRules() { return kShapeRules; }

}  // namespace armillary::inference
