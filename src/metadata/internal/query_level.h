#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace armillary::metadata {

// What a condition says of the tenant: the aliases of which it demands `<alias>.tenant_id = $1`
// whenever it is true. An empty alias stands for a bare `tenant_id`.
std::set<std::string, std::less<>> AliasesHeldBy(const boost::json::value& condition);

// The tables that one query level refers to, and which of them a condition holds to the tenant.
class QueryLevel {
 public:
  // False if the alias is there already.
  bool Add(std::string_view alias, bool is_tenant_table);
  std::size_t Size() const { return references_.size(); }

  // Notes what `condition` demands of the references from `first` to before `last`.
  void Hold(const boost::json::value& condition, std::size_t first, std::size_t last);
  // A condition on all of the level, which may leave out the alias of its only table.
  void HoldAll(const boost::json::value& condition);

  // The alias of a tenant table that nothing holds; empty if there is none.
  std::string_view Loose() const;

 private:
  struct Reference {
    std::string alias;
    bool held;
  };

  std::vector<Reference> references_;
};

}  // namespace armillary::metadata
