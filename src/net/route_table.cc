#include "net/route_table.h"

#include <algorithm>
#include <set>
#include <utility>

#include "net/internal/target.h"

namespace armillary::net {

// A place in the tree of segments: what may follow, and what answers here.
struct RouteTable::Node {
  std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
  std::string parameter_name;
  bool takes_rest = false;  // The parameter stands for all that follows, and is alone here.
  std::unique_ptr<Node> parameter;
  std::array<const Route*, kMethodCount> routes{};

  const Route* At(Method method) const { return routes.at(static_cast<std::size_t>(method)); }
  bool Answers() const {
    return std::ranges::any_of(routes, [](const Route* route) { return route != nullptr; });
  }
};

namespace {

constexpr std::string_view kRest = "...}";

bool IsParameter(std::string_view segment) {
  return segment.size() > 2 && segment.starts_with('{') && segment.ends_with('}');
}

bool TakesRest(std::string_view segment) { return segment.ends_with(kRest); }

// The name in a segment that is a parameter.
std::string_view NameIn(std::string_view segment) {
  return segment.substr(1, segment.size() - 1 - (TakesRest(segment) ? kRest.size() : 1));
}

bool IsLiteral(std::string_view segment) {
  const auto decoded = DecodeSegment(segment);
  return decoded && *decoded == segment;
}

bool IsParameterName(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

tl::unexpected<Error> BadPattern(const Route& route, const std::string& why) {
  return Fail(ErrorCode::InvalidFormat, route.operation() + ": " + why, route.pattern());
}

// Segments of a pattern or path that starts with a slash; `/` alone has none.
std::vector<std::string_view> Split(std::string_view path) {
  std::vector<std::string_view> segments;
  path.remove_prefix(1);
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) {
      return segments;
    }
    path.remove_prefix(slash + 1);
    if (path.empty()) {
      segments.emplace_back();
    }
  }
  return segments;
}

Result<void> CheckSegments(const Route& route) {
  std::set<std::string_view> names;
  const auto segments = Split(route.pattern());
  for (const std::string_view segment : segments) {
    if (!IsParameter(segment) && !IsLiteral(segment)) {
      return BadPattern(route, "a segment is neither a plain literal nor a parameter");
    }
    if (!IsParameter(segment)) {
      continue;
    }
    const std::string_view name = NameIn(segment);
    if (!IsParameterName(name) || !names.insert(name).second) {
      return BadPattern(route, "parameters have names of a-z and _, each once");
    }
    if (TakesRest(segment) && segment.data() != segments.back().data()) {
      return BadPattern(route, "a parameter that takes the rest comes last");
    }
  }
  return {};
}

Result<void> CheckRoute(const Route& route) {
  if (!route.pattern().starts_with('/')) {
    return BadPattern(route, "a pattern starts with a slash");
  }
  ARM_CHECK(CheckSegments(route));
  if (route.operation().empty() || route.method() == Method::Other ||
      route.method() == Method::Head) {
    return BadPattern(route, "a route has an operation and a method of its own");
  }
  if (route.upload_handler() != nullptr && route.policy().IsPublic()) {
    return BadPattern(route, "an upload is never public");
  }
  return {};
}

std::string AllowOf(const std::array<const Route*, kMethodCount>& routes) {
  std::string allow;
  for (std::size_t i = 0; i < kMethodCount; ++i) {
    const auto method = static_cast<Method>(i);
    const bool is_head = method == Method::Head && routes.at(0) != nullptr;
    if (routes.at(i) != nullptr || is_head || method == Method::Options) {
      allow += allow.empty() ? "" : ", ";
      allow += MethodName(method);
    }
  }
  return allow;
}

}  // namespace

RouteTable::RouteTable(std::vector<Route> routes)
    : routes_(std::move(routes)), root_(std::make_unique<Node>()) {}
RouteTable::RouteTable(RouteTable&&) noexcept = default;
RouteTable& RouteTable::operator=(RouteTable&&) noexcept = default;
RouteTable::~RouteTable() = default;

Result<RouteTable> RouteTable::Build(std::vector<Route> routes) {
  RouteTable table(std::move(routes));
  std::set<std::string_view> operations;
  for (const Route& route : table.routes_) {
    ARM_CHECK(CheckRoute(route));
    if (!operations.insert(route.operation()).second) {
      return Fail(ErrorCode::AlreadyExists, "two routes have one operation", route.operation());
    }
    ARM_CHECK(table.Insert(route));
  }
  return table;
}

