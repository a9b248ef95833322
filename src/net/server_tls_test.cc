#include <algorithm>
#include <openssl/x509v3.h>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/server.h"
#include "net/testing/certificates.h"
#include "net/testing/server_fixture.h"
#include "net/testing/tls_client.h"

namespace armillary::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;
using testing::StartsWith;

class ServerTlsTest : public ServerTest {
 protected:
  // A connection on which the test itself makes the records, or something else.
  std::unique_ptr<ByteStream> Bare() const { return PlainStream(Port()); }

  static std::string ReadAll(ByteStream& stream) {
    std::string all;
    std::array<char, 4096> piece;
    for (ssize_t got = 0; (got = stream.Receive(piece)) > 0;) {
      all.append(piece.data(), static_cast<std::size_t>(got));
    }
    return all;
  }

  // Goes on with a handshake until it is done; false if the server ends it.
  static bool Shake(MemoryTlsClient& client, ByteStream& stream) {
    std::array<char, 16 * 1024> piece;
    while (!client.Handshake()) {
      stream.Send(client.TakeRecords());
      const ssize_t got = client.Failure().empty() ? stream.Receive(piece) : 0;
      if (got <= 0) {
        return false;
      }
      client.Give({piece.data(), static_cast<std::size_t>(got)});
    }
    stream.Send(client.TakeRecords());
    return true;
  }

  bool FailuresReach(std::uint64_t count) {
    return Eventually([&] { return CountOf("armillary_tls_handshake_failures_total") >= count; });
  }
};

TEST_P(ServerTlsTest, CountsHandshakes) {
  Start();
  EXPECT_EQ(StatusOf(Request11("GET /healthz")), 200);
  EXPECT_EQ(StatusOf(Request11("GET /healthz")), 200);
  EXPECT_EQ(CountOf("armillary_tls_handshakes_total"), 2U);
  EXPECT_EQ(CountOf("armillary_tls_handshake_failures_total"), 0U);
}

TEST_P(ServerTlsTest, TellsWhoSpeaksHttpWithoutTlsAndActsOnNothing) {
  Start();
  RawClient client(Bare());
  const auto refused = client.Ask(Request11("GET /whoami", "Authorization: ada\r\n"));
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 403);
  EXPECT_THAT(refused->body, StartsWith("tls_required"));
  EXPECT_EQ(refused->Header("Connection"), "close");
  EXPECT_TRUE(client.SeesEnd());
  EXPECT_EQ(gate_.admissions, 0);
  EXPECT_EQ(CountOf("armillary_tls_handshake_failures_total"), 0U);
}

TEST_P(ServerTlsTest, EndsGarbageAtOnce) {
  Start();
  for (const std::string& garbage :
       {std::string(500, '\0'), std::string("\x16\x03\x01\x00\x05hello", 10),
        std::string("\x17\x03\x03\x00\x02ok", 7), std::string("ssh-2.0\r\n")}) {
    const auto stream = Bare();
    stream->Send(garbage);
    std::array<char, 4096> answer;
    while (stream->Receive(answer) > 0) {
    }
  }
  EXPECT_TRUE(FailuresReach(4));
  EXPECT_EQ(StatusOf(Request11("GET /healthz")), 200);
}

TEST_P(ServerTlsTest, TellsAnOldClientWhichVersionItLacks) {
  Start();
  const auto stream = Bare();
  MemoryTlsClient client({.least = TLS1_VERSION, .most = TLS1_1_VERSION});
  EXPECT_FALSE(Shake(client, *stream));
  EXPECT_THAT(client.Failure(), HasSubstr("protocol version"));
  EXPECT_TRUE(FailuresReach(1));
}

TEST_P(ServerTlsTest, EndsAHandshakeThatStops) {
  ServerOptions options = Options();
  options.header = milliseconds(50);
  Start(options);
  MemoryTlsClient client;
  client.Handshake();
  const std::string hello = client.TakeRecords();
  const auto stopped = Bare();
  stopped->Send(hello.substr(0, hello.size() / 2));
  const auto silent = Bare();
  EXPECT_EQ(ReadAll(*stopped), "");
  EXPECT_EQ(ReadAll(*silent), "");
  EXPECT_TRUE(FailuresReach(1));
  EXPECT_EQ(CountOf("armillary_tls_handshake_failures_total"), 1U);
}

TEST_P(ServerTlsTest, ServesOthersWhileHandshakesStandStill) {
  Start();
  MemoryTlsClient client;
  client.Handshake();
  const std::string hello = client.TakeRecords();
  std::vector<std::unique_ptr<ByteStream>> waiting;
  for (int i = 0; i < 50; ++i) {
    waiting.push_back(Bare());
    waiting.back()->Send(hello.substr(0, hello.size() - 1));
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(StatusOf(Request11("GET /healthz")), 200);
  }
}

