#include "net/internal/tls_session.h"

#include <algorithm>
#include <array>
#include <openssl/err.h>
#include <utility>

#include "base/assert.h"
#include "net/internal/site.h"

namespace armillary::net {

// The ends that OpenSSL reads from and writes to: a session's own memory.
struct MemoryBio {
  static TlsSession& SessionOf(BIO* bio) { return *static_cast<TlsSession*>(BIO_get_data(bio)); }

  static int Read(BIO* bio, char* into, std::size_t room, std::size_t* count) {
    std::string_view& incoming = SessionOf(bio).incoming_;
    BIO_clear_retry_flags(bio);
    if (incoming.empty()) {
      BIO_set_retry_read(bio);
      return 0;
    }
    *count = incoming.copy(into, room);
    incoming.remove_prefix(*count);
    return 1;
  }

  static int Write(BIO* bio, const char* bytes, std::size_t size, std::size_t* count) {
    BIO_clear_retry_flags(bio);
    SessionOf(bio).records_.Text().append(bytes, size);
    *count = size;
    return 1;
  }

  static long Control(BIO* /*bio*/, int command, long /*number*/, void* /*pointer*/) {
    return command == BIO_CTRL_FLUSH ? 1 : 0;
  }

  static BIO_METHOD* Make() {
    BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "a session");
    ARM_ASSERT(method != nullptr);
    BIO_meth_set_read_ex(method, &Read);
    BIO_meth_set_write_ex(method, &Write);
    BIO_meth_set_ctrl(method, &Control);
    return method;
  }

  // Lives as long as the program.
  static const BIO_METHOD* Method() {
    static const BIO_METHOD* const method = Make();
    return method;
  }
};

namespace {

constexpr std::size_t kRecord = std::size_t{16} * 1024;  // The most that one record carries.
constexpr std::size_t kMostHandshake = std::size_t{32} * 1024;

}  // namespace

TlsSession::TlsSession(std::shared_ptr<const TlsContext> context, TlsMetrics& metrics)
    : context_(std::move(context)), metrics_(metrics), ssl_(SSL_new(context_->Native())) {
  BIO* bio = BIO_new(MemoryBio::Method());
  ARM_ASSERT(ssl_ != nullptr && bio != nullptr);
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_accept_state(ssl_.get());
}

TlsSession::~TlsSession() {
  if (handshake_bytes_ > 0 && !agreed_) {
    metrics_.handshake_failures.Add();
  }
}

bool TlsSession::IsPlainHttp(std::string_view first) const {
  return handshake_bytes_ == 0 && !first.empty() && first.front() >= 'A' && first.front() <= 'Z';
}

void TlsSession::Receive(std::string_view records, InputBuffer& plain) {
  thread_local std::array<char, kRecord> carried;
  incoming_ = records;
  if (state_ == State::Handshake) {
    handshake_bytes_ += records.size();
  }
  // OpenSSL takes a record at a time, and a record fits: with nothing left to take, all is read.
  while (CanReceive() && !incoming_.empty()) {
    ERR_clear_error();
    std::size_t count = 0;
    const int outcome = SSL_read_ex(ssl_.get(), carried.data(), carried.size(), &count);
    NoteHandshake();
    if (outcome != 1) {
      NoteOutcome(SSL_get_error(ssl_.get(), outcome));
      break;
    }
    plain.Append({carried.data(), count});
  }
  incoming_ = {};
  if (state_ == State::Handshake && handshake_bytes_ > kMostHandshake) {
    state_ = State::Failed;
  }
}

void TlsSession::NoteHandshake() {
  if (state_ == State::Handshake && SSL_is_init_finished(ssl_.get()) == 1) {
    state_ = State::Open;
    agreed_ = true;
    metrics_.handshakes.Add();
  }
}

// `outcome` of reading, which waits for nothing but records.
void TlsSession::NoteOutcome(int outcome) {
  if (outcome == SSL_ERROR_ZERO_RETURN) {
    EndInput();
  } else if (outcome != SSL_ERROR_WANT_READ) {
    state_ = State::Failed;
  }
  ERR_clear_error();
}

void TlsSession::EndInput() {
  if (CanReceive()) {
    state_ = state_ == State::Open ? State::Ended : State::Failed;
  }
}

bool TlsSession::Send(std::string_view plain) {
  std::size_t count = 0;
  ERR_clear_error();
  if (!CanSend() || SSL_write_ex(ssl_.get(), plain.data(), plain.size(), &count) != 1) {
    ERR_clear_error();
    state_ = State::Failed;
    return false;
  }
  ARM_ASSERT(count == plain.size());
  return true;
}

void TlsSession::EndOutput() {
  if (CanSend()) {
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }
}

std::unique_ptr<TlsSession> NewSession(Shared& shared) {
  const CertificateFollower* certificate = shared.parts.certificate;
  return certificate == nullptr
             ? nullptr
             : std::make_unique<TlsSession>(certificate->Current(), shared.tls_metrics);
}

}  // namespace armillary::net
