#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "tenancy/access.h"

namespace armillary::tenancy {

// What the identity provider calls a machine that a tenant lets in as one of its service accounts.
// It is known by the id of that.
struct Subject {
  PrincipalId id = {};
  std::string principal_name = {};
  Role role = Role::Caller;
  std::string issuer = {};
  std::string subject = {};
  std::set<std::string> models = {};  // Of a caller only.

  bool operator==(const Subject&) const = default;
};

struct SubjectDraft {
  std::string principal;  // The name of a service account.
  std::string issuer;
  std::string subject;
  std::optional<std::vector<std::string>> models = {};
};

// How models are kept in a row, and what such a row says.
std::optional<std::string> ModelsTextOf(const std::set<std::string>& models);
std::set<std::string> ModelsOfSubject(const std::optional<std::string>& text);

// What the principal behind `access` may do with a subject.
std::vector<Permission> CanWithSubject(const Access& access);

}  // namespace armillary::tenancy
