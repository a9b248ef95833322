#pragma once

#include <filesystem>
#include <memory>
#include <optional>
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
// What cannot be used leaves the former one in use, and is logged and counted once for each change;
// that the one in use has expired is logged once. Thread-safe, but for Step, which is for one
// thread.
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

  // What somebody should mend although connections are taken: the files hold what cannot be used,
  // or the certificate in use has expired. CertificateUnusable in words that name no path.
  std::optional<Error> Trouble() const;

  // Reads the files. A change is taken once two calls in a row have seen it: what is still being
  // written, or is there without its other half, is left alone.
  void Step();

 private:
  CertificateFollower(const CertificateFiles& from, const Parts& parts);

  struct InUse {
    std::shared_ptr<const TlsContext> context;
    std::optional<Error> refused;  // Why what the files hold instead is not.
  };

  bool HasExpired(TimePoint now) const { return now > expires_at_; }
  void Take(std::shared_ptr<const TlsContext> taken, const std::string& there);
  void Refuse(const Error& error, const std::string& there);
  void SayIfExpired(TimePoint now);

  const CertificateFiles from_;
  const Parts parts_;
  Gauge& expires_;
  Counter& failures_;
  Guarded<InUse> in_use_;
  // The rest is for Step alone.
  TimePoint taken_at_;
  TimePoint expires_at_;
  bool said_expired_ = false;
  std::string taken_;  // What the files held, in words that compare.
  std::string seen_;
  std::string refused_;
};

}  // namespace armillary::net
