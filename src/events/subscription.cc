#include "events/subscription.h"

#include <utility>

namespace armillary::events {
namespace {

constexpr std::size_t kEventsAtOnce = 16;
constexpr int kLooksAtOnce = 64;  // For something that is told here, among what is told to others.

}  // namespace

Subscription::Subscription(Parts parts, tenancy::Access access, Start start,
                           std::unique_ptr<OpenStreams::Slot> slot)
    : parts_(parts),
      access_(std::move(access)),
      watched_(std::move(start.watched)),
      cursor_(start.after),
      has_gap_(start.has_gap),
      slot_(std::move(slot)) {}

bool Subscription::Take(std::vector<Notice>& into) {
  const auto now = parts_.clock.Elapsed();
  if (!HasNews(now)) {
    return true;
  }
  if (!CheckRights(now, into)) {
    return false;
  }
  Begin(into);
  for (int look = 0; look < kLooksAtOnce && parts_.log.Head() != cursor_; ++look) {
    TakeEvents(into);
    if (!into.empty()) {
      break;
    }
  }
  if (into.empty() && now >= silent_until_) {
    into.push_back({.kind = Notice::Kind::Pulse, .id = cursor_});
  }
  if (!into.empty()) {
    silent_until_ = now + kLongestSilence;
  }
  return true;
}

bool Subscription::HasNews(std::chrono::nanoseconds now) const {
  return parts_.log.Head() != cursor_ || parts_.authorizer.Changes() != rights_ ||
         now >= look_again_ || now >= silent_until_ || !has_begun_;
}

bool Subscription::CheckRights(std::chrono::nanoseconds now, std::vector<Notice>& into) {
  const std::uint64_t rights = parts_.authorizer.Changes();
  if (rights == rights_ && now < look_again_) {
    return true;
  }
  rights_ = rights;
  look_again_ = now + kExpiryCheck;
  auto present = parts_.authorizer.AuthoriseAgain(access_.Who(), access_.Granted(), {});
  if (!present) {
    into.push_back({.kind = Notice::Kind::End, .id = cursor_, .error = std::move(present).error()});
    return false;
  }
  DropForbidden(into);
  if (!watched_.empty() || into.empty()) {
    return true;  // Who may read nothing from the beginning hears nothing.
  }
  into.push_back({.kind = Notice::Kind::End, .id = cursor_, .error = into.back().error});
  return false;
}

void Subscription::DropForbidden(std::vector<Notice>& into) {
  std::vector<Watched> kept;
  for (Watched& watched : watched_) {
    const Topic& topic = watched.topic;
    auto present =
        parts_.authorizer.AuthoriseAgain(access_.Who(), PermissionOf(topic), topic.Place());
    if (present) {
      kept.push_back({std::move(watched.topic), *std::move(present)});
      continue;
    }
    into.push_back({.kind = Notice::Kind::Dropped,
                    .id = cursor_,
                    .topic = topic.Text(),
                    .error = std::move(present).error()});
  }
  watched_ = std::move(kept);
}

void Subscription::Begin(std::vector<Notice>& into) {
  if (std::exchange(has_begun_, true)) {
    return;
  }
  into.push_back({.kind = Notice::Kind::Ready, .id = cursor_});
  if (has_gap_) {
    Resync(into);
  }
}

void Subscription::TakeEvents(std::vector<Notice>& into) {
  const auto events = parts_.log.After(cursor_, kEventsAtOnce);
  if (!events) {
    return Resync(into);
  }
  for (const EventPtr& event : *events) {
    cursor_ = event->sequence;
    for (const Watched& watched : watched_) {
      if (IsTold(watched, *event)) {
        into.push_back({.kind = Notice::Kind::Change,
                        .id = cursor_,
                        .topic = watched.topic.Text(),
                        .tenant = watched.topic.tenant,
                        .event = event});
        ++parts_.counts.told;
      }
    }
  }
}

void Subscription::Resync(std::vector<Notice>& into) {
  cursor_ = parts_.log.Head();
  into.push_back({.kind = Notice::Kind::Resync, .id = cursor_});
  ++parts_.counts.resyncs;
}

bool Subscription::IsTold(const Watched& watched, const Event& event) {
  const metadata::OutboxEntry& entry = event.entry;
  const tenancy::Access& access = watched.access;
  if (entry.topic != watched.topic.noun ||
      (watched.topic.tenant && event.tenant != access.Tenant().id)) {
    return false;
  }
  if (access.GrantedReach() != tenancy::Reach::All && entry.owner != access.Who().principal.value) {
    return false;
  }
  return !entry.environment ||
         access.CouldAt(PermissionOf(watched.topic), EnvironmentName{*entry.environment});
}

std::vector<std::string> Subscription::Topics() const {
  std::vector<std::string> texts;
  texts.reserve(watched_.size());
  for (const Watched& watched : watched_) {
    texts.push_back(watched.topic.Text());
  }
  return texts;
}

}  // namespace armillary::events
