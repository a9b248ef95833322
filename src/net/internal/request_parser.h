#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/internal/framing.h"
#include "net/message.h"
#include "net/server.h"

namespace armillary::net {

// Takes the bytes of one connection apart into heads and bodies. Bytes may come in any pieces; what
// a call did not use must come again, with more behind it.
class RequestParser {
 public:
  enum class Progress { NeedMore, Done };
  struct Outcome {
    Progress progress;
    std::size_t used;
  };

  // `options` must outlive the parser.
  explicit RequestParser(const ServerOptions& options);
  ~RequestParser();

  // Forgets the last request.
  void Reset();

  // Fills method, target, headers and the client's id of `head`, and in the end `framing`, whose
  // views point into `head`. Fails with BadRequest, UriTooLong, HeaderTooLarge or as ReadFraming.
  Result<Outcome> ReadHead(std::string_view bytes, RequestHead& head, Framing& framing);

  // Whether a part of a head was read.
  bool InHead() const;

  // Once ReadHead is done: appends what belongs to the body to `body`, transfer coding removed.
  // Fails with BodyTooLarge once the body is longer than `limit`, with BadRequest.
  Result<Outcome> ReadBody(std::string_view bytes, std::size_t limit, std::string& body);

 private:
  struct State;

  Result<void> CheckHeadSize(std::string_view bytes);
  Result<void> CheckLineEnds(std::string_view unread);
  Result<Outcome> ReadChunks(std::string_view bytes, std::string& body);

  const ServerOptions& options_;
  std::unique_ptr<State> state_;
};

}  // namespace armillary::net
