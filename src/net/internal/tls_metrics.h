#pragma once

#include "base/metrics.h"

namespace armillary::net {

// What is counted of TLS; all 0 without it. Thread-safe.
struct TlsMetrics {
  // The same registry gives the same figures again; it must outlive them.
  explicit TlsMetrics(MetricsRegistry& registry)
      : handshakes(registry.AddCounter("armillary_tls_handshakes_total",
                                       "Connections that agreed on how to speak TLS.")),
        handshake_failures(registry.AddCounter(
            "armillary_tls_handshake_failures_total",
            "Connections that sent something and ended before they agreed on TLS.")),
        expires(registry.AddGauge("armillary_tls_certificate_expires_seconds",
                                  "When the certificate in use expires, since 1970.")),
        reload_failures(
            registry.AddCounter("armillary_tls_reload_failures_total",
                                "Changed certificates that could not be used; the old one "
                                "stayed.")) {}

  Counter& handshakes;
  Counter& handshake_failures;
  Gauge& expires;
  Counter& reload_failures;
};

}  // namespace armillary::net
