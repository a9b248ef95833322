#include "metadata/list_query.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/json.h"
#include "base/names.h"
#include "metadata/filter.h"

namespace armillary::metadata {
namespace {

namespace json = boost::json;

constexpr std::int64_t kCountedExactly = 10'000;
constexpr std::int64_t kMostItems = 1'000;

// One column of the order, the tie-breaker last.
struct OrderColumn {
  std::string sql;
  bool is_number;
  bool descending;
};

// A statement while it is put together; arguments are numbered as they come.
class Builder {
 public:
  explicit Builder(const ListSpec& spec)
      : arguments_(spec.arguments), first_(spec.binds_tenant ? 2 : 1) {}

  std::string Bind(Value value) {
    arguments_.push_back(std::move(value));
    return fmt::format("${}", arguments_.size() - 1 + first_);
  }

  Transaction::Arguments arguments() const { return arguments_; }

 private:
  Transaction::Arguments arguments_;
  std::size_t first_;
};

const ListField* FindField(const ListSpec& spec, std::string_view name, ListField::Use use) {
  const auto field = std::ranges::find_if(spec.fields, [&](const ListField& candidate) {
    return candidate.name == name &&
           (candidate.use == use || candidate.use == ListField::Use::Both);
  });
  return field == spec.fields.end() ? nullptr : &*field;
}

std::string NamesFor(const ListSpec& spec, ListField::Use use) {
  std::string names;
  for (const ListField& field : spec.fields) {
    if (field.use == use || field.use == ListField::Use::Both) {
      names += fmt::format("{}{}", names.empty() ? "" : ", ", field.name);
    }
  }
  return names;
}

Result<std::string> CompileCondition(const ListSpec& spec, const Condition& condition,
                                     Builder& builder) {
  const ListField* field = FindField(spec, condition.field, ListField::Use::Filter);
  if (field == nullptr) {
    return Fail(ErrorCode::InvalidFilter,
                fmt::format("this list has no filter on {}", condition.field), "filter",
                "one of " + NamesFor(spec, ListField::Use::Filter));
  }
  const auto* text = std::get_if<std::string>(&condition.value);
  const bool is_like = condition.comparison == Comparison::Like;
  if ((text == nullptr) != field->is_number || (is_like && text == nullptr)) {
    return Fail(ErrorCode::InvalidFilter,
                fmt::format("{} compares with {}", field->name,
                            field->is_number ? "a whole number by =" : "text in quotes"),
                "filter");
  }
  if (is_like && text->find('\\') != std::string::npos) {
    return Fail(ErrorCode::InvalidFilter, "a LIKE pattern has no backslash", "filter");
  }
  Value value = text != nullptr ? Value(*text) : Value(std::get<std::int64_t>(condition.value));
  return fmt::format("{} {} {}", field->sql, is_like ? "LIKE" : "=",
                     builder.Bind(std::move(value)));
}

Result<std::string> CompileFilter(const ListSpec& spec, const std::string& filter,
                                  Builder& builder) {
  if (!IsUtf8(filter) || filter.find('\0') != std::string::npos) {
    return Fail(ErrorCode::InvalidFilter, "the filter is not text", "filter");
  }
  ARM_TRY(const auto conditions, ParseFilter(filter));
  std::string sql;
  for (const Condition& condition : conditions) {
    ARM_TRY(const std::string compiled, CompileCondition(spec, condition, builder));
    sql += " AND " + compiled;
  }
  return sql;
}

Result<std::vector<OrderColumn>> CompileSort(const ListSpec& spec, const std::string& sort) {
  ARM_TRY(const auto terms, ParseSort(sort.empty() ? std::string(spec.default_sort) : sort));
  std::vector<OrderColumn> order;
  for (const SortTerm& term : terms) {
    const ListField* field = FindField(spec, term.field, ListField::Use::Sort);
    const bool is_repeated = std::ranges::count(terms, term.field, &SortTerm::field) > 1;
    if (field == nullptr || is_repeated) {
      return Fail(ErrorCode::InvalidSort,
                  is_repeated ? fmt::format("{} is there twice", term.field)
                              : fmt::format("this list cannot be sorted by {}", term.field),
                  "sort", "one of " + NamesFor(spec, ListField::Use::Sort));
    }
    order.push_back({std::string(field->sql), field->is_number, term.descending});
  }
  order.push_back({std::string(spec.unique), false, !order.empty() && order.back().descending});
  return order;
}

// Names the list that a cursor belongs to.
std::string Fingerprint(const TenantScope& scope, const ListSpec& spec,
                        const ListRequest& request) {
  return Sha256(fmt::format("{}\n{}\n{}\n{}", scope.Tenant().value, spec.from, request.filter,
                            request.sort))
      .ToHex()
      .substr(0, 16);
}

tl::unexpected<Error> RefuseCursor() {
  return Fail(ErrorCode::InvalidCursor, "the cursor is not of this list with this filter and sort",
              "cursor", "next_cursor of the page before");
}

Result<std::vector<Value>> ReadCursor(const std::string& cursor, const std::string& fingerprint,
                                      const std::vector<OrderColumn>& order) {
  const auto bytes = FromBase64Url(cursor);
  if (!bytes) {
    return RefuseCursor();
  }
  const auto parsed = ParseJson(AsText(*bytes), {.depth = 2});
  const auto* list = parsed ? parsed->if_array() : nullptr;
  if (list == nullptr || list->size() != order.size() + 1 || !list->front().is_string() ||
      list->front().as_string() != fingerprint) {
    return RefuseCursor();
  }
  std::vector<Value> values;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const json::value& value = (*list)[i + 1];
    if (order[i].is_number ? !value.is_int64() : !value.is_string()) {
      return RefuseCursor();
    }
    values.push_back(value.is_int64() ? Value(value.as_int64())
                                      : Value(std::string(value.as_string())));
  }
  return values;
}

std::string WriteCursor(const Row& row, std::size_t first, const std::string& fingerprint,
                        const std::vector<OrderColumn>& order) {
  json::array list{json::value(fingerprint)};
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (order[i].is_number) {
      list.emplace_back(row.Integer(first + i));
    } else {
      list.emplace_back(row.Text(first + i));
    }
  }
  return ToBase64Url(AsBytes(json::serialize(list)));
}

