#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/predict_parts.h"
#include "base/result.h"
#include "net/message.h"
#include "net/route.h"
#include "serving/predict.h"
#include "tenancy/access.h"
#include "tenancy/role.h"

namespace armillary::api {

// The thread that a handler is called on.
enum class Thread { Connection, Pool };

// A request to one model by a caller who may make it.
class ModelCall {
 public:
  // Fails with PermissionDenied, or as Contract::CheckQuery does for any query. `request` must
  // outlive the call.
  static Result<ModelCall> Of(const net::Request& request, tenancy::Permission permission);

  std::string_view Model() const { return model_; }

  // What answers the call. Fails with NotFound, in the same words whether there is no such model,
  // it is not deployed, or the version is neither live nor warm.
  Result<serving::Route> Resolve(const serving::PredictService& service) const;

 private:
  ModelCall(const tenancy::Access& access, std::string_view model,
            std::optional<std::string_view> version)
      : access_(access), model_(model), version_(version) {}

  const tenancy::Access& access_;
  std::string_view model_;
  std::optional<std::string_view> version_;
};

// The model in memory. On a connection's thread null if it must be loaded first, or if one row
// takes too long there.
Result<serving::PinnedModel> PinOn(Thread thread, const serving::PredictService& service,
                                   const serving::Route& route);

// None, on a connection's thread only: it would take too long there.
using Outcome = Result<std::optional<net::Response>>;
using ModelHandler = std::function<Outcome(const net::Request&, Thread)>;
using ErrorForm = std::function<net::Response(const Error&, const RequestId&)>;

struct ModelRoute {
  std::string_view operation;  // Of the contract, which knows path and body limit.
  tenancy::Permission permission;
  ModelHandler handler;
  ErrorForm error_form;
};

// A route that is answered on the connection's thread where that is quick, else on the pool.
void AddModelRoute(std::vector<net::Route>& routes, const PredictParts& parts, ModelRoute route);

net::RouteLimits LimitsOf(const Operation& operation, const PredictParts& parts);

// 200 with a JSON body; with a version, in the header that names it.
net::Response JsonText(std::string body, std::optional<std::int64_t> version = {});

}  // namespace armillary::api
