#pragma once

#include <cstddef>
#include <span>

namespace armillary {

// The only source of randomness, so that a seeded simulation can replay it. Thread-safe.
class Random {
 public:
  virtual ~Random() = default;
  virtual void Fill(std::span<std::byte> bytes) = 0;
};

// The kernel's generator, fit for keys and secrets.
class SystemRandom : public Random {
 public:
  void Fill(std::span<std::byte> bytes) override;
};

}  // namespace armillary
