#include "api/internal/json_input.h"

#include <boost/json/basic_parser_impl.hpp>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "api/media_type.h"
#include "base/names.h"

namespace armillary::api {
namespace {

namespace json = boost::json;

constexpr std::size_t kDepth = 32;
constexpr std::size_t kKeptCapacity = std::size_t{1} << 20U;
constexpr std::string_view kMediaType = "application/json";

static_assert(net::kBodyPadding >= simdjson::SIMDJSON_PADDING);

ondemand::parser& ThreadParser() {
  thread_local ondemand::parser parser;
  return parser;
}

// Only asks whether it is JSON.
struct NoValue {
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  using Code = json::error_code;
  using Text = json::string_view;

  static bool on_document_begin(Code&) { return true; }
  static bool on_document_end(Code&) { return true; }
  static bool on_object_begin(Code&) { return true; }
  static bool on_object_end(std::size_t, Code&) { return true; }
  static bool on_array_begin(Code&) { return true; }
  static bool on_array_end(std::size_t, Code&) { return true; }
  static bool on_key_part(Text, std::size_t, Code&) { return true; }
  static bool on_key(Text, std::size_t, Code&) { return true; }
  static bool on_string_part(Text, std::size_t, Code&) { return true; }
  static bool on_string(Text, std::size_t, Code&) { return true; }
  static bool on_number_part(Text, Code&) { return true; }
  static bool on_int64(std::int64_t, Text, Code&) { return true; }
  static bool on_uint64(std::uint64_t, Text, Code&) { return true; }
  static bool on_double(double, Text, Code&) { return true; }
  static bool on_bool(bool, Code&) { return true; }
  static bool on_null(Code&) { return true; }
  static bool on_comment_part(Text, Code&) { return true; }
  static bool on_comment(Text, Code&) { return true; }
};

std::optional<Error> WhyNotJson(std::string_view body) {
  if (!IsUtf8(body)) {
    return Error{ErrorCode::InvalidUtf8, "the body is not UTF-8"};
  }
  json::parse_options options;
  options.max_depth = kDepth;
  json::basic_parser<NoValue> parser(options);
  json::error_code error;
  const std::size_t used = parser.write_some(false, body.data(), body.size(), error);
  if (!error && used < body.size()) {
    error = json::error::extra_data;
  }
  if (!error) {
    return std::nullopt;
  }
  if (error == json::error::too_deep) {
    return Error{ErrorCode::TooDeep, fmt::format("the body is nested more than {} deep", kDepth)};
  }
  return Error{ErrorCode::InvalidJson,
               fmt::format("not valid JSON at byte {}: {}", used, error.message())};
}

// Whether the text at the start of `token` is a number that is only too large to be held.
bool IsNumber(std::string_view token) {
  return !token.empty() && (token.front() == '-' || (token.front() >= '0' && token.front() <= '9'));
}

}  // namespace

JsonInput::JsonInput(std::string_view body)
    : error_(ThreadParser()
                 .iterate(body.data(), body.size(), body.size() + simdjson::SIMDJSON_PADDING)
                 .get(document_)) {}

JsonInput::~JsonInput() {
  if (ThreadParser().capacity() > kKeptCapacity) {
    ThreadParser() = ondemand::parser();
  }
}

Result<ondemand::object> JsonInput::Root() {
  if (error_ != simdjson::SUCCESS) {
    return Unreadable();
  }
  ondemand::object root;
  const simdjson::error_code failed = document_.get_object().get(root);
  if (failed == simdjson::INCORRECT_TYPE) {
    return Fail(ErrorCode::WrongType, "the body is not an object", "body", "type object");
  }
  if (failed != simdjson::SUCCESS) {
    return Unreadable();
  }
  return root;
}

Result<void> JsonInput::End() {
  if (document_.current_location().error() != simdjson::OUT_OF_BOUNDS) {
    return Unreadable();
  }
  return {};
}

tl::unexpected<Error> Unreadable() {
  return Fail(ErrorCode::InvalidJson, "the body cannot be read as JSON");
}

Error Explain(std::string_view body, Error error) {
  return WhyNotJson(body).value_or(std::move(error));
}

std::string_view KindOf(ondemand::value& value) {
  ondemand::json_type type = ondemand::json_type::null;
  if (value.type().get(type) != simdjson::SUCCESS) {
    return "something else";
  }
  switch (type) {
    case ondemand::json_type::object:
      return "an object";
    case ondemand::json_type::array:
      return "an array";
    case ondemand::json_type::string:
      return "a string";
    case ondemand::json_type::number:
      return "a number";
    case ondemand::json_type::boolean:
      return "a boolean";
    case ondemand::json_type::null:
      return "null";
  }
  return "something else";
}

tl::unexpected<Error> WrongKind(ondemand::value& value, const Place& place,
                                std::string_view wanted) {
  const std::string field = place.Pointer();
  return Fail(ErrorCode::WrongType,
              fmt::format("{} is {}, not of type {}", field, KindOf(value), wanted), field,
              fmt::format("type {}", wanted));
}

Result<ondemand::object> TakeObject(ondemand::value value, const Place& place) {
  ondemand::object object;
  const simdjson::error_code failed = value.get_object().get(object);
  if (failed == simdjson::INCORRECT_TYPE) {
    return WrongKind(value, place, "object");
  }
  return failed == simdjson::SUCCESS ? Result<ondemand::object>(object) : Unreadable();
}

Result<ondemand::array> TakeArray(ondemand::value value, const Place& place) {
  ondemand::array array;
  const simdjson::error_code failed = value.get_array().get(array);
  if (failed == simdjson::INCORRECT_TYPE) {
    return WrongKind(value, place, "array");
  }
  return failed == simdjson::SUCCESS ? Result<ondemand::array>(array) : Unreadable();
}

Result<std::string_view> TakeText(ondemand::value value, const Place& place) {
  std::string_view text;
  const simdjson::error_code failed = value.get_string().get(text);
  if (failed == simdjson::INCORRECT_TYPE) {
    return WrongKind(value, place, "string");
  }
  return failed == simdjson::SUCCESS ? Result<std::string_view>(text) : Unreadable();
}

Result<bool> TakeBool(ondemand::value value, const Place& place) {
  bool truth = false;
  const simdjson::error_code failed = value.get_bool().get(truth);
  if (failed == simdjson::INCORRECT_TYPE) {
    return WrongKind(value, place, "boolean");
  }
  return failed == simdjson::SUCCESS ? Result<bool>(truth) : Unreadable();
}

Result<double> TakeDouble(ondemand::value value, const Place& place) {
  if (ondemand::number number; value.get_number().get(number) == simdjson::SUCCESS) {
    return number.as_double();
  }
  if (double large = 0; value.get_double().get(large) == simdjson::SUCCESS) {
    return large;
  }
  if (const std::string_view token = value.raw_json_token(); IsNumber(token)) {
    return Fail(ErrorCode::WrongType, fmt::format("no double holds the number {}", Shown(token)),
                place.Pointer(), "at most 1.7976931348623157e308");
  }
  return WrongKind(value, place, "number");
}

tl::unexpected<Error> NoSuchField(const Place& parent, std::string_view key,
                                  std::span<const std::string_view> known) {
  return Fail(ErrorCode::UnknownField,
              fmt::format("there is no field \"{}\" here{}", Shown(key), Suggestion(key, known)),
              parent.In(key).Pointer(), OneOf(known));
}

tl::unexpected<Error> NoField(const Place& parent, std::string_view key) {
  const std::string field = parent.In(key).Pointer();
  return Fail(ErrorCode::MissingField, fmt::format("{} is missing", field), field, "required");
}

tl::unexpected<Error> TwiceThere(const Place& parent, std::string_view key) {
  return Fail(ErrorCode::DuplicateKey, fmt::format("the key \"{}\" is there twice", Shown(key)),
              parent.In(key).Pointer(), "each key once");
}

Result<void> CheckJsonBody(const net::Request& request) {
  if (request.body.empty()) {
    return Fail(ErrorCode::MissingBody, "the request has no body", "body");
  }
  return CheckMediaType(request.head, kMediaType);
}

}  // namespace armillary::api
