#include "net/server.h"

#include <random>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "net/internal/compression.h"
#include "net/testing/server_fixture.h"

namespace armillary::net {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

TEST_P(ServerTest, AnswersWithDateAndRequestId) {
  Start();

  const RawResponse response = Ask(Request11("GET /healthz"));

  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body, "ok");
  EXPECT_EQ(response.Header("Date"), "Thu, 01 Jan 2026 00:00:00 GMT");
  EXPECT_EQ(response.Header("Content-Type"), "text/plain");
  EXPECT_THAT(*response.Header("X-Request-Id"), MatchesRegex("[0-9a-z]{26}"));
}

TEST_P(ServerTest, GivesEachRequestAnIdOfItsOwnWhateverTheClientSays) {
  Start();
  RawClient client = Connect();
  const std::string request = Request11("GET /healthz", "X-Request-Id: mine\r\n");

  const auto first = client.Ask(request);
  const auto second = client.Ask(request);

  ASSERT_TRUE(first && second);
  EXPECT_LT(first->Header("X-Request-Id"), second->Header("X-Request-Id"));
  EXPECT_THAT(first->head, Not(HasSubstr("mine")));
}

TEST_P(ServerTest, TellsTheGateTheIdThatItSends) {
  Start();
  const RawResponse response = Ask(Request11("GET /nowhere"));
  EXPECT_EQ(response.Header("Seen-Id"), response.Header("X-Request-Id"));
}

TEST_P(ServerTest, AnswersPipelinedRequestsInOrder) {
  Start();
  RawClient client = Connect();
  std::string bytes;
  for (int i = 0; i < 10'000; ++i) {
    bytes += Request11("GET /names/n" + std::to_string(i));
  }
  const std::jthread sender([&] { client.Send(bytes); });

  for (int i = 0; i < 10'000; ++i) {
    const auto response = client.Read();
    ASSERT_TRUE(response) << i;
    ASSERT_EQ(response->body, "n" + std::to_string(i));
  }
}

