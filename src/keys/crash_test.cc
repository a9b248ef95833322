#include <algorithm>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/encoding.h"
#include "base/testing/crash_sweep.h"
#include "base/testing/result_matchers.h"
#include "keys/key_ring.h"

namespace armillary::keys {
namespace {

namespace fs = std::filesystem;

KeySources SourcesIn(const fs::path& folder) {
  return {.folder = folder / "keys", .if_missing = KeySources::IfMissing::Create};
}

// What must be the same after a crash: the hashes that tokens are found by, the keys that verify.
std::vector<std::string> TellOf(const KeyRing& ring) {
  std::vector<std::string> lines{ring.KeyedHash(AsBytes("token")).ToHex()};
  std::ranges::transform(ring.PublicKeys(), std::back_inserter(lines),
                         [](const PublicKey& key) { return key.id.value; });
  return lines;
}

TEST(KeysChild, DISABLED_StartsAndRotates) {
  LocalFileSystem disk;
  SystemRandom random;
  const KeySources sources = SourcesIn(CrashFolder());
  for (int i = 0; i < 2; ++i) {
    const auto ring = KeyRing::Open(sources, disk, random);
    ASSERT_THAT(ring, Succeeds());
    std::ranges::for_each(TellOf(*ring), Acknowledge);
    ASSERT_THAT(KeyRing::RotateSigning(sources, disk, random), Succeeds());
  }
}

TEST(KeysCrashTest, LosesNoKeyThatWasInUseAtAnyCrashPoint) {
  std::size_t checked = 0;
  const std::size_t points =
      CrashSweep("KeysChild.DISABLED_StartsAndRotates")
          .Run([&](const fs::path& folder, const std::vector<std::string>& acknowledged) {
            LocalFileSystem disk;
            SystemRandom random;
            const auto ring = KeyRing::Open(SourcesIn(folder), disk, random);
            ASSERT_THAT(ring, Succeeds());
            const auto kept = TellOf(*ring);
            for (const std::string& line : acknowledged) {
              EXPECT_THAT(kept, testing::Contains(line));
              ++checked;
            }
          });

  EXPECT_GE(points, 12U);
  std::cout << points << " crash points, " << checked << " keys and hashes found again\n";
}

}  // namespace
}  // namespace armillary::keys
