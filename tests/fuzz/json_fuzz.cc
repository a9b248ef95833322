// Any bytes as a JSON body, beside the library that reads it without our rules. What is read can be
// read again after it was written.

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "base/json.h"

namespace {

using armillary::Error;
using armillary::ErrorCode;

// What the library takes and we do not.
bool IsOurRule(const Error& error) {
  return error.code == ErrorCode::DuplicateKey ||
         error.message.find("exponent overflow") != std::string::npos;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto parsed = armillary::ParseJson(text);
  boost::json::error_code library;
  static_cast<void>(boost::json::parse(text, library));
  if (!parsed) {
    ARM_ASSERT(library || IsOurRule(parsed.error()));
    ARM_ASSERT(parsed.error().field.size() + parsed.error().message.size() < 20'000);
    return 0;
  }
  ARM_ASSERT(!library || library == boost::json::error::exponent_overflow);
  ARM_ASSERT(armillary::ParseJson(boost::json::serialize(*parsed)).has_value());
  return 0;
}