TEST_P(ServerTest, KeepsTheOrderAcrossInlineAndPooledRoutes) {
  Start();
  RawClient client = Connect();
  client.Send(Request11("GET /names/a") + Request11("GET /text") + Request11("GET /names/b") +
              Request11("GET /source/whole") + Request11("GET /quick/slow") +
              Request11("GET /names/c"));

  EXPECT_EQ(client.Read()->body, "a");
  EXPECT_EQ(client.Read()->body.size(), 100'000U);
  EXPECT_EQ(client.Read()->body, "b");
  EXPECT_EQ(client.Read()->body, std::string(1'000'000, 's'));
  EXPECT_EQ(client.Read()->body, "on the pool");
  EXPECT_EQ(client.Read()->body, "c");
}

TEST_P(ServerTest, DecodesTheQueryAndShowsDuplicates) {
  Start();
  EXPECT_EQ(Ask(Request11("GET /names/x?a=1&b=%C3%BC+%26&a=2&&c")).body,
            "x\na=1\nb=\u00fc &\na=2\nc=");
}

TEST_P(ServerTest, RefusesABadQuery) {
  Start();
  for (const char* query : {"a=%", "a=%FF", "=a", "a=%00", "%zz=1"}) {
    EXPECT_EQ(StatusOf(Request11("GET /names/x?" + std::string(query))), 400) << query;
  }
  std::string many = "a=1";
  for (int i = 0; i < 200; ++i) {
    many += "&a=1";
  }
  EXPECT_EQ(StatusOf(Request11("GET /names/x?" + many)), 400);
}

TEST_P(ServerTest, AnswersHeadWithoutABody) {
  Start();
  RawClient client = Connect();
  client.Send(Request11("HEAD /text") + Request11("HEAD /source/whole") +
              Request11("HEAD /nowhere") + Request11("GET /healthz"));

  EXPECT_EQ(client.Read(true)->Header("Content-Length"), "100000");
  EXPECT_EQ(client.Read(true)->Header("Content-Length"), "1000000");
  EXPECT_EQ(client.Read(true)->status, 404);
  EXPECT_EQ(client.Read()->body, "ok");
}

TEST_P(ServerTest, NamesTheMethodsThatAPathTakes) {
  Start();
  const RawResponse refused = Ask(Request11("DELETE /healthz"));
  EXPECT_EQ(refused.status, 405);
  EXPECT_EQ(refused.Header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(Ask(Request11("TRACE /healthz")).status, 405);
  EXPECT_EQ(Ask(Request11("get /healthz")).status, 405);
  EXPECT_EQ(Ask(Request11("BREW /nowhere")).status, 404);

  const RawResponse options = Ask(Request11("OPTIONS /whoami"));
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.Header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(options.Header("Content-Length"), std::nullopt);
  EXPECT_EQ(Ask(Request11("OPTIONS *")).Header("Allow"), "GET, HEAD, POST, PUT, OPTIONS");
  EXPECT_EQ(Ask(Request11("OPTIONS /nowhere")).status, 404);
  EXPECT_EQ(Ask(Request11("GET *")).status, 404);
}

TEST_P(ServerTest, TakesTheAbsoluteForm) {
  Start();
  const std::string ours = IsTls() ? "https" : "http";
  const std::string other = IsTls() ? "http" : "https";
  EXPECT_EQ(Ask(Request11("GET " + ours + "://LOCALHOST/healthz")).body, "ok");
  EXPECT_EQ(StatusOf(Request11("GET " + ours + "://other/healthz")), 400);
  EXPECT_EQ(StatusOf(Request11("GET " + other + "://localhost/healthz")), 400);
}

TEST_P(ServerTest, IgnoresWhatAClientSaysOfForwardingAndMethods) {
  Start();
  const RawResponse response =
      Ask(Request11("POST /echo",
                    "X-HTTP-Method-Override: DELETE\r\nX-Forwarded-For: 1.2.3.4\r\n"
                    "X-Tenant-Id: globex\r\nX-User-Id: root\r\nX-Original-URL: /whoami\r\n"
                    "Content-Length: 2\r\n",
                    "hi"));
  EXPECT_EQ(response.body, "hi");
}

TEST_P(ServerTest, HandsOnWhoWasLetIn) {
  Start();
  EXPECT_EQ(Ask(Request11("GET /whoami", "Authorization: ada\r\n")).body, "ada");
}

TEST_P(ServerTest, RefusesBeforeTheBodyWhomTheGateRefuses) {
  Start();
  EXPECT_EQ(StatusOf(Request11("GET /whoami")), 401);
  EXPECT_EQ(StatusOf(Request11("POST /bodies", "Content-Length: 1000000\r\n")), 401);
}

TEST_P(ServerTest, RefusesARouteWithAPolicyWhenTheGateGivesNobody) {
  Start();
  gate_.lets_nobody_in = true;

  EXPECT_EQ(StatusOf(Request11("GET /whoami", "Authorization: ada\r\n")), 403);
  EXPECT_EQ(StatusOf(Request11("PUT /uploads/a", "Authorization: ada\r\n")), 403);
  EXPECT_EQ(StatusOf(Request11("GET /healthz")), 200);
}

TEST_P(ServerTest, AnswersOnceWhenAHandlerThrows) {
  Start();
  RawClient client = Connect();
  EXPECT_EQ(client.Ask(Request11("GET /throws"))->status, 500);
  EXPECT_EQ(client.Ask(Request11("GET /throws/inline"))->status, 500);
  const auto after = client.Ask(Request11("GET /healthz"));
  ASSERT_TRUE(after);
  EXPECT_EQ(after->status, 200);
  EXPECT_THAT(after->body, Not(HasSubstr("as it must")));
}

TEST_P(ServerTest, LeavesOutAHeaderThatWouldForgeAnother) {
  Start();
  const RawResponse response = Ask(Request11("GET /injection"));
  EXPECT_EQ(response.Header("Good"), "yes");
  EXPECT_THAT(response.head, Not(HasSubstr("Set-Cookie")));
}

TEST_P(ServerTest, AsksTheQuickHandlerFirst) {
  Start();
  EXPECT_EQ(Ask(Request11("GET /quick/quick")).body, "on the connection");
  EXPECT_EQ(Ask(Request11("GET /quick/slow")).body, "on the pool");
}

TEST_P(ServerTest, CompressesLargerTextForWhoAcceptsIt) {
  Start();
  const RawResponse packed = Ask(Request11("GET /text", "Accept-Encoding: gzip\r\n"));
  const RawResponse plain = Ask(Request11("GET /text"));

  EXPECT_EQ(packed.Header("Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), 1000U);
  std::string text;
  Inflater inflater(Coding::Gzip, 200'000);
  ASSERT_THAT(inflater.Feed(packed.body,
                            [&](std::span<const std::byte> bytes) -> Result<void> {
                              text.append(reinterpret_cast<const char*>(bytes.data()),
                                          bytes.size());
                              return {};
                            }),
              Succeeds());
  EXPECT_TRUE(text == plain.body);
  EXPECT_EQ(plain.Header("Content-Encoding"), std::nullopt);
  EXPECT_EQ(plain.Header("Vary"), "Accept-Encoding");
}

TEST_P(ServerTest, ClosesWhenAskedTo) {
  Start();
  RawClient client = Connect();
  const auto response = client.Ask(Request11("GET /healthz", "Connection: close\r\n"));
  EXPECT_EQ(response->Header("Connection"), "close");
  EXPECT_TRUE(client.SeesEnd());
}

TEST_P(ServerTest, SpeaksTheOldVersion) {
  Start();
  RawClient once = Connect();
  EXPECT_EQ(once.Ask("GET /healthz HTTP/1.0\r\n\r\n")->Header("Connection"), "close");
  EXPECT_TRUE(once.SeesEnd());

  RawClient twice = Connect();
  const std::string request = "GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  EXPECT_EQ(twice.Ask(request)->Header("Connection"), "keep-alive");
  EXPECT_EQ(twice.Ask(request)->body, "ok");
}

TEST_P(ServerTest, ClosesAfterTheMostRequestsOfAConnection) {
  ServerOptions options = Options();
  options.requests_per_connection = 2;
  Start(options);
  RawClient client = Connect();
  EXPECT_EQ(client.Ask(Request11("GET /healthz"))->Header("Connection"), std::nullopt);
  EXPECT_EQ(client.Ask(Request11("GET /healthz"))->Header("Connection"), "close");
  EXPECT_TRUE(client.SeesEnd());
}

TEST_P(ServerTest, ServesFromSeveralThreads) {
  ServerOptions options = Options();
  options.threads = 3;
  Start(options);
  std::vector<RawClient> clients;
  for (int i = 0; i < 9; ++i) {
    clients.push_back(Connect());
  }
  for (RawClient& client : clients) {
    EXPECT_EQ(client.Ask(Request11("GET /text"))->status, 200);
    EXPECT_EQ(client.Ask(Request11("GET /healthz"))->status, 200);
  }
}

TEST_P(ServerTest, CountsByOperationAndClassAndReason) {
  Start();
  RawClient client = Connect();
  client.Ask(Request11("GET /healthz"));
  client.Ask(Request11("GET /whoami"));
  client.Ask(Request11("GET /nowhere"));

  const std::string text = metrics_.Render();
  EXPECT_THAT(text,
              HasSubstr("armillary_http_requests_total{class=\"2xx\",operation=\"health\"} 1"));
  EXPECT_THAT(text,
              HasSubstr("armillary_http_requests_total{class=\"4xx\",operation=\"whoami\"} 1"));
  EXPECT_THAT(text, HasSubstr("armillary_http_requests_total{class=\"4xx\",operation=\"none\"} 1"));
  EXPECT_THAT(text, HasSubstr("armillary_http_refused_total{reason=\"unauthenticated\"} 1"));
  EXPECT_THAT(text, HasSubstr("armillary_http_request_seconds_count{operation=\"health\"} 1"));
  EXPECT_THAT(text, HasSubstr("armillary_http_connections 1"));
}

TEST_P(ServerTest, StaysUpUnderNoise) {
  Start();
  std::mt19937 random(7);
  for (int i = 0; i < 500; ++i) {
    std::string bytes =
        Request11("POST /echo?a=b", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n");
    for (int change = 0; change < 4; ++change) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    RawClient client = Connect();
    client.Send(bytes);
    client.EndOutput();
    client.Read();
  }
  EXPECT_EQ(Ask(Request11("GET /healthz")).status, 200);
}

TEST_P(ServerTest, CutsAnAnswerWhoseSourceFails) {
  Start();
  RawClient client = Connect();
  EXPECT_FALSE(client.Ask(Request11("GET /source/cut")));
}

ARM_ON_EACH_TRANSPORT(ServerTest);

}  // namespace
}  // namespace armillary::net
