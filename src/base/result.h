#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "base/error_code.h"

namespace armillary {

// Why a call failed, for the caller to read and react to: no secrets, no internals.
struct Error {
  ErrorCode code;
  std::string message;
  std::string field = {};      // What was wrong: a field, column, header or configuration key.
  std::string rule = {};       // The rule that it broke, such as "at most 63 characters".
  std::string next_step = {};  // Overrides the next step that the catalogue gives for the code.

  bool operator==(const Error&) const = default;
};

// A value or the reason there is none. Becomes std::expected when the toolchain has it.
template <class T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
  Result(tl::expected<T, Error> other)  // NOLINT(google-explicit-constructor)
      : tl::expected<T, Error>(std::move(other)) {}
};

inline tl::unexpected<Error> Fail(Error error) { return tl::make_unexpected(std::move(error)); }

inline tl::unexpected<Error> Fail(ErrorCode code, std::string message) {
  return Fail(Error{.code = code, .message = std::move(message)});
}

inline tl::unexpected<Error> Fail(ErrorCode code, std::string message, std::string field,
                                  std::string rule = {}) {
  return Fail(Error{.code = code,
                    .message = std::move(message),
                    .field = std::move(field),
                    .rule = std::move(rule)});
}

}  // namespace armillary

#define ARM_CONCAT_INNER(a, b) a##b
#define ARM_CONCAT(a, b) ARM_CONCAT_INNER(a, b)
#define ARM_TRY_VALUE(result, declaration, expression)     \
  auto&& result = (expression);                            \
  if (!result) {                                           \
    return tl::make_unexpected(std::move(result).error()); \
  }                                                        \
  declaration = *std::move(result) /* NOLINT(bugprone-macro-parentheses) */
#define ARM_TRY_VOID(result, expression)                   \
  if (auto&& result = (expression); !result) {             \
    return tl::make_unexpected(std::move(result).error()); \
  }                                                        \
  static_assert(true)

// ARM_TRY(auto model, catalog.Find(id)); goes on with the value, or returns the error.
#define ARM_TRY(declaration, expression) \
  ARM_TRY_VALUE(ARM_CONCAT(arm_result_, __LINE__), declaration, expression)

// ARM_CHECK(store.Remove(id)); goes on, or returns the error of a Result<void>.
#define ARM_CHECK(expression) ARM_TRY_VOID(ARM_CONCAT(arm_result_, __LINE__), expression)
