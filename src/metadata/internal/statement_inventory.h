#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "base/json.h"

namespace armillary::metadata {

// What a look at the whole parse tree finds, wherever it stands, and the first reason to refuse.
class StatementInventory {
 public:
  explicit StatementInventory(const boost::json::value& statement) { Take(statement); }

  void Refuse(const std::string& reason);

  std::set<std::string, std::less<>> common_tables;
  std::map<std::size_t, std::size_t> parameter_by_offset;
  std::size_t tables = 0;
  std::string refusal;

 private:
  void Take(const boost::json::value& item);
  void TakeObject(const boost::json::object& node);
};

}  // namespace armillary::metadata
