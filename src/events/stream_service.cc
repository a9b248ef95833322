#include "events/stream_service.h"

#include <utility>

#include "tenancy/identity.h"

namespace armillary::events {
namespace {

using tenancy::Access;
using tenancy::Permission;

// A person is the same in each of their sessions and tenants.
std::string OwnerOf(const tenancy::Identity& who) {
  return who.session ? who.person.value : who.principal.value;
}

}  // namespace

StreamService::StreamService(Parts parts, const StreamLimits& limits)
    : parts_(parts), limits_(limits), open_(limits) {}

Result<std::unique_ptr<Subscription>> StreamService::Open(const Access& access, const Wish& wish) {
  ARM_CHECK(access.Require(Permission::SelfStream));
  ARM_TRY(auto watched, Watch(access, wish));
  ARM_TRY(auto slot, open_.Take(OwnerOf(access.Who())));
  ARM_TRY(auto start, StartOf(std::move(watched), wish));
  return std::make_unique<Subscription>(
      Subscription::Parts{parts_.authorizer, parts_.log, parts_.clock, counts_}, access,
      std::move(start), std::move(slot));
}

Result<std::vector<Subscription::Watched>> StreamService::Watch(const Access& access,
                                                                const Wish& wish) const {
  if (!wish.topics) {
    return WatchAll(access);
  }
  ARM_TRY(auto topics, ParseTopics(*wish.topics, limits_.topics));
  std::vector<Subscription::Watched> watched;
  for (Topic& topic : topics) {
    auto right = parts_.authorizer.AuthoriseAgain(access.Who(), PermissionOf(topic), topic.Place());
    if (!right) {
      Error error = std::move(right).error();
      error.field = "topics";
      return Fail(std::move(error));
    }
    watched.push_back({std::move(topic), *std::move(right)});
  }
  return watched;
}

std::vector<Subscription::Watched> StreamService::WatchAll(const Access& access) const {
  std::vector<Subscription::Watched> watched;
  for (Topic& topic : AllTopics(access.Tenant().name)) {
    auto right = parts_.authorizer.AuthoriseAgain(access.Who(), PermissionOf(topic), topic.Place());
    if (right) {
      watched.push_back({std::move(topic), *std::move(right)});
    }
  }
  return watched;
}

Result<Subscription::Start> StreamService::StartOf(std::vector<Subscription::Watched> watched,
                                                   const Wish& wish) const {
  if (!wish.since) {
    ARM_CHECK(parts_.relay.Step());  // What was committed before is none of its news.
    return Subscription::Start{std::move(watched), parts_.log.Head(), false};
  }
  if (*wish.since > parts_.log.Head()) {
    ARM_CHECK(parts_.relay.Step());  // Another server told of it first.
  }
  const bool has_gap = !parts_.log.After(*wish.since, 0);
  const std::int64_t after = has_gap ? parts_.log.Head() : *wish.since;
  return Subscription::Start{std::move(watched), after, has_gap};
}

StreamService::Figures StreamService::Count() const {
  return {.open = open_.Count(), .told = counts_.told.load(), .resyncs = counts_.resyncs.load()};
}

}  // namespace armillary::events