// (a > x) OR (a = x AND b > y) ...: what comes after the last row of the page before.
std::string CompileAfter(const std::vector<OrderColumn>& order, const std::vector<Value>& last,
                         Builder& builder) {
  std::vector<std::string> bound;
  for (const Value& value : last) {
    bound.push_back(builder.Bind(value));
  }
  std::string sql;
  std::string equal;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& [column, is_number, descending] = order[i];
    sql += fmt::format("{}({}{} {} {})", i == 0 ? "" : " OR ", equal, column,
                       descending ? "<" : ">", bound[i]);
    equal += fmt::format("{} = {} AND ", column, bound[i]);
  }
  return fmt::format(" AND ({})", sql);
}

std::string CompileOrder(const std::vector<OrderColumn>& order) {
  std::string sql;
  for (const OrderColumn& column : order) {
    sql += fmt::format("{}{} {}", sql.empty() ? " ORDER BY " : ", ", column.sql,
                       column.descending ? "DESC" : "ASC");
  }
  return sql;
}

std::size_t CountColumns(std::string_view columns) {
  std::size_t commas = 0;
  std::int64_t depth = 0;
  for (const char c : columns) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    commas += c == ',' && depth == 0 ? 1 : 0;
  }
  return commas + 1;
}

Result<std::int64_t> Count(Transaction& transaction, const TenantScope& scope, const ListSpec& spec,
                           const std::string& filter, Builder builder) {
  const std::string limit = builder.Bind(kCountedExactly + 1);
  ARM_TRY(const auto row, transaction.QueryOne(
                              scope,
                              fmt::format("SELECT COUNT(*) FROM (SELECT {} AS one {}{} LIMIT {}) c",
                                          spec.unique, spec.from, filter, limit),
                              builder.arguments()));
  return row ? row->Integer(0) : 0;
}

}  // namespace

Result<RowPage> RunList(Transaction& transaction, const TenantScope& scope, const ListSpec& spec,
                        const ListRequest& request) {
  Builder builder(spec);
  ARM_TRY(const std::string filter, CompileFilter(spec, request.filter, builder));
  ARM_TRY(const auto order, CompileSort(spec, request.sort));
  ARM_TRY(const std::int64_t counted, Count(transaction, scope, spec, filter, builder));

  const std::string fingerprint = Fingerprint(scope, spec, request);
  std::string after;
  if (!request.cursor.empty()) {
    ARM_TRY(const auto last, ReadCursor(request.cursor, fingerprint, order));
    after = CompileAfter(order, last, builder);
  }
  std::string columns(spec.columns);
  for (const OrderColumn& column : order) {
    columns += ", " + column.sql;
  }
  const std::int64_t limit = std::clamp<std::int64_t>(request.limit, 1, kMostItems);
  const std::string limit_sql = builder.Bind(limit + 1);
  ARM_TRY(auto rows,
          transaction.Query(scope,
                            fmt::format("SELECT {} {}{}{}{} LIMIT {}", columns, spec.from, filter,
                                        after, CompileOrder(order), limit_sql),
                            builder.arguments()));
  RowPage page{.items = std::move(rows),
               .total = std::min(counted, kCountedExactly),
               .total_is_exact = counted <= kCountedExactly};
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    page.next_cursor =
        WriteCursor(page.items.back(), CountColumns(spec.columns), fingerprint, order);
  }
  return page;
}

}  // namespace armillary::metadata
