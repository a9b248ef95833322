#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "inference/internal/onnx_model.h"
#include "inference/tensor.h"

namespace armillary::inference {

// Numbers that stop at a bound instead of overflowing; whatever reaches it is beyond every limit.
inline constexpr std::uint64_t kUnbounded = std::uint64_t{1} << 60U;

inline std::uint64_t BoundedSum(std::uint64_t a, std::uint64_t b) {
  return std::min(kUnbounded, std::min(a, kUnbounded) + std::min(b, kUnbounded));
}
inline std::uint64_t BoundedProduct(std::uint64_t a, std::uint64_t b) {
  return a != 0 && b > kUnbounded / a ? kUnbounded : std::min(kUnbounded, a * b);
}

// What is known of one value of the graph for a given number of rows.
struct Extent {
  ElementType type = ElementType::Fp32;
  std::optional<Shape> shape = {};  // Unknown where it depends on data.
  std::uint64_t elements = 0;       // At most.
  std::uint64_t element_bytes = 8;  // At most, what the text of input strings takes aside.
  const OnnxTensor* constant = nullptr;

  static Extent Of(ElementType type, Shape known_shape);
  static Extent Bounded(ElementType type, std::uint64_t elements);
  // Of strings no longer than `longest`.
  Extent WithText(std::size_t longest) const;

  std::uint64_t Bytes() const { return BoundedProduct(elements, element_bytes); }
  bool IsText() const { return type == ElementType::Bytes; }
};

// One node with the extents of its inputs; an input that is left out is null.
struct Site {
  const OnnxNode& node;
  std::span<const Extent* const> inputs;

  // Fails with ModelInvalid if there is no such input.
  Result<const Extent*> Input(std::size_t position) const;
};

// What a node gives and what it costs, in about nanoseconds.
struct Effect {
  std::vector<Extent> outputs;
  std::uint64_t cost = 0;
};

// Bounds what an allowed operator makes of its inputs. Fails with ModelInvalid if it contradicts
// them or could stop the process.
Result<Effect> EffectOf(const Site& site);

// How EffectOf knows one operator.
struct EffectRule {
  std::string_view type;
  Result<Effect> (*effect)(const Site&);
};

// Of ai.onnx.ml, and of the operators of ai.onnx that move elements.
std::span<const EffectRule> MlRules();
std::span<const EffectRule> ShapeRules();

// `axis` counted from the front. Fails with ModelInvalid if the tensor has no such axis.
Result<std::size_t> AxisOf(const Site& site, std::int64_t axis, std::size_t rank);

}  // namespace armillary::inference
