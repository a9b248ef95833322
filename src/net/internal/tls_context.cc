#include "net/internal/tls_context.h"

#include <array>
#include <ctime>
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <string_view>
#include <utility>
#include <vector>

#include "base/assert.h"
#include "net/internal/errors.h"

namespace armillary::net {
namespace {

namespace fs = std::filesystem;
using Chain = std::vector<OwnedX509>;

constexpr const char* kSuites13 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* kSuites12 =
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
    "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* kGroups = "X25519:P-256:P-384";
constexpr int kSecurityLevel = 2;  // RSA of 2048 bits and more, no SHA-1.
constexpr long kTicketSeconds = 2 * 60 * 60;
constexpr std::size_t kMostInChain = 10;

// OpenSSL's signature. NOLINTNEXTLINE(readability-function-size)
int ChooseProtocol(SSL* /*ssl*/, const unsigned char** chosen, unsigned char* length,
                   const unsigned char* offered, unsigned int offered_length, void* /*unused*/) {
  static constexpr std::array<unsigned char, 9> kSpoken{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* found = nullptr;
  const int outcome = SSL_select_next_proto(&found, length, kSpoken.data(), kSpoken.size(), offered,
                                            offered_length);
  *chosen = found;
  return outcome == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

OwnedContext NewContext() {
  OwnedContext context(SSL_CTX_new(TLS_server_method()));
  ARM_ASSERT(context != nullptr);
  SSL_CTX* native = context.get();
  SSL_CTX_set_security_level(native, kSecurityLevel);
  const bool spoken = SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) == 1 &&
                      SSL_CTX_set_max_proto_version(native, TLS1_3_VERSION) == 1 &&
                      SSL_CTX_set_ciphersuites(native, kSuites13) == 1 &&
                      SSL_CTX_set_cipher_list(native, kSuites12) == 1 &&
                      SSL_CTX_set1_groups_list(native, kGroups) == 1;
  ARM_ASSERT(spoken);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                  SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_NO_AUTO_CHAIN);
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_timeout(native, kTicketSeconds);
  SSL_CTX_set_alpn_select_cb(native, &ChooseProtocol, nullptr);
  return context;
}

// Whether the text ends before what it began: inside a block, or inside a line that begins one.
bool IsCutShort(std::string_view pem) {
  constexpr std::string_view kEnd = "-----END ";
  const std::size_t end = pem.rfind(kEnd);
  const std::size_t close =
      end == std::string_view::npos ? end : pem.find("-----", end + kEnd.size());
  return close == std::string_view::npos || pem.find("\n-", close) != std::string_view::npos;
}

OwnedBio Reader(const std::string& text) {
  return OwnedBio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

int RefusePassphrase(char* /*into*/, int /*room*/, int /*writes*/, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

// In words of OpenSSL: what failed last.
std::string LastReason() {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return std::string("it is refused: ") + (reason == nullptr ? "unknown" : reason);
}

Result<Chain> ParseChain(const std::string& pem) {
  const auto fail = [](std::string_view why) {
    return Fail(CertificateUnusable(kCertificateField, why));
  };
  const OwnedBio text = Reader(pem);
  Chain chain;
  bool asked = false;
  ERR_clear_error();
  while (OwnedX509 one{PEM_read_bio_X509(text.get(), nullptr, &RefusePassphrase, &asked)}) {
    if (chain.size() == kMostInChain) {
      return fail(fmt::format("it holds more than {} certificates", kMostInChain));
    }
    chain.push_back(std::move(one));
  }
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (chain.empty() && at_end) {
    return fail("it holds no certificate in PEM");
  }
  if (!at_end || IsCutShort(pem)) {
    return fail("a certificate in it is damaged or cut short");
  }
  return chain;
}

Result<OwnedKey> ParseKey(const Secret& pem, const fs::path& path) {
  const OwnedBio text = Reader(pem.Reveal());
  bool asked = false;
  OwnedKey key(PEM_read_bio_PrivateKey(text.get(), nullptr, &RefusePassphrase, &asked));
  ERR_clear_error();
  if (key != nullptr && !IsCutShort(pem.Reveal())) {
    return key;
  }
  Error error = CertificateUnusable(
      kKeyField, asked ? "it is encrypted, and the server can ask nobody for the passphrase"
                       : "it holds no whole private key in PEM");
  if (asked) {
    error.next_step = fmt::format(
        "Write it without a passphrase, for this user only: `openssl pkey -in {} -out NEW`.",
        path.native());
  }
  return Fail(std::move(error));
}

TimePoint ToTimePoint(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) {
    return TimePoint::min();
  }
  return TimePoint(std::chrono::seconds(::timegm(&parts)));
}

Result<void> CheckLeaf(X509* leaf, TimePoint now) {
  const auto fail = [](std::string_view why) {
    return Fail(CertificateUnusable(kCertificateField, why));
  };
  const TimePoint begins = ToTimePoint(X509_get0_notBefore(leaf));
  const TimePoint ends = ToTimePoint(X509_get0_notAfter(leaf));
  if (now > ends) {
    return fail("it expired at " + FormatTime(ends));
  }
  if (now < begins) {
    return fail("it is valid only from " + FormatTime(begins));
  }
  if (X509_check_purpose(leaf, X509_PURPOSE_SSL_SERVER, 0) != 1) {
    return fail("it is not made for servers (its key usage)");
  }
  return {};
}

Result<void> Use(SSL_CTX* context, const Chain& chain) {
  if (SSL_CTX_use_certificate(context, chain.front().get()) != 1) {
    return Fail(CertificateUnusable(kCertificateField, LastReason()));
  }
  for (std::size_t i = 1; i < chain.size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1) {
      return Fail(CertificateUnusable(kCertificateField, LastReason()));
    }
  }
  return {};
}

}  // namespace

Result<std::shared_ptr<const TlsContext>> TlsContext::Make(const PemPair& pair,
                                                           const CertificateFiles& from,
                                                           TimePoint now) {
  ARM_TRY(const Chain chain, ParseChain(pair.certificate));
  ARM_TRY(const OwnedKey key, ParseKey(pair.key, from.key));
  X509* leaf = chain.front().get();
  ARM_CHECK(CheckLeaf(leaf, now));
  if (X509_check_private_key(leaf, key.get()) != 1) {
    ERR_clear_error();
    return Fail(CertificateUnusable(
        kKeyField,
        fmt::format("it is not the key of the first certificate in {}", kCertificateField)));
  }
  OwnedContext context = NewContext();
  ARM_CHECK(Use(context.get(), chain));
  if (SSL_CTX_use_PrivateKey(context.get(), key.get()) != 1) {
    return Fail(CertificateUnusable(kKeyField, LastReason()));
  }
  return std::shared_ptr<const TlsContext>(std::make_shared<TlsContext>(
      TlsContext(std::move(context), ToTimePoint(X509_get0_notAfter(leaf)))));
}

}  // namespace armillary::net
