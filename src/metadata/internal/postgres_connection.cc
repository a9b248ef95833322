#include "metadata/internal/postgres_connection.h"

#include <libpq-fe.h>
#include <string_view>
#include <utility>

#include "metadata/internal/postgres_error.h"
#include "metadata/internal/postgres_value.h"

namespace armillary::metadata {
namespace {

constexpr std::size_t kMostPrepared = 512;

void IgnoreNotice(void*, const char*) {}

}  // namespace

void FreePostgresResult::operator()(pg_result* result) const { PQclear(result); }

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(
    const PostgresAddress& address) {
  auto connection = Unopened(address);
  ARM_CHECK(connection->Reconnect());
  return connection;
}

std::unique_ptr<PostgresConnection> PostgresConnection::Unopened(const PostgresAddress& address) {
  return std::unique_ptr<PostgresConnection>(new PostgresConnection(address));
}

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

Result<void> PostgresConnection::Reconnect() {
  PQfinish(std::exchange(connection_, nullptr));
  name_by_statement_.clear();
  const char* const keywords[] = {"dbname",     "connect_timeout", "application_name",
                                  "keepalives", "client_encoding", nullptr};
  const char* const values[] = {
      address_.connection.Reveal().c_str(), "5", "armillary", "1", "UTF8", nullptr};
  connection_ = PQconnectdbParams(keywords, values, 1);
  if (PQstatus(connection_) != CONNECTION_OK) {
    return Fail(ErrorCode::DatabaseUnavailable, "the database does not answer");
  }
  is_lost_ = false;
  PQsetNoticeProcessor(connection_, IgnoreNotice, nullptr);
  return Configure();
}

Result<void> PostgresConnection::Configure() {
  ARM_TRY(const auto ignored,
          Execute("SET synchronous_commit = on; SET standard_conforming_strings = on; "
                  "SET extra_float_digits = 1; SET bytea_output = hex; "
                  "SET statement_timeout = " +
                  std::to_string(address_.statement_timeout_ms) +
                  "; SET lock_timeout = " + std::to_string(address_.lock_timeout_ms) +
                  "; SET idle_in_transaction_session_timeout = " +
                  std::to_string(address_.statement_timeout_ms)));
  return {};
}

bool PostgresConnection::IsBroken() const {
  return is_lost_ || PQstatus(connection_) != CONNECTION_OK;
}

bool PostgresConnection::InTransaction() const {
  return PQtransactionStatus(connection_) != PQTRANS_IDLE;
}

Result<PostgresResult> PostgresConnection::Execute(const std::string& sql) {
  return Check(PostgresResult(PQexec(connection_, sql.c_str())));
}

Result<Transaction::Rows> PostgresConnection::Run(const std::string& sql,
                                                  const std::vector<Value>& values) {
  ARM_TRY(const std::string name, Prepare(sql, values));
  const PostgresArguments arguments(values);
  ARM_TRY(const auto result, Check(PostgresResult(PQexecPrepared(
                                 connection_, name.c_str(), arguments.Count(), arguments.Pointers(),
                                 arguments.Lengths(), arguments.Formats(), 0))));
  const int columns = PQnfields(result.get());
  Transaction::Rows rows;
  for (int row = 0; row < PQntuples(result.get()); ++row) {
    std::vector<Value> fields;
    fields.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) {
      fields.push_back(PostgresField(result.get(), row, column));
    }
    rows.emplace_back(std::move(fields));
  }
  return rows;
}

Result<std::string> PostgresConnection::Prepare(const std::string& sql,
                                                const std::vector<Value>& values) {
  std::string key;
  std::vector<unsigned> types;
  for (const Value& value : values) {
    key.push_back(static_cast<char>('0' + value.index()));
    types.push_back(PostgresType(value));
  }
  key.append(" ").append(sql);
  if (const auto found = name_by_statement_.find(key); found != name_by_statement_.end()) {
    return found->second;
  }
  if (name_by_statement_.size() >= kMostPrepared) {
    ARM_TRY(const auto ignored, Execute("DEALLOCATE ALL"));
    name_by_statement_.clear();
  }
  std::string name = "s" + std::to_string(name_by_statement_.size());
  ARM_TRY(const auto prepared,
          Check(PostgresResult(PQprepare(connection_, name.c_str(), sql.c_str(),
                                         static_cast<int>(types.size()), types.data()))));
  name_by_statement_.emplace(std::move(key), name);
  return name;
}

Result<PostgresResult> PostgresConnection::Check(PostgresResult result) {
  const ExecStatusType status = PQresultStatus(result.get());
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) {
    return result;
  }
  const char* const state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  last_state_ = state == nullptr ? "" : state;
  // The server's farewell comes before libpq sees that the connection is closed.
  const char* const severity = PQresultErrorField(result.get(), PG_DIAG_SEVERITY_NONLOCALIZED);
  is_lost_ = is_lost_ || severity == nullptr || std::string_view(severity) != "ERROR";
  const char* const message = PQresultErrorField(result.get(), PG_DIAG_MESSAGE_PRIMARY);
  return Fail(PostgresError(last_state_, message == nullptr ? "" : message));
}

Result<Transaction::Rows> PostgresTransaction::Execute(const BoundStatement& statement) {
  auto rows = [&]() -> Result<Rows> {
    ARM_CHECK(Enter(statement.scope));
    return connection_.Run(statement.checked->sql, statement.values);
  }();
  if (!rows) {
    can_be_repeated_ = IsRepeatable(connection_.LastState());
  }
  return rows;
}

Result<void> PostgresTransaction::Enter(const TenantScope* scope) {
  const std::string tenant = scope == nullptr ? "" : scope->Tenant().value;
  if (entered_ == tenant) {
    return {};
  }
  const std::string role = scope == nullptr ? "armillary_system" : "armillary_tenant";
  ARM_TRY(const auto ignored, connection_.Run("SELECT set_config('role', $1, true), "
                                              "set_config('app.tenant', $2, true)",
                                              {role, tenant}));
  entered_ = tenant;
  return {};
}

bool IsRepeatable(const std::string& state) { return state == "40001" || state == "40P01"; }

}  // namespace armillary::metadata
