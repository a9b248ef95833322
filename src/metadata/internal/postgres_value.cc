#include "metadata/internal/postgres_value.h"

#include <array>
#include <charconv>
#include <libpq-fe.h>
#include <limits>
#include <string_view>

#include "base/assert.h"
#include "base/encoding.h"

namespace armillary::metadata {
namespace {

// Object ids of built-in types, fixed for ever in PostgreSQL's catalogue.
constexpr unsigned kBool = 16;
constexpr unsigned kBytea = 17;
constexpr unsigned kInt8 = 20;
constexpr unsigned kInt2 = 21;
constexpr unsigned kInt4 = 23;
constexpr unsigned kText = 25;
constexpr unsigned kFloat4 = 700;
constexpr unsigned kFloat8 = 701;
constexpr unsigned kNumeric = 1700;

constexpr int kTextFormat = 0;
constexpr int kBinaryFormat = 1;

template <class Number>
std::string Digits(Number number) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  return {buffer.data(), end.ptr};
}

template <class Number>
Number Parse(std::string_view text) {
  Number number{};
  const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
  ARM_ASSERT(end.ptr == text.data() + text.size());
  return number;
}

double ParseReal(std::string_view text) {
  if (text == "Infinity" || text == "-Infinity") {
    return text.front() == '-' ? -std::numeric_limits<double>::infinity()
                               : std::numeric_limits<double>::infinity();
  }
  return Parse<double>(text);
}

Blob ParseBytes(std::string_view text) {
  auto bytes = FromHex(text.substr(2));  // After \x.
  ARM_ASSERT(bytes.has_value());
  return *std::move(bytes);
}

}  // namespace

PostgresArguments::PostgresArguments(const std::vector<Value>& values) {
  numbers_.reserve(values.size());
  for (const Value& value : values) {
    const auto add = [&](const char* bytes, std::size_t size, int format) {
      pointers_.push_back(bytes);
      lengths_.push_back(static_cast<int>(size));
      formats_.push_back(format);
    };
    if (const auto* const text = std::get_if<std::string>(&value)) {
      add(text->c_str(), text->size(), kTextFormat);
    } else if (const auto* const bytes = std::get_if<Blob>(&value)) {
      add(bytes->empty() ? "" : AsText(*bytes).data(), bytes->size(), kBinaryFormat);
    } else if (std::holds_alternative<std::monostate>(value)) {
      add(nullptr, 0, kTextFormat);
    } else {
      const auto* const whole = std::get_if<std::int64_t>(&value);
      numbers_.push_back(whole != nullptr ? Digits(*whole) : Digits(std::get<double>(value)));
      add(numbers_.back().c_str(), numbers_.back().size(), kTextFormat);
    }
  }
}

unsigned PostgresType(const Value& value) {
  constexpr std::array<unsigned, 5> kTypes{0, kInt8, kFloat8, kText, kBytea};
  return kTypes[value.index()];
}

Value PostgresField(const pg_result* result, int row, int column) {
  if (PQgetisnull(result, row, column) == 1) {
    return {};
  }
  const std::string_view text(PQgetvalue(result, row, column),
                              static_cast<std::size_t>(PQgetlength(result, row, column)));
  switch (PQftype(result, column)) {
    case kInt2:
    case kInt4:
    case kInt8:
      return Parse<std::int64_t>(text);
    case kBool:
      return std::int64_t{text == "t"};
    case kFloat4:
    case kFloat8:
      return ParseReal(text);
    case kNumeric:
      return text.find('.') == std::string_view::npos ? Value(Parse<std::int64_t>(text))
                                                      : Value(Parse<double>(text));
    case kBytea:
      return ParseBytes(text);
    default:
      return std::string(text);
  }
}

}  // namespace armillary::metadata
