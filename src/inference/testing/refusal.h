#pragma once

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "inference/onnx_reader.h"
#include "inference/testing/onnx_builder.h"

namespace armillary::inference {

inline Result<OnnxSummary> Read(const Message& model, const OnnxLimits& limits = {}) {
  return ReadOnnx(BytesOf(model), limits);
}

inline Message Relu() { return Node("Relu", {"x"}, {"y"}); }

// A sound file, to which a test adds what is wrong.
inline Message Sound() { return Model(Graph({Relu()})); }

// A file that must be refused, and part of what the refusal says.
struct Refusal {
  std::string what;
  Message model;
  ErrorCode code;
  std::string rule;
};

inline void ExpectRefused(const Refusal& refusal) {
  SCOPED_TRACE(refusal.what);
  const auto read = Read(refusal.model);
  ASSERT_THAT(read, FailsWith(refusal.code));
  EXPECT_THAT(read.error().message, testing::HasSubstr(refusal.rule));
}

}  // namespace armillary::inference
