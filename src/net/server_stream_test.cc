#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/server.h"
#include "net/testing/server_fixture.h"

namespace armillary::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kMebi = std::size_t{1024} * 1024;

class ServerStreamTest : public ServerTest {
 protected:
  // Who listens, after the head of the answer.
  RawClient Listen() {
    RawClient client = Connect();
    const auto head = client.Ask(Request11("GET /told", "Accept-Encoding: gzip\r\n"));
    EXPECT_TRUE(head);
    head_ = head.value_or(RawResponse{});
    EXPECT_EQ(head_.status, 200);
    return client;
  }

  void Say(std::string_view text) {
    told_.Say(text);
    server_->WakeStreams();
  }

  RawResponse head_;
};

TEST_P(ServerStreamTest, SendsWhatIsSaidAsItIsSaid) {
  Start();
  RawClient client = Listen();
  Say("one.");
  EXPECT_EQ(client.ReadTo("."), "one.");
  Say("two.");
  EXPECT_EQ(client.ReadTo("."), "two.");
}

TEST_P(ServerStreamTest, HasNoLengthAndNoCompressionAndEndsWithItsConnection) {
  Start();
  RawClient client = Listen();
  EXPECT_EQ(head_.Header("Content-Type"), "text/event-stream");
  EXPECT_EQ(head_.Header("Connection"), "close");
  EXPECT_FALSE(head_.Header("Content-Length"));
  EXPECT_FALSE(head_.Header("Content-Encoding"));

  told_.Say("the last words");
  told_.End();
  server_->WakeStreams();

  EXPECT_EQ(client.ReadTo("words"), "the last words");
  EXPECT_TRUE(client.SeesEnd());
  EXPECT_TRUE(Eventually([&] { return told_.Listeners() == 0; }));
}

TEST_P(ServerStreamTest, TellsEveryListener) {
  ServerOptions options = Options();
  options.threads = 2;
  Start(options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 20; ++i) {
    clients.push_back(Listen());
  }
  Say("all.");
  for (RawClient& client : clients) {
    EXPECT_EQ(client.ReadTo("."), "all.");
  }
}

TEST_P(ServerStreamTest, LastsLongerThanAnIdleConnection) {
  ServerOptions options = Options();
  options.idle = options.header = options.read = milliseconds(30);
  Start(options);
  RawClient client = Listen();
  RawClient idle = Connect();
  idle.Ask(Request11("GET /healthz"));
  EXPECT_TRUE(idle.SeesEnd());
  EXPECT_TRUE(Connect().SeesEnd());

  Say("still here.");

  EXPECT_EQ(client.ReadTo("."), "still here.");
}

TEST_P(ServerStreamTest, IsAskedForNoMoreThanItsClientReads) {
  ServerOptions options = Options();
  options.write = milliseconds(100);
  Start(options);
  const RawClient client = Listen();
  const Counter& cut = metrics_.AddCounter("armillary_http_cut_total", "");

  Say(std::string(16 * kMebi, 'x'));

  EXPECT_TRUE(Eventually([&] { return cut.Value() > 0; }));
  EXPECT_LT(told_.Given(), 8 * kMebi);
  EXPECT_TRUE(Eventually([&] { return told_.Listeners() == 0; }));
}

TEST_P(ServerStreamTest, GivesAllOfItToWhoReadsLate) {
  Start();
  RawClient client = Listen();
  Say(std::string(4 * kMebi, 'x'));
  Say("!");
  EXPECT_TRUE(Eventually([&] { return told_.Given() > 0; }));
  EXPECT_EQ(client.ReadTo("!").size(), 4 * kMebi + 1);
}

TEST_P(ServerStreamTest, ForgetsAClientThatHasGone) {
  Start();
  {
    const RawClient client = Listen();
    EXPECT_EQ(told_.Listeners(), 1);
  }
  EXPECT_TRUE(Eventually([&] { return told_.Listeners() == 0; }));
}

TEST_P(ServerStreamTest, TakesNoNoticeOfWhatItsClientSaysMeanwhile) {
  Start();
  RawClient client = Listen();
  client.Send(Request11("GET /healthz") + std::string(100'000, 'y'));
  Say("on.");
  EXPECT_EQ(client.ReadTo("."), "on.");
}

TEST_P(ServerStreamTest, IsOnlyAHeadForHead) {
  Start();
  RawClient client = Connect();
  client.Send(Request11("HEAD /told"));
  const auto head = client.Read(true);
  ASSERT_TRUE(head);
  EXPECT_EQ(head->Header("Content-Type"), "text/event-stream");
  EXPECT_EQ(client.Ask(Request11("GET /healthz"))->body, "ok");
  EXPECT_EQ(told_.Listeners(), 0);
}

TEST_P(ServerStreamTest, EndsAtOnceWhenTheServerDrains) {
  Start();
  const RawClient client = Listen();
  const RawClient slow = Listen();
  Say(std::string(16 * kMebi, 'x'));
  const auto began = std::chrono::steady_clock::now();

  EXPECT_TRUE(server_->Drain(seconds(10)));

  EXPECT_LT(std::chrono::steady_clock::now() - began, seconds(5));
  EXPECT_EQ(told_.Listeners(), 0);
}

ARM_ON_EACH_TRANSPORT(ServerStreamTest);

}  // namespace
}  // namespace armillary::net
