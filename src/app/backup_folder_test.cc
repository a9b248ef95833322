#include "app/backup_folder.h"

#include <fstream>
#include <sstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"

namespace armillary::app {
namespace {

namespace fs = std::filesystem;

std::string TextOf(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

class BackupFolderTest : public testing::Test {
 protected:
  BackupFolderTest() {
    Write("armillary.db", "rows");
    Write("keys/keyring", "keys");
    Write("objects/a/00/x", std::string(3'000'000, 'x'));
    Write("objects/a.b/00/x", "");
  }

  void Write(const fs::path& path, const std::string& text) {
    fs::create_directories((folder_.Path() / path).parent_path());
    std::ofstream(folder_.Path() / path, std::ios::binary) << text;
  }

  Result<BackupFigures> Verify() { return VerifyBackup(files_, folder_.Path()); }

  // What Verify says of a sealed folder that was changed.
  std::string Finding() {
    const auto found = Verify();
    EXPECT_THAT(found, FailsWith(ErrorCode::BackupInvalid));
    return found ? "" : found.error().message;
  }

  TempFolder folder_;
  LocalFileSystem files_;
};

TEST_F(BackupFolderTest, IsWholeAfterItWasSealed) {
  const auto sealed = SealBackup(files_, folder_.Path());
  ASSERT_THAT(sealed, Succeeds());
  EXPECT_EQ(sealed->files, 4U);
  EXPECT_EQ(sealed->bytes, 3'000'008U);

  const auto found = Verify();

  ASSERT_THAT(found, Succeeds());
  EXPECT_EQ(found->files, 4U);
  EXPECT_EQ(found->bytes, 3'000'008U);
}

TEST_F(BackupFolderTest, KeepsItsHashesInTheFormOfSha256sum) {
  ASSERT_THAT(SealBackup(files_, folder_.Path()), Succeeds());

  // printf rows | sha256sum
  EXPECT_THAT(
      TextOf(folder_.Path() / kBackupManifest),
      testing::StartsWith(
          "bc51e9e65d79e1c90ba544ab2eae1044ccdf8c1af7a559ba375cba4276f7d99e  armillary.db\n"));
}

TEST_F(BackupFolderTest, NamesTheFileThatIsAltered) {
  ASSERT_THAT(SealBackup(files_, folder_.Path()), Succeeds());
  Write("keys/keyring", "kays");

  EXPECT_EQ(Finding(), "keys/keyring is altered");
}

TEST_F(BackupFolderTest, NamesTheFileThatIsMissing) {
  ASSERT_THAT(SealBackup(files_, folder_.Path()), Succeeds());
  fs::remove(folder_.Path() / "objects/a/00/x");

  EXPECT_EQ(Finding(), "objects/a/00/x is missing");
}

TEST_F(BackupFolderTest, NamesTheLastFileThatIsMissing) {
  Write("z", "last");
  ASSERT_THAT(SealBackup(files_, folder_.Path()), Succeeds());
  fs::remove(folder_.Path() / "z");

  EXPECT_EQ(Finding(), "z is missing");
}

TEST_F(BackupFolderTest, NamesTheFileThatIsNotOfIt) {
  ASSERT_THAT(SealBackup(files_, folder_.Path()), Succeeds());
  Write("keys/also", "more");

  EXPECT_EQ(Finding(), "keys/also is not of this backup");
}

TEST_F(BackupFolderTest, SaysThatItDidNotFinishWithoutAManifest) {
  EXPECT_THAT(Finding(), testing::HasSubstr("did not finish"));
}

TEST_F(BackupFolderTest, NamesTheLineOfItsManifestThatIsAltered) {
  ASSERT_THAT(SealBackup(files_, folder_.Path()), Succeeds());
  std::string text = TextOf(folder_.Path() / kBackupManifest);
  text[text.find('\n') + 1] = 'g';
  Write(kBackupManifest, text);

  EXPECT_EQ(Finding(), "line 2 of the manifest is altered");
}

TEST_F(BackupFolderTest, FindsAManifestThatWasCut) {
  ASSERT_THAT(SealBackup(files_, folder_.Path()), Succeeds());
  const std::string text = TextOf(folder_.Path() / kBackupManifest);
  for (std::size_t length = 0; length < text.size(); ++length) {
    Write(kBackupManifest, text.substr(0, length));
    EXPECT_THAT(Verify(), FailsWith(ErrorCode::BackupInvalid)) << length;
  }
}

TEST_F(BackupFolderTest, EndsAtALineThatNeverDoes) {
  Write(kBackupManifest, std::string(10'000'000, '0'));

  EXPECT_EQ(Finding(), "line 1 of the manifest is altered");
}

TEST_F(BackupFolderTest, GivesEveryByteToWhoeverRestoresIt) {
  class Collect : public BackupSink {
   public:
    Result<void> Begin(const std::string& path) override {
      text += path + "=";
      return {};
    }
    Result<void> Append(std::span<const std::byte> piece) override {
      text.append(reinterpret_cast<const char*>(piece.data()),
                  std::min<std::size_t>(piece.size(), 4));
      return {};
    }
    Result<void> End() override {
      text += ";";
      return {};
    }
    std::string text;
  };
  ASSERT_THAT(SealBackup(files_, folder_.Path()), Succeeds());
  Collect sink;

  ASSERT_THAT(VerifyBackup(files_, folder_.Path(), &sink), Succeeds());

  EXPECT_EQ(sink.text,
            "armillary.db=rows;keys/keyring=keys;objects/a/00/x=xxxxxxxxxxxx;objects/a.b/00/x=;");
}

}  // namespace
}  // namespace armillary::app
