#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include "api/contract.h"
#include "serving/predict.h"

namespace armillary::api {

// What the routes that predict stand on. What it refers to must outlive the routes.
struct PredictParts {
  const Contract& contract;
  const serving::PredictService& service;
  std::function<bool()> is_ready;  // Of the server, for health; never waits for models.
  std::string server_version;
  std::chrono::milliseconds time{30'000};
  std::size_t answer_bytes = std::size_t{64} << 20U;
  // Larger bodies are read on the pool: reading one must not hold up a connection's thread.
  std::size_t quick_body_bytes = std::size_t{8} * 1024;
};

}  // namespace armillary::api
