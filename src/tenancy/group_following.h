#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/id.h"
#include "base/random.h"
#include "base/result.h"
#include "metadata/database.h"
#include "tenancy/access.h"
#include "tenancy/directory.h"
#include "tenancy/group_map.h"
#include "tenancy/people_directory.h"

namespace armillary::tenancy {

// A place of a person in a tenant that there is, with an id for the principal, should one be made.
struct GroupPlace {
  std::shared_ptr<const TenantRecord> tenant;
  Role role;
  PrincipalId fresh;
};

// Leaves out tenants that there are not, and those that are being deleted.
std::vector<GroupPlace> KnownPlaces(const std::vector<Place>& places, const Directory& directory,
                                    const Clock& clock, Random& random);

// Whether the person is already what the places say, as far as memory knows.
bool IsFollowed(const PersonRecord& person, const std::vector<GroupPlace>& places);

// A person whose groups were looked at.
struct GroupOrder {
  const Person& person;
  const std::vector<GroupPlace>& places;
  RequestId request;
  TimePoint now;
};

// What following left: the principal in each tenant, and the tokens that were revoked for it.
struct Followed {
  struct Member {
    PrincipalId principal;
    std::string name;
  };
  std::map<TenantId, Member> members;
  struct Revoked {
    TenantId tenant;
    TokenId token;
  };
  std::vector<Revoked> revoked;
  // Why the person is no principal of a tenant that their groups lead to: it has no room, or lets
  // them in as a service account. The rest was followed.
  std::optional<Error> refused = {};
};

// Makes the person in each tenant what their groups say: a principal is made, has another role, or
// is nobody's any more, and its tokens that are more than it is now are revoked. The person's row
// is locked. Locks the audit chains of the tenants first, in the order of their ids, also where
// nothing changes.
Result<Followed> FollowGroups(metadata::Transaction& transaction,
                              const metadata::SystemScope& scope, const GroupOrder& order);

// Logs directory changes of what was revoked: the last thing a closure does.
Result<void> LogRevoked(metadata::Transaction& transaction, const metadata::SystemScope& scope,
                        const Followed& followed, TimePoint now);

// The platform in `tenant`, on behalf of a person's principal there.
Access ForPerson(const metadata::SystemScope& scope, std::shared_ptr<const TenantRecord> tenant,
                 const PrincipalId& principal, const std::string& name);

}  // namespace armillary::tenancy
