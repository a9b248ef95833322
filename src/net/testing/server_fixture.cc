#include "net/testing/server_fixture.h"

#include <algorithm>
#include <span>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "net/testing/certificates.h"

namespace armillary::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kSourceBytes = 1'000'000;

class LoggedUpload : public Upload {
 public:
  explicit LoggedUpload(UploadLog& log) : log_(log) {}
  ~LoggedUpload() override { log_.dropped.Raise(); }

  Result<void> Append(std::span<const std::byte> bytes) override {
    log_.bytes += bytes.size();
    log_.largest_piece = std::max(log_.largest_piece.load(), bytes.size());
    ++log_.appends;
    const bool refuses = !bytes.empty() && bytes.front() == std::byte{'!'};
    return refuses ? Result<void>(Fail(ErrorCode::ModelInvalid, "it begins with !"))
                   : Result<void>();
  }

  Response Finish() override {
    log_.finished = true;
    return {.status = 201, .body = std::to_string(log_.bytes)};
  }

 private:
  UploadLog& log_;
};

class CountedSource : public BodySource {
 public:
  explicit CountedSource(bool whole) : whole_(whole) {}
  std::uint64_t Length() const override { return kSourceBytes; }
  Result<std::size_t> Next(std::span<std::byte> into) override {
    if (!whole_ && given_ > kSourceBytes / 2) {
      return Fail(ErrorCode::StorageCorrupt, "the rest is gone");
    }
    std::ranges::fill(into, std::byte{'s'});
    given_ += into.size();
    return into.size();
  }

 private:
  const bool whole_;
  std::size_t given_ = 0;
};

Response Text(std::string text) { return {.content_type = "text/plain", .body = std::move(text)}; }

Response ShowName(const Request& request) {
  std::string text(request.head.Parameter("name"));
  for (std::size_t i = 0; i < request.head.query.Size(); ++i) {
    const auto [name, value] = request.head.query.At(i);
    text.append("\n").append(name).append("=").append(value);
  }
  return Text(std::move(text));
}

Response Echo(const Request& request) { return Text(std::string(request.body)); }

Response Throw(const Request& /*request*/) { throw std::runtime_error("as it must"); }

