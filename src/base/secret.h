#pragma once

#include <sodium.h>
#include <string>
#include <utility>

namespace armillary {

// A string that has no way into a log, an error or a stream, and is wiped wherever it was.
class Secret {
 public:
  explicit Secret(std::string value) : value_(std::move(value)) { Wipe(value); }
  Secret(const Secret&) = default;
  Secret(Secret&& other) noexcept : value_(std::move(other.value_)) { Wipe(other.value_); }
  Secret& operator=(const Secret& other) {
    if (this != &other) {
      Wipe(value_);
      value_ = other.value_;
    }
    return *this;
  }
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      Wipe(value_);
      value_ = std::move(other.value_);
      Wipe(other.value_);
    }
    return *this;
  }
  ~Secret() { Wipe(value_); }

  // The only way to the value; each use is easy to find.
  const std::string& Reveal() const { return value_; }

 private:
  // All that the string has room for: a short one keeps its characters inside when it is moved.
  static void Wipe(std::string& text) {
    text.resize(text.capacity());
    sodium_memzero(text.data(), text.size());
    text.clear();
  }

  std::string value_;
};

}  // namespace armillary
