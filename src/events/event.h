#pragma once

#include <memory>

#include "metadata/outbox.h"

namespace armillary::events {

// What changed, as the transaction of the change told it.
using Event = metadata::OutboxEvent;
using EventPtr = std::shared_ptr<const Event>;

}  // namespace armillary::events
