#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "events/subscription.h"
#include "net/message.h"

namespace armillary::api {

// A subscription as the text of a text/event-stream: ChangeEvent and StreamNote of the contract.
class StreamText : public net::StreamSource {
 public:
  // `retry`: how long a client that was cut is to wait before it comes back.
  StreamText(std::unique_ptr<events::Subscription> subscription, std::chrono::milliseconds retry);

  bool Take(std::string& into) override;

 private:
  void Append(const events::Notice& notice, std::string& into) const;

  const std::unique_ptr<events::Subscription> subscription_;
  const std::chrono::milliseconds retry_;
  bool has_begun_ = false;
};

}  // namespace armillary::api
