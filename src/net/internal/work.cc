#include "net/internal/work.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <exception>
#include <memory>

#include "net/internal/response_writer.h"

namespace armillary::net {
namespace {

constexpr std::size_t kMostPacked = 16 * 1024 * 1024;  // Larger answers would hold the pool.

// Runs `work`, a Result<void>; an error or a throw ends as the exchange's failure.
template <class Work>
void Guard(Exchange& exchange, const Log& log, const Work& work) {
  try {
    if (const Result<void> result = work(); !result) {
      exchange.failure = result.error();
    }
  } catch (const std::exception& thrown) {
    log.Error("a handler threw", {{"request_id", exchange.head.request_id.value},
                                  {"what", std::string_view(thrown.what())}});
    exchange.failure = Error{ErrorCode::Internal, "the request could not be answered"};
  }
}

Result<void> Unpack(Exchange& exchange, std::size_t limit) {
  std::string unpacked;
  Inflater inflater(exchange.framing.coding, limit);
  ARM_CHECK(inflater.Feed(exchange.body, [&](std::span<const std::byte> bytes) -> Result<void> {
    if (!exchange.reservation.Grow(bytes.size())) {
      return Fail(ErrorCode::Overloaded, "the bodies in memory have reached their limit");
    }
    unpacked.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return {};
  }));
  ARM_CHECK(inflater.Finish());
  exchange.body = std::move(unpacked);
  return {};
}

bool HasHeader(const Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers, [&](const Header& header) {
    return EqualsIgnoringCase(header.first, name);
  });
}

bool IsText(std::string_view type) {
  static constexpr std::array<std::string_view, 4> kTypes{"application/json", "application/yaml",
                                                          "application/openapi+yaml", "text/"};
  return std::ranges::any_of(kTypes,
                             [&](std::string_view start) { return type.starts_with(start); });
}

// An ETag stands for exact bytes, so an answer that has one stays as it is.
void Pack(Response& response, const RequestHead& head, std::size_t from) {
  auto* text = std::get_if<std::string>(&response.body);
  if (text == nullptr || text->size() < from || text->size() > kMostPacked ||
      !IsText(response.content_type) || !HasBody(response.status) || HasHeader(response, "ETag") ||
      HasHeader(response, "Content-Encoding")) {
    return;
  }
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!head.accepts_gzip) {
    return;
  }
  std::string packed = Gzip(*text);
  if (!packed.empty() && packed.size() < text->size()) {
    *text = std::move(packed);
    response.headers.emplace_back("Content-Encoding", "gzip");
  }
}

Result<void> OpenUpload(Exchange& exchange) {
  if (exchange.upload) {
    return {};
  }
  ARM_TRY(exchange.upload, (*exchange.route->upload_handler())(exchange.head, *exchange.admitted));
  if (exchange.framing.coding != Coding::Identity) {
    exchange.inflater.emplace(exchange.framing.coding, exchange.route->limits().body_bytes);
  }
  return {};
}

Result<void> AppendPiece(Exchange& exchange) {
  if (exchange.inflater) {
    return exchange.inflater->Feed(exchange.body, [&](std::span<const std::byte> bytes) {
      return bytes.empty() ? Result<void>() : exchange.upload->Append(bytes);
    });
  }
  const std::span<const char> bytes(exchange.body);
  return bytes.empty() ? Result<void>() : exchange.upload->Append(std::as_bytes(bytes));
}

void Append(Exchange& exchange, const Log& log) {
  Guard(exchange, log, [&]() -> Result<void> {
    ARM_CHECK(OpenUpload(exchange));
    ARM_CHECK(AppendPiece(exchange));
    exchange.body.clear();
    if (!exchange.body_complete) {
      return {};
    }
    if (exchange.inflater) {
      ARM_CHECK(exchange.inflater->Finish());
    }
    exchange.response = exchange.upload->Finish();
    exchange.answered = true;
    return {};
  });
  if (exchange.failure || exchange.answered) {
    exchange.upload.reset();
  }
}

