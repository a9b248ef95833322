#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/page.h"
#include "base/result.h"
#include "metadata/database.h"

namespace armillary::metadata {

// The list conventions once for every list: filter, sort, cursor, limit, total.

using armillary::ListRequest;
using armillary::Page;

// A field that callers may filter or sort a list by.
struct ListField {
  enum class Use : std::uint8_t { Filter, Sort, Both };

  std::string_view name;  // As callers write it.
  std::string_view sql;   // Never NULL where it is sorted by: "m.name".
  Use use = Use::Both;
  bool is_number = false;
};

// A list as its store knows it. All views must outlive the use.
struct ListSpec {
  std::string_view columns;               // "m.id, m.name": what each row has, by position.
  std::string_view from;                  // "FROM models m WHERE m.tenant_id = $1 AND m.kind = $2"
  Transaction::Arguments arguments = {};  // Of `from`, as Query takes them.
  bool binds_tenant = true;               // Whether `from` names a tenant table.
  std::span<const ListField> fields;
  std::string_view default_sort;  // "name ASC"
  std::string_view unique;        // Breaks ties: "m.id", text. Must tell any two rows apart.
};

// Rows of one page, to be read by the store.
using RowPage = Page<Row>;

// Runs one page of the list. Fails with InvalidFilter, InvalidSort or InvalidCursor: a cursor is
// good only for the list, tenant, filter and sort that it came from.
Result<RowPage> RunList(Transaction& transaction, const TenantScope& scope, const ListSpec& spec,
                        const ListRequest& request);

// The same, with each row read.
template <class Read>
auto RunList(Transaction& transaction, const TenantScope& scope, const ListSpec& spec,
             const ListRequest& request, Read read)
    -> Result<Page<std::invoke_result_t<Read, const Row&>>> {
  ARM_TRY(auto rows, RunList(transaction, scope, spec, request));
  Page<std::invoke_result_t<Read, const Row&>> page;
  page.items.reserve(rows.items.size());
  for (const Row& row : rows.items) {
    page.items.push_back(std::invoke(read, row));
  }
  page.next_cursor = std::move(rows.next_cursor);
  page.total = rows.total;
  page.total_is_exact = rows.total_is_exact;
  return page;
}

}  // namespace armillary::metadata
