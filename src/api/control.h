#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/contract.h"
#include "base/page.h"
#include "base/result.h"
#include "net/message.h"
#include "net/route.h"
#include "tenancy/access.h"
#include "tenancy/if_match.h"
#include "tenancy/role.h"

namespace armillary::api {

// A request to one of our own routes (`/api/v1`), after its form was checked against the contract.
struct ControlRequest {
  const net::RequestHead& head;
  const tenancy::Access& access;
  const tenancy::Call& call;
  const boost::json::object& body;

  // Parameters of the path.
  ModelName Model() const { return {std::string(head.Parameter("model"))}; }
  // Fails with NotFound unless it is a number: there is no version of another name.
  Result<std::int64_t> Version() const;

  // Members of the body; none if they were left out.
  std::optional<std::string> Text(std::string_view key) const;
  std::optional<std::int64_t> Number(std::string_view key) const;

  ListRequest List() const;

  // Fails with PreconditionRequired without If-Match, or InvalidHeader.
  Result<tenancy::IfMatch> Match() const;
};

using ControlHandler = std::function<Result<net::Response>(const ControlRequest&)>;
// Of who is nobody yet.
using OpenHandler =
    std::function<Result<net::Response>(const net::RequestHead&, const boost::json::object& body)>;
using OpenFormHandler =
    std::function<Result<net::Response>(const net::RequestHead&, std::string_view body)>;

// Collects routes of ours. Path, method and body limit come from the contract; the policy is said
// here, in code, so that neither can be changed without the other noticing.
class ControlRoutes {
 public:
  // `contract` must outlive the routes.
  explicit ControlRoutes(const Contract& contract) : contract_(contract) {}

  void Add(std::string_view operation, tenancy::Permission permission, ControlHandler handler);
  void AddUpload(std::string_view operation, tenancy::Permission permission,
                 net::UploadHandler handler);
  void AddPublic(std::string_view operation, net::Handler handler);
  // A public one with a body, on the pool.
  void AddOpen(std::string_view operation, OpenHandler handler);
  // The same with a body that is no JSON, of the contract's media type.
  void AddOpenForm(std::string_view operation, OpenFormHandler handler);

  std::vector<net::Route> Take() { return std::move(routes_); }

 private:
  net::Route::Address AddressOf(const Operation& operation) const;
  void AddOnPool(const Operation& operation,
                 std::function<Result<net::Response>(const net::Request&)> answer);

  const Contract& contract_;
  std::vector<net::Route> routes_;
};

// The call that an upload or a request makes: its id, and the retry that Idempotency-Key asks for.
// `body` is hashed into it. Fails with InvalidHeader for a key that is not 1-255 visible ASCII
// characters.
Result<tenancy::Call> CallOf(const Operation& operation, const net::RequestHead& head,
                             std::string_view body);

net::Response JsonAnswer(int status, const boost::json::object& body);
// Adds an ETag for `revision`.
net::Response WithRevision(net::Response answer, std::int64_t revision);

// [{permission}, ...] for the `can` list of an object.
boost::json::array CanJson(const std::vector<tenancy::Permission>& permissions);

namespace internal {
net::Response PageOf(const ControlRequest& request, const std::vector<boost::json::object>& items,
                     const Page<int>& outline);
}

// {items, next_cursor?, total, total_is_exact}, each item cut down to `fields` and its id where the
// request names some.
template <class T, class Render>
net::Response PageAnswer(const ControlRequest& request, const Page<T>& page, Render render) {
  std::vector<boost::json::object> items;
  items.reserve(page.items.size());
  for (const T& item : page.items) {
    items.push_back(render(item));
  }
  return internal::PageOf(request, items, {{}, page.next_cursor, page.total, page.total_is_exact});
}

}  // namespace armillary::api
