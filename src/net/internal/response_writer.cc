#include "net/internal/response_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <fmt/format.h>
#include <memory>
#include <utility>

namespace armillary::net {
namespace {

constexpr std::size_t kCopiedBody = 16 * 1024;  // A larger one is sent from where it is.

// Reason phrases mean nothing to programs; people who read traffic like them.
std::string_view ReasonOf(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "";
  }
}

void AppendNumber(std::uint64_t number, std::string& out) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
  out.append(digits.begin(), end);
}

bool IsControl(char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F; }

void AppendField(std::string_view name, std::string_view value, std::string& out) {
  if (name.empty() || std::ranges::any_of(name, IsControl) ||
      std::ranges::any_of(value, IsControl)) {
    return;
  }
  out.append(name).append(": ").append(value).append("\r\n");
}

std::uint64_t BodyLength(const Response& response) {
  if (const auto* text = std::get_if<std::string>(&response.body)) {
    return text->size();
  }
  return std::get<std::unique_ptr<BodySource>>(response.body)->Length();
}

void AppendHead(const Exchange& exchange, std::string_view date, bool close, std::string& out) {
  const Response& response = exchange.response;
  out.append("HTTP/1.1 ");
  AppendNumber(static_cast<std::uint64_t>(response.status), out);
  out.append(" ").append(ReasonOf(response.status)).append("\r\nDate: ").append(date);
  out.append("\r\nX-Request-Id: ").append(exchange.head.request_id.value).append("\r\n");
  if (!response.content_type.empty()) {
    out.append("Content-Type: ").append(response.content_type).append("\r\n");
  }
  if (HasBody(response.status) && !response.IsStream()) {
    out.append("Content-Length: ");
    AppendNumber(BodyLength(response), out);
    out.append("\r\n");
  }
  if (!exchange.allow.empty()) {
    out.append("Allow: ").append(exchange.allow).append("\r\n");
  }
  for (const auto& [name, value] : response.headers) {
    AppendField(name, value, out);
  }
  if (close) {
    out.append("Connection: close\r\n");
  } else if (exchange.framing.http10) {
    out.append("Connection: keep-alive\r\n");
  }
  out.append("\r\n");
}

}  // namespace

bool HasBody(int status) { return status >= 200 && status != 204 && status != 304; }

void WriteAnswer(Exchange& exchange, std::string_view date, bool close, Outbox& out) {
  Response& response = exchange.response;
  if (response.status < 200 || response.status > 599) {
    response = Response{.status = 500};
  }
  AppendHead(exchange, date, close, out.Text());
  if (exchange.head.method == Method::Head || !HasBody(response.status) || response.IsStream()) {
    return;
  }
  auto* text = std::get_if<std::string>(&response.body);
  if (text == nullptr) {
    exchange.source_left = BodyLength(response);
  } else if (text->size() > kCopiedBody) {
    out.SetBody(std::move(*text));
  } else {
    out.Text().append(*text);
  }
}

std::string FormatHttpDate(TimePoint time) {
  static constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed",
                                                         "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays.at(std::chrono::weekday(day).c_encoding()),
      static_cast<unsigned>(date.day()), kMonths.at(static_cast<unsigned>(date.month()) - 1),
      static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
      clock.seconds().count());
}

}  // namespace armillary::net
