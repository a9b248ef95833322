#include "net/internal/tls_session.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/testing/certificates.h"
#include "net/testing/tls_client.h"

namespace armillary::net {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::shared_ptr<const TlsContext> NewContext(const CertificateWish& wish = {}) {
  const MadeCertificate made = MakeCertificate(wish);
  const PemPair pair{.certificate = made.certificate, .key = Secret(made.key)};
  return *TlsContext::Make(pair, {"certificate.pem", "key.pem"}, FromMillis(1'767'225'600'000));
}

const std::string kHttp11("\x08http/1.1", 9);
const std::string kHttp2("\x02h2", 3);

class TlsSessionTest : public testing::Test {
 protected:
  std::string TakeRecords(TlsSession& session) {
    std::string taken;
    for (const std::string_view piece : session.Records().Pieces()) {
      taken += piece;
    }
    session.Records().Consume(taken.size());
    return taken;
  }

  void GiveAll(MemoryTlsClient& client, TlsSession& session) {
    session.Receive(client.TakeRecords(), input_);
    client.Give(TakeRecords(session));
  }

  // True once both sides agree.
  bool Shake(MemoryTlsClient& client, TlsSession& session) {
    for (int flight = 0; flight < 5; ++flight) {
      const bool done = client.Handshake();
      GiveAll(client, session);
      if (done && session.CanSend()) {
        return true;
      }
    }
    return false;
  }

  // Why no handshake comes about, in the client's words.
  std::string WhyRefused(const TlsWish& wish) {
    MemoryTlsClient client(wish);
    TlsSession session(context_, figures_);
    EXPECT_FALSE(Shake(client, session));
    EXPECT_FALSE(session.CanReceive());
    return client.Failure();
  }

  MetricsRegistry metrics_;
  TlsMetrics figures_{metrics_};
  std::shared_ptr<const TlsContext> context_ = NewContext();
  InputBuffer input_;
};

TEST_F(TlsSessionTest, CarriesBytesBothWaysInAnyVersionItSpeaks) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    MemoryTlsClient client({.least = version, .most = version});
    TlsSession session(context_, figures_);
    ASSERT_TRUE(Shake(client, session));
    EXPECT_EQ(SSL_version(client.Native()), version);

    client.Send("a question");
    GiveAll(client, session);
    EXPECT_EQ(input_.View(), "a question");
    input_.Clear();

    ASSERT_TRUE(session.Send("an answer"));
    client.Give(TakeRecords(session));
    EXPECT_EQ(client.Read(), "an answer");
  }
  EXPECT_EQ(figures_.handshakes.Value(), 2U);
  EXPECT_EQ(figures_.handshake_failures.Value(), 0U);
}

TEST_F(TlsSessionTest, SpeaksWithAnRsaCertificateToo) {
  context_ = NewContext({.rsa_bits = 2048});
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    MemoryTlsClient client({.least = version, .most = version});
    TlsSession session(context_, figures_);
    EXPECT_TRUE(Shake(client, session)) << client.Failure();
  }
}

