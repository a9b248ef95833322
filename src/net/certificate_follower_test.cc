#include "net/certificate_follower.h"

#include <chrono>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/fake_clock.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"
#include "net/internal/tls_context.h"
#include "net/testing/certificates.h"

namespace armillary::net {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class CertificateFollowerTest : public testing::Test {
 protected:
  void SetUp() override { Write(MakeCertificate()); }

  void Write(const MadeCertificate& made) { paths_ = WriteCertificate(made, folder_.Path()); }

  // Why these files cannot be used.
  std::string WhyNot() {
    const auto checked = CheckCertificate(files_, paths_, clock_.Now());
    EXPECT_THAT(checked, FailsWith(ErrorCode::CertificateUnusable));
    return checked ? "" : checked.error().message;
  }
  std::string WhyNot(const MadeCertificate& made) {
    Write(made);
    return WhyNot();
  }

  std::unique_ptr<CertificateFollower> Open() {
    auto follower = CertificateFollower::Open(paths_, {files_, clock_, log_, metrics_});
    EXPECT_THAT(follower, Succeeds());
    return follower ? *std::move(follower) : nullptr;
  }

  // Two looks, so that a change has stood still.
  static void LookTwice(CertificateFollower& follower) {
    follower.Step();
    follower.Step();
  }

  std::uint64_t Failures() {
    return metrics_.AddCounter("armillary_tls_reload_failures_total", "").Value();
  }
  std::int64_t Expires() {
    return metrics_.AddGauge("armillary_tls_certificate_expires_seconds", "").Value();
  }

  // How often the log says so.
  int Said(std::string_view words) const {
    std::ifstream file(folder_.Path() / "log");
    const std::string all(std::istreambuf_iterator<char>(file), {});
    int count = 0;
    for (auto at = all.find(words); at != all.npos; at = all.find(words, at + 1)) {
      ++count;
    }
    return count;
  }

  TempFolder folder_;
  LocalFileSystem files_;
  FakeClock clock_;
  Log log_{Log::Options{.file = folder_.Path() / "log"}};
  MetricsRegistry metrics_;
  CertificateFiles paths_;
};

TEST_F(CertificateFollowerTest, TakesAPairAndSaysWhenItExpires) {
  Write(MakeCertificate({.ends = clock_.Now() + 24h}));
  const auto follower = Open();
  ASSERT_TRUE(follower);
  EXPECT_EQ(follower->Current()->ExpiresAt(), clock_.Now() + 24h);
  EXPECT_EQ(Expires(), ToMillis(clock_.Now() + 24h) / 1000);
}

TEST_F(CertificateFollowerTest, TakesAChain) {
  MadeCertificate made = MakeCertificate();
  made.certificate += MakeCertificate({.name = "signer"}).certificate;
  Write(made);
  EXPECT_THAT(CheckCertificate(files_, paths_, clock_.Now()), Succeeds());
}

TEST_F(CertificateFollowerTest, TakesBothInOneFile) {
  const MadeCertificate made = MakeCertificate();
  Write({.certificate = made.certificate, .key = made.certificate + made.key});
  paths_.certificate = paths_.key;
  EXPECT_THAT(CheckCertificate(files_, paths_, clock_.Now()), Succeeds());
}

TEST_F(CertificateFollowerTest, NamesTheFileThatIsMissing) {
  std::filesystem::remove(paths_.key);
  EXPECT_EQ(WhyNot(), "tls.key: there is no such file (" + paths_.key.string() + ")");
  std::filesystem::remove(paths_.certificate);
  EXPECT_THAT(WhyNot(), HasSubstr("no such file (" + paths_.certificate.string() + ")"));
  std::filesystem::create_directory(paths_.certificate);
  EXPECT_THAT(WhyNot(), HasSubstr("it is no file"));
}

TEST_F(CertificateFollowerTest, RefusesAKeyThatOthersMayReadAndNamesTheChmod) {
  for (const unsigned mode : {0604U, 0602U, 0601U, 0644U, 0777U}) {
    std::filesystem::permissions(paths_.key, std::filesystem::perms(mode));
    EXPECT_THAT(WhyNot(), HasSubstr("others than its owner and group have rights to it")) << mode;
  }
  std::filesystem::permissions(paths_.key, std::filesystem::perms(0644));
  const auto checked = CheckCertificate(files_, paths_, clock_.Now());
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error().next_step, HasSubstr("chmod 0640 " + paths_.key.string()));
  EXPECT_EQ(checked.error().field, "tls.key");
  std::filesystem::permissions(paths_.key, std::filesystem::perms(0640));
  EXPECT_THAT(CheckCertificate(files_, paths_, clock_.Now()), Succeeds());
}

