#pragma once

#include <array>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "net/message.h"
#include "net/route.h"

namespace armillary::net {

// All that the listener answers, fixed at start. Thread-safe, because immutable.
//
// A path means one route or none. It is split at `/` as sent, and each segment is decoded once.
// A literal segment beats a parameter and is never tried as one. A pattern may end in a parameter
// such as `{path...}`, which takes all the segments that are left, at least one, each decoded by
// itself and joined by `/`; nothing else stands beside it. Refused with InvalidPath: an empty
// segment (also a trailing slash), `.` and `..`, encoded or not; an encoded slash, control
// character or literal; text that is not UTF-8.
class RouteTable {
 public:
  // Fails with AlreadyExists if two routes have one method and path or one operation; with
  // InvalidFormat for a pattern that is not canonical, a parameter that has another name than its
  // neighbour at the same place, or a public upload.
  static Result<RouteTable> Build(std::vector<Route> routes);

  RouteTable(RouteTable&&) noexcept;
  RouteTable& operator=(RouteTable&&) noexcept;
  ~RouteTable();

  // The route for `method` and `path` (as sent, without the query); puts decoded parameters into
  // `parameters`. HEAD finds the route of GET. Fails with InvalidPath, NotFound or
  // MethodNotAllowed; then Allow tells which methods there are.
  Result<const Route*> Find(Method method, std::string_view path, Fields& parameters) const;

  // The methods of a path as an Allow header has them, with HEAD and OPTIONS: "GET, HEAD, OPTIONS".
  // Empty if the path is not in the table. `*` stands for the whole table.
  std::string Allow(std::string_view path) const;

  // In the order they were given.
  std::span<const Route> Routes() const { return routes_; }

 private:
  struct Node;

  explicit RouteTable(std::vector<Route> routes);

  static Node& Grow(Node& node, std::string_view segment);
  static Result<void> TakeRest(const Node& node, std::span<const std::string_view> rest,
                               Fields& parameters);
  static Result<const Node*> Step(const Node* node, std::string_view segment, Fields& parameters);

  Result<void> Insert(const Route& route);
  Result<const Node*> Descend(std::span<const std::string_view> segments, Fields& parameters) const;
  Result<const Node*> Walk(std::string_view path, Fields& parameters) const;

  std::vector<Route> routes_;
  std::unique_ptr<Node> root_;
  std::unordered_map<std::string_view, const Node*> literal_paths_;
};

}  // namespace armillary::net
