#include "metadata/internal/sql_tree.h"

#include <memory>
#include <pg_query.h>

namespace armillary::metadata {
namespace {

constexpr std::size_t kMaxStatementBytes = 64 * 1024;
constexpr std::size_t kMaxDepth = 200;

struct FreeParse {
  void operator()(PgQueryParseResult* parse) const { pg_query_free_parse_result(*parse); }
};

}  // namespace

tl::unexpected<Error> RefuseStatement(const std::string& reason) {
  return Fail(ErrorCode::StatementRefused, "the statement is refused: " + reason);
}

Result<boost::json::array> ParseSql(std::string_view sql) {
  if (sql.size() > kMaxStatementBytes || sql.find('\0') != std::string_view::npos) {
    return RefuseStatement("it is longer than 64 KiB or has a NUL");
  }
  PgQueryParseResult parse = pg_query_parse(std::string(sql).c_str());
  const std::unique_ptr<PgQueryParseResult, FreeParse> freed(&parse);
  if (parse.error != nullptr) {
    return RefuseStatement(parse.error->message);
  }
  auto tree = ParseJson(parse.parse_tree, {.depth = kMaxDepth});
  if (!tree) {
    return RefuseStatement("it is nested too deeply");
  }
  return ListAt(tree->as_object(), "stmts");
}

std::string_view TextAt(const boost::json::object& node, std::string_view key) {
  const auto* const value = node.if_contains(key);
  const auto* const text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string_view() : std::string_view(text->data(), text->size());
}

std::size_t NumberAt(const boost::json::object& node, std::string_view key) {
  const auto* const value = node.if_contains(key);
  const auto* const number = value == nullptr ? nullptr : value->if_int64();
  return number == nullptr || *number < 0 ? 0 : static_cast<std::size_t>(*number);
}

const boost::json::object* ObjectAt(const boost::json::object& node, std::string_view key) {
  const auto* const value = node.if_contains(key);
  return value == nullptr ? nullptr : value->if_object();
}

const boost::json::array& ListAt(const boost::json::object& node, std::string_view key) {
  static const boost::json::array none;
  const auto* const value = node.if_contains(key);
  const auto* const list = value == nullptr ? nullptr : value->if_array();
  return list == nullptr ? none : *list;
}

const boost::json::object* NodeOf(const boost::json::value& value, std::string_view type) {
  const auto* const wrapper = value.if_object();
  return wrapper == nullptr ? nullptr : ObjectAt(*wrapper, type);
}

bool IsTenantParameter(const boost::json::value& value) {
  const auto* const parameter = NodeOf(value, "ParamRef");
  return parameter != nullptr && NumberAt(*parameter, "number") == 1;
}

std::string_view StringOf(const boost::json::value& value) {
  const auto* const node = NodeOf(value, "String");
  return node == nullptr ? std::string_view() : TextAt(*node, "sval");
}

}  // namespace armillary::metadata