TEST_F(CertificateFollowerTest, RefusesACertificateOutOfItsTime) {
  EXPECT_THAT(WhyNot(MakeCertificate({.ends = clock_.Now() - 1s})),
              HasSubstr("it expired at 2025-12-31T23:59:59"));
  EXPECT_THAT(WhyNot(MakeCertificate({.begins = clock_.Now() + 1h})),
              HasSubstr("it is valid only from 2026-01-01T01:00:00"));
}

TEST_F(CertificateFollowerTest, RefusesTheKeyOfAnotherCertificate) {
  const MadeCertificate one = MakeCertificate();
  for (const int bits : {0, 2048}) {
    const MadeCertificate other = MakeCertificate({.rsa_bits = bits});
    EXPECT_THAT(WhyNot({.certificate = one.certificate, .key = other.key}),
                HasSubstr("it is not the key of the first certificate in tls.certificate"));
  }
}

TEST_F(CertificateFollowerTest, RefusesAnEncryptedKeyAndSaysHowToWriteIt) {
  Write(MakeCertificate({.passphrase = "secret"}));
  const auto checked = CheckCertificate(files_, paths_, clock_.Now());
  ASSERT_THAT(checked, FailsWithField(ErrorCode::CertificateUnusable, "tls.key"));
  EXPECT_THAT(checked.error().message, HasSubstr("it is encrypted"));
  EXPECT_THAT(checked.error().next_step, HasSubstr("openssl pkey -in " + paths_.key.string()));
}

TEST_F(CertificateFollowerTest, RefusesAKeyThatIsTooWeak) {
  EXPECT_THAT(WhyNot(MakeCertificate({.rsa_bits = 1024})), HasSubstr("key too small"));
}

TEST_F(CertificateFollowerTest, RefusesACertificateForClients) {
  EXPECT_THAT(WhyNot(MakeCertificate({.usage = "clientAuth"})), HasSubstr("not made for servers"));
  Write(MakeCertificate({.usage = "serverAuth"}));
  EXPECT_THAT(CheckCertificate(files_, paths_, clock_.Now()), Succeeds());
}

TEST_F(CertificateFollowerTest, RefusesFilesThatAreCutAnywhere) {
  const MadeCertificate made = MakeCertificate();
  const std::string chain = made.certificate + MakeCertificate({.name = "signer"}).certificate;
  for (std::size_t length = 0; length < chain.size() - 1; ++length) {
    // Cut between its certificates a chain is one that is shorter, with or without a line's end.
    if (length + 1 != made.certificate.size() && length != made.certificate.size()) {
      Write({.certificate = chain.substr(0, length), .key = made.key});
      EXPECT_FALSE(CheckCertificate(files_, paths_, clock_.Now())) << length;
    }
  }
  for (std::size_t length = 0; length < made.key.size() - 1; ++length) {
    Write({.certificate = made.certificate, .key = made.key.substr(0, length)});
    EXPECT_FALSE(CheckCertificate(files_, paths_, clock_.Now())) << length;
  }
}

