// Any bytes as a request. Two readers that see other pieces of it must not see other requests.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "base/names.h"
#include "net/internal/request_parser.h"
#include "net/internal/target.h"

namespace armillary::net {
namespace {

constexpr std::size_t kBodyLimit = 1'000;

// Small limits, which a fuzzer reaches.
const ServerOptions& Options() {
  static const auto options = [] {
    ServerOptions made;
    made.uri_bytes = 60;
    made.header_bytes = 200;
    made.header_fields = 8;
    made.chunk_extension_bytes = 20;
    return made;
  }();
  return options;
}

struct Parsed {
  RequestHead head;
  Framing framing;
  std::string body;
  std::size_t used = 0;
};

// Null if the request is refused or not whole.
std::unique_ptr<Parsed> Parse(std::string_view bytes, std::size_t piece) {
  auto parsed = std::make_unique<Parsed>();
  RequestParser parser(Options());
  bool in_head = true;
  std::size_t arrived = 0;
  while (true) {
    const std::string_view view = bytes.substr(parsed->used, arrived - parsed->used);
    const auto outcome = in_head ? parser.ReadHead(view, parsed->head, parsed->framing)
                                 : parser.ReadBody(view, kBodyLimit, parsed->body);
    if (!outcome) {
      return nullptr;
    }
    ARM_ASSERT(outcome->used <= view.size());
    parsed->used += outcome->used;
    if (outcome->progress == RequestParser::Progress::Done) {
      if (!in_head || !parsed->framing.HasBody()) {
        return parsed;
      }
      in_head = false;
    } else if (arrived == bytes.size()) {
      return nullptr;
    } else {
      arrived += std::min(piece, bytes.size() - arrived);
    }
  }
}

void CheckAlike(const Parsed& left, const Parsed& right) {
  const Fields& fields = left.head.headers;
  ARM_ASSERT(left.head.method == right.head.method && left.head.target == right.head.target);
  ARM_ASSERT(fields.Size() == right.head.headers.Size());
  for (std::size_t i = 0; i < fields.Size(); ++i) {
    ARM_ASSERT(fields.At(i) == right.head.headers.At(i));
  }
  ARM_ASSERT(left.framing.keep_alive == right.framing.keep_alive);
  ARM_ASSERT(left.body == right.body && left.used == right.used);
}

// What is understood of a request is within the limits, and its address decodes or is refused.
void CheckRequest(const Parsed& parsed) {
  ARM_ASSERT(parsed.head.target.size() <= Options().uri_bytes);
  ARM_ASSERT(parsed.head.headers.Size() <= Options().header_fields);
  ARM_ASSERT(parsed.body.size() <= kBodyLimit);
  Fields query(Fields::Match::Exact);
  static_cast<void>(DecodeQuery(parsed.framing.target.query, 10, query));
  ARM_ASSERT(query.Size() <= 10);
  const std::string_view path = parsed.framing.target.path;
  if (const auto segment = DecodeSegment(path.substr(std::min<std::size_t>(1, path.size())))) {
    ARM_ASSERT(IsUtf8(*segment) && segment->find('/') == std::string::npos);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = Parse(bytes, bytes.size());
  const auto pieces = Parse(bytes, 1U + data[0]);
  ARM_ASSERT((whole == nullptr) == (pieces == nullptr));
  if (whole != nullptr) {
    CheckAlike(*whole, *pieces);
    CheckRequest(*whole);
  }
  return 0;
}

}  // namespace armillary::net
