#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace armillary {

// What a caller asks of a list: which items, in which order, from where on. Texts are as sent;
// the list that is asked knows its fields.
struct ListRequest {
  std::string filter = {};  // name LIKE 'ch%' AND kind = 'tabular'
  std::string sort = {};    // name ASC, created_at DESC
  std::string cursor = {};  // Page::next_cursor of the page before; empty: from the start.
  std::int64_t limit = 100;
};

// One page of a list.
template <class T>
struct Page {
  std::vector<T> items;
  std::string next_cursor = {};  // Empty on the last page.
  std::int64_t total = 0;        // Of the whole list; exact up to 10,000.
  bool total_is_exact = true;
};

}  // namespace armillary
