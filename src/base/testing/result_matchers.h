#pragma once

#include <string>

#include <gmock/gmock.h>

#include "base/result.h"

namespace armillary {

MATCHER(Succeeds, negation ? "fails" : "succeeds") {
  if (!arg) {
    *result_listener << "failed with " << CodeName(arg.error().code) << ": " << arg.error().message;
  }
  return arg.has_value();
}

MATCHER_P(FailsWith, code, "fails with " + std::string(CodeName(code))) {
  if (arg) {
    *result_listener << "succeeded";
    return false;
  }
  *result_listener << "failed with " << CodeName(arg.error().code) << ": " << arg.error().message;
  return arg.error().code == code;
}

MATCHER_P2(FailsWithField, code, field,
           "fails with " + std::string(CodeName(code)) + " on " + std::string(field)) {
  if (arg) {
    *result_listener << "succeeded";
    return false;
  }
  *result_listener << "failed with " << CodeName(arg.error().code) << " on " << arg.error().field
                   << ": " << arg.error().message;
  return arg.error().code == code && arg.error().field == field;
}

}  // namespace armillary
