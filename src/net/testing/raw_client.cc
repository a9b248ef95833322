#include "net/testing/raw_client.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "net/fields.h"

namespace armillary::net {

std::optional<std::string> RawResponse::Header(std::string_view name) const {
  std::string_view rest = head;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(std::min(rest.size(), line.size() + 2));
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos && EqualsIgnoringCase(line.substr(0, colon), name)) {
      return std::string(line.substr(colon + 2));
    }
  }
  return std::nullopt;
}

bool RawClient::Send(std::string_view bytes) { return stream_->Send(bytes); }

void RawClient::EndOutput() { stream_->EndOutput(); }

bool RawClient::Fill() {
  std::array<char, 64 * 1024> piece;
  const ssize_t got = stream_->Receive(piece);
  received_.append(piece.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  return got > 0;
}

std::optional<RawResponse> RawClient::Read(bool head_only) {
  std::size_t end = 0;
  while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
    if (!Fill()) {
      return std::nullopt;
    }
  }
  RawResponse response{.status = 0, .head = received_.substr(0, end), .body = {}};
  received_.erase(0, end + 4);
  if (!response.head.starts_with("HTTP/1.1 ")) {
    return std::nullopt;
  }
  response.status = std::atoi(response.head.c_str() + 9);
  const auto length = response.Header("Content-Length");
  const std::size_t size = length && !head_only ? std::strtoull(length->c_str(), nullptr, 10) : 0;
  while (received_.size() < size) {
    if (!Fill()) {
      return std::nullopt;
    }
  }
  response.body = received_.substr(0, size);
  received_.erase(0, size);
  return response;
}

std::optional<RawResponse> RawClient::Ask(std::string_view bytes) {
  Send(bytes);  // An answer may come before all is sent.
  return Read();
}

std::string RawClient::ReadTo(std::string_view end) {
  std::size_t found = 0;
  while ((found = received_.find(end)) == std::string::npos) {
    if (!Fill()) {
      return std::exchange(received_, {});
    }
  }
  std::string text = received_.substr(0, found + end.size());
  received_.erase(0, text.size());
  return text;
}

bool RawClient::SeesEnd() {
  if (!received_.empty()) {
    return false;
  }
  char byte = 0;
  return stream_->Receive({&byte, 1}) == 0;
}

}  // namespace armillary::net
