#include "net/internal/exchange.h"

namespace armillary::net {
namespace {

void Empty(std::string& text) {
  if (text.capacity() > kKeptBytes) {
    std::string().swap(text);
  }
  text.clear();
}

}  // namespace

void Exchange::Reset() {
  head.method = Method::Other;
  Empty(head.target);
  head.parameters.Clear();
  head.query.Clear();
  head.headers.Clear();
  head.client_request_id.clear();
  head.accepts_gzip = false;
  framing = {};
  route = nullptr;
  admitted.reset();
  Empty(body);
  body_bytes = 0;
  body_complete = false;
  reservation.Release();
  upload.reset();
  inflater.reset();
  failure.reset();
  response = {};
  answered = false;
  allow.clear();
  source_left = 0;
  Empty(piece);
}

}  // namespace armillary::net
