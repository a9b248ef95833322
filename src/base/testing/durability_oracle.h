#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "base/testing/faulty_file_system.h"

namespace armillary {

// Knows from the calls that a program made what a power cut would leave.
//
// It trusts nothing but syncs: bytes are kept from the sync of their file on, a name from the sync
// of the folder that holds it. What was there before the first call counts as kept.
class DurabilityOracle {
 public:
  void See(std::span<const FileCall> calls);

  // Empty if the file, its bytes and all folders above it would be found after a power cut, else
  // what would be lost.
  std::string WhatIsLost(const std::filesystem::path& file) const;

 private:
  void SeeOne(const FileCall& call);

  // By path: whether its bytes (always so for a folder) and its name are kept.
  struct Kept {
    bool bytes = true;
    bool name = false;
  };
  std::map<std::filesystem::path, Kept> entries_;
};

}  // namespace armillary
