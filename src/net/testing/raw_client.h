#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace armillary::net {

// One answer, as it came.
struct RawResponse {
  int status = 0;
  std::string head;  // With the status line, without the empty line.
  std::string body;

  // The value of a header field; none if it is missing.
  std::optional<std::string> Header(std::string_view name) const;
};

// A blocking socket that sends exactly the bytes it is told, however wrong, and reads what comes.
class RawClient {
 public:
  // Connects to 127.0.0.1.
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&&) = delete;

  // False if the server has closed.
  bool Send(std::string_view bytes);
  // Says that nothing more comes, and goes on reading.
  void EndOutput();

  // The next answer with its body. None if the connection ends first, or after ten seconds.
  std::optional<RawResponse> Read(bool head_only = false);

  // Sends, then reads one answer.
  std::optional<RawResponse> Ask(std::string_view bytes);

  // Whether the server closes, within ten seconds, without saying anything more.
  bool SeesEnd();

 private:
  // False at the end, or after ten seconds.
  bool Fill();

  int socket_;
  std::string received_;
};

// The status of the only answer to `bytes` on a connection of its own; 0 if there was none.
int StatusOf(std::uint16_t port, std::string_view bytes);

}  // namespace armillary::net
