#include "inference/onnx_runtime.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "inference/internal/deadline_watch.h"
#include "inference/internal/ort.h"

namespace armillary::inference {

struct OnnxEnvironment {
  OrtOwned<OrtEnv> env;
  OrtOwned<OrtMemoryInfo> memory;
  OrtOwned<OrtSessionOptions> options;
  mutable DeadlineWatch watch;
};

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

// How wrong the bound of a run's time may be before a run without a watch overstays.
constexpr std::int64_t kWatchMargin = 50;

// A session's fixed cost, that of a node, and what weights come to beside the file's: bounds of
// what linear, tree, vector and matrix models took (tests/bench/evaluator_bench.cc).
constexpr std::size_t kBytesOfSession = std::size_t{48} << 10U;
constexpr std::size_t kBytesOfNode = std::size_t{6} << 10U;
constexpr std::size_t kCopiesOfAttributes = 4;

std::size_t MemoryOf(const OnnxSummary& summary) {
  const std::size_t initialisers = summary.weight_bytes - summary.attribute_bytes;
  return kBytesOfSession + kBytesOfNode * summary.nodes + initialisers + initialisers / 4 +
         kCopiesOfAttributes * summary.attribute_bytes;
}

Result<void> Started(OrtStatus* status) { return FromOrt(status, ErrorCode::Internal); }
Result<void> Loaded(OrtStatus* status) { return FromOrt(status, ErrorCode::ModelLoadFailed); }

Result<OrtOwned<OrtEnv>> MakeEnv() {
  OrtEnv* made = nullptr;
  ARM_CHECK(Started(Ort().CreateEnv(ORT_LOGGING_LEVEL_FATAL, "armillary", &made)));
  OrtOwned<OrtEnv> env(made);
  ARM_CHECK(Started(Ort().DisableTelemetryEvents(env.get())));
  return env;
}

Result<OrtOwned<OrtMemoryInfo>> MakeMemoryInfo() {
  OrtMemoryInfo* made = nullptr;
  ARM_CHECK(Started(Ort().CreateCpuMemoryInfo(OrtDeviceAllocator, OrtMemTypeDefault, &made)));
  return OrtOwned<OrtMemoryInfo>(made);
}

// One thread, so that a run stays on its caller's; no arena and no memory pattern, so that a model
// holds what it needs and gives it back. Without rewriting of the graph a small model takes a
// quarter less memory and loads faster by a third, answers as fast (a network a fifth slower), and
// less code sees tenants' graphs (tests/bench/evaluator_bench.cc).
Result<OrtOwned<OrtSessionOptions>> MakeOptions() {
  OrtSessionOptions* made = nullptr;
  ARM_CHECK(Started(Ort().CreateSessionOptions(&made)));
  OrtOwned<OrtSessionOptions> options(made);
  ARM_CHECK(Started(Ort().SetIntraOpNumThreads(made, 1)));
  ARM_CHECK(Started(Ort().SetInterOpNumThreads(made, 1)));
  ARM_CHECK(Started(Ort().SetSessionExecutionMode(made, ORT_SEQUENTIAL)));
  ARM_CHECK(Started(Ort().DisableCpuMemArena(made)));
  ARM_CHECK(Started(Ort().DisableMemPattern(made)));
  ARM_CHECK(Started(Ort().SetSessionGraphOptimizationLevel(made, ORT_DISABLE_ALL)));
  ARM_CHECK(Started(Ort().AddSessionConfigEntry(made, "session.disable_prepacking", "1")));
  ARM_CHECK(Started(Ort().AddSessionConfigEntry(made, "session.intra_op.allow_spinning", "0")));
  return options;
}

std::vector<const char*> NamesOf(std::span<const TensorSpec> specs) {
  std::vector<const char*> names;
  names.reserve(specs.size());
  for (const TensorSpec& spec : specs) {
    names.push_back(spec.name.c_str());
  }
  return names;
}

// Values that the library owns, released together.
class Values {
 public:
  explicit Values(std::size_t count) { owned_.reserve(count); }

  void Add(OrtOwned<OrtValue> value) {
    raw_.push_back(value.get());
    owned_.push_back(std::move(value));
  }
  std::span<const OrtValue* const> Raw() const { return raw_; }

 private:
  std::vector<OrtOwned<OrtValue>> owned_;
  std::vector<const OrtValue*> raw_;
};

class OnnxEvaluator : public Evaluator {
 public:
  OnnxEvaluator(std::shared_ptr<const OnnxEnvironment> environment, OrtOwned<OrtSession> session,
                const OnnxSummary& summary)
      : environment_(std::move(environment)),
        session_(std::move(session)),
        inputs_(summary.inputs),
        outputs_(summary.outputs),
        input_names_(NamesOf(inputs_)),
        output_names_(NamesOf(outputs_)),
        time_per_row_(summary.time_per_row),
        memory_bytes_(MemoryOf(summary)) {}

  std::span<const TensorSpec> Inputs() const override { return inputs_; }
  std::span<const TensorSpec> Outputs() const override { return outputs_; }
  std::size_t MemoryBytes() const override { return memory_bytes_; }

