#pragma once

#include "api/control.h"
#include "events/stream_service.h"

namespace armillary::api {

// What changes, as Server-Sent Events. `streams` must outlive the routes and what they answer.
void AddStreamRoutes(ControlRoutes& routes, events::StreamService& streams);

}  // namespace armillary::api
