#include "tenancy/people_directory.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace armillary::tenancy {
namespace {

template <class Shards, class Key>
auto& ShardFor(Shards& shards, const Key& key) {
  return shards[std::hash<Key>{}(key) % shards.size()];
}

template <class Entries, class Key>
typename Entries::mapped_type Find(const Entries& entries, const Key& key) {
  const auto found = entries.find(key);
  return found == entries.end() ? nullptr : found->second;
}

void Advance(const SessionRecord& session, std::int64_t seen) {
  std::int64_t known = session.seen.load(std::memory_order_relaxed);
  while (known < seen && !session.seen.compare_exchange_weak(known, seen)) {
  }
}

// No issuer has a line break.
std::string SubjectKey(std::string_view issuer, std::string_view subject) {
  return std::string(issuer).append("\n").append(subject);
}

std::vector<PrincipalId> GoneSince(const PersonRecord* before, const PersonRecord& now) {
  std::vector<PrincipalId> gone;
  if (before != nullptr) {
    for (const Membership& membership : before->memberships) {
      if (std::ranges::find(now.memberships, membership.principal, &Membership::principal) ==
          now.memberships.end()) {
        gone.push_back(membership.principal);
      }
    }
  }
  return gone;
}

template <class Entries>
void AddSights(const Entries& sessions, TimePoint since,
               std::vector<PeopleDirectory::Sight>& sights) {
  for (const auto& [id, session] : sessions) {
    const TimePoint at = FromMillis(session->seen.load(std::memory_order_relaxed));
    if (at > since) {
      sights.push_back({id, at});
    }
  }
}

template <class Entries>
void RemoveOlder(Entries& entries, std::int64_t change) {
  std::erase_if(entries, [&](const auto& entry) { return entry.second->change < change; });
}

}  // namespace

std::shared_ptr<const SessionRecord> MakeSessionRecord(Session session, const Digest& hash,
                                                       std::int64_t change) {
  auto record = std::make_shared<SessionRecord>();
  record->seen = ToMillis(session.seen_at);
  record->session = std::move(session);
  record->hash = hash;
  record->change = change;
  return record;
}

std::shared_ptr<const PersonRecord> PeopleDirectory::FindPerson(const PersonId& id) const {
  return ShardFor(people_, id).With([&](const People& people) { return Find(people, id); });
}

std::shared_ptr<const SessionRecord> PeopleDirectory::FindSession(const SessionId& id) const {
  return ShardFor(sessions_, id).With([&](const Sessions& sessions) { return Find(sessions, id); });
}

std::shared_ptr<const PersonRecord> PeopleDirectory::FindPersonOf(
    const PrincipalId& principal) const {
  const auto id = ShardFor(of_principals_, principal).With([&](const OfPrincipals& entries) {
    const auto found = entries.find(principal);
    return found == entries.end() ? PersonId{} : found->second;
  });
  return id.value.empty() ? nullptr : FindPerson(id);
}

std::shared_ptr<const PersonRecord> PeopleDirectory::FindBySubject(std::string_view issuer,
                                                                   std::string_view subject) const {
  const std::string key = SubjectKey(issuer, subject);
  const auto id = ShardFor(of_subjects_, key).With([&](const OfSubjects& entries) {
    const auto found = entries.find(key);
    return found == entries.end() ? PersonId{} : found->second;
  });
  return id.value.empty() ? nullptr : FindPerson(id);
}

void PeopleDirectory::Index(const PersonRecord* before, const PersonRecord& now) {
  const PersonId& id = now.person.id;
  for (const Membership& membership : now.memberships) {
    ShardFor(of_principals_, membership.principal).With([&](OfPrincipals& entries) {
      entries[membership.principal] = id;
    });
  }
  for (const PrincipalId& gone : GoneSince(before, now)) {
    ShardFor(of_principals_, gone).With([&](OfPrincipals& entries) {
      const auto found = entries.find(gone);
      if (found != entries.end() && found->second == id) {
        entries.erase(found);
      }
    });
  }
  const std::string key = SubjectKey(now.person.issuer, now.person.subject);
  ShardFor(of_subjects_, key).With([&](OfSubjects& entries) { entries[key] = id; });
}

void PeopleDirectory::PutPerson(PersonRecord person) {
  auto record = std::make_shared<const PersonRecord>(std::move(person));
  ShardFor(people_, record->person.id).With([&](People& people) {
    std::shared_ptr<const PersonRecord>& entry = people[record->person.id];
    if (entry == nullptr || entry->change <= record->change) {
      Index(entry.get(), *record);
      entry = std::move(record);
    }
  });
  ++changes_;
}

void PeopleDirectory::PutSession(const std::shared_ptr<const SessionRecord>& session) {
  ShardFor(sessions_, session->session.id).With([&](Sessions& sessions) {
    std::shared_ptr<const SessionRecord>& entry = sessions[session->session.id];
    if (entry == nullptr) {
      entry = session;
    } else if (entry->change <= session->change) {
      Advance(*session, entry->seen.load());
      entry = session;
    }
  });
  ++changes_;
}

void PeopleDirectory::EndSession(const SessionId& id, TimePoint at, std::int64_t change) {
  if (const auto present = FindSession(id)) {
    Session ended = present->session;
    ended.ended_at = at;
    PutSession(MakeSessionRecord(std::move(ended), present->hash, change));
  }
}

void PeopleDirectory::RemoveSession(const SessionId& id) {
  ShardFor(sessions_, id).With([&](Sessions& sessions) { sessions.erase(id); });
  ++changes_;
}

void PeopleDirectory::RemoveBefore(std::int64_t change) {
  for (Guarded<People>& shard : people_) {
    shard.With([&](People& people) { RemoveOlder(people, change); });
  }
  for (Guarded<Sessions>& shard : sessions_) {
    shard.With([&](Sessions& sessions) { RemoveOlder(sessions, change); });
  }
  ++changes_;
}

std::vector<PeopleDirectory::Sight> PeopleDirectory::SeenSince(TimePoint since) const {
  std::vector<Sight> sights;
  for (const Guarded<Sessions>& shard : sessions_) {
    shard.With([&](const Sessions& sessions) { AddSights(sessions, since, sights); });
  }
  return sights;
}

void PeopleDirectory::See(const Sight& sight) {
  if (const auto session = FindSession(sight.session)) {
    Advance(*session, ToMillis(sight.at));
  }
}

}  // namespace armillary::tenancy
