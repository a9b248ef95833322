#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "net/certificate_follower.h"

namespace armillary::net {

// A certificate and its key in PEM.
struct MadeCertificate {
  std::string certificate;
  std::string key;
};

// What to make: by default one of localhost that signed itself, with a key on P-256.
struct CertificateWish {
  std::string name = "localhost";
  TimePoint begins = FromMillis(0);
  TimePoint ends = FromMillis(4'102'444'800'000);  // 2100.
  int rsa_bits = 0;                                // 0: P-256.
  std::string usage = {};                          // Extended key usage, such as clientAuth.
  std::string passphrase = {};                     // The key is encrypted with it.
};

MadeCertificate MakeCertificate(const CertificateWish& wish = {});

// Writes both into the folder, the key for its owner only.
CertificateFiles WriteCertificate(const MadeCertificate& made, const std::filesystem::path& folder);

void WriteText(const std::filesystem::path& path, std::string_view text);

}  // namespace armillary::net
