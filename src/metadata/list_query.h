#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/page.h"
#include "base/result.h"
#include "metadata/database.h"

namespace armillary::metadata {

using armillary::ListRequest;
using armillary::Page;

enum class ListType : std::uint8_t { Text, Integer, Time, Real };

// A field that callers may name, and the SQL expression that it stands for. One to sort by is
// never NULL: coalesce(t.last_used_at, 0).
struct ListColumn {
  std::string_view field;
  std::string_view sql;
  ListType type = ListType::Text;
  bool filters = true;
  bool sorts = true;
};

// What a store says of one of its lists; the rest of its statements is written here.
struct ListSpec {
  std::string_view name;    // Of the list, such as "catalog.models"; cursors are bound to it.
  std::string_view select;  // "m.id, m.name"
  std::string_view from;    // "models m"
  std::string_view where;   // "m.tenant_id = $1 AND m.kind = $2"; may be empty.
  std::vector<ListColumn> columns;
  std::string_view default_sort;  // "name ASC"
  std::string_view key;           // A column of text that no two rows share: "m.id".
  bool is_of_tenant = true;       // $1 is the tenant, and the list's own arguments follow from $2.
};

// The statements of one page.
struct ListPlan {
  std::string page_sql = {};
  Transaction::Arguments page_arguments = {};
  std::string total_sql = {};
  Transaction::Arguments total_arguments = {};
  std::size_t limit = 0;
  std::size_t sort_columns = 0;  // At the end of each row of the page.
  Digest list = {};              // Of all that the cursor is bound to.
  bool is_continued = false;     // Not the first page.
};

// The most rows that a total counts.
inline constexpr std::int64_t kMostCounted = 10'000;
inline constexpr std::int64_t kMostPerPage = 1'000;

// Turns what a caller asks into bound SQL over the fields of `spec`: every constant becomes an
// argument after `own`, the arguments of the spec's own text. Text knows =, !=, LIKE and ILIKE (of
// ASCII letters), where % and _ stand for others and nothing escapes them; numbers and times know
// =, !=, <, <=, >, >=; a time is RFC 3339 text or milliseconds. The order is that of bytes.
//
// A cursor is bound to the list, the tenant, the filter, the order, and what is text in `own`.
// Fails with InvalidFilter, InvalidSort, InvalidCursor or OutOfRange (of `limit`). Takes any bytes.
Result<ListPlan> PlanList(const ListRequest& request, const ListSpec& spec,
                          const TenantScope& scope, Transaction::Arguments own = {});

// The rows of a page: those of `spec.select`, then the values that they are sorted by.
Result<Page<Row>> RunList(Transaction& transaction, const TenantScope& scope, const ListPlan& plan);

// A request of a list. `own` are the arguments of the spec's text.
struct ListQuery {
  const ListSpec& spec;
  Transaction::Arguments own;
  const ListRequest& request;
};

// Plans, runs, and reads each row with `read`:
//
//   return List(transaction, scope, {kModels, {}, request}, ReadModel);
template <class Read>
auto List(Transaction& transaction, const TenantScope& scope, const ListQuery& query, Read read)
    -> Result<Page<decltype(read(std::declval<const Row&>()))>> {
  ARM_TRY(const ListPlan plan, PlanList(query.request, query.spec, scope, query.own));
  ARM_TRY(const auto rows, RunList(transaction, scope, plan));
  Page<decltype(read(std::declval<const Row&>()))> page{.items = {},
                                                        .next_cursor = rows.next_cursor,
                                                        .total = rows.total,
                                                        .total_is_exact = rows.total_is_exact};
  for (const Row& row : rows.items) {
    page.items.push_back(read(row));
  }
  return page;
}

}  // namespace armillary::metadata
