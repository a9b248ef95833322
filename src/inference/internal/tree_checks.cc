#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "inference/internal/message.h"
#include "inference/internal/onnx_model.h"

namespace armillary::inference {
namespace {

constexpr std::array<std::string_view, 7> kModes = {
    "BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ", "LEAF"};

// Tree and node number, as one key.
struct NodeKey {
  std::int64_t tree;
  std::int64_t node;

  bool operator==(const NodeKey&) const = default;
};

struct NodeKeyHash {
  std::size_t operator()(const NodeKey& key) const noexcept {
    const auto mixed = static_cast<std::uint64_t>(key.tree) * 0x9E3779B97F4A7C15ULL +
                       static_cast<std::uint64_t>(key.node);
    return static_cast<std::size_t>(mixed ^ (mixed >> 29U));
  }
};

using Positions = std::unordered_map<NodeKey, std::size_t, NodeKeyHash>;

// The arrays of a tree ensemble, all of one length.
struct Trees {
  const OnnxNode& node;
  std::span<const std::int64_t> trees = node.Integers("nodes_treeids");
  std::span<const std::int64_t> nodes = node.Integers("nodes_nodeids");
  std::span<const std::int64_t> features = node.Integers("nodes_featureids");
  std::span<const std::int64_t> when_true = node.Integers("nodes_truenodeids");
  std::span<const std::int64_t> when_false = node.Integers("nodes_falsenodeids");
  std::span<const std::string_view> modes = node.Texts("nodes_modes");
};

Result<void> CheckLengths(const Trees& trees) {
  const std::size_t count = trees.nodes.size();
  const std::size_t tracks = trees.node.Integers("nodes_missing_value_tracks_true").size();
  const std::size_t rates = trees.node.FloatsOrTensor("nodes_hitrates");
  const bool same = count != 0 && trees.trees.size() == count && trees.features.size() == count &&
                    trees.when_true.size() == count && trees.when_false.size() == count &&
                    trees.modes.size() == count &&
                    trees.node.FloatsOrTensor("nodes_values") == count &&
                    (tracks == 0 || tracks == count) && (rates == 0 || rates == count);
  return same ? Result<void>{} : Broken(trees.node.where, "the lists of nodes differ in length");
}

Result<Positions> Index(const Trees& trees) {
  Positions positions;
  positions.reserve(trees.nodes.size());
  for (std::size_t i = 0; i < trees.nodes.size(); ++i) {
    const bool is_new = positions.emplace(NodeKey{trees.trees[i], trees.nodes[i]}, i).second;
    if (!is_new) {
      return Broken(trees.node.where, "a node of a tree is there twice");
    }
    const bool is_mode = std::ranges::find(kModes, trees.modes[i]) != kModes.end();
    if (!is_mode || trees.features[i] < 0 || trees.nodes[i] < 0) {
      return Broken(trees.node.where, "a node has an unknown mode or a negative number");
    }
  }
  return positions;
}

// Every node is the child of at most one other, and of one before it in depth: so the walk from
// each root ends. `depth` 0 means not yet reached.
class Walk {
 public:
  Walk(const Trees& trees, const Positions& positions, std::size_t most_depth)
      : trees_(trees),
        positions_(positions),
        most_depth_(most_depth),
        depths_(trees.nodes.size()) {}

  // The sum of the trees' depths.
  Result<std::uint64_t> All() {
    ARM_TRY(std::vector<bool> is_child, FindChildren());
    std::uint64_t steps = 0;
    for (std::size_t i = 0; i < depths_.size(); ++i) {
      if (!is_child[i]) {
        ARM_TRY(const std::size_t depth, From(i));
        steps += depth;
      }
    }
    if (std::ranges::find(depths_, 0U) != depths_.end()) {
      return Broken(trees_.node.where, "the nodes of a tree are a cycle");
    }
    return steps;
  }

 private:
  bool IsLeaf(std::size_t at) const { return trees_.modes[at] == "LEAF"; }

  std::size_t ChildOf(std::size_t at, std::span<const std::int64_t> children) const {
    const auto found = positions_.find(NodeKey{trees_.trees[at], children[at]});
    return found == positions_.end() ? kNone : found->second;
  }

