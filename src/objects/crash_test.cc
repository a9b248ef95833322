#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/crash_sweep.h"
#include "base/testing/result_matchers.h"
#include "objects/folder_store.h"
#include "objects/testing/test_tenants.h"

namespace armillary::objects {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// A store on the disk of this machine, whatever state a crash left it in.
class StoreInFolder {
 public:
  explicit StoreInFolder(const fs::path& folder)
      : store_(*FolderStore::Open(folder / "objects",
                                  {.files = disk_, .clock = clock_, .random = random_})) {}

  FolderStore& operator*() { return *store_; }
  FolderStore* operator->() { return store_.get(); }

 private:
  LocalFileSystem disk_;
  SystemClock clock_;
  SystemRandom random_;
  std::unique_ptr<FolderStore> store_;
};

void PutAndTell(FolderStore& store, const TenantId& tenant, std::string_view text) {
  const auto stored = Put(store, tenant, AsBytes(text));
  ASSERT_THAT(stored, Succeeds());
  Acknowledge(tenant.value + "/" + stored->digest.ToHex());
}

TEST(ObjectsChild, DISABLED_StoresAndRemoves) {
  StoreInFolder store(CrashFolder());
  PutAndTell(*store, kAcme, "weights");
  PutAndTell(*store, kAcme, std::string(200'000, 'x'));
  PutAndTell(*store, kAcme, "weights");
  PutAndTell(*store, kGlobex, "weights");
  ASSERT_THAT(Put(*store, kGlobex, AsBytes("orphan")), Succeeds());
  ASSERT_THAT(store->Remove({.tenant = kGlobex, .digest = Sha256("orphan")}), Succeeds());
}

std::string NameOf(const ObjectName& name) { return name.tenant.value + "/" + name.digest.ToHex(); }

TEST(ObjectsCrashTest, LosesNoAcknowledgedObjectAtAnyCrashPoint) {
  std::size_t checked = 0;
  const std::size_t points =
      CrashSweep("ObjectsChild.DISABLED_StoresAndRemoves")
          .Run([&](const fs::path& folder, const std::vector<std::string>& acknowledged) {
            StoreInFolder store(folder);
            std::vector<std::string> found;
            const auto page = store->List(std::nullopt, {}, 100);
            for (const ListedObject& object : page->objects) {
              found.push_back(NameOf(object.name));
              EXPECT_THAT(Verify(*store, object.name), Succeeds());
            }
            for (const std::string& name : acknowledged) {
              EXPECT_THAT(found, testing::Contains(name));
              ++checked;
            }
            EXPECT_THAT(store->RemoveUnfinished(SystemClock{}.Now() + 1h, 100), Succeeds());
            EXPECT_TRUE(fs::is_empty(folder / "objects" / ".incoming"));
            EXPECT_THAT(Put(*store, kAcme, AsBytes("weights")), Succeeds());
          });

  EXPECT_GE(points, 40U);
  std::cout << points << " crash points, " << checked << " acknowledged objects found again\n";
}

}  // namespace
}  // namespace armillary::objects
