#include "net/message.h"

#include <algorithm>
#include <array>

#include "base/assert.h"

namespace armillary::net {
namespace {

constexpr std::array<std::string_view, kMethodCount> kMethodNames{
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", ""};

}  // namespace

std::string_view MethodName(Method method) {
  return kMethodNames.at(static_cast<std::size_t>(method));
}

Method ParseMethod(std::string_view name) {
  const auto* const found = std::ranges::find(kMethodNames, name);
  return name.empty() || found == kMethodNames.end()
             ? Method::Other
             : static_cast<Method>(found - kMethodNames.begin());
}

std::string_view RequestHead::Parameter(std::string_view name) const {
  const auto value = parameters.Find(name);
  ARM_ASSERT(value.has_value());
  return *value;
}

}  // namespace armillary::net
