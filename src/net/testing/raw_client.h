#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "net/testing/byte_stream.h"

namespace armillary::net {

// One answer, as it came.
struct RawResponse {
  int status = 0;
  std::string head;  // With the status line, without the empty line.
  std::string body;

  // The value of a header field; none if it is missing.
  std::optional<std::string> Header(std::string_view name) const;
};

// Sends exactly the bytes it is told, however wrong, and reads what comes.
class RawClient {
 public:
  explicit RawClient(std::unique_ptr<ByteStream> stream) : stream_(std::move(stream)) {}

  // False if the server has closed.
  bool Send(std::string_view bytes);
  // Says that nothing more comes, and goes on reading.
  void EndOutput();

  // The next answer with its body. None if the connection ends first, or after ten seconds.
  std::optional<RawResponse> Read(bool head_only = false);

  // Sends, then reads one answer.
  std::optional<RawResponse> Ask(std::string_view bytes);

  // What comes up to and with `end`. What has come by then if the connection ends first, or after
  // ten seconds.
  std::string ReadTo(std::string_view end);

  // Whether the server closes, within ten seconds, without saying anything more.
  bool SeesEnd();

 private:
  // False at the end, or after ten seconds.
  bool Fill();

  std::unique_ptr<ByteStream> stream_;
  std::string received_;
};

}  // namespace armillary::net