TEST_F(CertificateFollowerTest, RefusesWhatIsNoPem) {
  const MadeCertificate made = MakeCertificate();
  EXPECT_THAT(WhyNot({.certificate = "", .key = made.key}), HasSubstr("no certificate in PEM"));
  EXPECT_THAT(WhyNot({.certificate = made.certificate, .key = made.certificate}),
              HasSubstr("no whole private key in PEM"));
  EXPECT_THAT(WhyNot({.certificate = std::string(300'000, 'x'), .key = made.key}),
              HasSubstr("larger than it may be"));
}

TEST_F(CertificateFollowerTest, TakesAChangeOnceItHasStoodStill) {
  const auto follower = Open();
  const auto former = follower->Current();
  Write(MakeCertificate({.ends = clock_.Now() + 48h}));

  follower->Step();
  EXPECT_EQ(follower->Current(), former);
  follower->Step();
  EXPECT_NE(follower->Current(), former);
  EXPECT_EQ(Expires(), ToMillis(clock_.Now() + 48h) / 1000);
  EXPECT_EQ(Failures(), 0U);
}

TEST_F(CertificateFollowerTest, WaitsForTheOtherHalfOfAPair) {
  const auto follower = Open();
  const MadeCertificate next = MakeCertificate();
  WriteText(paths_.certificate, next.certificate);
  follower->Step();
  WriteText(paths_.key, next.key);
  LookTwice(*follower);
  EXPECT_EQ(Failures(), 0U);
  const auto taken = follower->Current();
  LookTwice(*follower);
  EXPECT_EQ(follower->Current(), taken);
}

TEST_F(CertificateFollowerTest, KeepsTheFormerOneAndCountsEachChangeOnce) {
  const auto follower = Open();
  const auto former = follower->Current();
  std::uint64_t failures = 0;
  const MadeCertificate expired = MakeCertificate({.ends = clock_.Now() - 1h});
  const MadeCertificate other = MakeCertificate();
  for (const MadeCertificate& unusable :
       {expired, MadeCertificate{.certificate = other.certificate, .key = expired.key},
        MadeCertificate{.certificate = other.certificate.substr(0, 200), .key = other.key}}) {
    Write(unusable);
    for (int look = 0; look < 10; ++look) {
      follower->Step();
    }
    EXPECT_EQ(follower->Current(), former);
    EXPECT_EQ(Failures(), ++failures);
    EXPECT_EQ(Said("the changed certificate is not used"), static_cast<int>(failures));
  }
  std::filesystem::remove(paths_.certificate);
  LookTwice(*follower);
  LookTwice(*follower);
  EXPECT_EQ(Failures(), ++failures);
  EXPECT_EQ(follower->Current(), former);

  Write(other);
  LookTwice(*follower);
  EXPECT_NE(follower->Current(), former);
  EXPECT_EQ(Failures(), failures);
}

TEST_F(CertificateFollowerTest, TakesACertificateOnceItsTimeHasCome) {
  const auto follower = Open();
  const auto former = follower->Current();
  Write(MakeCertificate({.begins = clock_.Now() + 1h}));
  LookTwice(*follower);
  EXPECT_EQ(follower->Current(), former);
  clock_.Advance(2h);
  follower->Step();
  EXPECT_NE(follower->Current(), former);
}

TEST_F(CertificateFollowerTest, RenewsTheKeysOfTicketsDaily) {
  const auto follower = Open();
  const auto former = follower->Current();
  LookTwice(*follower);
  EXPECT_EQ(follower->Current(), former);
  clock_.Advance(24h);
  LookTwice(*follower);
  EXPECT_NE(follower->Current(), former);
  EXPECT_EQ(Failures(), 0U);
}

TEST_F(CertificateFollowerTest, SaysThatTheOneInUseHasExpiredAndGoesOnWithIt) {
  Write(MakeCertificate({.ends = clock_.Now() + 36h}));
  const auto follower = Open();
  const auto former = follower->Current();
  LookTwice(*follower);
  EXPECT_EQ(follower->Trouble(), std::nullopt);

  clock_.Advance(48h);
  LookTwice(*follower);
  LookTwice(*follower);
  EXPECT_EQ(follower->Current(), former);
  EXPECT_EQ(Failures(), 0U);
  EXPECT_EQ(Said("the certificate in use has expired"), 1);
  ASSERT_TRUE(follower->Trouble());
  EXPECT_EQ(follower->Trouble()->message,
            "tls.certificate: it expired at 2026-01-02T12:00:00.000Z");
  EXPECT_THAT(follower->Trouble()->next_step, HasSubstr("renewed"));

  Write(MakeCertificate());
  LookTwice(*follower);
  EXPECT_NE(follower->Current(), former);
  EXPECT_EQ(follower->Trouble(), std::nullopt);
}

TEST_F(CertificateFollowerTest, SaysToAnybodyWhyFilesAreNotUsedButNotWhereTheyAre) {
  const MadeCertificate first = MakeCertificate({.ends = clock_.Now() + 36h});
  Write(first);
  const auto follower = Open();

  std::filesystem::permissions(paths_.key, std::filesystem::perms(0644));
  LookTwice(*follower);
  const auto trouble = follower->Trouble();
  ASSERT_TRUE(trouble);
  EXPECT_EQ(trouble->code, ErrorCode::CertificateUnusable);
  EXPECT_EQ(trouble->field, "tls.key");
  EXPECT_THAT(trouble->message, AllOf(HasSubstr("others than its owner"),
                                      HasSubstr("which is valid until 2026-01-02T12:00:00.000Z"),
                                      Not(HasSubstr(folder_.Path().string()))));
  EXPECT_THAT(trouble->next_step, Not(HasSubstr(folder_.Path().string())));
  EXPECT_EQ(Said("chmod 0640 " + paths_.key.string()), 1);

  clock_.Advance(48h);
  EXPECT_THAT(follower->Trouble()->message, HasSubstr("which expired at 2026-01-02"));

  Write(first);  // What was in use, with its mode; expired or not, it is no changed one.
  LookTwice(*follower);
  ASSERT_TRUE(follower->Trouble());
  EXPECT_EQ(follower->Trouble()->field, "tls.certificate");
}

}  // namespace
}  // namespace armillary::net
