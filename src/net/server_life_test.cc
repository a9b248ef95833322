#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "net/server.h"
#include "net/testing/server_fixture.h"

namespace armillary::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::StartsWith;

class ServerLifeTest : public ServerTest {
 protected:
  // A second server with the same parts.
  Result<void> StartAnother(const ServerOptions& options) {
    HttpServer other(options, Parts());
    return other.Start();
  }
};

TEST_P(ServerLifeTest, RefusesAnAddressInUse) {
  Start();
  ServerOptions options = Options();
  options.port = Port();
  EXPECT_THAT(StartAnother(options), FailsWith(ErrorCode::AddressInUse));
}

TEST_P(ServerLifeTest, ListensBeyondLoopbackOverTlsOnly) {
  Start();
  ServerOptions options = Options();
  for (const char* address : {"0.0.0.0", "::", "192.0.2.1"}) {
    options.address = address;
    const auto started = StartAnother(options);
    const bool is_refused = !started && started.error().code == ErrorCode::TlsRequired;
    EXPECT_EQ(is_refused, !IsTls()) << address;
  }
  options.address = "0.0.0.0";
  const auto started = StartAnother(options);
  EXPECT_EQ(started.has_value(), IsTls());
  if (!started) {
    EXPECT_THAT(started.error().message, HasSubstr("TLS"));
    EXPECT_THAT(started.error().next_step, HasSubstr("`tls.certificate` and `tls.key`"));
  }
  options.address = "localhost";
  EXPECT_THAT(StartAnother(options), FailsWith(ErrorCode::AddressUnusable));
}

TEST_P(ServerLifeTest, ListensAgainOnThePortItLeft) {
  Start();
  ServerOptions options = Options();
  options.port = Port();
  RawClient client = Connect();
  client.Ask(Request11("GET /healthz"));
  EXPECT_TRUE(server_->Drain(seconds(5)));
  server_.reset();

  EXPECT_THAT(StartAnother(options), Succeeds());
}

TEST_P(ServerLifeTest, ClosesIdleConnectionsWhenItDrains) {
  Start();
  RawClient fresh = Connect();
  RawClient used = Connect();
  used.Ask(Request11("GET /healthz"));

  EXPECT_TRUE(server_->Drain(seconds(10)));

  EXPECT_TRUE(fresh.SeesEnd());
  EXPECT_TRUE(used.SeesEnd());
}

TEST_P(ServerLifeTest, FinishesWhatItBeganWhenItDrains) {
  Start();
  RawClient client = Connect();
  client.Send(Request11("GET /held"));
  ASSERT_TRUE(held_.Wait());
  const std::jthread drain([&] { EXPECT_TRUE(server_->Drain(seconds(10))); });
  release_.Raise();

  const auto response = client.Read();

  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "released");
  EXPECT_TRUE(client.SeesEnd());
}

TEST_P(ServerLifeTest, CutsWhatDoesNotFinishInTime) {
  Start();
  RawClient client = Connect();
  client.Send("GET /healthz HTTP/1.1\r\nHost");
  RawClient other = Connect();
  EXPECT_EQ(other.Ask(Request11("GET /healthz"))->status, 200);

  EXPECT_FALSE(server_->Drain(milliseconds(20)));

  EXPECT_TRUE(client.SeesEnd());
}

TEST_P(ServerLifeTest, WaitsForHandlersBeforeItIsGone) {
  Start();
  RawClient client = Connect();
  client.Send(Request11("GET /held"));
  ASSERT_TRUE(held_.Wait());
  const std::jthread releaser([&] { release_.Raise(); });
  server_.reset();
  EXPECT_TRUE(held_done_);
}

TEST_P(ServerLifeTest, AnswersBeyondTheLimitOfConnections) {
  ServerOptions options = Options();
  options.connections = 2;
  Start(options);
  RawClient first = Connect();
  auto second = std::make_optional(Connect());
  first.Ask(Request11("GET /healthz"));
  second->Ask(Request11("GET /healthz"));

  RawClient third = Connect();
  const auto refused = third.Read();

  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);
  EXPECT_THAT(refused->body, StartsWith("too_many_connections"));
  EXPECT_TRUE(refused->Header("X-Request-Id"));
  EXPECT_TRUE(third.SeesEnd());
  EXPECT_EQ(first.Ask(Request11("GET /healthz"))->status, 200);
}

TEST_P(ServerLifeTest, AcceptsAgainOnceThereIsRoom) {
  ServerOptions options = Options();
  options.connections = 1;
  options.linger = milliseconds(20);
  Start(options);
  {
    RawClient only = Connect();
    EXPECT_EQ(only.Ask(Request11("GET /healthz"))->status, 200);
    std::vector<RawClient> many;
    for (int i = 0; i < 200; ++i) {
      many.push_back(Connect());
    }
    EXPECT_EQ(many.front().Read()->status, 503);
    EXPECT_EQ(many.back().Read()->status, 503);
    EXPECT_EQ(only.Ask(Request11("GET /healthz", "Connection: close\r\n"))->status, 200);
  }
  int status = 503;
  for (int i = 0; i < 10'000 && status != 200; ++i) {
    status = StatusOf(Request11("GET /healthz"));
  }
  EXPECT_EQ(status, 200);
}

