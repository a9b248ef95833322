#include "keys/key_ring.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/durability_oracle.h"
#include "base/testing/fake_random.h"
#include "base/testing/faulty_file_system.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"

namespace armillary::keys {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::string_view kMessage = "deployment 7 of churn";

class KeyRingTest : public testing::Test {
 protected:
  KeySources FirstStart() const {
    return {.folder = keys_, .if_missing = KeySources::IfMissing::Create};
  }

  Result<KeyRing> Open() { return KeyRing::Open(FirstStart(), files_, random_); }

  std::string ReadFile(const fs::path& path) const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  fs::path WriteSecret(const std::string& name, std::string_view text, fs::perms mode) const {
    const fs::path path = folder_.Path() / name;
    std::ofstream(path) << text;
    fs::permissions(path, mode);
    return path;
  }

  static std::string KeyText(char fill) { return ToBase64Url(AsBytes(std::string(32, fill))); }

  TempFolder folder_;
  const fs::path keys_ = folder_.Path() / "keys";
  LocalFileSystem disk_;
  FaultyFileSystem files_{disk_};
  FakeRandom random_;
};

TEST_F(KeyRingTest, MakesItsKeysOnTheFirstStartAndFindsThemOnTheNext) {
  const auto first = Open();
  ASSERT_THAT(first, Succeeds());
  const auto second = KeyRing::Open({.folder = keys_, .if_missing = KeySources::IfMissing::Refuse},
                                    files_, random_);

  ASSERT_THAT(second, Succeeds());
  EXPECT_THAT(second->Verify(AsBytes(kMessage), first->Sign(AsBytes(kMessage))), Succeeds());
  EXPECT_EQ(second->KeyedHash(AsBytes("token")), first->KeyedHash(AsBytes("token")));
  EXPECT_THAT(second->Unseal(first->Seal(AsBytes("plain"), {}), {}), Succeeds());
}

TEST_F(KeyRingTest, GivesNobodyElseRightsToItsKeys) {
  ASSERT_THAT(Open(), Succeeds());

  EXPECT_EQ(fs::status(keys_).permissions(), fs::perms::owner_all);
  EXPECT_EQ(fs::status(keys_ / "keyring").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(KeyRingTest, RefusesAFolderThatOthersMayRead) {
  ASSERT_THAT(Open(), Succeeds());
  fs::permissions(keys_, fs::perms::owner_all | fs::perms::group_read);

  const auto refused = Open();

  ASSERT_THAT(refused, FailsWith(ErrorCode::DataFolderUnusable));
  EXPECT_THAT(refused.error().next_step, HasSubstr("chmod 0700 " + keys_.native()));
}

TEST_F(KeyRingTest, RefusesAFileThatOthersMayReadOrWrite) {
  ASSERT_THAT(Open(), Succeeds());
  for (const fs::perms loose : {fs::perms::group_read, fs::perms::group_write,
                                fs::perms::others_read, fs::perms::others_write}) {
    fs::permissions(keys_ / "keyring", fs::perms::owner_read | fs::perms::owner_write | loose);

    const auto refused = Open();

    ASSERT_THAT(refused, FailsWith(ErrorCode::DataFolderUnusable));
    EXPECT_THAT(refused.error().next_step, HasSubstr("chmod 0600 "));
    EXPECT_THAT(refused.error().next_step, HasSubstr((keys_ / "keyring").native()));
  }
}

TEST_F(KeyRingTest, MakesNoNewKeysWhereThereShouldBeSome) {
  const KeySources later{.folder = keys_, .if_missing = KeySources::IfMissing::Refuse};

  EXPECT_THAT(KeyRing::Open(later, files_, random_), FailsWith(ErrorCode::DataFolderUnusable));
  EXPECT_FALSE(fs::exists(keys_));
}

TEST_F(KeyRingTest, RefusesADamagedFileAndLeavesItAsItIs) {
  ASSERT_THAT(Open(), Succeeds());
  const std::string whole = ReadFile(keys_ / "keyring");
  for (const std::string& damaged :
       {std::string(), whole.substr(0, whole.size() - 5), whole + "signing x\n", whole + whole,
        whole + "stirring " + KeyText('x') + "\n"}) {
    std::ofstream(keys_ / "keyring") << damaged;

    EXPECT_THAT(Open(), FailsWith(ErrorCode::DataFolderUnusable)) << damaged.size();
    EXPECT_EQ(ReadFile(keys_ / "keyring"), damaged);
  }
}

TEST_F(KeyRingTest, ShowsNoKeyInAnError) {
  ASSERT_THAT(Open(), Succeeds());
  std::ofstream(keys_ / "keyring", std::ios::app) << "signing " << KeyText('s') << "\n";

  const auto refused = Open();

  ASSERT_THAT(refused, FailsWith(ErrorCode::DataFolderUnusable));
  EXPECT_THAT(refused.error().message, testing::Not(HasSubstr(KeyText('s'))));
  EXPECT_THAT(refused.error().message, HasSubstr("line 6"));
}

TEST_F(KeyRingTest, MakesItsKeysDurableBeforeTheyAreUsed) {
  ASSERT_THAT(Open(), Succeeds());

  DurabilityOracle oracle;
  oracle.See(files_.Calls());

  EXPECT_EQ(oracle.WhatIsLost(keys_ / "keyring"), "");
}

TEST_F(KeyRingTest, NeedsEachOfItsSyncs) {
  for (const auto& [kind, nth] : {std::pair(FileCallKind::Sync, 1),
                                  {FileCallKind::SyncFolder, 1},
                                  {FileCallKind::SyncFolder, 2}}) {
    fs::remove_all(keys_);
    files_.Forget();
    files_.Break({.kind = kind, .nth = static_cast<std::size_t>(nth)});
    ASSERT_THAT(Open(), Succeeds());
    files_.Mend();

    DurabilityOracle oracle;
    oracle.See(files_.Calls());
    EXPECT_NE(oracle.WhatIsLost(keys_ / "keyring"), "");
  }
}

TEST_F(KeyRingTest, StartsAnewAfterAFirstStartThatFailedAnywhere) {
  for (const FileCallKind kind :
       {FileCallKind::MakeFolder, FileCallKind::Create, FileCallKind::Write, FileCallKind::Sync,
        FileCallKind::Close, FileCallKind::Rename, FileCallKind::SyncFolder}) {
    files_.Forget();
    files_.Break({.kind = kind, .error = ErrorCode::StorageFull});
    EXPECT_THAT(Open(), FailsWith(ErrorCode::DataFolderUnusable)) << static_cast<int>(kind);
    files_.Mend();

    EXPECT_THAT(Open(), Succeeds()) << static_cast<int>(kind);
    fs::remove_all(keys_);
  }
}

TEST_F(KeyRingTest, StartsAnewAfterACrashThatLeftAHalfWrittenFile) {
  fs::create_directory(keys_);
  fs::permissions(keys_, fs::perms::owner_all);
  std::ofstream(keys_ / "keyring.new") << "signing";

  EXPECT_THAT(Open(), Succeeds());
  EXPECT_FALSE(fs::exists(keys_ / "keyring.new"));
}

TEST_F(KeyRingTest, VerifiesOnlyWhatItSigned) {
  const KeyRing ring = *Open();
  const Signature signature = ring.Sign(AsBytes(kMessage));

  EXPECT_THAT(ring.Verify(AsBytes(kMessage), signature), Succeeds());
  EXPECT_THAT(ring.Verify(AsBytes("deployment 8 of churn"), signature),
              FailsWith(ErrorCode::SignatureInvalid));
  EXPECT_THAT(ring.Verify({}, signature), FailsWith(ErrorCode::SignatureInvalid));
  for (std::size_t bit = 0; bit < signature.bytes.size() * 8; ++bit) {
    Signature flipped = signature;
    flipped.bytes.at(bit / 8) ^= static_cast<std::byte>(1U << (bit % 8));
    EXPECT_THAT(ring.Verify(AsBytes(kMessage), flipped), FailsWith(ErrorCode::SignatureInvalid));
  }
}

TEST_F(KeyRingTest, RefusesTheSignatureOfAStrangersKey) {
  const KeyRing ring = *Open();
  const KeyRing stranger = *KeyRing::Open(
      {.folder = folder_.Path() / "other", .if_missing = KeySources::IfMissing::Create}, files_,
      random_);
  Signature forged = stranger.Sign(AsBytes(kMessage));

  EXPECT_THAT(ring.Verify(AsBytes(kMessage), forged), FailsWith(ErrorCode::SignatureInvalid));
  forged.key = ring.PublicKeys().front().id;
  EXPECT_THAT(ring.Verify(AsBytes(kMessage), forged), FailsWith(ErrorCode::SignatureInvalid));
}

// RFC 8032, section 7.1, test 2: the secret key of all bytes, the message 0x72.
TEST_F(KeyRingTest, SignsAsTheStandardSays) {
  const auto seed = FromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  const fs::path path = WriteSecret("seed", ToBase64Url(*seed), fs::perms::owner_read);
  KeySources sources = FirstStart();
  sources.signing = "file:" + path.native();
  const KeyRing ring = *KeyRing::Open(sources, files_, random_);

  EXPECT_EQ(ToHex(ring.PublicKeys().front().bytes),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  EXPECT_EQ(ToHex(ring.Sign(AsBytes("r")).bytes),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

// RFC 4231 has no case with a key of 32 bytes; this one was computed with Python's hmac.
TEST_F(KeyRingTest, HashesAsHmacSha256) {
  const fs::path path = WriteSecret("pepper", KeyText('k'), fs::perms::owner_read);
  KeySources sources = FirstStart();
  sources.hashing = "file:" + path.native();
  const KeyRing ring = *KeyRing::Open(sources, files_, random_);

  EXPECT_EQ(ring.KeyedHash(AsBytes("token")).ToHex(),
            "cbe2d061385212d1a27772f68ba2721e3d0d27c5caf5d43bb7f28ecf178a6de4");
}

TEST_F(KeyRingTest, ComparesHashes) {
  const Digest digest = Sha256("a");
  Digest last_differs = digest;
  last_differs.bytes.back() ^= std::byte{1};

  EXPECT_TRUE(Equal(digest, Sha256("a")));
  EXPECT_FALSE(Equal(digest, last_differs));
}

TEST_F(KeyRingTest, VerifiesWhatItsFormerKeysSigned) {
  const KeyRing before = *Open();
  const Signature old = before.Sign(AsBytes(kMessage));

  const auto rotated = KeyRing::RotateSigning(FirstStart(), files_, random_);
  ASSERT_THAT(rotated, Succeeds());
  ASSERT_THAT(KeyRing::RotateSigning(FirstStart(), files_, random_), Succeeds());
  const KeyRing after = *Open();

  EXPECT_THAT(after.PublicKeys(), SizeIs(3));
  EXPECT_EQ(after.PublicKeys()[1].id, *rotated);
  EXPECT_EQ(after.PublicKeys()[2], before.PublicKeys()[0]);
  EXPECT_NE(after.Sign(AsBytes(kMessage)).key, old.key);
  EXPECT_THAT(after.Verify(AsBytes(kMessage), old), Succeeds());
  EXPECT_THAT(before.Verify(AsBytes(kMessage), after.Sign(AsBytes(kMessage))),
              FailsWith(ErrorCode::SignatureInvalid));
  EXPECT_EQ(after.KeyedHash(AsBytes("token")), before.KeyedHash(AsBytes("token")));
}

TEST_F(KeyRingTest, KeepsTheOldKeysWhenARotationFails) {
  const KeyRing before = *Open();
  files_.Forget();
  files_.Break({.kind = FileCallKind::Rename, .error = ErrorCode::StorageFull});
  ASSERT_THAT(KeyRing::RotateSigning(FirstStart(), files_, random_),
              FailsWith(ErrorCode::DataFolderUnusable));
  files_.Mend();

  EXPECT_EQ(Open()->PublicKeys()[0], before.PublicKeys()[0]);
}

TEST_F(KeyRingTest, OpensWhatItSealed) {
  const KeyRing ring = *Open();
  const std::string plain = "a password of another system";

  const auto sealed = ring.Seal(AsBytes(plain), AsBytes("acme/s3"));

  EXPECT_EQ(AsText(*ring.Unseal(sealed, AsBytes("acme/s3"))), plain);
  EXPECT_THAT(std::string(AsText(sealed)), testing::Not(HasSubstr("password")));
  EXPECT_NE(ring.Seal(AsBytes(plain), AsBytes("acme/s3")), sealed);
}

TEST_F(KeyRingTest, OpensASealedValueForItsOwnerOnly) {
  const KeyRing ring = *Open();
  const auto sealed = ring.Seal(AsBytes("plain"), AsBytes("acme/s3"));

  EXPECT_THAT(ring.Unseal(sealed, AsBytes("globex/s3")), FailsWith(ErrorCode::StorageCorrupt));
  EXPECT_THAT(ring.Unseal(sealed, {}), FailsWith(ErrorCode::StorageCorrupt));
}

TEST_F(KeyRingTest, RefusesASealedValueThatWasCutOrChanged) {
  const KeyRing ring = *Open();
  const auto sealed = ring.Seal(AsBytes("plain"), {});
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    auto changed = sealed;
    changed[at] ^= std::byte{1};
    EXPECT_THAT(ring.Unseal(changed, {}), FailsWith(ErrorCode::StorageCorrupt)) << at;
    EXPECT_THAT(ring.Unseal(std::span(sealed).first(at), {}), FailsWith(ErrorCode::StorageCorrupt));
  }
}

TEST_F(KeyRingTest, NeedsNoFolderWhereAllKeysAreReferences) {
  const fs::path path = WriteSecret("key", KeyText('k') + "\n", fs::perms::owner_read);
  ::setenv("ARMILLARY_TEST_KEY", KeyText('e').c_str(), 1);
  const std::string file = "file:" + path.native();
  const KeySources sources{.folder = keys_,
                           .if_missing = KeySources::IfMissing::Create,
                           .signing = file,
                           .hashing = "env:ARMILLARY_TEST_KEY",
                           .sealing = file};

  const auto ring = KeyRing::Open(sources, files_, random_);

  ASSERT_THAT(ring, Succeeds());
  EXPECT_FALSE(fs::exists(keys_));
  EXPECT_THAT(ring->PublicKeys(), SizeIs(1));
}

TEST_F(KeyRingTest, VerifiesWhatTheFoldersKeySignedAfterAReferenceReplacesIt) {
  const Signature old = Open()->Sign(AsBytes(kMessage));
  const fs::path path = WriteSecret("key", KeyText('k'), fs::perms::owner_read);
  KeySources sources = FirstStart();
  sources.signing = "file:" + path.native();

  const auto ring = KeyRing::Open(sources, files_, random_);

  ASSERT_THAT(ring, Succeeds());
  EXPECT_NE(ring->PublicKeys()[0].id, old.key);
  EXPECT_THAT(ring->Verify(AsBytes(kMessage), old), Succeeds());
}

TEST_F(KeyRingTest, TakesFormerPublicKeysFromItsConfiguration) {
  const KeyRing former = *Open();
  const Signature old = former.Sign(AsBytes(kMessage));
  const KeySources sources{.folder = folder_.Path() / "other",
                           .if_missing = KeySources::IfMissing::Create,
                           .verifying = {ToBase64Url(former.PublicKeys()[0].bytes)}};

  EXPECT_THAT(KeyRing::Open(sources, files_, random_)->Verify(AsBytes(kMessage), old), Succeeds());
}

TEST_F(KeyRingTest, RefusesReferencesThatCannotBeUsed) {
  const auto readable =
      WriteSecret("loose", KeyText('k'), fs::perms::owner_read | fs::perms::others_read);
  const auto garbled = WriteSecret("garbled", "not a key", fs::perms::owner_read);
  const auto shorter = WriteSecret("short", KeyText('k').substr(1), fs::perms::owner_read);
  for (const std::string& reference :
       {std::string("plain text"), std::string("file:"), std::string("file:/no/such/file"),
        std::string("env:"), std::string("env:ARMILLARY_NO_SUCH_VARIABLE"),
        "file:" + readable.native(), "file:" + garbled.native(), "file:" + shorter.native()}) {
    KeySources sources = FirstStart();
    sources.hashing = reference;
    EXPECT_THAT(KeyRing::Open(sources, files_, random_),
                FailsWithField(ErrorCode::ConfigInvalidValue, "keys.hashing"))
        << reference;
  }
}

TEST_F(KeyRingTest, NamesTheChmodForASecretFileThatOthersMayRead) {
  const auto path =
      WriteSecret("loose", KeyText('k'), fs::perms::owner_read | fs::perms::others_read);
  KeySources sources = FirstStart();
  sources.signing = "file:" + path.native();

  EXPECT_THAT(KeyRing::Open(sources, files_, random_).error().message,
              HasSubstr("chmod 0600 " + path.native()));
}

}  // namespace
}  // namespace armillary::keys
