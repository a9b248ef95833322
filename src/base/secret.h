#pragma once

#include <sodium.h>
#include <string>
#include <utility>

namespace armillary {

// A string that has no way into a log, an error or a stream, and is wiped when it goes.
class Secret {
 public:
  explicit Secret(std::string value) : value_(std::move(value)) {}
  Secret(const Secret&) = default;
  Secret& operator=(const Secret&) = default;
  Secret(Secret&&) = default;
  Secret& operator=(Secret&&) = default;
  ~Secret() { sodium_memzero(value_.data(), value_.size()); }

  // The only way to the value; each use is easy to find.
  const std::string& Reveal() const { return value_; }

 private:
  std::string value_;
};

}  // namespace armillary
