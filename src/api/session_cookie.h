#pragma once

#include <optional>
#include <string_view>

#include "base/result.h"
#include "base/secret.h"
#include "net/fields.h"
#include "net/message.h"
#include "tenancy/session.h"

namespace armillary::api {

// The session in a browser's cookies; none if they name none. Fails with SessionUnknown for one
// that is not ours, or for several: somebody else may have planted one beside it.
Result<std::optional<tenancy::SessionProof>> SessionIn(const net::Fields& headers);

// Set-Cookie, for this host alone and not for scripts.
net::Header KeepSession(const tenancy::SessionProof& proof);
net::Header ForgetSession();

// The sign-in that the browser has begun at the identity provider, as KeepPending gave it; empty
// where there is none, or several.
std::string_view PendingIn(const net::Fields& headers);
// As the session's cookie, for as long as the sign-in may take.
net::Header KeepPending(const Secret& sealed);
net::Header ForgetPending();

// Fails with OriginNotAllowed if the browser says that a page of another origin asks. What is no
// browser says nothing.
Result<void> CheckSameOrigin(const net::RequestHead& head);

}  // namespace armillary::api
