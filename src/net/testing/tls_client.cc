#include "net/testing/tls_client.h"

#include <array>
#include <openssl/err.h>

#include "base/assert.h"

namespace armillary::net {

OwnedContext NewClientContext(const TlsWish& wish) {
  OwnedContext context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* native = context.get();
  SSL_CTX_set_security_level(native, 0);  // Even what the server must refuse.
  SSL_CTX_set_min_proto_version(native, wish.least);
  SSL_CTX_set_max_proto_version(native, wish.most);
  if (!wish.suites12.empty()) {
    ARM_ASSERT(SSL_CTX_set_cipher_list(native, wish.suites12.c_str()) == 1);
  }
  return context;
}

OwnedSsl NewClient(SSL_CTX* context, const TlsWish& wish) {
  OwnedSsl ssl(SSL_new(context));
  SSL_set_connect_state(ssl.get());
  if (!wish.protocols.empty()) {
    SSL_set_alpn_protos(ssl.get(), reinterpret_cast<const unsigned char*>(wish.protocols.data()),
                        static_cast<unsigned int>(wish.protocols.size()));
  }
  if (wish.resumes != nullptr) {
    SSL_set_session(ssl.get(), wish.resumes);
  }
  return ssl;
}

MemoryTlsClient::MemoryTlsClient(const TlsWish& wish)
    : context_(NewClientContext(wish)), ssl_(NewClient(context_.get(), wish)) {
  SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
}

bool MemoryTlsClient::Handshake() {
  ERR_clear_error();
  const int outcome = SSL_do_handshake(ssl_.get());
  if (outcome != 1 && failure_.empty() &&
      SSL_get_error(ssl_.get(), outcome) != SSL_ERROR_WANT_READ) {
    const char* reason = ERR_reason_error_string(ERR_peek_last_error());
    failure_ = reason == nullptr ? "the end" : reason;
  }
  return outcome == 1;
}

std::string MemoryTlsClient::TakeRecords() {
  std::string taken(BIO_ctrl_pending(SSL_get_wbio(ssl_.get())), '\0');
  if (!taken.empty()) {
    BIO_read(SSL_get_wbio(ssl_.get()), taken.data(), static_cast<int>(taken.size()));
  }
  return taken;
}

void MemoryTlsClient::Give(std::string_view records) {
  if (!records.empty()) {
    BIO_write(SSL_get_rbio(ssl_.get()), records.data(), static_cast<int>(records.size()));
  }
}

void MemoryTlsClient::Send(std::string_view plain) {
  std::size_t count = 0;
  ARM_ASSERT(SSL_write_ex(ssl_.get(), plain.data(), plain.size(), &count) == 1);
}

std::string MemoryTlsClient::Read() {
  std::string all;
  std::array<char, 16 * 1024> piece;
  std::size_t count = 0;
  while (SSL_read_ex(ssl_.get(), piece.data(), piece.size(), &count) == 1) {
    all.append(piece.data(), count);
  }
  return all;
}

void MemoryTlsClient::EndOutput() { SSL_shutdown(ssl_.get()); }

bool MemoryTlsClient::SeesEnd() const {
  return (SSL_get_shutdown(ssl_.get()) & SSL_RECEIVED_SHUTDOWN) != 0;
}

}  // namespace armillary::net
