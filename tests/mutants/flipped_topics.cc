// Lets a topic of the stream ask for another permission than its own: see flipped_policy.cc.

#include "events/topic.h"
#include "flip.h"

namespace armillary::events {

tenancy::Permission RealPermissionOf(const Topic& topic) __asm__(
    "__real_"
    "_ZN9armillary6events12PermissionOfERKNS0_5TopicE");
tenancy::Permission FlippedPermissionOf(const Topic& topic) __asm__(
    "__wrap_"
    "_ZN9armillary6events12PermissionOfERKNS0_5TopicE");

// "topic audit": whoever may read the limits of a tenant is told of its audit events.
tenancy::Permission FlippedPermissionOf(const Topic& topic) {
  return mutants::FlippedEntry() == "topic " + topic.noun ? tenancy::Permission::QuotasGet
                                                          : RealPermissionOf(topic);
}

}  // namespace armillary::events
