#include "objects/internal/tenant_folder.h"

#include <algorithm>

namespace armillary::objects {
namespace {

constexpr std::size_t kMaxLength = 63;

bool IsAllowed(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-'; }

}  // namespace

Result<void> CheckTenant(const TenantId& tenant) {
  const std::string& id = tenant.value;
  if (id.empty() || id.size() > kMaxLength || !std::ranges::all_of(id, IsAllowed)) {
    return Fail(ErrorCode::InvalidCharacters, "not the id of a tenant", "tenant",
                "1 to 63 of 0-9, a-z and -");
  }
  return {};
}

}  // namespace armillary::objects