TEST_F(TlsSessionTest, TakesRecordsInAnyPieces) {
  MemoryTlsClient client;
  TlsSession session(context_, figures_);
  ASSERT_TRUE(Shake(client, session));
  const std::string sent(50'000, 'p');
  client.Send(sent);
  const std::string records = client.TakeRecords();
  for (const char& byte : records) {
    session.Receive({&byte, 1}, input_);
  }
  EXPECT_TRUE(input_.View() == sent);
  EXPECT_FALSE(session.HoldsInput());
}

TEST_F(TlsSessionTest, KnowsThatARecordIsNotWhole) {
  MemoryTlsClient client;
  TlsSession session(context_, figures_);
  ASSERT_TRUE(Shake(client, session));
  client.Send("half of it");
  const std::string records = client.TakeRecords();
  session.Receive(records.substr(0, 10), input_);
  EXPECT_TRUE(session.HoldsInput());
  EXPECT_TRUE(input_.Empty());
  session.Receive(records.substr(10), input_);
  EXPECT_FALSE(session.HoldsInput());
  EXPECT_EQ(input_.View(), "half of it");
}

TEST_F(TlsSessionTest, TakesAHandshakeByteByByte) {
  MemoryTlsClient client;
  TlsSession session(context_, figures_);
  for (int flight = 0; flight < 3; ++flight) {
    client.Handshake();
    for (const char& byte : client.TakeRecords()) {
      session.Receive({&byte, 1}, input_);
    }
    client.Give(TakeRecords(session));
  }
  EXPECT_TRUE(session.CanSend());
}

TEST_F(TlsSessionTest, RefusesOlderVersions) {
  EXPECT_THAT(WhyRefused({.least = TLS1_VERSION, .most = TLS1_1_VERSION}),
              HasSubstr("protocol version"));
  EXPECT_EQ(figures_.handshake_failures.Value(), 1U);
  EXPECT_EQ(figures_.handshakes.Value(), 0U);
}

TEST_F(TlsSessionTest, RefusesSuitesWithoutForwardSecrecyOrAuthenticatedEncryption) {
  for (const char* suites : {"AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256",
                             "ECDHE-ECDSA-AES128-SHA", "DHE-RSA-AES128-GCM-SHA256"}) {
    const TlsWish wish{.most = TLS1_2_VERSION, .suites12 = suites};
    EXPECT_THAT(WhyRefused(wish), HasSubstr("handshake failure")) << suites;
  }
}

TEST_F(TlsSessionTest, TakesEachSuiteOfThePolicy) {
  for (const char* suite : {"ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
                            "ECDHE-ECDSA-CHACHA20-POLY1305"}) {
    MemoryTlsClient client({.most = TLS1_2_VERSION, .suites12 = suite});
    TlsSession session(context_, figures_);
    EXPECT_TRUE(Shake(client, session)) << suite;
    EXPECT_STREQ(SSL_get_cipher_name(client.Native()), suite);
  }
}

TEST_F(TlsSessionTest, ChoosesHttp11AmongWhatIsOffered) {
  for (const std::string& offered : {kHttp2 + kHttp11, kHttp11}) {
    MemoryTlsClient client({.protocols = offered});
    TlsSession session(context_, figures_);
    ASSERT_TRUE(Shake(client, session));
    const unsigned char* chosen = nullptr;
    unsigned int length = 0;
    SSL_get0_alpn_selected(client.Native(), &chosen, &length);
    ASSERT_NE(chosen, nullptr);
    EXPECT_EQ(std::string(chosen, chosen + length), "http/1.1");
  }
}

TEST_F(TlsSessionTest, RefusesWhoOffersOtherProtocolsOnly) {
  EXPECT_THAT(WhyRefused({.protocols = kHttp2}), HasSubstr("no application protocol"));
}

TEST_F(TlsSessionTest, ResumesByTicketsOfItsOwnContext) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsWish wish{.least = version, .most = version};
    MemoryTlsClient first(wish);
    TlsSession begun(context_, figures_);
    ASSERT_TRUE(Shake(first, begun));
    ASSERT_TRUE(begun.Send("so that the client reads its tickets"));
    first.Give(TakeRecords(begun));
    first.Read();
    const OwnedSession ticket(SSL_get1_session(first.Native()));
    wish.resumes = ticket.get();

    MemoryTlsClient again(wish);
    TlsSession resumed(context_, figures_);
    ASSERT_TRUE(Shake(again, resumed));
    EXPECT_EQ(SSL_session_reused(again.Native()), 1);

    MemoryTlsClient later(wish);
    TlsSession renewed(NewContext(), figures_);
    ASSERT_TRUE(Shake(later, renewed));
    EXPECT_EQ(SSL_session_reused(later.Native()), 0);
  }
}

TEST_F(TlsSessionTest, DoesNotRenegotiate) {
  MemoryTlsClient client({.most = TLS1_2_VERSION});
  TlsSession session(context_, figures_);
  ASSERT_TRUE(Shake(client, session));

  SSL_renegotiate(client.Native());
  client.Handshake();
  GiveAll(client, session);

  EXPECT_FALSE(client.Handshake());
  EXPECT_THAT(client.Failure(), HasSubstr("no renegotiation"));
}

