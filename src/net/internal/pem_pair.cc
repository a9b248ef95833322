#include "net/internal/pem_pair.h"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <optional>
#include <string_view>
#include <utility>

#include "base/digest.h"
#include "base/encoding.h"
#include "net/internal/errors.h"

namespace armillary::net {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = std::size_t{256} * 1024;
constexpr unsigned kOthers = 0007;

// Fails where there is no such file.
Result<FileStatus> Look(FileSystem& files, const fs::path& path, std::string_view field) {
  const auto found = files.Status(path);
  if (!found) {
    return Fail(CertificateUnusable(field, found.error().message));
  }
  const std::optional<FileStatus>& status = *found;
  if (!status) {
    return Fail(CertificateUnusable(field, "there is no such file"));
  }
  if (status->kind != FileKind::File) {
    return Fail(CertificateUnusable(field, "it is no file"));
  }
  return *status;
}

Result<Secret> ReadPem(FileSystem& files, const fs::path& path, std::string_view field) {
  auto bytes = ReadWholeFile(files, path, kMostBytes);
  if (!bytes) {
    return Fail(CertificateUnusable(field, bytes.error().message));
  }
  Secret text{std::string(AsText(*bytes))};
  OPENSSL_cleanse(bytes->data(), bytes->size());
  return text;
}

}  // namespace

std::string PemPair::Fingerprint() const {
  return Sha256(certificate).ToHex() + Sha256(key.Reveal()).ToHex();
}

Result<PemPair> ReadPair(FileSystem& files, const CertificateFiles& from) {
  ARM_CHECK(Look(files, from.certificate, kCertificateField));
  ARM_TRY(const FileStatus status, Look(files, from.key, kKeyField));
  if ((status.mode & kOthers) != 0) {
    Error error = CertificateUnusable(
        kKeyField, fmt::format("others than its owner and group have rights to it (mode {:04o})",
                               status.mode));
    error.next_step = fmt::format(
        "Run `chmod {:04o} {}`; if others may have read it, replace key and certificate.",
        status.mode & ~kOthers, from.key.native());
    return Fail(std::move(error));
  }
  ARM_TRY(const Secret certificate, ReadPem(files, from.certificate, kCertificateField));
  ARM_TRY(Secret key, ReadPem(files, from.key, kKeyField));
  return PemPair{.certificate = certificate.Reveal(), .key = std::move(key)};
}

}  // namespace armillary::net