RouteTable::Node& RouteTable::Grow(Node& node, std::string_view segment) {
  std::unique_ptr<Node>& next =
      IsParameter(segment) ? node.parameter : node.literals[std::string(segment)];
  if (!next) {
    next = std::make_unique<Node>();
  }
  return *next;
}

Result<void> RouteTable::Insert(const Route& route) {
  Node* node = root_.get();
  bool literal = true;
  for (const std::string_view segment : Split(route.pattern())) {
    Node& next = Grow(*node, segment);
    if (IsParameter(segment)) {
      const std::string_view name = NameIn(segment);
      const bool is_new = node->parameter_name.empty();
      if (!is_new && (node->parameter_name != name || node->takes_rest != TakesRest(segment))) {
        return BadPattern(route, "its place calls the parameter " + node->parameter_name);
      }
      node->parameter_name = name;
      node->takes_rest = TakesRest(segment);
      literal = false;
    }
    if (node->takes_rest && !node->literals.empty()) {
      return BadPattern(route, "nothing stands beside a parameter that takes the rest");
    }
    node = &next;
  }
  const Route*& slot = node->routes.at(static_cast<std::size_t>(route.method()));
  if (slot != nullptr) {
    return Fail(ErrorCode::AlreadyExists, "two routes have one method and path", route.pattern());
  }
  slot = &route;
  if (literal) {
    literal_paths_.emplace(route.pattern(), node);
  }
  return {};
}

Result<void> RouteTable::TakeRest(const Node& node, std::span<const std::string_view> rest,
                                  Fields& parameters) {
  std::string joined;
  for (const std::string_view segment : rest) {
    ARM_TRY(const std::string text, DecodeSegment(segment));
    joined.append(joined.empty() ? "" : "/").append(text);
  }
  parameters.Add(node.parameter_name, joined);
  return {};
}

Result<const RouteTable::Node*> RouteTable::Step(const Node* node, std::string_view segment,
                                                 Fields& parameters) {
  ARM_TRY(const std::string text, DecodeSegment(segment));
  if (node == nullptr) {
    return node;
  }
  if (const auto literal = node->literals.find(text); literal != node->literals.end()) {
    if (segment != text) {
      return Fail(ErrorCode::InvalidPath, "the path encodes what is plain", "path");
    }
    return literal->second.get();
  }
  if (node->parameter) {
    parameters.Add(node->parameter_name, text);
  }
  return node->parameter.get();
}

// Also behind what nobody has, so that a broken path is called broken.
Result<const RouteTable::Node*> RouteTable::Descend(std::span<const std::string_view> segments,
                                                    Fields& parameters) const {
  const Node* node = root_.get();
  for (std::size_t i = 0; i < segments.size(); ++i) {
    if (node != nullptr && node->takes_rest) {
      ARM_CHECK(TakeRest(*node, segments.subspan(i), parameters));
      return node->parameter.get();
    }
    ARM_TRY(node, Step(node, segments[i], parameters));
  }
  return node;
}

Result<const RouteTable::Node*> RouteTable::Walk(std::string_view path, Fields& parameters) const {
  if (const auto found = literal_paths_.find(path); found != literal_paths_.end()) {
    return found->second;
  }
  const Node* node = nullptr;
  if (path.starts_with('/')) {
    ARM_TRY(node, Descend(Split(path), parameters));
  }
  if (node == nullptr || !node->Answers()) {
    return Fail(ErrorCode::NotFound, "there is no such path");
  }
  return node;
}

Result<const Route*> RouteTable::Find(Method method, std::string_view path,
                                      Fields& parameters) const {
  ARM_TRY(const Node* node, Walk(path, parameters));
  const Route* route = node->At(method == Method::Head ? Method::Get : method);
  if (route == nullptr) {
    return Fail(ErrorCode::MethodNotAllowed, "the path takes " + AllowOf(node->routes));
  }
  return route;
}

std::string RouteTable::Allow(std::string_view path) const {
  std::array<const Route*, kMethodCount> routes{};
  if (path == "*") {
    for (const Route& route : routes_) {
      routes.at(static_cast<std::size_t>(route.method())) = &route;
    }
    return AllowOf(routes);
  }
  Fields parameters(Fields::Match::Exact);
  const auto node = Walk(path, parameters);
  return node ? AllowOf((*node)->routes) : std::string();
}

}  // namespace armillary::net
