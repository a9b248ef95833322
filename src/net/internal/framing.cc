#include "net/internal/framing.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "net/internal/target.h"

namespace armillary::net {
namespace {

// Headers that may come once, and are read in one pass.
enum class Known : std::uint8_t {
  Host,
  Expect,
  Connection,
  RequestId,
  ContentType,
  Authorization,
  ContentLength,
  IdempotencyKey,
  AcceptEncoding,
  ContentEncoding,
  TransferEncoding
};
constexpr std::array<std::string_view, 11> kNames{"Host",
                                                  "Expect",
                                                  "Connection",
                                                  "X-Request-Id",
                                                  "Content-Type",
                                                  "Authorization",
                                                  "Content-Length",
                                                  "Idempotency-Key",
                                                  "Accept-Encoding",
                                                  "Content-Encoding",
                                                  "Transfer-Encoding"};
constexpr std::size_t kMostRequestId = 64;

using KnownValues = std::array<std::optional<std::string_view>, kNames.size()>;

std::optional<std::string_view> At(const KnownValues& values, Known name) {
  return values.at(static_cast<std::size_t>(name));
}

std::size_t IndexOf(std::string_view name) {
  std::size_t index = 0;
  while (index < kNames.size() &&
         (kNames.at(index).size() != name.size() || !EqualsIgnoringCase(kNames.at(index), name))) {
    ++index;
  }
  return index;
}

// A list may be spread over several fields; the others would let two readers differ.
bool MayRepeat(std::size_t index) {
  return index == static_cast<std::size_t>(Known::Connection) ||
         index == static_cast<std::size_t>(Known::AcceptEncoding) ||
         index == static_cast<std::size_t>(Known::RequestId);
}

Result<KnownValues> Collect(const Fields& headers) {
  KnownValues values;
  for (std::size_t i = 0; i < headers.Size(); ++i) {
    const auto [name, value] = headers.At(i);
    const std::size_t index = IndexOf(name);
    if (index == kNames.size()) {
      continue;
    }
    if (values.at(index) && !MayRepeat(index)) {
      return Fail(ErrorCode::InvalidHeader, "a header field is sent twice",
                  std::string(kNames.at(index)), "at most once");
    }
    values.at(index) = value;
  }
  return values;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

// Takes the next element off a list.
std::string_view NextToken(std::string_view& list, char separator) {
  const std::string_view token = list.substr(0, list.find(separator));
  list.remove_prefix(std::min(list.size(), token.size() + 1));
  return Trim(token);
}

bool ListHas(std::string_view list, std::string_view wanted) {
  while (!list.empty()) {
    if (EqualsIgnoringCase(NextToken(list, ','), wanted)) {
      return true;
    }
  }
  return false;
}

tl::unexpected<Error> Ambiguous(const char* why, const char* field) {
  return Fail(ErrorCode::BadRequest, why, field);
}

Result<std::uint64_t> ReadLength(std::string_view text) {
  constexpr std::size_t kMostDigits = 18;
  const bool digits = std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  if (text.empty() || text.size() > kMostDigits || !digits) {
    return Ambiguous("the length is not one number", "Content-Length");
  }
  std::uint64_t length = 0;
  for (const char digit : text) {
    length = length * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return length;
}

Result<void> ReadBodyFraming(const KnownValues& values, int minor, Framing& framing) {
  const auto coding = At(values, Known::TransferEncoding);
  const auto length = At(values, Known::ContentLength);
  if (coding && (length || minor == 0)) {
    return Ambiguous("a length and a transfer coding contradict each other", "Transfer-Encoding");
  }
  if (coding && !EqualsIgnoringCase(*coding, "chunked")) {
    return Ambiguous("the only transfer coding is `chunked`", "Transfer-Encoding");
  }
  framing.chunked = coding.has_value();
  if (length) {
    ARM_TRY(framing.content_length, ReadLength(*length));
  }
  return {};
}

Result<Coding> ReadCoding(std::optional<std::string_view> value) {
  if (!value || EqualsIgnoringCase(*value, "identity")) {
    return Coding::Identity;
  }
  if (EqualsIgnoringCase(*value, "gzip") || EqualsIgnoringCase(*value, "x-gzip")) {
    return Coding::Gzip;
  }
  if (EqualsIgnoringCase(*value, "deflate")) {
    return Coding::Deflate;
  }
  return Fail(ErrorCode::UnsupportedEncoding, "the content coding is not known", "Content-Encoding",
              "gzip, deflate or identity, once");
}

// Whether the list has gzip with a weight above zero.
bool AcceptsGzip(std::string_view list) {
  while (!list.empty()) {
    std::string_view element = NextToken(list, ',');
    const std::string_view coding = NextToken(element, ';');
    if (!EqualsIgnoringCase(coding, "gzip")) {
      continue;
    }
    const std::string_view weight = Trim(element);
    return weight.empty() || weight.find_first_of("123456789") != std::string_view::npos;
  }
  return false;
}

Result<void> CheckHost(std::optional<std::string_view> host, std::string_view authority,
                       int minor) {
  if (!host) {
    return minor == 0 ? Result<void>() : Ambiguous("the request names no host", "Host");
  }
  if (!IsAuthority(*host)) {
    return Ambiguous("the host is not a name with an optional port", "Host");
  }
  if (!authority.empty() && !EqualsIgnoringCase(authority, *host)) {
    return Ambiguous("the address and the Host header name two hosts", "Host");
  }
  return {};
}

// No underscore: tokens have one, and one that came here by mistake must not reach a log.
bool IsRequestId(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '-';
  };
  return text.size() <= kMostRequestId && std::ranges::all_of(text, fits);
}

Result<void> ReadExpectation(const KnownValues& values, int minor, Framing& framing) {
  const auto expect = At(values, Known::Expect);
  if (expect && !EqualsIgnoringCase(*expect, "100-continue")) {
    return Fail(ErrorCode::InvalidHeader, "the expectation is not known", "Expect", "100-continue");
  }
  framing.expects_continue = expect && minor > 0;
  return {};
}

bool KeepsAlive(const Fields& headers, int minor) {
  bool keeps = minor > 0;
  bool closes = false;
  for (std::size_t i = 0; i < headers.Size(); ++i) {
    const auto [name, value] = headers.At(i);
    if (EqualsIgnoringCase(name, "Connection")) {
      keeps = keeps || ListHas(value, "keep-alive");
      closes = closes || ListHas(value, "close");
    }
  }
  return keeps && !closes;
}

}  // namespace

Result<Framing> ReadFraming(RequestHead& head, int minor) {
  Framing framing;
  framing.http10 = minor == 0;
  ARM_TRY(const KnownValues values, Collect(head.headers));
  ARM_CHECK(ReadBodyFraming(values, minor, framing));
  ARM_TRY(framing.target, SplitTarget(head.target, head.secure ? "https" : "http"));
  ARM_CHECK(CheckHost(At(values, Known::Host), framing.target.authority, minor));
  ARM_CHECK(ReadExpectation(values, minor, framing));
  ARM_TRY(framing.coding, ReadCoding(At(values, Known::ContentEncoding)));
  framing.keep_alive = KeepsAlive(head.headers, minor);
  const auto accepted = At(values, Known::AcceptEncoding);
  head.accepts_gzip = accepted && AcceptsGzip(*accepted);
  if (const auto id = At(values, Known::RequestId); id && IsRequestId(*id)) {
    head.client_request_id = *id;
  }
  return framing;
}

}  // namespace armillary::net
