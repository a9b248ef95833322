#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/guarded.h"
#include "base/id.h"
#include "tenancy/identity.h"
#include "tenancy/person.h"
#include "tenancy/role.h"
#include "tenancy/session.h"

namespace armillary::tenancy {

// What a person is in one tenant.
struct Membership {
  TenantName tenant;
  PrincipalId principal;
  std::string principal_name;
  Role role;
  PrincipalKind kind = PrincipalKind::User;  // Service: of a machine, which has no sessions.
  bool by_groups = false;                    // Comes and goes with groups at the provider.
  std::set<std::string> models = {};         // Of a machine that is a caller.

  bool operator==(const Membership&) const = default;
};

// A person as it is kept in memory.
struct PersonRecord {
  Person person;
  std::vector<Membership> memberships;  // By the names of the tenants.
  std::int64_t change = 0;              // The place of this state in the log of changes.
};

// A session as it is kept in memory.
struct SessionRecord {
  Session session;
  Digest hash;  // The keyed hash of its secret.
  std::int64_t change = 0;
  // Milliseconds of the last request that this process knows of.
  mutable std::atomic<std::int64_t> seen{0};
};

std::shared_ptr<const SessionRecord> MakeSessionRecord(Session session, const Digest& hash,
                                                       std::int64_t change);

// The people of the platform and their sessions, in memory, as the rest of the Directory: a copy of
// which the state with the later change stays. Thread-safe.
class PeopleDirectory {
 public:
  // None if there is no such thing.
  std::shared_ptr<const PersonRecord> FindPerson(const PersonId& id) const;
  std::shared_ptr<const SessionRecord> FindSession(const SessionId& id) const;
  // Whose membership the principal is; none as long as it is nobody's.
  std::shared_ptr<const PersonRecord> FindPersonOf(const PrincipalId& principal) const;
  std::shared_ptr<const PersonRecord> FindBySubject(std::string_view issuer,
                                                    std::string_view subject) const;

  void PutPerson(PersonRecord person);
  // Keeps the later of the times of the last request.
  void PutSession(const std::shared_ptr<const SessionRecord>& session);
  // Nothing where it is not known.
  void EndSession(const SessionId& id, TimePoint at, std::int64_t change);
  // For what no service changes any more.
  void RemoveSession(const SessionId& id);
  // Removes what has an older state than `change`: after all that there is was put as of `change`.
  void RemoveBefore(std::int64_t change);

  // Grows when something is put or removed.
  std::uint64_t Changes() const { return changes_.load(); }

  struct Sight {
    SessionId session;
    TimePoint at;
  };
  // The sessions that asked something after `since`.
  std::vector<Sight> SeenSince(TimePoint since) const;
  // What another process saw.
  void See(const Sight& sight);

 private:
  using People = std::unordered_map<PersonId, std::shared_ptr<const PersonRecord>>;
  using Sessions = std::unordered_map<SessionId, std::shared_ptr<const SessionRecord>>;
  static constexpr std::size_t kShards = 64;

  using OfPrincipals = std::unordered_map<PrincipalId, PersonId>;
  using OfSubjects = std::unordered_map<std::string, PersonId>;

  // Under the lock of the shard that the person is in, so that both have the same order.
  void Index(const PersonRecord* before, const PersonRecord& now);

  std::array<Guarded<People>, kShards> people_;
  std::array<Guarded<OfPrincipals>, kShards> of_principals_;
  std::array<Guarded<OfSubjects>, kShards> of_subjects_;
  std::array<Guarded<Sessions>, kShards> sessions_;
  std::atomic<std::uint64_t> changes_{0};
};

}  // namespace armillary::tenancy
