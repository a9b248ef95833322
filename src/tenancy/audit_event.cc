#include "tenancy/audit_event.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/encoding.h"

namespace armillary::tenancy {
namespace {

// Eight bytes, the highest first.
std::array<std::byte, 8> BigEndian(std::uint64_t number) {
  std::array<std::byte, 8> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::byte>(number >> (8U * (7U - i)));
  }
  return bytes;
}

void AppendNumber(Sha256Stream& stream, std::int64_t number) {
  stream.Append(BigEndian(static_cast<std::uint64_t>(number)));
}

void AppendText(Sha256Stream& stream, std::string_view text) {
  AppendNumber(stream, static_cast<std::int64_t>(text.size()));
  stream.Append(AsBytes(text));
}

}  // namespace

Digest HashOf(const AuditEvent& event) {
  Sha256Stream stream;
  AppendText(stream, "armillary audit event 1");
  stream.Append(event.previous.bytes);
  AppendNumber(stream, event.sequence);
  AppendNumber(stream, ToMillis(event.at));
  for (const std::string_view text :
       {std::string_view(event.tenant.value), std::string_view(event.by.value),
        std::string_view(event.by_name), std::string_view(event.token.value),
        std::string_view(event.request.value), std::string_view(event.action),
        std::string_view(event.object_kind), std::string_view(event.object),
        std::string_view(event.details)}) {
    AppendText(stream, text);
  }
  AppendNumber(stream, event.object_name ? 1 : 0);
  AppendText(stream, event.object_name.value_or(""));
  return stream.Finish();
}

void ChainWalk::Take(const AuditEvent& event) {
  ++events_;
  if (first_broken_) {
    return;
  }
  const bool links = event.sequence == end_.sequence + 1 && event.previous == end_.hash &&
                     event.tenant == tenant_ && event.hash == HashOf(event);
  if (!links) {
    first_broken_ = end_.sequence + 1;
    return;
  }
  end_ = {event.sequence, event.hash};
}

ChainReport ChainWalk::Finish(const AuditHead& head) const {
  ChainReport report{.events = events_, .head = head, .first_broken = first_broken_};
  if (!report.first_broken && head != end_) {
    report.first_broken = head.sequence > end_.sequence ? end_.sequence + 1
                                                        : std::max<std::int64_t>(head.sequence, 1);
  }
  return report;
}

}  // namespace armillary::tenancy