TEST_P(ServerLifeTest, ClosesAnIdleConnectionWithoutAWord) {
  ServerOptions options = Options();
  options.idle = milliseconds(30);
  Start(options);
  RawClient client = Connect();
  EXPECT_EQ(client.Ask(Request11("GET /healthz"))->status, 200);
  EXPECT_TRUE(client.SeesEnd());
}

TEST_P(ServerLifeTest, ClosesAConnectionThatNeverSpeaks) {
  ServerOptions options = Options();
  options.header = milliseconds(30);
  Start(options);
  RawClient client = Connect();
  EXPECT_TRUE(client.SeesEnd());
}

TEST_P(ServerLifeTest, EndsAHeadThatDripsIn) {
  ServerOptions options = Options();
  options.header = milliseconds(300);
  Start(options);
  RawClient client = Connect();
  std::jthread dripper([&](const std::stop_token& stop) {
    client.Send("GET /healthz HTTP/1.1\r\n");
    while (!stop.stop_requested() && client.Send("A: b\r\n")) {
      std::this_thread::yield();
    }
  });
  const auto response = client.Read();
  dripper.request_stop();
  ASSERT_TRUE(response);
  EXPECT_THAT(response->status, testing::AnyOf(408, 431));
}

TEST_P(ServerLifeTest, EndsAHeadThatStops) {
  ServerOptions options = Options();
  options.header = milliseconds(300);  // In which TLS is agreed on too.
  Start(options);
  const RawResponse response = Ask("GET /healthz HTTP/1.1\r\nHost: x\r\n");
  EXPECT_EQ(response.status, 408);
  EXPECT_EQ(response.Header("Connection"), "close");
}

TEST_P(ServerLifeTest, EndsABodyThatStops) {
  ServerOptions options = Options();
  options.read = milliseconds(30);
  Start(options);
  EXPECT_EQ(Ask(Request11("POST /echo", "Content-Length: 10\r\n", "half")).status, 408);
}

TEST_P(ServerLifeTest, DropsAnUploadThatStops) {
  ServerOptions options = Options();
  options.read = milliseconds(30);
  options.upload_piece_bytes = 1000;
  Start(options);
  EXPECT_EQ(Ask(Request11("PUT /uploads/a", "Authorization: ada\r\nContent-Length: 900000\r\n",
                          std::string(500'000, 'u')))
                .status,
            408);
  EXPECT_TRUE(uploads_.dropped.Wait());
  EXPECT_FALSE(uploads_.finished);
}

TEST_P(ServerLifeTest, CutsAClientThatDoesNotRead) {
  ServerOptions options = Options();
  options.write = milliseconds(50);
  Start(options);
  RawClient client = Connect();
  for (int i = 0; i < 100; ++i) {
    client.Send(Request11("GET /source/whole"));
  }
  int whole = 0;
  const Counter& cut = metrics_.AddCounter("armillary_http_cut_total", "");
  EXPECT_TRUE(Eventually([&] { return cut.Value() > 0; }));
  while (client.Read()) {
    ++whole;
  }
  EXPECT_LT(whole, 100);
}

TEST_P(ServerLifeTest, SaysWhenAnAnswerIsTooLateAndOutlivesIt) {
  Start();
  RawClient client = Connect();
  const auto response = client.Ask(Request11("GET /late"));
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 504);
  EXPECT_EQ(response->Header("Connection"), "close");
  release_.Raise();
  EXPECT_EQ(StatusOf(Request11("GET /text")), 200);
}

TEST_P(ServerLifeTest, RefusesWhenThePoolIsFull) {
  Start();
  Counter& refused =
      metrics_.AddCounter("armillary_http_refused_total", "", {{"reason", "queue_full"}});
  std::vector<RawClient> clients;
  for (int i = 0; i < 80; ++i) {
    clients.push_back(Connect());
    clients.back().Send(Request11("GET /held"));
  }
  // At most 2 run and 64 wait.
  EXPECT_TRUE(Eventually([&] { return refused.Value() >= 14; }));
  release_.Raise();

  std::uint64_t answered = 0;
  for (RawClient& client : clients) {
    const auto response = client.Read();
    ASSERT_TRUE(response);
    answered += response->status == 200 ? 1 : 0;
  }
  EXPECT_EQ(answered + refused.Value(), 80U);
}

ARM_ON_EACH_TRANSPORT(ServerLifeTest);

}  // namespace
}  // namespace armillary::net
