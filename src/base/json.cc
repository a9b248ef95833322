#include "base/json.h"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value_stack.hpp>
#include <charconv>
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

// The library multiplies by a power of ten that may be infinite, which makes NaN of 0e999.
std::optional<double> ExactDouble(std::string_view text) {
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_held = failed == std::errc{} && end == text.data() + text.size();
  return is_held && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

// An object or array that is being read.
struct Level {
  bool is_array;
  std::size_t elements = 0;
  std::string key = {};
  std::unordered_set<std::string> keys = {};
};

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
  bool on_object_begin(json::error_code&) { return Begin(false); }
  bool on_object_end(std::size_t count, json::error_code&) {
    levels_.pop_back();
    stack_.push_object(count);
    return true;
  }
  bool on_array_begin(json::error_code&) { return Begin(true); }
  bool on_array_end(std::size_t count, json::error_code&) {
    levels_.pop_back();
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
    Level& object = levels_.back();
    object.key = std::exchange(key_, {});
    if (!object.keys.insert(object.key).second) {
      duplicate_ = Pointer();
      error = json::error::syntax;
      return false;
    }
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_string(part);
    return Element();
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    stack_.push_int64(number);
    return Element();
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
    stack_.push_uint64(number);
    return Element();
  }
  // The library rounds what a double cannot hold to infinity, which is no JSON.
  bool on_double(double number, json::string_view text, json::error_code& error) {
    const auto held = std::isfinite(number) ? number : ExactDouble({text.data(), text.size()});
    if (!held) {
      error = json::error::exponent_overflow;
      return false;
    }
    stack_.push_double(*held);
    return Element();
  }
  bool on_bool(bool value, json::error_code&) {
    stack_.push_bool(value);
    return Element();
  }
  bool on_null(json::error_code&) {
    stack_.push_null();
    return Element();
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

  json::value Release() { return stack_.release(); }
  // The JSON pointer of a key that was there already.
  const std::optional<std::string>& Duplicate() const { return duplicate_; }

 private:
  bool Begin(bool is_array) {
    Element();
    levels_.push_back({.is_array = is_array});
    return true;
  }

  bool Element() {
    if (!levels_.empty()) {
      ++levels_.back().elements;
    }
    return true;
  }

  std::string Pointer() const {
    std::string pointer;
    for (const Level& level : levels_) {
      AppendPointer(pointer,
                    level.is_array ? std::to_string(level.elements - 1) : Shortened(level.key));
    }
    return pointer;
  }

  json::value_stack stack_;
  std::vector<Level> levels_;
  std::string key_;
  std::optional<std::string> duplicate_;
};

tl::unexpected<Error> Refuse(const Builder& builder, const json::error_code& error,
                             std::size_t at) {
  if (const std::optional<std::string>& key = builder.Duplicate()) {
    return Fail(ErrorCode::DuplicateKey, fmt::format("the key {} is there twice", *key), *key,
                "each key once");
  }
  if (error == json::error::too_deep) {
    return Fail(ErrorCode::TooDeep, "the body is nested too deeply");
  }
  return Fail(ErrorCode::InvalidJson,
              fmt::format("not valid JSON at byte {}: {}", at, error.message()));
}

}  // namespace

void AppendPointer(std::string& pointer, std::string_view key) {
  pointer += '/';
  for (const char c : key) {
    if (c == '~' || c == '/') {
      pointer += c == '~' ? "~0" : "~1";
    } else {
      pointer += c;
    }
  }
}

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
