#pragma once

#include "base/result.h"

namespace armillary::tenancy {

// The outcome of an INSERT of something that people name: AlreadyExists names the field.
template <class Rows>
Result<void> InsertedByName(const Result<Rows>& outcome) {
  if (outcome) {
    return {};
  }
  if (outcome.error().code == ErrorCode::AlreadyExists) {
    return Fail(ErrorCode::AlreadyExists, "the name is taken", "name");
  }
  return Fail(outcome.error());
}

}  // namespace armillary::tenancy
