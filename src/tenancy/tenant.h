#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/result.h"
#include "tenancy/access.h"

namespace armillary::tenancy {

// The isolation boundary: usually one customer.
struct Tenant {
  TenantId id = {};
  TenantName name = {};
  std::optional<std::string> display_name = {};
  TenantState state = TenantState::Active;
  TimePoint created_at = {};
  TimePoint updated_at = {};
  std::int64_t revision = 1;  // Its ETag.

  bool operator==(const Tenant&) const = default;
};

struct TenantDraft {
  TenantName name;
  std::optional<std::string> display_name = {};
};

// What is absent stays as it is.
struct TenantEdit {
  std::optional<TenantState> state = {};
  std::optional<std::string> display_name = {};
};

// Fails with InvalidName, ReservedName, TooLong, TooShort or InvalidCharacters.
Result<void> CheckTenantDraft(const TenantDraft& draft);

// Fails with NothingToChange, HouseIsFixed, NotOneOf (a state that is not active or suspended) or
// as above.
Result<void> CheckTenantEdit(const TenantName& name, const TenantEdit& edit);

// Free text for people: 1 to 200 characters without control characters.
Result<void> CheckDisplayName(const std::string& text);

// What the principal behind `access` may do with `tenant` now.
std::vector<Permission> CanWith(const Access& access, const Tenant& tenant);

}  // namespace armillary::tenancy
