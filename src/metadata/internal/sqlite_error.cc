#include "metadata/internal/sqlite_error.h"

#include <cerrno>
#include <sqlite3.h>
#include <string>

#include "base/assert.h"

namespace armillary::metadata {
namespace {

ErrorCode OfConstraint(int extended) {
  switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return ErrorCode::AlreadyExists;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return ErrorCode::Conflict;
    default:
      return ErrorCode::Internal;
  }
}

ErrorCode OfSystem(int system_error) {
  switch (system_error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return ErrorCode::StorageFull;
    case EROFS:
      return ErrorCode::StorageReadOnly;
    default:
      return ErrorCode::DatabaseUnavailable;
  }
}

ErrorCode CodeOf(int extended, int system_error) {
  switch (extended & 0xff) {
    case SQLITE_CONSTRAINT:
      return OfConstraint(extended);
    case SQLITE_FULL:
      return ErrorCode::StorageFull;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return ErrorCode::StorageReadOnly;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return OfSystem(system_error);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
      return ErrorCode::DatabaseUnavailable;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return ErrorCode::DatabaseCorrupt;
    default:
      return ErrorCode::Internal;
  }
}

std::string MessageOf(ErrorCode code, sqlite3* connection) {
  switch (code) {
    case ErrorCode::AlreadyExists:
      return "there is one already";
    case ErrorCode::Conflict:
      return "what it refers to is gone, or something still refers to it";
    case ErrorCode::StorageFull:
      return "the disk of the database is full";
    case ErrorCode::StorageReadOnly:
      return "the database file takes no writes";
    case ErrorCode::DatabaseCorrupt:
      return "the database file is damaged";
    case ErrorCode::DatabaseUnavailable:
      return "the database file cannot be read or written now";
    default:
      return connection == nullptr ? "SQLite failed" : sqlite3_errmsg(connection);
  }
}

}  // namespace

Error SqliteError(sqlite3* connection, int code) {
  const bool described = connection != nullptr && (code & 0xff) == code;
  const int extended = described ? sqlite3_extended_errcode(connection) : code;
  const bool sync_failed = extended == SQLITE_IOERR_FSYNC || extended == SQLITE_IOERR_DIR_FSYNC;
  ARM_ASSERT(!sync_failed);
  const int system_error = connection == nullptr ? 0 : sqlite3_system_errno(connection);
  const ErrorCode kind = CodeOf(extended, system_error);
  return {.code = kind, .message = MessageOf(kind, connection)};
}

}  // namespace armillary::metadata
