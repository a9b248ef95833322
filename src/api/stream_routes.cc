#include "api/stream_routes.h"

#include <charconv>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "api/stream_text.h"
#include "net/server_event.h"

namespace armillary::api {
namespace {

using tenancy::Permission;
using Answer = Result<net::Response>;

constexpr std::string_view kLastId = "Last-Event-ID";
constexpr std::size_t kMostDigits = 16;
constexpr std::chrono::milliseconds kSoonest{1'000};
constexpr std::size_t kSpread = 2'000;

std::optional<std::int64_t> IdOf(std::string_view text) {
  std::int64_t id = 0;
  const std::span<const char> digits(text);
  const char* const end = std::to_address(digits.end());
  const auto read = std::from_chars(std::to_address(digits.begin()), end, id);
  const bool is_whole = read.ec == std::errc() && read.ptr == end && !text.starts_with('-');
  return is_whole && text.size() <= kMostDigits ? std::optional(id) : std::nullopt;
}

// What a browser sends by itself is newer than what its address has said from the beginning.
Result<std::optional<std::int64_t>> SinceOf(const net::RequestHead& head) {
  const auto last = head.headers.Find(kLastId);
  if (!last) {
    return IdOf(head.query.Find("since").value_or(std::string_view()));
  }
  const auto id = IdOf(*last);
  if (!id || head.headers.Count(kLastId) > 1) {
    return Fail(ErrorCode::InvalidHeader, "this is no id of an event", std::string(kLastId),
                "one number of at most 16 digits");
  }
  return id;
}

// Those who are cut in one moment do not come back in one moment.
std::chrono::milliseconds RetryOf(const RequestId& request) {
  return kSoonest + std::chrono::milliseconds(std::hash<RequestId>{}(request) % kSpread);
}

Answer Open(events::StreamService& streams, const ControlRequest& request) {
  events::StreamService::Wish wish;
  ARM_TRY(wish.since, SinceOf(request.head));
  if (const auto topics = request.head.query.Find("topics")) {
    wish.topics = std::string(*topics);
  }
  ARM_TRY(auto subscription, streams.Open(request.access, wish));
  return net::Response{.content_type = net::kEventStream,
                       // Whoever stands between passes it on at once.
                       .headers = {{"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}},
                       .body = std::make_unique<StreamText>(std::move(subscription),
                                                            RetryOf(request.head.request_id))};
}

}  // namespace

void AddStreamRoutes(ControlRoutes& routes, events::StreamService& streams) {
  routes.Add("streamChanges", Permission::SelfStream,
             [&streams](const ControlRequest& request) { return Open(streams, request); });
}

}  // namespace armillary::api
