#include "app/stored_references.h"

#include "catalog/model_store.h"

namespace armillary::app {

StoredReferences::StoredReferences(metadata::Database& database, metadata::SystemScope scope)
    : database_(database), scope_(scope) {}

Result<std::vector<bool>> StoredReferences::AreReferenced(
    std::span<const objects::ObjectName> names) {
  return database_.Read([&](metadata::Transaction& transaction) -> Result<std::vector<bool>> {
    std::vector<bool> named;
    named.reserve(names.size());
    for (const objects::ObjectName& name : names) {
      ARM_TRY(const bool is_named,
              catalog::IsContentNamed(transaction, scope_, name.tenant, name.digest.ToHex()));
      named.push_back(is_named);
    }
    return named;
  });
}

}  // namespace armillary::app
