#include "net/certificate_follower.h"

#include <fmt/format.h>
#include <utility>

#include "net/internal/errors.h"
#include "net/internal/pem_pair.h"
#include "net/internal/tls_context.h"
#include "net/internal/tls_metrics.h"

namespace armillary::net {
namespace {

// Who gets hold of the keys of tickets can read the sessions of TLS 1.2 that they resumed.
constexpr std::chrono::hours kTicketKeysLast{24};

std::string FileOf(const Error& error, const CertificateFiles& from) {
  return (error.field == kKeyField ? from.key : from.certificate).native();
}

// For whoever may know where the files are.
tl::unexpected<Error> FailWithFile(Error error, const CertificateFiles& from) {
  error.message = fmt::format("{} ({})", error.message, FileOf(error, from));
  return Fail(std::move(error));
}

}  // namespace

Result<void> CheckCertificate(FileSystem& files, const CertificateFiles& from, TimePoint now) {
  const auto pair = ReadPair(files, from);
  if (!pair) {
    return FailWithFile(pair.error(), from);
  }
  if (const auto context = TlsContext::Make(*pair, from, now); !context) {
    return FailWithFile(context.error(), from);
  }
  return {};
}

CertificateFollower::CertificateFollower(const CertificateFiles& from, const Parts& parts)
    : from_(from),
      parts_(parts),
      expires_(TlsMetrics(parts.metrics).expires),
      failures_(TlsMetrics(parts.metrics).reload_failures) {}

Result<std::unique_ptr<CertificateFollower>> CertificateFollower::Open(const CertificateFiles& from,
                                                                       const Parts& parts) {
  const auto pair = ReadPair(parts.files, from);
  if (!pair) {
    return FailWithFile(pair.error(), from);
  }
  auto context = TlsContext::Make(*pair, from, parts.clock.Now());
  if (!context) {
    return FailWithFile(context.error(), from);
  }
  std::unique_ptr<CertificateFollower> follower(new CertificateFollower(from, parts));
  follower->Take(*std::move(context), pair->Fingerprint());
  return follower;
}

std::shared_ptr<const TlsContext> CertificateFollower::Current() const {
  return in_use_.With([](const InUse& in_use) { return in_use.context; });
}

std::optional<Error> CertificateFollower::Trouble() const {
  const InUse in_use = in_use_.With([](const InUse& present) { return present; });
  const TimePoint ends = in_use.context->ExpiresAt();
  const bool has_expired = parts_.clock.Now() > ends;
  if (in_use.refused) {
    Error error = *in_use.refused;
    error.message += fmt::format("; the former certificate is in use, which {} {}",
                                 has_expired ? "expired at" : "is valid until", FormatTime(ends));
    error.next_step = "Put a whole pair in place; the server's log names the file.";
    return error;
  }
  if (has_expired) {
    Error error = CertificateUnusable(kCertificateField, "it expired at " + FormatTime(ends));
    error.next_step = "Put a renewed certificate and its key in place; no restart is needed.";
    return error;
  }
  return std::nullopt;
}

void CertificateFollower::Step() {
  const TimePoint now = parts_.clock.Now();
  const auto pair = ReadPair(parts_.files, from_);
  const std::string there = pair ? pair->Fingerprint() : pair.error().message;
  const bool stood_still = std::exchange(seen_, there) == there;
  const bool renews_tickets = now - taken_at_ >= kTicketKeysLast && !HasExpired(now);
  if (there == taken_ && !renews_tickets) {
    refused_.clear();
    in_use_.With([](InUse& in_use) { in_use.refused.reset(); });
  } else if (stood_still) {
    auto context = pair ? TlsContext::Make(*pair, from_, now)
                        : Result<std::shared_ptr<const TlsContext>>(Fail(pair.error()));
    context ? Take(*std::move(context), there) : Refuse(context.error(), there);
  }
  SayIfExpired(now);
}

void CertificateFollower::Take(std::shared_ptr<const TlsContext> taken, const std::string& there) {
  expires_at_ = taken->ExpiresAt();
  in_use_.With([&](InUse& in_use) { in_use = {.context = std::move(taken), .refused = {}}; });
  expires_.Set(std::chrono::floor<std::chrono::seconds>(expires_at_).time_since_epoch().count());
  taken_at_ = parts_.clock.Now();
  refused_.clear();
  if (std::exchange(taken_, there) != there) {
    parts_.log.Info("the certificate is in use", {{"file", from_.certificate.native()},
                                                  {"expires_at", FormatTime(expires_at_)}});
  }
}

void CertificateFollower::Refuse(const Error& error, const std::string& there) {
  in_use_.With([&](InUse& in_use) { in_use.refused = error; });
  if (std::exchange(refused_, there) == there) {
    return;
  }
  const std::string_view next =
      error.next_step.empty() ? EntryOf(error.code).next_step : std::string_view(error.next_step);
  parts_.log.Warning("the changed certificate is not used, and the former one stays",
                     {{"file", FileOf(error, from_)}, {"cause", error.message}, {"next", next}});
  failures_.Add();
}

void CertificateFollower::SayIfExpired(TimePoint now) {
  const bool has_expired = HasExpired(now);
  if (!std::exchange(said_expired_, has_expired) && has_expired) {
    parts_.log.Warning("the certificate in use has expired",
                       {{"file", from_.certificate.native()},
                        {"expires_at", FormatTime(expires_at_)},
                        {"next", "put a renewed certificate and its key in place"}});
  }
}

}  // namespace armillary::net
