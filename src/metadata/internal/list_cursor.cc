#include "metadata/internal/list_cursor.h"

#include <bit>
#include <cstring>
#include <optional>
#include <span>
#include <utility>

#include "base/encoding.h"

namespace armillary::metadata {
namespace {

constexpr std::size_t kSealBytes = 12;

// A hash and not a signature: whoever forges one only skips rows of a list that is theirs.
std::string Seal(const Digest& list, std::string_view content) {
  const Digest seal = Sha256(std::string(AsText(list.bytes)).append(content));
  return std::string(AsText(seal.bytes).substr(0, kSealBytes));
}

void AppendNumber(std::string& out, std::uint64_t number) {
  for (int shift = 56; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>((number >> shift) & 0xff));
  }
}

std::optional<std::uint64_t> TakeNumber(std::string_view& in) {
  if (in.size() < 8) {
    return std::nullopt;
  }
  std::uint64_t number = 0;
  for (const char c : in.substr(0, 8)) {
    number = (number << 8) | static_cast<unsigned char>(c);
  }
  in.remove_prefix(8);
  return number;
}

void AppendValue(std::string& out, const Value& value) {
  if (const auto* const number = std::get_if<std::int64_t>(&value)) {
    out.push_back('i');
    AppendNumber(out, static_cast<std::uint64_t>(*number));
  } else if (const auto* const real = std::get_if<double>(&value)) {
    out.push_back('d');
    AppendNumber(out, std::bit_cast<std::uint64_t>(*real));
  } else {
    const std::string& text = std::get<std::string>(value);
    out.push_back('s');
    AppendNumber(out, text.size());
    out.append(text);
  }
}

std::optional<Value> TakeValue(std::string_view& in) {
  const char kind = in.front();
  in.remove_prefix(1);
  const auto number = TakeNumber(in);
  if (!number || (kind == 's' && *number > in.size())) {
    return std::nullopt;
  }
  switch (kind) {
    case 'i':
      return static_cast<std::int64_t>(*number);
    case 'd':
      return std::bit_cast<double>(*number);
    case 's': {
      std::string text(in.substr(0, *number));
      in.remove_prefix(*number);
      return text;
    }
    default:
      return std::nullopt;
  }
}

tl::unexpected<Error> Refuse() {
  return Fail(ErrorCode::InvalidCursor, "the cursor is not from this list", "cursor",
              "next_cursor of the page before, with the same filter and sort");
}

}  // namespace

std::string SealCursor(const Digest& list, const std::vector<Value>& values) {
  std::string content;
  for (const Value& value : values) {
    AppendValue(content, value);
  }
  return ToBase64Url(AsBytes(Seal(list, content) + content));
}

Result<std::vector<Value>> OpenCursor(const Digest& list, std::string_view cursor) {
  const auto bytes = FromBase64Url(cursor);
  if (!bytes || bytes->size() < kSealBytes) {
    return Refuse();
  }
  const std::string_view text = AsText(*bytes);
  std::string_view content = text.substr(kSealBytes);
  if (Seal(list, content) != text.substr(0, kSealBytes)) {
    return Refuse();
  }
  std::vector<Value> values;
  while (!content.empty()) {
    auto value = TakeValue(content);
    if (!value) {
      return Refuse();
    }
    values.push_back(*std::move(value));
  }
  return values;
}

}  // namespace armillary::metadata
