#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace armillary::net {

constexpr std::string_view kEventStream = "text/event-stream";

// One event of a text/event-stream (WHATWG HTML, 9.2). What is empty is left out; without data the
// client only remembers `id`. Neither `id` nor `name` has a line break.
struct ServerEvent {
  std::string_view id = {};    // What a client sends as Last-Event-ID to go on after this.
  std::string_view name = {};  // Empty: "message".
  std::string_view data = {};
};

void AppendEvent(const ServerEvent& event, std::string& into);

// What no client sees, and what shows everybody on the way that the stream lives.
void AppendComment(std::string& into);

// How long a client that was cut waits before it connects again.
void AppendRetry(std::chrono::milliseconds wait, std::string& into);

}  // namespace armillary::net
