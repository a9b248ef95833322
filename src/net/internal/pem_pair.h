#pragma once

#include <string>

#include "base/file_system.h"
#include "base/result.h"
#include "base/secret.h"
#include "net/certificate_follower.h"

namespace armillary::net {

// A certificate and its key as their files hold them.
struct PemPair {
  std::string certificate;
  Secret key;

  // The same for the same content; nothing of the key can be read from it.
  std::string Fingerprint() const;
};

// Fails with CertificateUnusable where a file is not there, cannot be read or is too large, or
// where others than its owner and group have a right to the key; the next step names the chmod. No
// message names a path.
Result<PemPair> ReadPair(FileSystem& files, const CertificateFiles& from);

}  // namespace armillary::net
