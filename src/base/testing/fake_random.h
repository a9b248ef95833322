#pragma once

#include <cstdint>
#include <random>

#include "base/guarded.h"
#include "base/random.h"

namespace armillary {

// Repeats itself for a seed.
class FakeRandom : public Random {
 public:
  explicit FakeRandom(std::uint64_t seed = 1) : engine_(seed) {}

  void Fill(std::span<std::byte> bytes) override {
    engine_.With([&](std::mt19937_64& engine) {
      for (std::byte& byte : bytes) {
        byte = static_cast<std::byte>(engine());
      }
    });
  }

 private:
  Guarded<std::mt19937_64> engine_;
};

}  // namespace armillary
