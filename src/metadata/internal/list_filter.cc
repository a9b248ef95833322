#include "metadata/internal/list_filter.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include "base/names.h"

namespace armillary::metadata {
namespace {

constexpr std::size_t kMostBytes = 2000;
constexpr std::size_t kMostComparisons = 20;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool IsNumber(char c) { return IsWord(c) || c == '.' || c == '-' || c == '+'; }

std::string Upper(std::string_view text) {
  std::string upper(text);
  std::ranges::transform(upper, upper.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return upper;
}

constexpr std::array<std::pair<std::string_view, Comparator>, 7> kSymbols{
    {{"!=", Comparator::NotEqual},
     {"<=", Comparator::LessOrEqual},
     {">=", Comparator::GreaterOrEqual},
     {"=", Comparator::Equal},
     {"<", Comparator::Less},
     {">", Comparator::Greater},
     {"<>", Comparator::NotEqual}}};

class FilterParser {
 public:
  explicit FilterParser(std::string_view text) : text_(text) {}

  Result<std::vector<Comparison>> Parse() {
    std::vector<Comparison> comparisons;
    SkipSpaces();
    while (at_ < text_.size()) {
      ARM_TRY(auto comparison, ParseComparison());
      comparisons.push_back(std::move(comparison));
      if (comparisons.size() > kMostComparisons) {
        return RefuseFilter("it has more than 20 comparisons");
      }
      SkipSpaces();
      if (at_ < text_.size() && (Upper(TakeWhile(IsWord)) != "AND" || IsAtEnd())) {
        return Refuse("AND and another comparison are expected");
      }
    }
    return comparisons;
  }

 private:
  tl::unexpected<Error> Refuse(const std::string& expected) const {
    return RefuseFilter(expected + " at byte " + std::to_string(at_));
  }

  void SkipSpaces() { TakeWhile(IsSpace); }

  bool IsAtEnd() {
    SkipSpaces();
    return at_ == text_.size();
  }

  std::string_view TakeWhile(bool (*belongs)(char)) {
    const std::size_t start = at_;
    while (at_ < text_.size() && belongs(text_[at_])) {
      ++at_;
    }
    return text_.substr(start, at_ - start);
  }

  char Next() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  Result<Comparison> ParseComparison() {
    Comparison comparison{};
    ARM_TRY(comparison.field, ParseField());
    ARM_TRY(comparison.comparator, ParseComparator());
    ARM_TRY(comparison.constant, ParseConstant());
    return comparison;
  }

  Result<std::string> ParseField() {
    SkipSpaces();
    const std::string prefix = Upper(TakeWhile(IsWord));
    const bool is_prefix =
        Next() == '.' && (prefix == "ATTRIBUTE" || prefix == "ATTRIBUTES" || prefix == "ATTR");
    if (!prefix.empty() && !is_prefix) {
      return std::string(text_.substr(at_ - prefix.size(), prefix.size()));
    }
    at_ += is_prefix ? 1 : 0;
    if (Next() == '`' || Next() == '"') {
      return ParseQuoted();
    }
    const std::string_view word = TakeWhile(IsWord);
    if (word.empty()) {
      return Refuse("a field is expected");
    }
    return std::string(word);
  }

  Result<Comparator> ParseComparator() {
    SkipSpaces();
    for (const auto& [symbol, comparator] : kSymbols) {
      if (text_.substr(at_).starts_with(symbol)) {
        at_ += symbol.size();
        return comparator;
      }
    }
    const std::string word = Upper(TakeWhile(IsWord));
    if (word != "LIKE" && word != "ILIKE") {
      return Refuse("=, !=, <, <=, >, >=, LIKE or ILIKE is expected");
    }
    return word == "LIKE" ? Comparator::Like : Comparator::ILike;
  }

  Result<std::variant<std::string, std::int64_t, double>> ParseConstant() {
    SkipSpaces();
    if (Next() == '\'' || Next() == '"') {
      ARM_TRY(std::string text, ParseQuoted());
      return text;
    }
    const std::string_view digits = TakeWhile(IsNumber);
    const char* const start = digits.data();
    const char* const end = start + digits.size();
    std::int64_t whole = 0;
    if (const auto read = std::from_chars(start, end, whole);
        read.ec == std::errc() && read.ptr == end) {
      return whole;
    }
    double real = 0;
    if (const auto read = std::from_chars(start, end, real);
        read.ec == std::errc() && read.ptr == end && real - real == 0) {
      return real;
    }
    return Refuse("a number, or text between quotes, is expected");
  }

  Result<std::string> ParseQuoted() {
    const char quote = text_[at_++];
    std::string content;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c != quote) {
        content.push_back(c);
      } else if (Next() == quote) {
        content.push_back(text_[at_++]);
      } else {
        return content;
      }
    }
    return Refuse("a closing quote is expected");
  }

  const std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

tl::unexpected<Error> RefuseFilter(const std::string& reason) {
  return Fail(ErrorCode::InvalidFilter, "the filter cannot be used: " + reason, "filter", reason);
}

Result<std::vector<Comparison>> ParseFilter(std::string_view filter) {
  if (filter.size() > kMostBytes) {
    return RefuseFilter("it is longer than 2000 bytes");
  }
  if (filter.find('\0') != std::string_view::npos || !IsUtf8(filter)) {
    return RefuseFilter("it is not UTF-8 without NUL");
  }
  return FilterParser(filter).Parse();
}

}  // namespace armillary::metadata
