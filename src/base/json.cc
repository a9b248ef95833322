#include "base/json.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <cmath>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/names.h"

namespace armillary {
namespace {

namespace json = boost::json;

// At most 64 bytes, cut between characters: an error must not be as large as the body.
std::string Shortened(std::string_view text) {
  constexpr std::size_t kMost = 64;
  std::size_t length = std::min(text.size(), kMost);
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) {
    --length;
  }
  return std::string(text.substr(0, length)) + (length < text.size() ? "..." : "");
}

// Builds the value while it watches for what the library would let pass: a key that is there twice.
class Builder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);

  Builder() { stack_.reset({}); }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    keys_.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t count, json::error_code&) {
    keys_.pop_back();
    stack_.push_object(count);
    return true;
  }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t count, json::error_code&) {
    stack_.push_array(count);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key_.append(part);
    stack_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& error) {
    key_.append(part);
    stack_.push_key(part);
    if (!keys_.back().insert(key_).second) {
      duplicate_ = Shortened(key_);
      error = json::error::syntax;
      return false;
    }
    key_.clear();
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_string(part);
    return true;
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
    stack_.push_uint64(number);
    return true;
  }
  // The library rounds what a double cannot hold to infinity, which is no JSON.
  bool on_double(double number, json::string_view, json::error_code& error) {
    if (!std::isfinite(number)) {
      error = json::error::exponent_overflow;
      return false;
    }
    stack_.push_double(number);
    return true;
  }
  bool on_bool(bool value, json::error_code&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(json::error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

  json::value Release() { return stack_.release(); }
  const std::optional<std::string>& Duplicate() const { return duplicate_; }

 private:
  json::value_stack stack_;
  std::vector<std::unordered_set<std::string>> keys_;
  std::string key_;
  std::optional<std::string> duplicate_;
};

tl::unexpected<Error> Refuse(const Builder& builder, const json::error_code& error,
                             std::size_t at) {
  if (const std::optional<std::string>& key = builder.Duplicate()) {
    return Fail(ErrorCode::DuplicateKey, fmt::format("the key \"{}\" is there twice", *key), *key,
                "each key once");
  }
  if (error == json::error::too_deep) {
    return Fail(ErrorCode::TooDeep, "the body is nested too deeply");
  }
  return Fail(ErrorCode::InvalidJson,
              fmt::format("not valid JSON at byte {}: {}", at, error.message()));
}

}  // namespace

Result<json::value> ParseJson(std::string_view text, JsonLimits limits) {
  if (!IsUtf8(text)) {
    return Fail(ErrorCode::InvalidUtf8, "the body is not UTF-8");
  }
  json::parse_options options;
  options.max_depth = limits.depth;
  json::basic_parser<Builder> parser(options);
  json::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used < text.size()) {
    error = json::error::extra_data;
  }
  if (error) {
    return Refuse(parser.handler(), error, used);
  }
  return parser.handler().Release();
}

}  // namespace armillary
