#pragma once

namespace armillary {

[[noreturn]] void FailAssertion(const char* condition, const char* file, int line);

}  // namespace armillary

// For what cannot be, whatever the input. On in production: a server that is wrong about itself
// stops before it harms data.
#define ARM_ASSERT(condition)                                   \
  if (!(condition)) {                                           \
    ::armillary::FailAssertion(#condition, __FILE__, __LINE__); \
  }                                                             \
  static_assert(true)
