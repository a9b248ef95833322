#pragma once

#include <algorithm>
#include <memory>
#include <string_view>

#include "net/message.h"

namespace armillary::api {

// A body as the listener gives it: with exactly the readable bytes after it that it promises, so
// that a sanitizer sees who reads further.
class Padded {
 public:
  explicit Padded(std::string_view body)
      : bytes_(std::make_unique<char[]>(body.size() + net::kBodyPadding)),
        body_(bytes_.get(), body.size()) {
    std::ranges::copy(body, bytes_.get());
    std::fill_n(bytes_.get() + body.size(), net::kBodyPadding, '"');
  }

  std::string_view Body() const { return body_; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::string_view body_;
};

}  // namespace armillary::api
