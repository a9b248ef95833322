#include "base/clock.h"

#include <cstdint>
#include <ctime>
#include <fmt/format.h>
#include <optional>

namespace armillary {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

// Reads RFC 3339 from left to right; `failed` once something did not fit.
class TimeReader {
 public:
  explicit TimeReader(std::string_view text) : rest_(text) {}

  int Number(std::size_t digits, int most) {
    int value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      value = value * 10 + Digit();
    }
    failed_ = failed_ || value > most;
    return value;
  }

  // Milliseconds of an optional ".123456789"; what is finer is cut.
  int Fraction() {
    constexpr std::size_t kMaxDecimals = 9;
    if (!rest_.starts_with('.')) {
      return 0;
    }
    rest_.remove_prefix(1);
    int millis = Digit() * 100;
    int place = 10;
    for (std::size_t i = 1; i < kMaxDecimals && StartsWithDigit(); ++i, place /= 10) {
      millis += Digit() * place;
    }
    return millis;
  }

  // Minutes east of UTC.
  int Offset() {
    if (Take('Z') || Take('z')) {
      return 0;
    }
    const int sign = Take('-') ? -1 : 1;
    if (sign == 1) {
      Expect('+');
    }
    const int hours = Number(2, 23);
    Expect(':');
    return sign * (hours * 60 + Number(2, 59));
  }

  void Expect(char wanted) { failed_ = !Take(wanted) || failed_; }
  void ExpectOneOf(char first, char second) { failed_ = !(Take(first) || Take(second)) || failed_; }
  bool Done() const { return !failed_ && rest_.empty(); }

 private:
  bool StartsWithDigit() const {
    return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
  }
  int Digit() {
    if (!StartsWithDigit()) {
      failed_ = true;
      return 0;
    }
    const int digit = rest_.front() - '0';
    rest_.remove_prefix(1);
    return digit;
  }
  bool Take(char wanted) {
    if (!rest_.starts_with(wanted)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  std::string_view rest_;
  bool failed_ = false;
};

std::chrono::year_month_day ReadDate(TimeReader& reader) {
  const int years = reader.Number(4, 9999);
  reader.Expect('-');
  const int months = reader.Number(2, 12);
  reader.Expect('-');
  const int days = reader.Number(2, 31);
  return year{years} / month{static_cast<unsigned>(months)} / day{static_cast<unsigned>(days)};
}

std::chrono::milliseconds ReadTimeOfDay(TimeReader& reader) {
  const std::chrono::hours hours{reader.Number(2, 23)};
  reader.Expect(':');
  const std::chrono::minutes minutes{reader.Number(2, 59)};
  reader.Expect(':');
  const std::chrono::seconds seconds{reader.Number(2, 59)};
  return hours + minutes + seconds + std::chrono::milliseconds{reader.Fraction()};
}

}  // namespace

TimePoint SystemClock::Now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string FormatTime(TimePoint time) {
  const auto days = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{days};
  const std::chrono::hh_mm_ss clock{time - days};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

Result<TimePoint> ParseTime(std::string_view text) {
  TimeReader reader(text);
  const auto date = ReadDate(reader);
  reader.ExpectOneOf('T', 't');
  const auto time_of_day = ReadTimeOfDay(reader);
  const std::chrono::minutes offset{reader.Offset()};
  if (!reader.Done() || !date.ok()) {
    return Fail(ErrorCode::InvalidFormat, "not a time such as 2026-11-24T10:00:00Z", "",
                "RFC 3339 with its zone");
  }
  return TimePoint{std::chrono::sys_days{date}} + time_of_day - offset;
}

}  // namespace armillary
