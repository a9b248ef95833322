#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "base/result.h"

namespace armillary::metadata {

// The parse tree that PostgreSQL's own parser makes of `sql`: an array of
// {"stmt": {"SelectStmt": {...}}, "stmt_location": 0, "stmt_len": 10}, zeros left out. Fails with
// StatementRefused.
Result<boost::json::array> ParseSql(std::string_view sql);

// The refusal of a statement for `reason`.
tl::unexpected<Error> RefuseStatement(const std::string& reason);

// Looking into a tree: an absent key reads as empty, none or 0.
std::string_view TextAt(const boost::json::object& node, std::string_view key);
std::size_t NumberAt(const boost::json::object& node, std::string_view key);
const boost::json::object* ObjectAt(const boost::json::object& node, std::string_view key);
const boost::json::array& ListAt(const boost::json::object& node, std::string_view key);

// The content of `value` when it is {"<type>": {...}}, else none.
const boost::json::object* NodeOf(const boost::json::value& value, std::string_view type);

// Whether `value` is $1, which is the tenant in every statement on a table of tenants.
bool IsTenantParameter(const boost::json::value& value);

// The text of {"String": {"sval": ...}}, else empty.
std::string_view StringOf(const boost::json::value& value);

}  // namespace armillary::metadata
