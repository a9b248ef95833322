#include "app/data_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/testing/faulty_file_system.h"
#include "base/testing/result_matchers.h"
#include "base/testing/temp_folder.h"

namespace armillary::app {
namespace {

class DataFolderTest : public testing::Test {
 protected:
  TempFolder folder_;
  LocalFileSystem real_;
  FaultyFileSystem files_{real_};
  const std::filesystem::path data_ = folder_.Path() / "data";
};

TEST_F(DataFolderTest, IsThereAfterACrashOnceItIsOpen) {
  ASSERT_THAT(DataFolder::Open(files_, data_), Succeeds());
  EXPECT_EQ(files_.Count(FileCallKind::SyncFolder), 1U);
  EXPECT_EQ(files_.Calls().back().path, folder_.Path());
}

TEST_F(DataFolderTest, IsNotOpenedNewWhereItCouldBeLost) {
  files_.Break({.kind = FileCallKind::SyncFolder, .error = ErrorCode::StorageUnavailable});
  EXPECT_THAT(DataFolder::Open(files_, data_),
              FailsWithField(ErrorCode::DataFolderUnusable, "data"));
}

TEST_F(DataFolderTest, IsOpenedInAFolderThatOnlyOthersMayRead) {
  ASSERT_THAT(DataFolder::Open(files_, data_), Succeeds());
  files_.Forget();
  files_.Break({.kind = FileCallKind::SyncFolder, .error = ErrorCode::PermissionDenied});
  EXPECT_THAT(DataFolder::Open(files_, data_), Succeeds());
}

TEST_F(DataFolderTest, IsHeldByOneAtATime) {
  const auto held = DataFolder::Open(files_, data_);
  ASSERT_THAT(held, Succeeds());
  EXPECT_THAT(DataFolder::Open(files_, data_), FailsWith(ErrorCode::DataFolderLocked));
}

}  // namespace
}  // namespace armillary::app
