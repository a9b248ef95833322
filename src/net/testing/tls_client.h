#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "net/internal/openssl.h"

namespace armillary::net {

using OwnedSession = std::unique_ptr<SSL_SESSION, OpensslFree<SSL_SESSION_free>>;

// How a client of a test speaks TLS. It trusts whoever answers.
struct TlsWish {
  int least = TLS1_2_VERSION;
  int most = TLS1_3_VERSION;
  std::string suites12 = {};   // Empty: what OpenSSL likes.
  std::string protocols = {};  // For ALPN, each with its length before it.
  SSL_SESSION* resumes = nullptr;
};

OwnedContext NewClientContext(const TlsWish& wish);
OwnedSsl NewClient(SSL_CTX* context, const TlsWish& wish);

// A client over bytes in memory.
class MemoryTlsClient {
 public:
  explicit MemoryTlsClient(const TlsWish& wish = {});

  // Goes on with the handshake as far as it can; true once it is done.
  bool Handshake();
  // Why it failed, in OpenSSL's words; empty while nothing has.
  const std::string& Failure() const { return failure_; }

  // Records for the server since the last call.
  std::string TakeRecords();
  void Give(std::string_view records);

  void Send(std::string_view plain);
  // All plain bytes that have come.
  std::string Read();
  void EndOutput();
  // Whether the server has said that no more comes.
  bool SeesEnd() const;

  SSL* Native() const { return ssl_.get(); }

 private:
  OwnedContext context_;
  OwnedSsl ssl_;
  std::string failure_;
};

}  // namespace armillary::net
