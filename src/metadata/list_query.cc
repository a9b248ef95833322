#include "metadata/list_query.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/clock.h"
#include "metadata/internal/list_cursor.h"
#include "metadata/internal/list_filter.h"

namespace armillary::metadata {
namespace {

constexpr std::size_t kMostWildcards = 8;
constexpr std::size_t kMostSortColumns = 4;

struct SortColumn {
  std::string_view sql;
  ListType type;
  bool descending;
};

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

std::string_view Trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t comma = 0; comma != std::string_view::npos;) {
    comma = text.find(separator);
    parts.push_back(Trim(text.substr(0, comma)));
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

std::string FieldsOf(const ListSpec& spec, bool ListColumn::* may) {
  std::string names;
  for (const ListColumn& column : spec.columns) {
    if (column.*may) {
      names.append(names.empty() ? "" : ", ").append(column.field);
    }
  }
  return names;
}

const ListColumn* FindColumn(const ListSpec& spec, std::string_view field, bool ListColumn::* may) {
  const auto found = std::ranges::find_if(
      spec.columns, [&](const ListColumn& column) { return column.field == field && column.*may; });
  return found == spec.columns.end() ? nullptr : &*found;
}

// Adds arguments to a statement and gives the places that stand for them.
class Binder {
 public:
  Binder(Transaction::Arguments own, bool is_of_tenant)
      : arguments_(std::move(own)), before_(is_of_tenant ? 1 : 0) {}

  std::string Bind(Value value) {
    arguments_.push_back(std::move(value));
    return "$" + std::to_string(before_ + arguments_.size());
  }

  const Transaction::Arguments& Arguments() const { return arguments_; }

 private:
  Transaction::Arguments arguments_;
  std::size_t before_;
};

std::string_view SymbolOf(Comparator comparator) {
  switch (comparator) {
    case Comparator::Equal:
      return " = ";
    case Comparator::NotEqual:
      return " <> ";
    case Comparator::Less:
      return " < ";
    case Comparator::LessOrEqual:
      return " <= ";
    case Comparator::Greater:
      return " > ";
    case Comparator::GreaterOrEqual:
      return " >= ";
    default:
      return " LIKE ";
  }
}

tl::unexpected<Error> RefuseComparison(const Comparison& comparison, const std::string& rule) {
  return RefuseFilter(comparison.field + " takes " + rule);
}

Result<std::string> CompileText(const Comparison& comparison, const ListColumn& column,
                                Binder& binder) {
  const auto* const text = std::get_if<std::string>(&comparison.constant);
  const Comparator comparator = comparison.comparator;
  const bool is_like = comparator == Comparator::Like || comparator == Comparator::ILike;
  if (text == nullptr ||
      (!is_like && comparator != Comparator::Equal && comparator != Comparator::NotEqual)) {
    return RefuseComparison(comparison, "=, !=, LIKE or ILIKE and text");
  }
  if (!is_like) {
    return std::string(column.sql).append(SymbolOf(comparator)).append(binder.Bind(*text));
  }
  if (std::ranges::count(*text, '%') > static_cast<std::ptrdiff_t>(kMostWildcards)) {
    return RefuseComparison(comparison, "a pattern with at most 8 %");
  }
  // The engines differ in what escapes a wildcard unless told; one that is always doubled
  // escapes nothing.
  std::string pattern;
  for (const char c : comparator == Comparator::ILike ? Lower(*text) : *text) {
    pattern.append(c == '|' ? 2 : 1, c);
  }
  const std::string sql(column.sql);
  return (comparator == Comparator::ILike ? "lower(" + sql + ")" : sql) + " LIKE " +
         binder.Bind(std::move(pattern)) + " ESCAPE '|'";
}

Result<Value> NumberOf(const Comparison& comparison, ListType type) {
  if (const auto* const whole = std::get_if<std::int64_t>(&comparison.constant)) {
    return type == ListType::Real ? Value(static_cast<double>(*whole)) : Value(*whole);
  }
  const auto* const real = std::get_if<double>(&comparison.constant);
  if (real != nullptr && type == ListType::Real) {
    return Value(*real);
  }
  const auto* const text = std::get_if<std::string>(&comparison.constant);
  if (text != nullptr && type == ListType::Time) {
    if (const auto time = ParseTime(*text)) {
      return Time(*time);
    }
  }
  return RefuseComparison(
      comparison, type == ListType::Time ? "a time such as '2026-11-24T10:00:00Z'" : "a number");
}

Result<std::string> CompileNumber(const Comparison& comparison, const ListColumn& column,
                                  Binder& binder) {
  if (comparison.comparator == Comparator::Like || comparison.comparator == Comparator::ILike) {
    return RefuseComparison(comparison, "=, !=, <, <=, > or >=");
  }
  ARM_TRY(Value value, NumberOf(comparison, column.type));
  return std::string(column.sql)
      .append(SymbolOf(comparison.comparator))
      .append(binder.Bind(std::move(value)));
}

// The conditions of the list itself and of the filter, each with AND before it but the first.
Result<std::string> CompileConditions(const ListRequest& request, const ListSpec& spec,
                                      Binder& binder) {
  ARM_TRY(const auto comparisons, ParseFilter(request.filter));
  std::string conditions(spec.where);
  for (const Comparison& comparison : comparisons) {
    const auto* const column = FindColumn(spec, comparison.field, &ListColumn::filters);
    if (column == nullptr) {
      return RefuseFilter("the fields are " + FieldsOf(spec, &ListColumn::filters));
    }
    ARM_TRY(const std::string sql, column->type == ListType::Text
                                       ? CompileText(comparison, *column, binder)
                                       : CompileNumber(comparison, *column, binder));
    conditions.append(conditions.empty() ? "" : " AND ").append(sql);
  }
  return conditions;
}

tl::unexpected<Error> RefuseSort(const ListSpec& spec) {
  return Fail(ErrorCode::InvalidSort, "the list cannot be sorted like this", "sort",
              "up to 4 of " + FieldsOf(spec, &ListColumn::sorts) + ", each with ASC or DESC");
}

// `name`, `-name`, `name ASC` or `name DESC`.
Result<SortColumn> ParseSortColumn(std::string_view text, const ListSpec& spec) {
  bool descending = text.starts_with('-');
  std::string_view field = text.substr(descending ? 1 : 0);
  if (const std::size_t space = field.find(' '); space != std::string_view::npos && !descending) {
    const std::string direction = Lower(Trim(field.substr(space)));
    if (direction != "asc" && direction != "desc") {
      return RefuseSort(spec);
    }
    descending = direction == "desc";
    field = field.substr(0, space);
  }
  const auto* const column = FindColumn(spec, field, &ListColumn::sorts);
  if (column == nullptr) {
    return RefuseSort(spec);
  }
  return SortColumn{.sql = column->sql, .type = column->type, .descending = descending};
}

// Ends with the key, so that no two rows are alike.
Result<std::vector<SortColumn>> ParseSort(std::string_view sort, const ListSpec& spec) {
  std::vector<SortColumn> columns;
  for (const std::string_view part : Split(Trim(sort).empty() ? spec.default_sort : sort, ',')) {
    ARM_TRY(const SortColumn column, ParseSortColumn(part, spec));
    if (columns.size() == kMostSortColumns ||
        std::ranges::find(columns, column.sql, &SortColumn::sql) != columns.end()) {
      return RefuseSort(spec);
    }
    columns.push_back(column);
  }
  if (std::ranges::find(columns, spec.key, &SortColumn::sql) == columns.end()) {
    columns.push_back(
        {.sql = spec.key, .type = ListType::Text, .descending = columns.front().descending});
  }
  return columns;
}

bool HasType(const Value& value, ListType type) {
  switch (type) {
    case ListType::Text:
      return std::holds_alternative<std::string>(value);
    case ListType::Real:
      return std::holds_alternative<double>(value);
    default:
      return std::holds_alternative<std::int64_t>(value);
  }
}

// The rows after those values: a > x OR (a = x AND (b > y OR (b = y AND c > z))). The first column
// is also bounded by itself, which an index can use.
std::string CompileAfter(const std::vector<SortColumn>& columns, const std::vector<Value>& values,
                         Binder& binder) {
  std::string after;
  for (std::size_t i = columns.size(); i-- > 0;) {
    const std::string sql(columns[i].sql);
    const std::string place = binder.Bind(values[i]);
    const std::string beyond = sql + (columns[i].descending ? " < " : " > ") + place;
    const std::string up_to = sql + (columns[i].descending ? " <= " : " >= ") + place;
    if (after.empty()) {
      after = beyond;
    } else {
      after = "(" + beyond + " OR (" + sql + " = " + place + " AND " + after + "))";
      after = i == 0 ? up_to + " AND " + after : after;
    }
  }
  return after;
}

Digest HashOf(const ListRequest& request, const ListSpec& spec, const TenantScope& scope,
              const Transaction::Arguments& own) {
  std::string all;
  const auto add = [&](std::string_view part) {
    all.append(std::to_string(part.size())).append(":").append(part);
  };
  add(spec.name);
  add(scope.Tenant().value);
  add(request.filter);
  add(Trim(request.sort).empty() ? spec.default_sort : std::string_view(request.sort));
  for (const Value& value : own) {
    const auto* const text = std::get_if<std::string>(&value);
    add(text == nullptr ? std::string_view() : std::string_view(*text));
  }
  return Sha256(all);
}

std::string OrderOf(const std::vector<SortColumn>& columns) {
  std::string order;
  for (const SortColumn& column : columns) {
    order.append(order.empty() ? " ORDER BY " : ", ")
        .append(column.sql)
        .append(column.descending ? " DESC" : " ASC");
  }
  return order;
}

Result<std::string> CompilePosition(const ListRequest& request, const Digest& list,
                                    const std::vector<SortColumn>& columns, Binder& binder) {
  if (request.cursor.empty()) {
    return std::string();
  }
  ARM_TRY(const auto values, OpenCursor(list, request.cursor));
  bool fits = values.size() == columns.size();
  for (std::size_t i = 0; i < values.size() && fits; ++i) {
    fits = HasType(values[i], columns[i].type);
  }
  if (!fits) {
    return Fail(ErrorCode::InvalidCursor, "the cursor is not from this list", "cursor");
  }
  return CompileAfter(columns, values, binder);
}

std::string Where(std::string_view conditions, std::string_view more) {
  std::string where(conditions.empty() && more.empty() ? "" : " WHERE ");
  where.append(conditions).append(conditions.empty() || more.empty() ? "" : " AND ").append(more);
  return where;
}

// The arguments up to the last that `sql` names: a total leaves out what only the columns need.
Transaction::Arguments ArgumentsNamedIn(std::string_view sql, Transaction::Arguments arguments,
                                        bool is_of_tenant) {
  std::size_t last = 0;
  for (std::size_t at = sql.find('$'); at != std::string_view::npos; at = sql.find('$', at + 1)) {
    std::size_t number = 0;
    std::from_chars(sql.data() + at + 1, sql.data() + sql.size(), number);
    last = std::max(last, number);
  }
  arguments.resize(std::min(arguments.size(), last - (is_of_tenant && last > 0 ? 1 : 0)));
  return arguments;
}

std::string PageSql(const ListSpec& spec, const std::vector<SortColumn>& sort,
                    const std::string& where) {
  std::string sql = "SELECT " + std::string(spec.select);
  for (const SortColumn& column : sort) {
    sql.append(", ").append(column.sql);
  }
  return sql.append(" FROM ").append(spec.from).append(where).append(OrderOf(sort));
}

std::string TotalSql(const ListSpec& spec, const std::string& where) {
  return "SELECT count(*) FROM (SELECT 1 FROM " + std::string(spec.from) + where + " LIMIT " +
         std::to_string(kMostCounted + 1) + ") AS counted";
}

Result<void> CountAll(Transaction& transaction, const TenantScope& scope, const ListPlan& plan,
                      Page<Row>& page) {
  ARM_TRY(const auto row, transaction.QueryOne(scope, plan.total_sql, plan.total_arguments));
  const std::int64_t counted = row ? row->Integer(0) : 0;
  page.total = std::min(counted, kMostCounted);
  page.total_is_exact = counted <= kMostCounted;
  return {};
}

}  // namespace

Result<ListPlan> PlanList(const ListRequest& request, const ListSpec& spec,
                          const TenantScope& scope, Transaction::Arguments own) {
  if (request.limit < 1 || request.limit > kMostPerPage) {
    return Fail(ErrorCode::OutOfRange, "a page has 1 to 1000 items", "limit", "1 to 1000");
  }
  const Digest list = HashOf(request, spec, scope, own);
  ARM_TRY(const auto sort, ParseSort(request.sort, spec));
  Binder binder(std::move(own), spec.is_of_tenant);
  ARM_TRY(const std::string conditions, CompileConditions(request, spec, binder));
  ListPlan plan{.total_sql = TotalSql(spec, Where(conditions, "")),
                .limit = static_cast<std::size_t>(request.limit),
                .sort_columns = sort.size(),
                .list = list,
                .is_continued = !request.cursor.empty()};
  plan.total_arguments = ArgumentsNamedIn(plan.total_sql, binder.Arguments(), spec.is_of_tenant);
  ARM_TRY(const std::string after, CompilePosition(request, list, sort, binder));
  plan.page_sql =
      PageSql(spec, sort, Where(conditions, after)) + " LIMIT " + binder.Bind(request.limit + 1);
  plan.page_arguments = binder.Arguments();
  return plan;
}

Result<Page<Row>> RunList(Transaction& transaction, const TenantScope& scope,
                          const ListPlan& plan) {
  ARM_TRY(auto rows, transaction.Query(scope, plan.page_sql, plan.page_arguments));
  Page<Row> page;
  const bool has_more = rows.size() > plan.limit;
  if (has_more) {
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(plan.limit), rows.end());
    const std::vector<Value>& last = rows.back().Values();
    page.next_cursor = SealCursor(
        plan.list, {last.end() - static_cast<std::ptrdiff_t>(plan.sort_columns), last.end()});
  }
  if (has_more || plan.is_continued) {
    ARM_CHECK(CountAll(transaction, scope, plan, page));
  } else {
    page.total = static_cast<std::int64_t>(rows.size());
  }
  page.items = std::move(rows);
  return page;
}

}  // namespace armillary::metadata
