#include "tenancy/identity.h"

#include <array>
#include <utility>

namespace armillary::tenancy {
namespace {

constexpr std::array<std::pair<TenantState, std::string_view>, 3> kStates{{
    {TenantState::Active, "active"},
    {TenantState::Suspended, "suspended"},
    {TenantState::BeingDeleted, "being_deleted"},
}};

constexpr std::array<std::pair<PrincipalKind, std::string_view>, 2> kKinds{{
    {PrincipalKind::User, "user"},
    {PrincipalKind::Service, "service"},
}};

template <class Table>
auto ValueOf(const Table& table, std::string_view name)
    -> std::optional<typename Table::value_type::first_type> {
  for (const auto& [value, text] : table) {
    if (text == name) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view NameOf(TenantState state) {
  return kStates.at(static_cast<std::size_t>(state)).second;
}

std::string_view NameOf(PrincipalKind kind) {
  return kKinds.at(static_cast<std::size_t>(kind)).second;
}

std::optional<TenantState> TenantStateFromName(std::string_view name) {
  return ValueOf(kStates, name);
}

std::optional<PrincipalKind> PrincipalKindFromName(std::string_view name) {
  return ValueOf(kKinds, name);
}

}  // namespace armillary::tenancy
