#include "base/digest.h"

#include <algorithm>
#include <openssl/evp.h>

#include "base/assert.h"
#include "base/encoding.h"

namespace armillary {

struct Sha256Stream::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();

  State() { ARM_ASSERT(EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1); }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Sha256Stream::Sha256Stream() : state_(std::make_unique<State>()) {}
Sha256Stream::~Sha256Stream() = default;
Sha256Stream::Sha256Stream(Sha256Stream&&) noexcept = default;
Sha256Stream& Sha256Stream::operator=(Sha256Stream&&) noexcept = default;

void Sha256Stream::Append(std::span<const std::byte> bytes) {
  ARM_ASSERT(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1);
}

Digest Sha256Stream::Finish() {
  Digest digest;
  auto* out = reinterpret_cast<unsigned char*>(digest.bytes.data());
  ARM_ASSERT(EVP_DigestFinal_ex(state_->context, out, nullptr) == 1);
  return digest;
}

Digest Sha256(std::span<const std::byte> bytes) {
  Sha256Stream stream;
  stream.Append(bytes);
  return stream.Finish();
}

Digest Sha256(std::string_view text) { return Sha256(AsBytes(text)); }

std::string Digest::ToHex() const { return armillary::ToHex(bytes); }

Result<Digest> Digest::FromHex(std::string_view text) {
  ARM_TRY(const auto raw, armillary::FromHex(text));
  Digest digest;
  if (raw.size() != digest.bytes.size()) {
    return Fail(ErrorCode::InvalidFormat, "a SHA-256 digest has 64 hexadecimal digits");
  }
  std::ranges::copy(raw, digest.bytes.begin());
  return digest;
}

}  // namespace armillary
