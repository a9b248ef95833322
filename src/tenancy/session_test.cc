#include "tenancy/session.h"

#include <set>
#include <string>

#include <gmock/gmock.h>

#include "base/file_system.h"
#include "base/testing/fake_clock.h"
#include "base/testing/fake_random.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"
#include "tenancy/sign_in_link.h"

namespace armillary::tenancy {
namespace {

class SessionTest : public testing::Test {
 protected:
  FakeClock clock_;
  FakeRandom random_;
  TempFolder folder_;
  LocalFileSystem files_;
  keys::KeyRing keys_ = *keys::KeyRing::Open(
      {.folder = folder_.Path() / "keys", .if_missing = keys::KeySources::IfMissing::Create},
      files_, random_);
  SessionProof proof_ = NewSessionProof(clock_, random_);
};

TEST_F(SessionTest, IsReadAsItWasWritten) {
  const Secret text = TextOf(proof_);
  const auto read = ParseSession(text.Reveal());
  ASSERT_THAT(read, Succeeds());
  EXPECT_EQ(read->id, proof_.id);
  EXPECT_EQ(read->secret.Reveal(), proof_.secret.Reveal());
}

TEST_F(SessionTest, IsNotReadFromAnythingElse) {
  const std::string text = TextOf(proof_).Reveal();
  for (const std::string& bad :
       {std::string(), text.substr(1), text + "0", text + ".", std::string(64, '.'),
        "arm_U" + text.substr(5), text.substr(0, 63) + "!", text.substr(0, 63) + '\0'}) {
    const auto read = ParseSession(bad);
    EXPECT_THAT(read, FailsWith(ErrorCode::SessionUnknown)) << bad;
    EXPECT_THAT(read.error().message, testing::Not(testing::HasSubstr(proof_.secret.Reveal())));
  }
}

TEST_F(SessionTest, HasOneCsrfTokenThatOfNoOtherSession) {
  const SessionProof other = NewSessionProof(clock_, random_);
  const Secret token = CsrfTokenOf(keys_, proof_);
  EXPECT_EQ(token.Reveal(), CsrfTokenOf(keys_, proof_).Reveal());
  EXPECT_TRUE(IsCsrfToken(keys_, proof_, token.Reveal()));
  EXPECT_FALSE(IsCsrfToken(keys_, other, token.Reveal()));
  for (const std::string& bad : {std::string(), token.Reveal().substr(1), token.Reveal() + "0",
                                 std::string(64, '0'), HashOfSession(keys_, proof_).ToHex()}) {
    EXPECT_FALSE(IsCsrfToken(keys_, proof_, bad)) << bad;
  }
}

TEST_F(SessionTest, KeepsOfABrowsersNameWhatCanBeShown) {
  EXPECT_EQ(KeptUserAgent("Mozilla/5.0 (X11)"), "Mozilla/5.0 (X11)");
  EXPECT_EQ(KeptUserAgent("a\xc3\xa4\x01z"), "a???z");
  EXPECT_EQ(KeptUserAgent(std::string(1000, 'a')).size(), kMostUserAgent);
}

TEST_F(SessionTest, IsBoughtByCodesThatDiffer) {
  std::set<std::string> codes;
  std::set<std::string> links;
  for (int i = 0; i < 100; ++i) {
    const Secret code = NewSignInCode(random_);
    EXPECT_EQ(code.Reveal().size(), 22U);
    codes.insert(code.Reveal());
    links.insert(LinkOfHash(HashOfCode(keys_, code)).value);
  }
  EXPECT_EQ(codes.size(), 100U);
  EXPECT_EQ(links.size(), 100U);
}

}  // namespace
}  // namespace armillary::tenancy
