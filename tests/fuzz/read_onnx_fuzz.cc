#include <cstddef>
#include <cstdint>
#include <span>

#include "inference/onnx_reader.h"
#include "inference/signature.h"

// Any bytes whatever: ReadOnnx refuses them or sums them up, and a signature is read or refused.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using armillary::inference::OnnxLimits;
  const OnnxLimits limits{.file_bytes = std::size_t{1} << 20U};
  const auto summary =
      armillary::inference::ReadOnnx(std::as_bytes(std::span(bytes, size)), limits);
  if (summary) {
    const auto signature = armillary::inference::ReadSignature(*summary);
    static_cast<void>(signature);
  }
  return 0;
}
