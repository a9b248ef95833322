#include "metadata/internal/postgres_error.h"

#include <array>

namespace armillary::metadata {
namespace {

struct Meaning {
  std::string_view state;  // Or its first characters.
  ErrorCode code;
  std::string_view message;
};

// The first that matches counts.
constexpr std::array<Meaning, 18> kMeanings{{
    {"23505", ErrorCode::AlreadyExists, "there is one already"},
    {"23503", ErrorCode::Conflict, "what it refers to is gone, or something still refers to it"},
    {"40001", ErrorCode::Conflict, "other changes at the same time came first"},
    {"40P01", ErrorCode::Conflict, "other changes at the same time came first"},
    {"42501", ErrorCode::StatementRefused, "row-level security refuses the statement"},
    {"25006", ErrorCode::StorageReadOnly, "the database takes no writes"},
    {"53100", ErrorCode::StorageFull, "the disk of the database is full"},
    {"53", ErrorCode::DatabaseUnavailable, "the database has no room for more connections or work"},
    {"55P03", ErrorCode::DatabaseUnavailable, "the change waited too long for another"},
    {"57014", ErrorCode::DatabaseUnavailable, "the statement took too long"},
    {"57P", ErrorCode::DatabaseUnavailable, "the database is stopping or starting"},
    {"08", ErrorCode::DatabaseUnavailable, "the connection to the database was lost"},
    {"28", ErrorCode::DatabaseUnavailable, "the database does not let this server in"},
    {"3D000", ErrorCode::DatabaseUnavailable, "the database does not exist"},
    {"58", ErrorCode::DatabaseUnavailable, "the database cannot read or write its files now"},
    {"XX001", ErrorCode::DatabaseCorrupt, "the database is damaged"},
    {"XX002", ErrorCode::DatabaseCorrupt, "the database is damaged"},
    {"25P03", ErrorCode::DatabaseUnavailable, "the transaction was idle for too long"},
}};

}  // namespace

Error PostgresError(std::string_view state, const std::string& message) {
  if (state.empty()) {
    return {.code = ErrorCode::DatabaseUnavailable,
            .message = "the connection to the database was lost"};
  }
  for (const Meaning& meaning : kMeanings) {
    if (state.starts_with(meaning.state)) {
      return {.code = meaning.code, .message = std::string(meaning.message)};
    }
  }
  return {.code = ErrorCode::Internal, .message = message};
}

}  // namespace armillary::metadata
