#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace armillary {

struct JsonLimits {
  std::size_t depth = 32;
};

// One JSON document (RFC 8259), nothing after it. Fails with InvalidUtf8, InvalidJson (with the
// byte where it ends), DuplicateKey (with a pointer to it: two readers of such a body may see two
// bodies) or TooDeep.
Result<boost::json::value> ParseJson(std::string_view text, JsonLimits limits = {});

// Makes a JSON pointer (RFC 6901) to something point to a member or element of it.
void AppendPointer(std::string& pointer, std::string_view key);

}  // namespace armillary
