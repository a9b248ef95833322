#pragma once

#include <memory>
#include <span>

#include "base/result.h"
#include "inference/evaluator.h"

namespace armillary::inference {

struct OnnxEnvironment;

// Evaluators by ONNX Runtime in this process: only for files that passed ReadOnnx.
//
// A run happens on the caller's thread, without threads or arenas of its own. One process has one
// environment; make one of these and keep it longer than every evaluator it made.
class OnnxRuntime : public EvaluatorFactory {
 public:
  // Fails with Internal if the library cannot start.
  static Result<std::unique_ptr<OnnxRuntime>> Start();
  ~OnnxRuntime() override;

  std::size_t BytesFor(const OnnxSummary& summary) const override;
  Result<std::unique_ptr<Evaluator>> Load(std::span<const std::byte> bytes,
                                          const OnnxSummary& summary) override;

 private:
  explicit OnnxRuntime(std::shared_ptr<const OnnxEnvironment> environment);

  const std::shared_ptr<const OnnxEnvironment> environment_;
};

}  // namespace armillary::inference
