#pragma once

#include <cstdint>
#include <simdjson.h>
#include <span>
#include <string>
#include <string_view>

#include "api/internal/json_place.h"
#include "base/result.h"
#include "net/message.h"

namespace armillary::api {

namespace ondemand = simdjson::ondemand;

// A JSON object that is read once, front to back, in memory that the thread keeps for the next one.
//
// Nothing is known to be JSON before it was read: readers must look at every value. When they fail,
// Explain says why. At most one of a thread at a time.
class JsonInput {
 public:
  // After `body` come net::kBodyPadding bytes that may be read.
  explicit JsonInput(std::string_view body);
  ~JsonInput();
  JsonInput(const JsonInput&) = delete;
  JsonInput& operator=(const JsonInput&) = delete;

  Result<ondemand::object> Root();

  // After the object was read: fails if something follows it.
  Result<void> End();

 private:
  ondemand::document document_;
  simdjson::error_code error_;
};

// The error of a reader whose body cannot be read on; Explain replaces it.
tl::unexpected<Error> Unreadable();

// What `error`, met while `body` was read, is to say: if the whole is not JSON, where and why.
// Fails with InvalidUtf8, InvalidJson (with the byte where it ends) or TooDeep; else as `error`.
Error Explain(std::string_view body, Error error);

template <class T>
Result<T> Take(simdjson::simdjson_result<T> result) {
  T value;
  if (std::move(result).get(value) != simdjson::SUCCESS) {
    return Unreadable();
  }
  return value;
}

// The kind of a value by its first character: "an object", "a string".
std::string_view KindOf(ondemand::value& value);

// The value if it is of that kind; else WrongType.
Result<ondemand::object> TakeObject(ondemand::value value, const Place& place);
Result<ondemand::array> TakeArray(ondemand::value value, const Place& place);
Result<std::string_view> TakeText(ondemand::value value, const Place& place);
Result<bool> TakeBool(ondemand::value value, const Place& place);
// Fails also if no double holds the number.
Result<double> TakeDouble(ondemand::value value, const Place& place);

// WrongType.
tl::unexpected<Error> WrongKind(ondemand::value& value, const Place& place,
                                std::string_view wanted);

// UnknownField, naming the nearest of `known`; MissingField; DuplicateKey.
tl::unexpected<Error> NoSuchField(const Place& parent, std::string_view key,
                                  std::span<const std::string_view> known);
tl::unexpected<Error> NoField(const Place& parent, std::string_view key);
tl::unexpected<Error> TwiceThere(const Place& parent, std::string_view key);

// Fails with MissingBody, or with UnsupportedMediaType if another one is named.
Result<void> CheckJsonBody(const net::Request& request);

}  // namespace armillary::api
