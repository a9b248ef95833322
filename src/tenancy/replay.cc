#include "tenancy/replay.h"

#include "base/assert.h"
#include "metadata/idempotency.h"

namespace armillary::tenancy {
namespace {

metadata::IdempotencyKey KeyOf(const Access& access, const Call::Retry& retry) {
  const auto request = Digest::FromHex(retry.request_hash);
  ARM_ASSERT(request.has_value());
  return {.key = retry.key,
          .principal = access.Who().principal.value,
          .route = retry.operation,
          .request = *request};
}

}  // namespace

Result<std::optional<std::string>> RecallResource(metadata::Transaction& transaction,
                                                  const Access& access, const Call& call) {
  if (!call.retry) {
    return std::optional<std::string>{};
  }
  return metadata::Recall(transaction, access.Scope(), KeyOf(access, *call.retry));
}

Result<void> RememberResource(metadata::Transaction& transaction, const Access& access,
                              const Call& call, TimePoint now, const std::string& resource) {
  if (!call.retry) {
    return {};
  }
  return metadata::Remember(transaction, access.Scope(), KeyOf(access, *call.retry), resource, now);
}

}  // namespace armillary::tenancy
