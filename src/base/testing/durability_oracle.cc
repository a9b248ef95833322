#include "base/testing/durability_oracle.h"

#include <algorithm>

namespace armillary {

void DurabilityOracle::See(std::span<const FileCall> calls) {
  for (const FileCall& call : calls) {
    if (call.succeeded) {
      SeeOne(call);
    }
  }
}

void DurabilityOracle::SeeOne(const FileCall& call) {
  switch (call.kind) {
    case FileCallKind::Create:
    case FileCallKind::MakeFolder:
      entries_[call.path] = {};
      break;
    case FileCallKind::Write:
      entries_[call.path].bytes = false;
      break;
    case FileCallKind::Sync:
      entries_[call.path].bytes = true;
      break;
    case FileCallKind::Rename:
      entries_[call.target] = {.bytes = entries_[call.path].bytes, .name = false};
      entries_.erase(call.path);
      break;
    case FileCallKind::Remove:
      entries_.erase(call.path);
      break;
    case FileCallKind::SyncFolder:
      for (auto& [path, kept] : entries_) {
        kept.name = kept.name || path.parent_path() == call.path;
      }
      break;
    default:
      break;
  }
}

std::string DurabilityOracle::WhatIsLost(const std::filesystem::path& file) const {
  const auto found = entries_.find(file);
  if (found == entries_.end()) {
    return "the file was never placed";
  }
  if (!found->second.bytes) {
    return "the bytes of " + file.native();
  }
  for (const auto& [path, kept] : entries_) {
    const auto above = std::mismatch(path.begin(), path.end(), file.begin(), file.end()).first;
    if (above == path.end() && !kept.name) {
      return "the name " + path.native();
    }
  }
  return {};
}

}  // namespace armillary
