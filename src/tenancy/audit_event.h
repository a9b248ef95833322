#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"

namespace armillary::tenancy {

// One change, as a link of its tenant's chain: whoever alters, takes out, adds or reorders an event
// breaks the chain from there on.
struct AuditEvent {
  TenantId tenant = {};
  std::int64_t sequence = 1;  // 1, 2, 3 ... without gaps.
  TimePoint at = {};
  PrincipalId by = {};
  std::string by_name = {};
  TokenId token = {};
  RequestId request = {};
  std::string action = {};
  std::string object_kind = {};
  std::string object = {};
  std::optional<std::string> object_name = {};
  std::string details = {};
  Digest previous = {};
  Digest hash = {};

  // Opaque and stable.
  std::string Id() const { return hash.ToHex().substr(0, 32); }
  bool operator==(const AuditEvent&) const = default;
};

// SHA-256 over all of `event` but its hash, each part with its length, so that no two events have
// the same bytes.
Digest HashOf(const AuditEvent& event);

// Where a chain ends.
struct AuditHead {
  std::int64_t sequence = 0;
  Digest hash;

  bool operator==(const AuditHead&) const = default;
};

// What a look at a chain found.
struct ChainReport {
  std::int64_t events = 0;                   // That were read.
  AuditHead head;                            // As it is stored.
  std::optional<std::int64_t> first_broken;  // The sequence number at which it breaks.

  bool IsWhole() const { return !first_broken; }
};

// Walks one chain, event by event in order. Pure.
class ChainWalk {
 public:
  explicit ChainWalk(TenantId tenant) : tenant_(std::move(tenant)) {}

  void Take(const AuditEvent& event);
  ChainReport Finish(const AuditHead& head) const;

 private:
  TenantId tenant_;
  AuditHead end_;
  std::int64_t events_ = 0;
  std::optional<std::int64_t> first_broken_;
};

}  // namespace armillary::tenancy
