#pragma once

#include "base/error_code.h"
#include "base/id.h"
#include "base/result.h"
#include "net/message.h"

namespace armillary::api {

// {code, message, field?, rule?, next_step, request_id} with the status of the catalogue: the shape
// of every route of ours.
net::Response ErrorAnswer(const Error& error, const RequestId& request);

// {"error": "<code>: <message> [<field>: <rule>]"}: the shape of the Open Inference Protocol, which
// knows 400 where ours says 422.
net::Response OipErrorAnswer(const Error& error);

}  // namespace armillary::api
