#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace armillary {

enum class LogLevel { Debug, Info, Warning, Error };
enum class LogFormat { Text, Json };

using LogValue = std::variant<std::string_view, std::int64_t, double, bool>;

// Something that a line says beside its message. A Secret does not convert to a value.
struct LogField {
  std::string_view key;
  LogValue value;
};

// Writes one line per event: text for people, JSON for machines, with the same fields. A line
// break or control character in a value is escaped, so no value can forge a line. Thread-safe.
class Log {
 public:
  struct Options {
    LogLevel level = LogLevel::Info;
    LogFormat format = LogFormat::Text;
    std::string file = {};  // Empty, or one that cannot be written: standard error.
  };

  explicit Log(const Options& options);
  ~Log();

  void Debug(std::string_view message, std::initializer_list<LogField> fields = {}) const;
  void Info(std::string_view message, std::initializer_list<LogField> fields = {}) const;
  void Warning(std::string_view message, std::initializer_list<LogField> fields = {}) const;
  void Error(std::string_view message, std::initializer_list<LogField> fields = {}) const;

 private:
  void Write(LogLevel level, std::string_view message,
             std::initializer_list<LogField> fields) const;

  struct Sink;
  const Options options_;
  std::unique_ptr<Sink> sink_;
};

}  // namespace armillary
