#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "net/internal/exchange.h"
#include "net/internal/outbox.h"

namespace armillary::net {

// Whether a status has a body at all.
bool HasBody(int status);

// Appends the answer in `exchange` to `out`: the head, and the body but for a stream and for a
// source, of which `source_left` says how much there is. `close` is what the head says of the
// connection.
void WriteAnswer(Exchange& exchange, std::string_view date, bool close, Outbox& out);

// `Tue, 24 Nov 2026 10:00:00 GMT`
std::string FormatHttpDate(TimePoint time);

}  // namespace armillary::net
