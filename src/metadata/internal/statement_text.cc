#include "metadata/internal/statement_text.h"

#include <algorithm>
#include <cctype>

#include "metadata/internal/sql_tree.h"

namespace armillary::metadata {
namespace {

constexpr std::string_view kRefusedCharacters = "\"`[]{}\\;?:@#~^&!";

bool IsWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsPlain(char c) { return (c >= ' ' && c <= '~') || c == '\n'; }

// A place in the text outside of string literals.
bool IsRefusedAt(std::string_view sql, std::size_t at) {
  const char c = sql[at];
  const char before = at == 0 ? ' ' : sql[at - 1];
  const char after = at + 1 == sql.size() ? ' ' : sql[at + 1];
  switch (c) {
    case '\'':
      return IsWordCharacter(before);  // E'...', U&'...', X'...'
    case '$':
      return IsWordCharacter(before) || !IsDigit(after);
    case '-':
      return after == '-';
    case '/':
      return after == '*';
    case '!':
      return after != '=';
    default:
      return kRefusedCharacters.find(c) != std::string_view::npos;
  }
}

bool EndsWithWords(std::string_view text, std::string_view words) {
  return text.size() > words.size() &&
         std::equal(words.rbegin(), words.rend(), text.rbegin(), [](char a, char b) {
           return a == std::toupper(static_cast<unsigned char>(b));
         });
}

}  // namespace

Result<void> CheckStatementText(std::string_view sql) {
  bool in_literal = false;
  for (std::size_t at = 0; at < sql.size(); ++at) {
    if (!IsPlain(sql[at]) || (in_literal && sql[at] == '\\') ||
        (!in_literal && IsRefusedAt(sql, at))) {
      return RefuseStatement("a character at byte " + std::to_string(at) +
                             " means different things to the engines");
    }
    if (sql[at] == '\'') {
      in_literal = !in_literal;
    }
  }
  return {};
}

std::size_t SizeWithoutLock(std::string_view sql) {
  const std::size_t last = sql.find_last_not_of(" \n");
  const std::string_view text = sql.substr(0, last == std::string_view::npos ? 0 : last + 1);
  for (const std::string_view lock : {"FOR UPDATE", "FOR UPDATE SKIP LOCKED"}) {
    if (EndsWithWords(text, lock)) {
      return text.size() - lock.size();
    }
  }
  return sql.size();
}

}  // namespace armillary::metadata
