#include "tenancy/pending_sign_in.h"

#include <string>

#include <gmock/gmock.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/file_system.h"
#include "base/testing/fake_clock.h"
#include "base/testing/fake_random.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"

namespace armillary::tenancy {
namespace {

using namespace std::chrono_literals;

class PendingSignInTest : public testing::Test {
 protected:
  PendingSignInTest() : keys_(Keys("one")) {}

  keys::KeyRing Keys(const std::string& name) {
    return keys::KeyRing::Open(
               {.folder = folder_.Path() / name, .if_missing = keys::KeySources::IfMissing::Create},
               files_, random_)
        .value();
  }
  PendingSignIn New() { return NewPendingSignIn(random_, "/ui/t/acme", clock_.Now()); }

  TempFolder folder_;
  LocalFileSystem files_;
  FakeClock clock_;
  FakeRandom random_;
  keys::KeyRing keys_;
};

TEST_F(PendingSignInTest, ComesBackAsItWent) {
  const PendingSignIn pending = New();
  const Secret sealed = SealPending(keys_, pending);
  const auto back = OpenPending(keys_, sealed.Reveal(), clock_.Now());
  ASSERT_THAT(back, Succeeds());
  EXPECT_EQ(back->state.Reveal(), pending.state.Reveal());
  EXPECT_EQ(back->nonce.Reveal(), pending.nonce.Reveal());
  EXPECT_EQ(back->verifier.Reveal(), pending.verifier.Reveal());
  EXPECT_EQ(back->to, "/ui/t/acme");
}

TEST_F(PendingSignInTest, ShowsNothingOfWhatItHolds) {
  const PendingSignIn pending = New();
  const std::string sealed = SealPending(keys_, pending).Reveal();
  const auto bytes = FromBase64Url(sealed).value();
  for (const Secret* const secret : {&pending.state, &pending.nonce, &pending.verifier}) {
    EXPECT_EQ(AsText(bytes).find(secret->Reveal()), std::string_view::npos);
  }
  EXPECT_NE(SealPending(keys_, pending).Reveal(), sealed);
}

TEST_F(PendingSignInTest, LastsTenMinutes) {
  const Secret sealed = SealPending(keys_, New());
  clock_.Advance(10min - 1ms);
  EXPECT_THAT(OpenPending(keys_, sealed.Reveal(), clock_.Now()), Succeeds());
  clock_.Advance(1ms);
  EXPECT_THAT(OpenPending(keys_, sealed.Reveal(), clock_.Now()),
              FailsWith(ErrorCode::SignInStateInvalid));
}

TEST_F(PendingSignInTest, IsOurs) {
  const std::string sealed = SealPending(keys_, New()).Reveal();
  const std::string foreign = SealPending(Keys("two"), New()).Reveal();
  for (const std::string& bad : {std::string(), std::string("x"), sealed.substr(1), foreign,
                                 sealed.substr(0, sealed.size() - 4), std::string(5000, 'A')}) {
    EXPECT_THAT(OpenPending(keys_, bad, clock_.Now()), FailsWith(ErrorCode::SignInStateInvalid));
  }
}

TEST_F(PendingSignInTest, KnowsItsState) {
  const PendingSignIn pending = New();
  EXPECT_TRUE(IsState(keys_, pending, pending.state.Reveal()));
  EXPECT_FALSE(IsState(keys_, pending, ""));
  EXPECT_FALSE(IsState(keys_, pending, pending.nonce.Reveal()));
  EXPECT_FALSE(IsState(keys_, pending, pending.state.Reveal() + "0"));
}

TEST_F(PendingSignInTest, ShowsTheHashOfItsVerifier) {
  const PendingSignIn pending = New();
  EXPECT_GE(pending.verifier.Reveal().size(), 43U);
  EXPECT_EQ(ChallengeOf(pending), ToBase64Url(Sha256(pending.verifier.Reveal()).bytes));
}

TEST(PageTest, IsOneOfOurs) {
  for (const char* const to : {"/ui", "/ui/t/acme/models?sort=name", "/ui?tab=a", "/ui/sign-in"}) {
    EXPECT_THAT(CheckPage(to), Succeeds()) << to;
  }
  for (const std::string& to :
       {std::string(), std::string("/"), std::string("/uix"), std::string("//evil.example"),
        std::string("/ui//evil"), std::string("/ui/\\evil"), std::string("https://evil.example/ui"),
        std::string("/ui/../api"), std::string("/ui/a b"), std::string("/ui/\n"),
        std::string("/ui/\"x"), "/ui/" + std::string(kMostPage, 'a')}) {
    EXPECT_THAT(CheckPage(to), FailsWithField(ErrorCode::InvalidFormat, "to")) << to;
  }
}

}  // namespace
}  // namespace armillary::tenancy
