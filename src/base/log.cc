#include "base/log.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <utf8proc.h>
#include <vector>

#include "base/clock.h"

namespace armillary {
namespace {

std::string_view NameOf(LogLevel level) {
  switch (level) {
    case LogLevel::Debug:
      return "debug";
    case LogLevel::Info:
      return "info";
    case LogLevel::Warning:
      return "warning";
    case LogLevel::Error:
      break;
  }
  return "error";
}

// Controls, line separators and what reorders text: no terminal and no reader gets to see them.
bool NeedsEscape(utf8proc_int32_t scalar) {
  const auto category = utf8proc_category(scalar);
  return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
         category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP;
}

std::string EscapeOf(utf8proc_int32_t scalar) {
  if (scalar > 0xFFFF) {
    return fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((scalar - 0x10000) >> 10),
                       0xDC00 + ((scalar - 0x10000) & 0x3FF));
  }
  return fmt::format("\\u{:04x}", scalar);
}

// As a JSON string. What is not UTF-8 becomes U+FFFD.
std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  while (!text.empty()) {
    utf8proc_int32_t scalar = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                         static_cast<utf8proc_ssize_t>(text.size()), &scalar);
    const auto taken = static_cast<std::size_t>(std::max<utf8proc_ssize_t>(length, 1));
    if (length < 1) {
      quoted += "\xEF\xBF\xBD";
    } else if (NeedsEscape(scalar)) {
      quoted += EscapeOf(scalar);
    } else {
      quoted += scalar == '"' || scalar == '\\' ? "\\" : "";
      quoted += text.substr(0, taken);
    }
    text.remove_prefix(taken);
  }
  return quoted + "\"";
}

// Bare words stay bare; what could be mistaken for something else, or holds controls, is quoted.
std::string ForPeople(std::string_view text) {
  const bool plain = !text.empty() && text.find_first_of(" \"=\\") == std::string_view::npos &&
                     Quoted(text).size() == text.size() + 2;
  return plain ? std::string(text) : Quoted(text);
}

std::string Render(const LogValue& value, LogFormat format) {
  if (const auto* text = std::get_if<std::string_view>(&value)) {
    return format == LogFormat::Json ? Quoted(*text) : ForPeople(*text);
  }
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return std::to_string(*number);
  }
  if (const auto* real = std::get_if<double>(&value)) {
    const std::string number = fmt::format("{}", *real);
    return format == LogFormat::Json && !std::isfinite(*real) ? Quoted(number) : number;
  }
  return std::get<bool>(value) ? "true" : "false";
}

std::string TextLine(LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields) {
  const std::string quoted = Quoted(message);
  std::string line = fmt::format("{} {:<7} {}", FormatTime(SystemClock{}.Now()), NameOf(level),
                                 std::string_view(quoted).substr(1, quoted.size() - 2));
  for (const LogField& field : fields) {
    line += fmt::format(" {}={}", field.key, Render(field.value, LogFormat::Text));
  }
  return line;
}

std::string JsonLine(LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields) {
  std::string line = fmt::format(R"({{"time":"{}","level":"{}","message":{})",
                                 FormatTime(SystemClock{}.Now()), NameOf(level), Quoted(message));
  for (const LogField& field : fields) {
    line += fmt::format(",{}:{}", Quoted(field.key), Render(field.value, LogFormat::Json));
  }
  return line + "}";
}

spdlog::sink_ptr MakeSink(const std::string& file) {
  if (!file.empty()) {
    try {
      return std::make_shared<spdlog::sinks::basic_file_sink_mt>(file);
    } catch (const spdlog::spdlog_ex& error) {
      std::fprintf(stderr, "the log goes to standard error: %s\n", error.what());
    }
  }
  return std::make_shared<spdlog::sinks::stderr_sink_mt>();
}

}  // namespace

struct Log::Sink {
  explicit Sink(const std::string& file) : logger("armillary", MakeSink(file)) {
    logger.set_pattern("%v");
    logger.set_level(spdlog::level::trace);
    logger.flush_on(spdlog::level::info);
  }

  spdlog::logger logger;
};

Log::Log(const Options& options) : options_(options), sink_(std::make_unique<Sink>(options.file)) {}
Log::~Log() = default;

void Log::Write(LogLevel level, std::string_view message,
                std::initializer_list<LogField> fields) const {
  if (level < options_.level) {
    return;
  }
  const std::string line = options_.format == LogFormat::Json ? JsonLine(level, message, fields)
                                                              : TextLine(level, message, fields);
  sink_->logger.log(spdlog::level::info, spdlog::string_view_t(line));
}

void Log::Debug(std::string_view message, std::initializer_list<LogField> fields) const {
  Write(LogLevel::Debug, message, fields);
}
void Log::Info(std::string_view message, std::initializer_list<LogField> fields) const {
  Write(LogLevel::Info, message, fields);
}
void Log::Warning(std::string_view message, std::initializer_list<LogField> fields) const {
  Write(LogLevel::Warning, message, fields);
}
void Log::Error(std::string_view message, std::initializer_list<LogField> fields) const {
  Write(LogLevel::Error, message, fields);
}

}  // namespace armillary