TEST_P(ServerTlsTest, SaysThatItSentAll) {
  Start();
  const auto stream = Bare();
  MemoryTlsClient client;
  ASSERT_TRUE(Shake(client, *stream));
  client.Send(Request11("GET /text", "Connection: close\r\n"));
  stream->Send(client.TakeRecords());
  client.Give(ReadAll(*stream));
  EXPECT_THAT(client.Read(), HasSubstr("Content-Length: 100000"));
  EXPECT_TRUE(client.SeesEnd());
}

TEST_P(ServerTlsTest, SaysNothingOfTheKindInTheMiddle) {
  Start();
  const auto stream = Bare();
  MemoryTlsClient client;
  ASSERT_TRUE(Shake(client, *stream));
  client.Send(Request11("GET /source/cut"));
  stream->Send(client.TakeRecords());
  client.Give(ReadAll(*stream));
  EXPECT_THAT(client.Read(), StartsWith("HTTP/1.1 200"));
  EXPECT_FALSE(client.SeesEnd());
}

TEST_P(ServerTlsTest, AnswersWhatCameInTheSameBytesAsTheEndOfTheHandshake) {
  Start();
  const auto stream = Bare();
  MemoryTlsClient client({.least = TLS1_3_VERSION});
  std::array<char, 16 * 1024> piece;
  client.Handshake();
  stream->Send(client.TakeRecords());
  for (bool done = false; !done; done = client.Handshake()) {
    const ssize_t got = stream->Receive(piece);
    ASSERT_GT(got, 0);
    client.Give({piece.data(), static_cast<std::size_t>(got)});
  }
  client.Send(Request11("GET /healthz", "Connection: close\r\n"));
  client.EndOutput();
  stream->Send(client.TakeRecords());
  client.Give(ReadAll(*stream));
  EXPECT_THAT(client.Read(), HasSubstr("200"));
  EXPECT_TRUE(client.SeesEnd());
}

TEST_P(ServerTlsTest, SwapsTheCertificateWhileConnectionsGoOn) {
  Start();
  RawClient kept = Connect();
  EXPECT_EQ(kept.Ask(Request11("GET /healthz"))->status, 200);
  WriteCertificate(MakeCertificate({.name = "renewed"}), folder_.Path());
  certificate_->Step();
  certificate_->Step();

  EXPECT_EQ(kept.Ask(Request11("GET /healthz"))->status, 200);
  const auto stream = Bare();
  MemoryTlsClient client;
  ASSERT_TRUE(Shake(client, *stream));
  const OwnedX509 shown(SSL_get1_peer_certificate(client.Native()));
  EXPECT_EQ(X509_check_host(shown.get(), "renewed", 0, 0, nullptr), 1);
}

TEST_P(ServerTlsTest, RefusesTooManyConnectionsInTls) {
  ServerOptions options = Options();
  options.connections = 1;
  options.header = milliseconds(500);
  Start(options);
  RawClient only = Connect();
  EXPECT_EQ(only.Ask(Request11("GET /healthz"))->status, 200);
  const auto refused = Connect().Read();
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->status, 503);

  const auto silent = Bare();  // Is not waited for longer than for a head.
  EXPECT_EQ(ReadAll(*silent), "");
  const auto gone = Bare();
  gone->Send("\x16\x03\x01");
  gone->EndOutput();
  EXPECT_EQ(ReadAll(*gone), "");
  EXPECT_EQ(only.Ask(Request11("GET /healthz"))->status, 200);
}

TEST_P(ServerTlsTest, IsNotStalledByAClientThatChangesKeysAndReadsNothing) {
  Start();
  const auto stream = Bare();
  MemoryTlsClient client({.least = TLS1_3_VERSION});
  ASSERT_TRUE(Shake(client, *stream));
  for (int i = 0; i < 20'000; ++i) {
    SSL_key_update(client.Native(), SSL_KEY_UPDATE_REQUESTED);
    client.Handshake();
  }
  stream->Send(client.TakeRecords());
  EXPECT_EQ(StatusOf(Request11("GET /healthz")), 200);
}

TEST_P(ServerTlsTest, DrainsInTheMiddleOfHandshakes) {
  Start();
  MemoryTlsClient client;
  client.Handshake();
  const auto begun = Bare();
  begun->Send(client.TakeRecords().substr(0, 100));
  const auto silent = Bare();
  EXPECT_EQ(StatusOf(Request11("GET /healthz")), 200);
  EXPECT_TRUE(server_->Drain(seconds(10)));
  EXPECT_EQ(ReadAll(*begun), "");
  EXPECT_EQ(ReadAll(*silent), "");
}

INSTANTIATE_TEST_SUITE_P(Over, ServerTlsTest, testing::Values(Transport::Tls), NameOf);

}  // namespace
}  // namespace armillary::net
