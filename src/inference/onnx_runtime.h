#pragma once

#include <memory>
#include <span>

#include "base/result.h"
#include "inference/evaluator.h"

namespace armillary::inference {

// Evaluators by ONNX Runtime in this process: only for files that passed ReadOnnx.
//
// A run happens on the caller's thread, without threads or arenas of its own. One process has one
// environment; make one of these and keep it longer than every evaluator it made.
class OnnxRuntime : public EvaluatorFactory {
 public:
  // Fails with Internal if the library cannot start.
  static Result<std::unique_ptr<OnnxRuntime>> Start();
  ~OnnxRuntime() override;

  Result<std::unique_ptr<Evaluator>> Load(std::span<const std::byte> bytes,
                                          const OnnxSummary& summary) override;

 private:
  struct Environment;
  explicit OnnxRuntime(std::shared_ptr<Environment> environment);

  std::shared_ptr<Environment> environment_;
};

}  // namespace armillary::inference
