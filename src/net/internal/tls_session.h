#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "net/internal/input_buffer.h"
#include "net/internal/openssl.h"
#include "net/internal/outbox.h"
#include "net/internal/tls_context.h"
#include "net/internal/tls_metrics.h"

namespace armillary::net {

struct Shared;

// One client's TLS over bytes in memory: records in, plain bytes out, and back. Knows no socket and
// waits for nothing. For one thread.
//
// Keeps the context that it began with. Holds at most one record that has not arrived whole, what
// is to be sent, and until the end of the handshake a message of the client's: for that OpenSSL
// sets aside what it announces, at most 176 KiB. While idle there are no buffers.
class TlsSession {
 public:
  // `metrics` must outlive the session.
  TlsSession(std::shared_ptr<const TlsContext> context, TlsMetrics& metrics);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  // Whether the first bytes are those of somebody who speaks HTTP without TLS.
  bool IsPlainHttp(std::string_view first) const;

  // Takes all of `records`; what they carry is appended to `plain`, what they ask for is in
  // Records().
  void Receive(std::string_view records, InputBuffer& plain);
  // No more records come.
  void EndInput();
  // Whether a part of a record is here.
  bool HoldsInput() const { return SSL_has_pending(ssl_.get()) == 1; }

  // Makes records of plain bytes. False if the session has failed.
  [[nodiscard]] bool Send(std::string_view plain);
  // Tells the client that no more comes.
  void EndOutput();
  // What is to be sent, in the order of time.
  Outbox& Records() { return records_; }

  bool CanReceive() const { return state_ == State::Handshake || state_ == State::Open; }
  // From the end of the handshake; a client that has ended its half still reads.
  bool CanSend() const { return state_ == State::Open || state_ == State::Ended; }

 private:
  enum class State { Handshake, Open, Ended, Failed };
  friend struct MemoryBio;

  void NoteHandshake();
  void NoteOutcome(int outcome);

  std::shared_ptr<const TlsContext> context_;
  TlsMetrics& metrics_;
  State state_ = State::Handshake;
  bool agreed_ = false;              // The handshake has come to its end.
  std::size_t handshake_bytes_ = 0;  // From the client.
  std::string_view incoming_;        // Of the present call of Receive.
  Outbox records_{4 * 1024};
  OwnedSsl ssl_;
};

// Null where the listener speaks no TLS.
std::unique_ptr<TlsSession> NewSession(Shared& shared);

}  // namespace armillary::net
