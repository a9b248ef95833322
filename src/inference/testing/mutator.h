#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace armillary::inference {

// Breaks files in the ways that disks, networks and enemies do. Repeats itself for a seed.
class Mutator {
 public:
  explicit Mutator(std::uint64_t seed) : engine_(seed) {}

  // One to four changes: a bit flipped, a byte set, bytes taken out, doubled, swapped or put in,
  // the end cut off, a length or number replaced by an extreme one.
  std::vector<std::byte> Mutate(std::span<const std::byte> original);

 private:
  void Change(std::vector<std::byte>& bytes);
  void Overwrite(std::vector<std::byte>& bytes, std::size_t at);
  void Insert(std::vector<std::byte>& bytes, std::size_t at);
  void Move(std::vector<std::byte>& bytes, std::size_t at);
  std::size_t Below(std::size_t bound);

  std::mt19937_64 engine_;
};

}  // namespace armillary::inference
