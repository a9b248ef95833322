#include "net/certificate_follower.h"

#include <utility>

#include "net/internal/pem_pair.h"
#include "net/internal/tls_context.h"
#include "net/internal/tls_metrics.h"

namespace armillary::net {
namespace {

// Who gets hold of the keys of tickets can read the sessions of TLS 1.2 that they resumed.
constexpr std::chrono::hours kTicketKeysLast{24};

}  // namespace

Result<void> CheckCertificate(FileSystem& files, const CertificateFiles& from, TimePoint now) {
  ARM_TRY(const PemPair pair, ReadPair(files, from));
  ARM_CHECK(TlsContext::Make(pair, from, now));
  return {};
}

CertificateFollower::CertificateFollower(const CertificateFiles& from, const Parts& parts)
    : from_(from),
      parts_(parts),
      expires_(TlsMetrics(parts.metrics).expires),
      failures_(TlsMetrics(parts.metrics).reload_failures) {}

Result<std::unique_ptr<CertificateFollower>> CertificateFollower::Open(const CertificateFiles& from,
                                                                       const Parts& parts) {
  ARM_TRY(const PemPair pair, ReadPair(parts.files, from));
  ARM_TRY(auto context, TlsContext::Make(pair, from, parts.clock.Now()));
  std::unique_ptr<CertificateFollower> follower(new CertificateFollower(from, parts));
  follower->Take(std::move(context), pair.Fingerprint());
  return follower;
}

std::shared_ptr<const TlsContext> CertificateFollower::Current() const {
  return current_.With([](const auto& current) { return current; });
}

void CertificateFollower::Step() {
  const auto pair = ReadPair(parts_.files, from_);
  const std::string there = pair ? pair->Fingerprint() : pair.error().message;
  const TimePoint now = parts_.clock.Now();
  if (there == taken_ && now - taken_at_ < kTicketKeysLast) {
    seen_ = there;
    refused_.clear();
    return;
  }
  if (std::exchange(seen_, there) != there) {
    return;
  }
  auto context = pair ? TlsContext::Make(*pair, from_, now)
                      : Result<std::shared_ptr<const TlsContext>>(Fail(pair.error()));
  context ? Take(*std::move(context), there) : Refuse(context.error(), there);
}

void CertificateFollower::Take(std::shared_ptr<const TlsContext> taken, const std::string& there) {
  const TimePoint expires_at = taken->ExpiresAt();
  current_.With([&](auto& current) { current = std::move(taken); });
  expires_.Set(std::chrono::floor<std::chrono::seconds>(expires_at).time_since_epoch().count());
  taken_at_ = parts_.clock.Now();
  refused_.clear();
  if (std::exchange(taken_, there) != there) {
    parts_.log.Info("the certificate is in use",
                    {{"file", from_.certificate.native()}, {"expires_at", FormatTime(expires_at)}});
  }
}

void CertificateFollower::Refuse(const Error& error, const std::string& there) {
  if (std::exchange(refused_, there) == there) {
    return;
  }
  failures_.Add();
  parts_.log.Warning("the changed certificate is not used, and the former one stays",
                     {{"key", error.field}, {"cause", error.message}, {"next", error.next_step}});
}

}  // namespace armillary::net
