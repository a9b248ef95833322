#include "net/internal/errors.h"

#include <fmt/format.h>
#include <string>
#include <utility>

namespace armillary::net {
namespace {

Error Beyond(ErrorCode code, const char* what, const char* field, const std::string& limit) {
  return {.code = code,
          .message = std::string(what) + " beyond the limit of " + limit,
          .field = field,
          .rule = "at most " + limit};
}

std::string Bytes(std::size_t count) { return std::to_string(count) + " bytes"; }

}  // namespace

Error UriTooLong(const ServerOptions& options) {
  return Beyond(ErrorCode::UriTooLong, "the address is", "target", Bytes(options.uri_bytes));
}

Error HeaderTooLarge(const ServerOptions& options) {
  return Beyond(ErrorCode::HeaderTooLarge, "the header is", "header", Bytes(options.header_bytes));
}

Error TooManyFields(const ServerOptions& options) {
  return Beyond(ErrorCode::HeaderTooLarge, "the header is", "header",
                std::to_string(options.header_fields) + " fields");
}

Error BodyTooLarge(std::size_t limit) {
  return Beyond(ErrorCode::BodyTooLarge, "the body is", "body", Bytes(limit));
}

Error CertificateUnusable(std::string_view field, std::string_view why) {
  return {.code = ErrorCode::CertificateUnusable,
          .message = fmt::format("{}: {}", field, why),
          .field = std::string(field)};
}

}  // namespace armillary::net
