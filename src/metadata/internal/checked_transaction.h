#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "metadata/database.h"
#include "metadata/internal/statement_book.h"

namespace armillary::metadata {

enum class Intent : std::uint8_t { Write, Read };

// A statement with everything that it binds, $1 first.
struct BoundStatement {
  std::shared_ptr<const CheckedStatement> checked;
  const TenantScope* scope;  // Null under the system scope.
  std::vector<Value> values;
};

// What both engines do before a statement reaches them, and after one failed.
class CheckedTransaction : public Transaction {
 public:
  // Both must outlive the transaction.
  CheckedTransaction(StatementBook& book, Intent intent) : book_(book), intent_(intent) {}

  // Why a statement failed, if one did: then nothing may be kept, whatever the closure returned.
  const std::optional<Error>& Failure() const { return failure_; }

  // What becomes of a closure that returned `outcome`.
  Result<void> Settle(Result<void> outcome) const;

 private:
  Result<Rows> Run(const TenantScope* scope, std::string_view sql, Arguments arguments) final;
  Result<Rows> TryRun(const TenantScope* scope, std::string_view sql, Arguments arguments);
  virtual Result<Rows> Execute(const BoundStatement& statement) = 0;

  StatementBook& book_;
  const Intent intent_;
  std::optional<Error> failure_;
};

}  // namespace armillary::metadata