void ReadPiece(Exchange& exchange, std::size_t most, const Log& log) {
  Guard(exchange, log, [&]() -> Result<void> {
    exchange.piece.resize(std::min<std::uint64_t>(exchange.source_left, most));
    auto& source = std::get<std::unique_ptr<BodySource>>(exchange.response.body);
    ARM_TRY(const std::size_t got, source->Next(std::as_writable_bytes(std::span(exchange.piece))));
    if (got == 0 || got > exchange.piece.size()) {
      return Fail(ErrorCode::Internal, "a body source gave nothing before its end");
    }
    exchange.piece.resize(got);
    return {};
  });
  if (exchange.failure) {
    log.Error("an answer's body could not be read", {{"request_id", exchange.head.request_id.value},
                                                     {"what", exchange.failure->message}});
  }
}

}  // namespace

void Answer(Exchange& exchange, Shared& shared, bool pooled) {
  Guard(exchange, shared.parts.log, [&]() -> Result<void> {
    const Route& route = *exchange.route;
    if (exchange.framing.coding != Coding::Identity && !exchange.body.empty()) {
      ARM_CHECK(Unpack(exchange, std::min(shared.options.body_bytes, route.limits().body_bytes)));
    }
    exchange.body.reserve(exchange.body.size() + kBodyPadding);
    exchange.response = (*route.handler())(
        {.head = exchange.head, .body = exchange.body, .admitted = exchange.admitted.get()});
    exchange.answered = true;
    if (pooled) {
      Pack(exchange.response, exchange.head, shared.options.compress_from_bytes);
    }
    return {};
  });
}

std::shared_ptr<Exchange> NewExchange(Shared& shared) {
  return std::make_shared<Exchange>(shared.buffered, shared.options.buffered_bytes);
}

void AnswerQuickly(Exchange& exchange, Shared& shared) {
  const QuickHandler* quick = exchange.route->quick_handler();
  if (quick == nullptr) {
    return;
  }
  Guard(exchange, shared.parts.log, [&]() -> Result<void> {
    exchange.body.reserve(exchange.body.size() + kBodyPadding);
    std::optional<Response> response = (*quick)(
        {.head = exchange.head, .body = exchange.body, .admitted = exchange.admitted.get()});
    if (response) {
      exchange.response = std::move(*response);
      exchange.answered = true;
    }
    return {};
  });
}

void RunWork(Work work, Exchange& exchange, Shared& shared) {
  if (work == Work::ReadPiece) {
    return ReadPiece(exchange, shared.options.upload_piece_bytes, shared.parts.log);
  }
  if (std::chrono::steady_clock::now() > exchange.head.deadline) {
    exchange.failure = Error{ErrorCode::Timeout, "the request waited too long for its turn"};
    return;
  }
  if (work == Work::Append) {
    return Append(exchange, shared.parts.log);
  }
  Answer(exchange, shared, true);
}

Response Refusal(const Error& error, const Exchange& exchange, Shared& shared) {
  shared.metrics.Refused(error.code);
  try {
    return shared.parts.gate.Refuse(error, exchange.route, exchange.head);
  } catch (const std::exception& thrown) {
    shared.parts.log.Error("the gate threw", {{"request_id", exchange.head.request_id.value},
                                              {"what", std::string_view(thrown.what())}});
    return Response{.status = 500};
  }
}

void Record(const Exchange& exchange, Shared& shared) {
  const RequestHead& head = exchange.head;
  const int status = exchange.response.status;
  const bool arrived = head.arrived != SteadyTime();
  const auto took = std::chrono::steady_clock::now() - head.arrived;
  shared.metrics.Answered(exchange.route, status, arrived ? took : std::chrono::nanoseconds(0));
  const std::string_view operation =
      exchange.route == nullptr ? "none" : std::string_view(exchange.route->operation());
  const std::initializer_list<LogField> fields{{"request_id", head.request_id.value},
                                               {"client_request_id", head.client_request_id},
                                               {"remote", head.remote_address},
                                               {"method", MethodName(head.method)},
                                               {"operation", operation},
                                               {"status", std::int64_t{status}},
                                               {"cause", exchange.response.cause}};
  if (status >= 500) {
    shared.parts.log.Warning("request failed", fields);
  } else {
    shared.parts.log.Debug("request answered", fields);
  }
}

void DiscardUpload(Exchange& exchange, Shared& shared) {
  if (!exchange.upload) {
    return;
  }
  shared.tasks.Enter();
  const bool queued = shared.parts.pool.TrySubmit(
      [upload = std::shared_ptr<Upload>(std::move(exchange.upload)), &shared]() mutable {
        upload.reset();
        shared.tasks.Leave();
      });
  if (!queued) {
    shared.tasks.Leave();
  }
}

}  // namespace armillary::net
