#pragma once

#include <map>
#include <string>
#include <string_view>

namespace armillary::metadata {

// The tables that migrations made. A tenant table is one with a column tenant_id.
class SchemaTables {
 public:
  void Add(std::string name, bool is_tenant) { tenant_by_name_[std::move(name)] = is_tenant; }
  void Remove(const std::string& name) { tenant_by_name_.erase(name); }

  bool Contains(std::string_view name) const { return tenant_by_name_.contains(name); }
  bool IsTenant(std::string_view name) const {
    const auto found = tenant_by_name_.find(name);
    return found != tenant_by_name_.end() && found->second;
  }

 private:
  std::map<std::string, bool, std::less<>> tenant_by_name_;
};

}  // namespace armillary::metadata