TEST_F(TlsSessionTest, AnswersAChangeOfKeys) {
  MemoryTlsClient client({.least = TLS1_3_VERSION});
  TlsSession session(context_, figures_);
  ASSERT_TRUE(Shake(client, session));
  for (int i = 0; i < 10; ++i) {
    SSL_key_update(client.Native(), SSL_KEY_UPDATE_REQUESTED);
    client.Send("new keys");
    GiveAll(client, session);
    ASSERT_TRUE(session.Send("mine too"));
    client.Give(TakeRecords(session));
    EXPECT_EQ(client.Read(), "mine too");
  }
}

TEST_F(TlsSessionTest, SendsOnAfterTheClientHasEndedItsHalf) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    MemoryTlsClient client({.least = version, .most = version});
    TlsSession session(context_, figures_);
    ASSERT_TRUE(Shake(client, session));
    client.Send("last words");
    client.EndOutput();
    GiveAll(client, session);
    EXPECT_FALSE(session.CanReceive());
    EXPECT_TRUE(session.CanSend());
    EXPECT_EQ(input_.View(), "last words");
    input_.Clear();

    ASSERT_TRUE(session.Send("the answer"));
    session.EndOutput();
    client.Give(TakeRecords(session));
    EXPECT_EQ(client.Read(), "the answer");
    EXPECT_TRUE(client.SeesEnd());
  }
}

TEST_F(TlsSessionTest, FailsWhenARecordWasAltered) {
  MemoryTlsClient client;
  TlsSession session(context_, figures_);
  ASSERT_TRUE(Shake(client, session));
  client.Send("exactly this");
  std::string records = client.TakeRecords();
  records.back() = static_cast<char>(records.back() ^ 1);
  session.Receive(records, input_);
  EXPECT_THAT(input_.View(), IsEmpty());
  EXPECT_FALSE(session.CanReceive());
  EXPECT_FALSE(session.Send("no more"));
}

TEST_F(TlsSessionTest, TakesNoFailureAfterTheHandshakeForOneOfIt) {
  {
    MemoryTlsClient client;
    TlsSession session(context_, figures_);
    ASSERT_TRUE(Shake(client, session));
    session.Receive(std::string(100, '\0'), input_);
    EXPECT_FALSE(session.CanReceive());
  }
  EXPECT_EQ(figures_.handshakes.Value(), 1U);
  EXPECT_EQ(figures_.handshake_failures.Value(), 0U);
}

TEST_F(TlsSessionTest, FailsOnWhatIsNoHandshake) {
  for (const std::string& garbage :
       {std::string("\x16\x03\x01\xff\xff garbage", 13), std::string(2'000, '\0'),
        std::string("\x80\x2e\x01\x00\x02", 5) + std::string(100, '\x05')}) {
    TlsSession session(context_, figures_);
    session.Receive(garbage, input_);
    EXPECT_FALSE(session.CanReceive());
    EXPECT_FALSE(session.CanSend());
  }
  EXPECT_EQ(figures_.handshake_failures.Value(), 3U);
}

TEST_F(TlsSessionTest, KnowsPlainHttpByItsFirstByte) {
  const TlsSession session(context_, figures_);
  EXPECT_TRUE(session.IsPlainHttp("GET / HTTP/1.1\r\n"));
  EXPECT_FALSE(session.IsPlainHttp("\x16\x03\x01"));
  EXPECT_FALSE(session.IsPlainHttp(""));
}

// A first message may be as long as 128 KiB, in records of which each is fine.
TEST_F(TlsSessionTest, BoundsWhatAHandshakeMayBring) {
  TlsSession session(context_, figures_);
  const std::string hello("\x01\x01\xff\xff", 4);  // Says that 131,071 bytes follow.
  std::size_t given = 0;
  for (std::string body = hello; session.CanReceive() && given < 200'000; body.clear()) {
    body.resize(1'000, '\x03');
    const std::string record = std::string("\x16\x03\x01\x03\xe8", 5) + body;
    session.Receive(record, input_);
    given += record.size();
  }
  EXPECT_FALSE(session.CanReceive());
  EXPECT_LE(given, 40'000U);
}

TEST_F(TlsSessionTest, CountsNothingForAClientThatSaidNothing) {
  {
    const TlsSession session(context_, figures_);
  }
  EXPECT_EQ(figures_.handshake_failures.Value(), 0U);
}

}  // namespace
}  // namespace armillary::net