  Result<std::vector<bool>> FindChildren() const {
    std::vector<bool> is_child(depths_.size());
    for (std::size_t i = 0; i < depths_.size(); ++i) {
      if (IsLeaf(i)) {
        continue;
      }
      for (const auto& children : {trees_.when_true, trees_.when_false}) {
        const std::size_t child = ChildOf(i, children);
        if (child == kNone) {
          return Broken(trees_.node.where, "a branch leads to a node that its tree has not");
        }
        if (is_child[child]) {
          return Broken(trees_.node.where, "two branches lead to the same node");
        }
        is_child[child] = true;
      }
    }
    return is_child;
  }

  // How deep the tree at `root` is.
  Result<std::size_t> From(std::size_t root) {
    std::size_t deepest = 1;
    std::vector<std::size_t> open = {root};
    depths_[root] = 1;
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      deepest = std::max(deepest, depths_[at]);
      if (IsLeaf(at)) {
        continue;
      }
      if (depths_[at] >= most_depth_) {
        return OverLimit("levels of a tree", most_depth_);
      }
      for (const auto& children : {trees_.when_true, trees_.when_false}) {
        const std::size_t child = ChildOf(at, children);
        depths_[child] = depths_[at] + 1;
        open.push_back(child);
      }
    }
    return deepest;
  }

  static constexpr std::size_t kNone = SIZE_MAX;

  const Trees& trees_;
  const Positions& positions_;
  const std::size_t most_depth_;
  std::vector<std::size_t> depths_;
};

// Weights at leaves: `prefix` is class or target, `outputs` how many of them there are.
Result<void> CheckWeights(const Trees& trees, const Positions& positions, const std::string& prefix,
                          std::size_t outputs) {
  const auto in_tree = trees.node.Integers(prefix + "_treeids");
  const auto in_node = trees.node.Integers(prefix + "_nodeids");
  const auto ids = trees.node.Integers(prefix + "_ids");
  const bool same = in_tree.size() == ids.size() && in_node.size() == ids.size() && !ids.empty() &&
                    trees.node.FloatsOrTensor(prefix + "_weights") == ids.size();
  if (!same) {
    return Broken(trees.node.where, "the lists of weights differ in length");
  }
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto found = positions.find(NodeKey{in_tree[i], in_node[i]});
    if (found == positions.end() || trees.modes[found->second] != "LEAF") {
      return Broken(trees.node.where, "a weight belongs to no leaf");
    }
    if (ids[i] < 0 || static_cast<std::uint64_t>(ids[i]) >= outputs) {
      return Broken(trees.node.where, "a weight belongs to no " + prefix);
    }
  }
  const std::size_t base = trees.node.FloatsOrTensor("base_values");
  const bool base_fits = base == 0 || base == outputs || (base == 1 && outputs == 2);
  return base_fits ? Result<void>{}
                   : Broken(trees.node.where, "there is not one base value for each " + prefix);
}

Result<std::size_t> OutputsOf(const OnnxNode& node) {
  if (node.type == "TreeEnsembleRegressor") {
    const std::int64_t targets = node.Integer("n_targets", 1);
    return targets >= 1 && targets <= 1'000'000
               ? Result<std::size_t>(static_cast<std::size_t>(targets))
               : Broken(node.where, "n_targets is out of range");
  }
  const std::size_t numbers = node.Integers("classlabels_int64s").size();
  const std::size_t texts = node.Texts("classlabels_strings").size();
  if ((numbers == 0) == (texts == 0)) {
    return Broken(node.where, "class labels are either numbers or strings");
  }
  return numbers + texts;
}

}  // namespace

Result<std::uint64_t> CheckTrees(const OnnxNode& node, const OnnxLimits& limits) {
  const Trees trees{.node = node};
  ARM_CHECK(CheckLengths(trees));
  ARM_TRY(const Positions positions, Index(trees));
  ARM_TRY(const std::uint64_t steps, Walk(trees, positions, limits.tree_depth).All());
  ARM_TRY(const std::size_t outputs, OutputsOf(node));
  const bool is_regressor = node.type == "TreeEnsembleRegressor";
  ARM_CHECK(CheckWeights(trees, positions, is_regressor ? "target" : "class", outputs));
  return steps;
}

}  // namespace armillary::inference
