#include <array>
#include <malloc.h>
#include <memory>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/internal/compression.h"
#include "net/server.h"
#include "net/testing/server_fixture.h"

namespace armillary::net {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string Length(std::size_t bytes) {
  return "Content-Length: " + std::to_string(bytes) + "\r\n";
}

std::string Long(std::size_t bytes) {
  std::string text;
  text.resize(bytes);
  return text;
}

constexpr std::string_view kAda = "Authorization: ada\r\n";

// A request as `ada` with a whole body.
std::string Whole(std::string_view line, std::string_view body, std::string_view headers = "") {
  return Request11(line, std::string(kAda) + std::string(headers) + Length(body.size()), body);
}

class ServerBodyTest : public ServerTest {};
class ServerUploadTest : public ServerTest {};

TEST_P(ServerBodyTest, HandsOverABodyInline) {
  Start();
  EXPECT_EQ(Ask(Whole("POST /echo", "hello")).body, "hello");
  EXPECT_EQ(Ask(Request11("POST /echo")).body, "");
}

TEST_P(ServerBodyTest, HandsOverALargeBody) {
  Start();
  const std::string body(1024 * 1024, 'b');
  EXPECT_TRUE(Ask(Whole("POST /bodies", body)).body == body);
}

TEST_P(ServerBodyTest, HandsOverABodyInChunks) {
  Start();
  RawClient client = Connect();
  client.Send(Request11("POST /echo", "Transfer-Encoding: chunked\r\n",
                        "5\r\nhello\r\n6;a=b\r\n world\r\n0\r\nTrailer: x\r\n\r\n") +
              Request11("GET /healthz"));
  EXPECT_EQ(client.Read()->body, "hello world");
  EXPECT_EQ(client.Read()->body, "ok");
}

TEST_P(ServerBodyTest, TakesManyTinyChunks) {
  Start();
  std::string body;
  for (int i = 0; i < 1'000'000; ++i) {
    body += "1\r\nx\r\n";
  }
  const RawResponse response = Ask(Request11(
      "POST /bodies", std::string(kAda) + "Transfer-Encoding: chunked\r\n", body + "0\r\n\r\n"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body.size(), 1'000'000U);
}

TEST_P(ServerBodyTest, RefusesATooLargeBodyWithoutReadingIt) {
  Start();
  const RawResponse response =
      Ask(Request11("POST /bodies", std::string(kAda) + Length(100'000'000)));
  EXPECT_EQ(response.status, 413);
  EXPECT_THAT(response.body, HasSubstr("1048576 bytes"));
  EXPECT_EQ(response.Header("Connection"), "close");
}

TEST_P(ServerBodyTest, RefusesTooManyChunks) {
  Start();
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'c') + "\r\n";
  std::string body;
  for (int i = 0; i < 17; ++i) {
    body += chunk;
  }
  EXPECT_EQ(
      Ask(Request11("POST /bodies", std::string(kAda) + "Transfer-Encoding: chunked\r\n", body))
          .status,
      413);
}

TEST_P(ServerBodyTest, RefusesABodyWhereNoneIsTaken) {
  Start();
  RawClient client = Connect();
  const auto refused = client.Ask(Whole("GET /healthz", "surprise"));
  EXPECT_EQ(refused->status, 400);
  EXPECT_THAT(refused->body, StartsWith("unexpected_body"));
  EXPECT_EQ(client.Ask(Request11("GET /healthz"))->status, 200);
}

TEST_P(ServerBodyTest, NeverTakesTheBodyOfARefusedRequestForARequest) {
  Start();
  RawClient client = Connect();
  const std::string smuggled = Request11("GET /names/smuggled");
  client.Send(Request11("POST /bodies", Length(smuggled.size()), smuggled) +
              Request11("GET /names/after"));
  EXPECT_EQ(client.Read()->status, 401);
  EXPECT_EQ(client.Read()->body, "after");
}

TEST_P(ServerBodyTest, ClosesWhenTheBodyOfARefusedRequestHasNotArrived) {
  Start();
  RawClient client = Connect();
  const auto refused = client.Ask(Request11("POST /bodies", Length(10), "five!"));
  EXPECT_EQ(refused->status, 401);
  EXPECT_EQ(refused->Header("Connection"), "close");
  EXPECT_TRUE(client.SeesEnd());
}

TEST_P(ServerBodyTest, TellsAClientThatWaitsToGoOn) {
  Start();
  RawClient client = Connect();
  client.Send(Request11("POST /echo", "Expect: 100-continue\r\nContent-Length: 5\r\n"));
  EXPECT_EQ(client.Read()->status, 100);
  EXPECT_EQ(client.Ask("hello")->body, "hello");
}

TEST_P(ServerBodyTest, RefusesAClientThatWaitsInsteadOfTellingItToGoOn) {
  Start();
  const std::string expect = "Expect: 100-continue\r\n";
  EXPECT_EQ(StatusOf(Request11("POST /bodies", expect + Length(5))), 401);
  EXPECT_EQ(StatusOf(Request11("POST /echo", expect + Length(5'000'000))), 413);
  EXPECT_EQ(StatusOf(Request11("GET /healthz", expect)), 200);
  EXPECT_EQ(StatusOf(Request11("POST /echo", expect + Length(2), "hi")), 200);
}

TEST_P(ServerBodyTest, UnpacksABody) {
  Start();
  const std::string text(500'000, 'z');
  for (const char* route : {"POST /bodies", "POST /echo"}) {
    const std::string body = route == std::string_view("POST /echo") ? "short" : text;
    const RawResponse response = Ask(Whole(route, Gzip(body), "Content-Encoding: gzip\r\n"));
    EXPECT_EQ(response.status, 200) << route;
    EXPECT_TRUE(response.body == body) << route;
  }
}

TEST_P(ServerBodyTest, RefusesABomb) {
  Start();
  const std::string bomb = Gzip(Long(100'000'000));
  ASSERT_LT(bomb.size(), 1024U * 1024U);
  const RawResponse response = Ask(Whole("POST /bodies", bomb, "Content-Encoding: gzip\r\n"));
  EXPECT_EQ(response.status, 413);
  EXPECT_EQ(Ask(Request11("GET /healthz")).status, 200);
}

TEST_P(ServerBodyTest, RefusesABodyThatIsNotPackedAsItSays) {
  Start();
  const std::string gzip = "Content-Encoding: gzip\r\n";
  EXPECT_EQ(StatusOf(Whole("POST /bodies", "plain", gzip)), 400);
  EXPECT_EQ(StatusOf(Whole("POST /bodies", Gzip("a").substr(0, 10), gzip)), 400);
  EXPECT_EQ(StatusOf(Whole("POST /bodies", Gzip("a") + "b", gzip)), 400);
  EXPECT_EQ(StatusOf(Whole("POST /bodies", "x", "Content-Encoding: br\r\n")), 415);
}

TEST_P(ServerBodyTest, AnswersATruncatedBody) {
  Start();
  RawClient client = Connect();
  client.Send(Request11("POST /echo", Length(10), "half"));
  client.EndOutput();
  const auto response = client.Read();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 400);
  EXPECT_THAT(response->body, StartsWith("truncated_body"));
}

TEST_P(ServerBodyTest, RefusesBodiesBeyondTheMemoryForAllAndTakesItBack) {
  ServerOptions options = Options();
  options.buffered_bytes = 300'000;
  Start(options);
  const std::string gzip = "Content-Encoding: gzip\r\n";
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(StatusOf(Whole("POST /bodies", std::string(299'000, 'x'))), 200);
    EXPECT_EQ(StatusOf(Whole("POST /bodies", std::string(301'000, 'x'))), 503);
    EXPECT_EQ(StatusOf(Whole("POST /bodies", Gzip(std::string(301'000, 'x')), gzip)), 503);
  }
}

// Of this process, and not given back.
std::size_t Allocated() {
  const struct mallinfo2 found = ::mallinfo2();
  return found.uordblks + found.hblkhd;
}

TEST_P(ServerBodyTest, KeepsNoLargeBodyForAnIdleConnection) {
  constexpr std::size_t kBody = std::size_t{1024} * 1024;
  constexpr std::size_t kConnections = 20;
  constexpr std::size_t kOfEach = kBody / 4;  // With the client's own.
  Start();
  const std::string request = Whole("POST /bodies", std::string(kBody, 'b'));
  const std::size_t before = Allocated();
  std::vector<std::unique_ptr<ByteStream>> streams;
  for (std::size_t i = 0; i < kConnections; ++i) {
    streams.push_back(IsTls() ? TlsStream(Port()) : PlainStream(Port()));
    ASSERT_TRUE(streams.back()->Send(request));
    std::array<char, 16 * 1024> piece;
    for (std::size_t received = 0; received < kBody;) {
      const ssize_t got = streams.back()->Receive(piece);
      ASSERT_GT(got, 0);
      received += static_cast<std::size_t>(got);
    }
  }
  EXPECT_TRUE(Eventually([&] { return Allocated() < before + kConnections * kOfEach; }))
      << Allocated() - before;
}

TEST_P(ServerUploadTest, StreamsInBoundedPieces) {
  ServerOptions options = Options();
  options.upload_piece_bytes = 64 * 1024;
  Start(options);
  const RawResponse response = Ask(Whole("PUT /uploads/a", std::string(4 * 1024 * 1024, 'u')));

  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, "4194304");
  EXPECT_LE(uploads_.largest_piece, 2 * 64U * 1024U);
  EXPECT_GT(uploads_.appends, 20);
}

TEST_P(ServerUploadTest, TakesAnEmptyBodyAndGoesOn) {
  Start();
  RawClient client = Connect();
  client.Send(Whole("PUT /uploads/a", "") + Whole("PUT /uploads/b", "small") +
              Request11("GET /healthz"));
  EXPECT_EQ(client.Read()->body, "0");
  EXPECT_EQ(client.Read()->body, "5");
  EXPECT_EQ(client.Read()->body, "ok");
}

TEST_P(ServerUploadTest, UnpacksAsItStreams) {
  Start();
  const std::string gzip = "Content-Encoding: gzip\r\n";
  EXPECT_EQ(Ask(Whole("PUT /uploads/a", Gzip(std::string(3'000'000, 'u')), gzip)).body, "3000000");
  EXPECT_EQ(StatusOf(Whole("PUT /uploads/a", Gzip(Long(50'000'000)), gzip)), 413);
  EXPECT_LE(uploads_.bytes, 3'000'000U + 4U * 1024U * 1024U);
  EXPECT_EQ(StatusOf(Whole("PUT /uploads/a", Gzip("cut").substr(0, 12), gzip)), 400);
}

TEST_P(ServerUploadTest, DropsWhatIsCut) {
  Start();
  {
    RawClient client = Connect();
    client.Send(Request11("PUT /uploads/a", std::string(kAda) + Length(2'000'000),
                          std::string(1'000'000, 'u')));
    ASSERT_TRUE(Eventually([&] { return uploads_.appends > 0; }));
  }
  EXPECT_TRUE(uploads_.dropped.Wait());
  EXPECT_FALSE(uploads_.finished);
}

TEST_P(ServerUploadTest, SaysWhyAnUploadWasRefused) {
  Start();
  EXPECT_EQ(StatusOf(Whole("PUT /uploads/taken", "x")), 409);
  EXPECT_EQ(StatusOf(Whole("PUT /uploads/a", "!x")), 422);
  EXPECT_TRUE(uploads_.dropped.Wait());
  EXPECT_FALSE(uploads_.finished);
  const RawResponse early = Ask(Request11("PUT /uploads/a", std::string(kAda) + Length(4'000'000),
                                          std::string(2'000'000, '!')));
  EXPECT_EQ(early.status, 422);
  EXPECT_EQ(early.Header("Connection"), "close");
}

TEST_P(ServerUploadTest, RefusesWhatIsTooLarge) {
  Start();
  EXPECT_EQ(StatusOf(Request11("PUT /uploads/a", std::string(kAda) + Length(5'000'000))), 413);
  EXPECT_EQ(uploads_.appends, 0);
}

ARM_ON_EACH_TRANSPORT(ServerBodyTest);
ARM_ON_EACH_TRANSPORT(ServerUploadTest);

}  // namespace
}  // namespace armillary::net