Response LongJson(const Request& /*request*/) {
  return {.content_type = "application/json", .body = "\"" + std::string(99'998, 'x') + "\""};
}

Response FromSource(const Request& request) {
  return {.body = std::make_unique<CountedSource>(request.head.Parameter("kind") == "whole")};
}

Route Get(std::string pattern, std::string operation, Execution execution, Handler handler,
          milliseconds time = seconds(30)) {
  return {{Method::Get, std::move(pattern), std::move(operation)},
          Policy::Public(),
          {.body_bytes = 0, .time = time},
          execution,
          std::move(handler)};
}

std::vector<Route> PlainRoutes() {
  std::vector<Route> routes;
  const auto ok = [](const Request&) { return Text("ok"); };
  routes.push_back(Get("/healthz", "health", Execution::Inline, ok));
  routes.push_back(Get("/names/{name}", "showName", Execution::Inline, ShowName));
  routes.push_back(Get("/throws", "throws", Execution::Pooled, Throw));
  routes.push_back(Get("/throws/inline", "throwsInline", Execution::Inline, Throw));
  routes.push_back(Get("/text", "text", Execution::Pooled, LongJson));
  routes.push_back(Get("/source/{kind}", "source", Execution::Pooled, FromSource));
  routes.push_back(Get("/injection", "injection", Execution::Inline, [](const Request&) {
    return Response{.headers = {{"Good", "yes"}, {"Bad", "a\r\nSet-Cookie: b"}}, .body = "ok"};
  }));
  return routes;
}

}  // namespace

void Signal::Raise() {
  const std::scoped_lock lock(mutex_);
  is_raised_ = true;
  raised_.notify_all();
}

bool Signal::Wait() {
  std::unique_lock lock(mutex_);
  return raised_.wait_for(lock, seconds(10), [&] { return is_raised_; });
}

ServerTest::ServerTest() : log_(Log::Options{.level = LogLevel::Debug, .file = "/dev/null"}) {}

ServerTest::~ServerTest() {
  release_.Raise();
  server_.reset();
}

ServerOptions ServerTest::Options() {
  ServerOptions options;
  options.port = 0;
  options.sweep = milliseconds(5);
  return options;
}

void ServerTest::Start(const ServerOptions& options) {
  auto table = RouteTable::Build(Routes());
  ASSERT_TRUE(table) << table.error().message;
  table_.emplace(*std::move(table));
  pool_ = std::make_unique<WorkerPool>(2, 64);
  if (IsTls()) {
    auto follower = CertificateFollower::Open(WriteCertificate(MakeCertificate(), folder_.Path()),
                                              {files_, clock_, log_, metrics_});
    ASSERT_TRUE(follower) << follower.error().message;
    certificate_ = *std::move(follower);
  }
  server_ = std::make_unique<HttpServer>(options, Parts());
  const auto started = server_->Start();
  ASSERT_TRUE(started) << started.error().message;
}

HttpServer::Parts ServerTest::Parts() {
  return {.table = *table_,
          .gate = gate_,
          .pool = *pool_,
          .log = log_,
          .metrics = metrics_,
          .clock = clock_,
          .random = random_,
          .certificate = certificate_.get()};
}

RawClient ServerTest::Connect() const {
  return RawClient(IsTls() ? TlsStream(Port()) : PlainStream(Port()));
}

int ServerTest::StatusOf(std::string_view bytes) const {
  const auto response = Connect().Ask(bytes);
  return response ? response->status : 0;
}

RawResponse ServerTest::Ask(std::string_view bytes) const {
  auto response = Connect().Ask(bytes);
  EXPECT_TRUE(response.has_value()) << "no answer";
  return response.value_or(RawResponse{});
}

std::vector<Route> ServerTest::Routes() {
  std::vector<Route> routes = PlainRoutes();
  const auto hold = [this](const Request&) {
    held_.Raise();
    const bool released = release_.Wait();
    held_done_ = true;
    return Text(released ? "released" : "forgotten");
  };
  routes.push_back(Get("/held", "held", Execution::Pooled, hold));
  routes.push_back(Get("/late", "late", Execution::Pooled, hold, milliseconds(20)));
  routes.emplace_back(Route::Address{Method::Post, "/echo", "echo"}, Policy::Public(),
                      RouteLimits{64 * 1024, seconds(30)}, Execution::Inline, Handler(Echo));
  routes.emplace_back(Route::Address{Method::Get, "/whoami", "whoami"}, Policy::Permission("self"),
                      RouteLimits{0, seconds(30)}, Execution::Pooled,
                      Handler([](const Request& request) {
                        return Text(dynamic_cast<FakeAdmitted&>(*request.admitted).name);
                      }));
  routes.emplace_back(Route::Address{Method::Post, "/bodies", "bodies"},
                      Policy::Permission("write"), RouteLimits{1024 * 1024, seconds(30)},
                      Execution::Pooled, Handler(Echo));
  routes.emplace_back(
      Route::Address{Method::Put, "/uploads/{name}", "upload"}, Policy::Permission("write"),
      RouteLimits{4 * 1024 * 1024, seconds(30)},
      [this](const RequestHead& head, Admitted&) -> Result<std::unique_ptr<Upload>> {
        if (head.Parameter("name") == "taken") {
          return Fail(ErrorCode::AlreadyExists, "the name is taken");
        }
        return std::unique_ptr<Upload>(std::make_unique<LoggedUpload>(uploads_));
      });
  routes.push_back(Get("/told", "told", Execution::Pooled, [this](const Request&) {
    return Response{.content_type = "text/event-stream", .body = told_.Listen()};
  }));
  routes.emplace_back(Route::Address{Method::Get, "/quick/{kind}", "quick"}, Policy::Public(),
                      RouteLimits{0, seconds(30)},
                      QuickHandler([](const Request& request) -> std::optional<Response> {
                        return request.head.Parameter("kind") == "quick"
                                   ? std::optional(Text("on the connection"))
                                   : std::nullopt;
                      }),
                      Handler([](const Request&) { return Text("on the pool"); }));
  return routes;
}

bool Eventually(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + seconds(10);
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) {
      return false;
    }
    std::this_thread::yield();
  }
  return true;
}

std::string Request11(std::string_view request_line, std::string_view more_headers,
                      std::string_view body) {
  std::string text(request_line);
  text.append(" HTTP/1.1\r\nHost: localhost\r\n").append(more_headers).append("\r\n").append(body);
  return text;
}

}  // namespace armillary::net
