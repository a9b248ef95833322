#pragma once

#include <span>
#include <vector>

#include "base/result.h"
#include "metadata/database.h"
#include "objects/sweeper.h"

namespace armillary::app {

// Knows of every row of every module that names an object.
class StoredReferences : public objects::ObjectReferences {
 public:
  // `database` must outlive this.
  StoredReferences(metadata::Database& database, metadata::SystemScope scope);

  Result<std::vector<bool>> AreReferenced(std::span<const objects::ObjectName> names) override;

 private:
  metadata::Database& database_;
  const metadata::SystemScope scope_;
};

}  // namespace armillary::app
