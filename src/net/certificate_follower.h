#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/file_system.h"
#include "base/guarded.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/result.h"

namespace armillary::net {

class TlsContext;

// Where the listener's certificate and its key are, both in PEM.
struct CertificateFiles {
  std::filesystem::path certificate;  // First its own, then those that signed it, but the root.
  std::filesystem::path key;          // Not encrypted, and nothing that others may read.
};

// For whoever wants to know before anything else is begun. Fails with CertificateUnusable, naming
// the file and why.
Result<void> CheckCertificate(FileSystem& files, const CertificateFiles& from, TimePoint now);

// The certificate that a listener shows, which follows its files without a restart: connections
// keep the one they began with.
//
// What cannot be used leaves the former one in use, and is logged and counted once for each change.
// Thread-safe, but for Step, which is for one thread.
class CertificateFollower {
 public:
  // All must outlive the follower.
  struct Parts {
    FileSystem& files;
    const Clock& clock;
    const Log& log;
    MetricsRegistry& metrics;
  };

  // Fails as CheckCertificate.
  static Result<std::unique_ptr<CertificateFollower>> Open(const CertificateFiles& from,
                                                           const Parts& parts);

  std::shared_ptr<const TlsContext> Current() const;

  // Reads the files. A change is taken once two calls in a row have seen it: what is still being
  // written, or is there without its other half, is left alone.
  void Step();

 private:
  CertificateFollower(const CertificateFiles& from, const Parts& parts);

  void Take(std::shared_ptr<const TlsContext> taken, const std::string& there);
  void Refuse(const Error& error, const std::string& there);

  const CertificateFiles from_;
  const Parts parts_;
  Gauge& expires_;
  Counter& failures_;
  Guarded<std::shared_ptr<const TlsContext>> current_;
  TimePoint taken_at_;
  std::string taken_;  // What the files held, in words that compare.
  std::string seen_;
  std::string refused_;
};

}  // namespace armillary::net
