#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/guarded.h"
#include "base/result.h"
#include "metadata/schema_tables.h"
#include "metadata/statement_check.h"

namespace armillary::metadata {

// A statement that passed the check, and how each engine reads it.
struct CheckedStatement {
  std::string sql;
  std::string sqlite_sql;  // ?1 for $1, and without FOR UPDATE.
  StatementFacts facts;
};

// Checks each statement once and remembers what it found, up to a few thousand. Thread-safe.
class StatementBook {
 public:
  explicit StatementBook(SchemaTables tables) : tables_(std::move(tables)) {}

  // Fails with StatementRefused.
  Result<std::shared_ptr<const CheckedStatement>> Find(std::string_view sql, ScopeKind scope);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Checked = std::unordered_map<std::string, std::shared_ptr<const CheckedStatement>, Hash,
                                     std::equal_to<>>;

  const SchemaTables tables_;
  std::array<Guarded<Checked>, 2> checked_by_scope_;
};

}  // namespace armillary::metadata
