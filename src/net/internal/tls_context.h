#pragma once

#include <memory>

#include "base/clock.h"
#include "base/result.h"
#include "net/certificate_follower.h"
#include "net/internal/openssl.h"
#include "net/internal/pem_pair.h"

namespace armillary::net {

// What handshakes are made with: a certificate, its key, and how TLS is spoken. Versions 1.3 and
// 1.2, forward secrecy and authenticated encryption only, no compression, no renegotiation, no
// early data; HTTP/1.1 by ALPN, and whoever offers only others is refused. Sessions resume by
// tickets, whose keys live and die with the context. Immutable; thread-safe.
class TlsContext {
 public:
  // `from` is for next steps; no message names a path. Fails with CertificateUnusable, saying why:
  // not PEM, cut short, expired or not yet valid at `now`, not for servers, too weak, encrypted, or
  // the key of another certificate.
  static Result<std::shared_ptr<const TlsContext>> Make(const PemPair& pair,
                                                        const CertificateFiles& from,
                                                        TimePoint now);

  TimePoint ExpiresAt() const { return expires_at_; }
  SSL_CTX* Native() const { return context_.get(); }

 private:
  TlsContext(OwnedContext context, TimePoint expires_at)
      : context_(std::move(context)), expires_at_(expires_at) {}

  OwnedContext context_;
  TimePoint expires_at_;
};

}  // namespace armillary::net