  Result<std::vector<Tensor>> Run(std::span<const Tensor> inputs,
                                  std::span<const std::size_t> outputs,
                                  milliseconds time_limit) const override {
    ARM_ASSERT(inputs.size() == inputs_.size());
    Values values(inputs.size());
    std::size_t rows = 1;
    for (const Tensor& input : inputs) {
      ARM_TRY(auto value, ToOrtValue(input, *environment_->memory));
      values.Add(std::move(value));
      rows = std::max(rows, input.Rows());
    }
    std::vector<const char*> names;
    names.reserve(outputs.size());
    for (const std::size_t output : outputs) {
      names.push_back(output_names_.at(output));
    }
    std::vector<OrtValue*> made(outputs.size());
    const auto ran = MayOverstay(rows, time_limit) ? RunWatched(values, names, made, time_limit)
                                                   : RunNow(nullptr, values, names, made);
    return TakeOutputs(ran, made);
  }

 private:
  bool MayOverstay(std::size_t rows, milliseconds time_limit) const {
    const nanoseconds bound = time_per_row_ * static_cast<std::int64_t>(rows) * kWatchMargin;
    return bound > time_limit;
  }

  Result<void> RunNow(const OrtRunOptions* options, const Values& values,
                      std::span<const char* const> names, std::vector<OrtValue*>& made) const {
    return FromOrt(Ort().Run(session_.get(), options, input_names_.data(), values.Raw().data(),
                             values.Raw().size(), names.data(), names.size(), made.data()),
                   ErrorCode::PredictionFailed);
  }

  Result<void> RunWatched(const Values& values, std::span<const char* const> names,
                          std::vector<OrtValue*>& made, milliseconds time_limit) const {
    OrtRunOptions* raw = nullptr;
    ARM_CHECK(FromOrt(Ort().CreateRunOptions(&raw), ErrorCode::PredictionFailed));
    const OrtOwned<OrtRunOptions> options(raw);
    const auto deadline = std::chrono::steady_clock::now() + time_limit;
    const auto guard = environment_->watch.Watch(deadline, [raw] {
      if (OrtStatus* status = Ort().RunOptionsSetTerminate(raw); status != nullptr) {
        Ort().ReleaseStatus(status);
      }
    });
    auto ran = RunNow(raw, values, names, made);
    if (!ran && std::chrono::steady_clock::now() >= deadline) {
      return Fail(ErrorCode::Timeout,
                  "the model did not answer within " + std::to_string(time_limit.count()) + " ms");
    }
    return ran;
  }

  static Result<std::vector<Tensor>> TakeOutputs(const Result<void>& ran,
                                                 std::span<OrtValue* const> made) {
    std::vector<OrtOwned<OrtValue>> owned;
    owned.reserve(made.size());
    for (OrtValue* value : made) {
      owned.emplace_back(value);
    }
    ARM_CHECK(ran);
    std::vector<Tensor> tensors;
    tensors.reserve(made.size());
    for (const auto& value : owned) {
      ARM_TRY(Tensor tensor, FromOrtValue(*value));
      tensors.push_back(std::move(tensor));
    }
    return tensors;
  }

  const std::shared_ptr<const OnnxEnvironment> environment_;
  const OrtOwned<OrtSession> session_;
  const std::vector<TensorSpec> inputs_;
  const std::vector<TensorSpec> outputs_;
  const std::vector<const char*> input_names_;
  const std::vector<const char*> output_names_;
  const nanoseconds time_per_row_;
  const std::size_t memory_bytes_;
};

}  // namespace

OnnxRuntime::OnnxRuntime(std::shared_ptr<const OnnxEnvironment> environment)
    : environment_(std::move(environment)) {}

OnnxRuntime::~OnnxRuntime() = default;

Result<std::unique_ptr<OnnxRuntime>> OnnxRuntime::Start() {
  ::setenv("ORT_DISABLE_TELEMETRY", "1", 1);
  const auto environment = std::make_shared<OnnxEnvironment>();
  ARM_TRY(environment->env, MakeEnv());
  ARM_TRY(environment->memory, MakeMemoryInfo());
  ARM_TRY(environment->options, MakeOptions());
  return std::unique_ptr<OnnxRuntime>(new OnnxRuntime(environment));
}

std::size_t OnnxRuntime::BytesFor(const OnnxSummary& summary) const { return MemoryOf(summary); }

Result<std::unique_ptr<Evaluator>> OnnxRuntime::Load(std::span<const std::byte> bytes,
                                                     const OnnxSummary& summary) {
  OrtSession* made = nullptr;
  ARM_CHECK(Loaded(Ort().CreateSessionFromArray(environment_->env.get(), bytes.data(), bytes.size(),
                                                environment_->options.get(), &made)));
  return std::unique_ptr<Evaluator>(
      std::make_unique<OnnxEvaluator>(environment_, OrtOwned<OrtSession>(made), summary));
}

}  // namespace armillary::inference
