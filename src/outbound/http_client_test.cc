#include "outbound/http_client.h"

#include <chrono>
#include <string>

#include <gmock/gmock.h>

#include "base/testing/on_threads.h"
#include "outbound/testing/canned_server.h"

namespace armillary::outbound {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

HttpClient::Options Quick() {
  return {.connect = 500ms, .whole = 500ms, .answer_bytes = 1000, .kept_connections = 4};
}

std::string Ok(const std::string& body, const std::string& headers = "") {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

Trouble TroubleWith(HttpClient& client, const std::string& url) {
  const auto outcome = client.Send({.url = url});
  EXPECT_FALSE(outcome);
  return outcome ? Trouble::Unreachable : outcome.error().trouble;
}

TEST(HttpClientTest, GetsAnAnswer) {
  const CannedServer server(Ok("{}"));
  HttpClient client(Quick());
  const auto answer = client.Send({.url = server.Url() + "/a?b=c", .headers = {{"X-A", "b"}}});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "{}");
  EXPECT_EQ(answer->content_type, "application/json");
  const std::string request = server.Requests().at(0);
  EXPECT_THAT(request, HasSubstr("GET /a?b=c HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("X-A: b\r\n"));
}

TEST(HttpClientTest, PostsAForm) {
  const CannedServer server(Ok("{}"));
  HttpClient client(Quick());
  const auto answer =
      client.Send({.url = server.Url(),
                   .form = Secret(FormOf({{"code", "a b&c"}, {"state", "\xC3\xA9"}})),
                   .authorization = BasicAuthorization("me:", Secret("p%"))});
  ASSERT_TRUE(answer) << answer.error().message;
  const std::string request = server.Requests().at(0);
  EXPECT_THAT(request, HasSubstr("POST / HTTP/1.1\r\n"));
  EXPECT_THAT(request, HasSubstr("Authorization: Basic bWUlM0E6cCUyNQ==\r\n"));
  EXPECT_THAT(request, HasSubstr("\r\n\r\ncode=a%20b%26c&state=%C3%A9"));
}

TEST(HttpClientTest, FollowsNoRedirect) {
  const CannedServer elsewhere(Ok("elsewhere"));
  const CannedServer server("HTTP/1.1 302 Found\r\nLocation: " + elsewhere.Url() +
                            "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  HttpClient client(Quick());
  const auto answer = client.Send({.url = server.Url()});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 302);
  EXPECT_TRUE(elsewhere.Requests().empty());
}

TEST(HttpClientTest, TakesNoLargerAnswer) {
  const CannedServer declared(Ok(std::string(1001, 'a')));
  const CannedServer streamed("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" +
                              std::string(100'000, 'a'));
  const CannedServer headed(Ok("{}", "X-Long: " + std::string(70'000, 'a') + "\r\n"));
  const CannedServer fits(Ok(std::string(1000, 'a')));
  HttpClient client(Quick());
  EXPECT_EQ(TroubleWith(client, declared.Url()), Trouble::TooLarge);
  EXPECT_EQ(TroubleWith(client, streamed.Url()), Trouble::TooLarge);
  EXPECT_EQ(TroubleWith(client, headed.Url()), Trouble::TooLarge);
  EXPECT_TRUE(client.Send({.url = fits.Url()}));
}

TEST(HttpClientTest, WaitsNoLongerThanItMay) {
  const CannedServer server("");
  HttpClient client(Quick());
  const auto start = std::chrono::steady_clock::now();
  EXPECT_EQ(TroubleWith(client, server.Url()), Trouble::TimedOut);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
}

TEST(HttpClientTest, CallsNoAddressThatMayNotBeCalled) {
  HttpClient client(Quick());
  EXPECT_EQ(TroubleWith(client, "http://10.0.0.1/"), Trouble::NotAllowed);
  EXPECT_EQ(TroubleWith(client, "https://169.254.169.254/latest"), Trouble::NotAllowed);
  EXPECT_EQ(TroubleWith(client, "https://[fe80::1]/"), Trouble::NotAllowed);
  EXPECT_EQ(TroubleWith(client, "file:///etc/passwd"), Trouble::NotAllowed);
}

TEST(HttpClientTest, SpeaksTlsOnlyWithWhomItTrusts) {
  const CannedServer server("this is no TLS");
  HttpClient client(Quick());
  const std::string url = "https" + server.Url().substr(4);
  EXPECT_EQ(TroubleWith(client, url), Trouble::NotTrusted);
  HttpClient::Options options = Quick();
  options.ca_file = "/nowhere/ca.pem";
  HttpClient trusting(options);
  EXPECT_EQ(TroubleWith(trusting, url), Trouble::NotTrusted);
}

TEST(HttpClientTest, EndsCallsWhenItIsStopped) {
  const CannedServer server("");
  HttpClient::Options options = Quick();
  options.whole = 60s;
  HttpClient client(options);
  Trouble trouble = Trouble::Unreachable;
  const auto start = std::chrono::steady_clock::now();
  OnThreads(2, [&](int i) {
    if (i == 0) {
      trouble = TroubleWith(client, server.Url());
    } else {
      while (server.Requests().empty()) {
      }
      client.Stop();
    }
  });
  EXPECT_EQ(trouble, Trouble::Stopped);
  EXPECT_LT(std::chrono::steady_clock::now() - start, 20s);
  EXPECT_EQ(TroubleWith(client, server.Url()), Trouble::Stopped);
}

TEST(HttpClientTest, SaysThatNobodyAnswers) {
  std::string url;
  {
    const CannedServer gone(Ok("{}"));
    url = gone.Url();
  }
  HttpClient client(Quick());
  EXPECT_EQ(TroubleWith(client, url), Trouble::Unreachable);
}

}  // namespace
}  // namespace armillary::outbound
