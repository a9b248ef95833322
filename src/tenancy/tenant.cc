#include "tenancy/tenant.h"

#include "base/names.h"

namespace armillary::tenancy {
namespace {

constexpr std::size_t kLongestDisplayName = 200;

// C0 and DEL as bytes, C1 as its two bytes of UTF-8.
bool HasControl(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    if (byte < 0x20U || byte == 0x7FU || (byte == 0xC2U && next >= 0x80U && next <= 0x9FU)) {
      return true;
    }
  }
  return false;
}

}  // namespace

Result<void> CheckDisplayName(const std::string& text) {
  const std::size_t length = CountScalars(text);
  if (length == 0) {
    return Fail(ErrorCode::TooShort, "the name for people is empty", "display_name",
                "at least 1 character");
  }
  if (length > kLongestDisplayName) {
    return Fail(ErrorCode::TooLong, "the name for people is too long", "display_name",
                "at most 200 characters");
  }
  if (!IsUtf8(text) || HasControl(text)) {
    return Fail(ErrorCode::InvalidCharacters, "the name for people has a control character",
                "display_name", "no control characters");
  }
  return {};
}

Result<void> CheckTenantDraft(const TenantDraft& draft) {
  ARM_CHECK(CheckSlug(draft.name.value, "name"));
  if (draft.name.value == kHouse) {
    return Fail(ErrorCode::ReservedName, "`house` is the operator's own tenant", "name");
  }
  return draft.display_name ? CheckDisplayName(*draft.display_name) : Result<void>();
}

Result<void> CheckTenantEdit(const TenantName& name, const TenantEdit& edit) {
  if (!edit.state && !edit.display_name) {
    return Fail(ErrorCode::NothingToChange, "the edit names no field");
  }
  if (edit.state && name.value == kHouse) {
    return Fail(ErrorCode::HouseIsFixed, "the house is always active", "state");
  }
  if (edit.state == TenantState::BeingDeleted) {
    return Fail(ErrorCode::NotOneOf, "an edit cannot delete a tenant", "state",
                "one of active, suspended");
  }
  return edit.display_name ? CheckDisplayName(*edit.display_name) : Result<void>();
}

std::vector<Permission> CanWith(const Access& access, const Tenant& tenant) {
  const TenantRecord record{.id = tenant.id, .name = tenant.name, .state = tenant.state};
  std::vector<Permission> can;
  for (const Permission permission : {Permission::TenantsGet, Permission::TenantsUpdate}) {
    if (access.CouldIn(permission, record)) {
      can.push_back(permission);
    }
  }
  return can;
}

}  // namespace armillary::tenancy
