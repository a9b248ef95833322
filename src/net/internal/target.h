#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/fields.h"

namespace armillary::net {

// One segment of a path, decoded once. Fails with InvalidPath if it is empty, `.` or `..`, has a
// character that must be encoded, or decodes to a slash, a control character or no UTF-8.
Result<std::string> DecodeSegment(std::string_view raw);

// The pairs of a query, decoded once, `+` as a space. Fails with BadRequest if one is without a
// name, is badly encoded, or if there are more than `most`.
Result<void> DecodeQuery(std::string_view raw, std::size_t most, Fields& query);

// A request target taken apart. Views into the target.
struct Target {
  std::string_view authority;  // Only in absolute form.
  std::string_view path;       // `*` in asterisk form.
  std::string_view query;
};

// Fails with BadRequest for a form that this server does not take: a proxy's, a tunnel's, one with
// another scheme than `scheme`; with InvalidPath for a character that no address has.
Result<Target> SplitTarget(std::string_view target, std::string_view scheme);

// host or host:port, as in a Host header, without user or spaces.
bool IsAuthority(std::string_view text);

}  // namespace armillary::net
