#include "tenancy/subject.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "base/json.h"

namespace armillary::tenancy {

std::optional<std::string> ModelsTextOf(const std::set<std::string>& models) {
  if (models.empty()) {
    return std::nullopt;
  }
  return boost::json::serialize(boost::json::array(models.begin(), models.end()));
}

// What we wrote ourselves.
std::set<std::string> ModelsOfSubject(const std::optional<std::string>& text) {
  std::set<std::string> models;
  const auto parsed = ParseJson(text.value_or("[]"));
  if (parsed && parsed->is_array()) {
    for (const boost::json::value& name : parsed->as_array()) {
      models.emplace(name.as_string());
    }
  }
  return models;
}

std::vector<Permission> CanWithSubject(const Access& access) {
  return access.Could(Permission::SubjectsDelete) ? std::vector{Permission::SubjectsDelete}
                                                  : std::vector<Permission>{};
}

}  // namespace armillary::tenancy
