#include "metadata/filter.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace armillary::metadata {
namespace {

constexpr std::size_t kMostConditions = 20;
constexpr std::size_t kMostTerms = 5;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool IsWordPart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.';
}

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsWord(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, {}, Lower);
}

// Takes tokens off the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) { SkipSpace(); }

  bool Done() const { return at_ == text_.size(); }
  std::size_t Position() const { return at_; }

  // A run of letters, digits, _ and . ; empty if there is none.
  std::string_view Word() {
    const std::size_t start = at_;
    while (!Done() && IsWordPart(text_[at_])) {
      ++at_;
    }
    const auto word = text_.substr(start, at_ - start);
    SkipSpace();
    return word;
  }

  bool Take(char wanted) {
    if (Done() || text_[at_] != wanted) {
      return false;
    }
    ++at_;
    SkipSpace();
    return true;
  }

  // What stands between two of the quotes that come next, a doubled one being one.
  std::optional<std::string> Quoted(std::string_view quotes) {
    if (Done() || quotes.find(text_[at_]) == std::string_view::npos) {
      return std::nullopt;
    }
    const char quote = text_[at_++];
    std::string content;
    while (!Done()) {
      const char c = text_[at_++];
      if (c == quote && (Done() || text_[at_] != quote)) {
        SkipSpace();
        return content;
      }
      at_ += c == quote ? 1 : 0;
      content += c;
    }
    return std::nullopt;
  }

  std::optional<std::int64_t> Number() {
    std::int64_t number = 0;
    const char* start = text_.data() + at_;
    const auto [end, error] = std::from_chars(start, text_.data() + text_.size(), number);
    if (error != std::errc{}) {
      return std::nullopt;
    }
    at_ += static_cast<std::size_t>(end - start);
    SkipSpace();
    return number;
  }

 private:
  void SkipSpace() {
    while (!Done() && IsSpace(text_[at_])) {
      ++at_;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

tl::unexpected<Error> Refuse(const Reader& reader, std::string_view wanted) {
  return Fail(ErrorCode::InvalidFilter,
              fmt::format("at character {} the filter needs {}", reader.Position() + 1, wanted),
              "filter", "field = 'value' AND field LIKE 'pattern%'");
}

Result<std::string> ReadField(Reader& reader) {
  if (auto quoted = reader.Quoted("`")) {
    return *std::move(quoted);
  }
  const auto word = reader.Word();
  if (word.empty()) {
    return Refuse(reader, "the name of a field");
  }
  return std::string(word);
}

Result<Comparison> ReadComparison(Reader& reader) {
  if (reader.Take('=')) {
    return Comparison::Equal;
  }
  if (IsWord(reader.Word(), "like")) {
    return Comparison::Like;
  }
  return Refuse(reader, "= or LIKE");
}

Result<Condition> ReadCondition(Reader& reader) {
  Condition condition;
  ARM_TRY(condition.field, ReadField(reader));
  ARM_TRY(condition.comparison, ReadComparison(reader));
  if (auto text = reader.Quoted("'\"")) {
    condition.value = *std::move(text);
  } else if (const auto number = reader.Number()) {
    condition.value = *number;
  } else {
    return Refuse(reader, "a value in quotes or a whole number");
  }
  return condition;
}

}  // namespace

Result<std::vector<Condition>> ParseFilter(std::string_view text) {
  Reader reader(text);
  std::vector<Condition> conditions;
  while (!reader.Done()) {
    if (!conditions.empty() && !IsWord(reader.Word(), "and")) {
      return Refuse(reader, "AND between two comparisons");
    }
    if (conditions.size() == kMostConditions) {
      return Refuse(reader, fmt::format("at most {} comparisons", kMostConditions));
    }
    ARM_TRY(auto condition, ReadCondition(reader));
    conditions.push_back(std::move(condition));
  }
  return conditions;
}

Result<std::vector<SortTerm>> ParseSort(std::string_view text) {
  Reader reader(text);
  std::vector<SortTerm> terms;
  while (!reader.Done()) {
    const auto field = ReadField(reader);
    const auto direction = reader.Word();
    const bool is_known =
        direction.empty() || IsWord(direction, "asc") || IsWord(direction, "desc");
    const bool ends = reader.Done();
    if (!field || !is_known || terms.size() == kMostTerms || (!ends && !reader.Take(','))) {
      return Fail(ErrorCode::InvalidSort,
                  fmt::format("the order cannot be read at character {}", reader.Position() + 1),
                  "sort", "field ASC, field DESC");
    }
    terms.push_back({*field, IsWord(direction, "desc")});
    if (!ends && reader.Done()) {
      return Fail(ErrorCode::InvalidSort, "the order ends in a comma", "sort");
    }
  }
  return terms;
}

}  // namespace armillary::metadata
