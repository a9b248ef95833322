#include "objects/copy.h"

#include <utility>

namespace armillary::objects {
namespace {

constexpr std::size_t kPage = 1000;

enum class Outcome : std::uint8_t { Copied, IsThere, WasRemoved, IsCorrupt };

Result<Outcome> CopyOne(ObjectStore& from, ObjectStore& to, const ListedObject& object) {
  ARM_TRY(const bool is_there, to.Exists(object.name));
  if (is_there) {
    return Outcome::IsThere;
  }
  auto reader = from.Open(object.name, object.size);
  if (!reader) {
    ARM_TRY(const bool exists, from.Exists(object.name));
    return exists ? Outcome::IsCorrupt : Outcome::WasRemoved;
  }
  ARM_TRY(const auto writer, to.BeginPut(object.name.tenant));
  Result<void> appended;
  const auto read = ForEachPiece(**reader, [&](std::span<const std::byte> piece) {
    appended = writer->Append(piece);
    return appended;
  });
  ARM_CHECK(appended);
  if (!read) {
    return Outcome::IsCorrupt;
  }
  const auto stored = writer->Commit(object.name.digest);
  if (!stored && stored.error().code == ErrorCode::DigestMismatch) {
    return Outcome::IsCorrupt;
  }
  ARM_CHECK(stored);
  return Outcome::Copied;
}

Result<void> CopyPage(ObjectStore& from, ObjectStore& to, std::span<const ListedObject> page,
                      CopyTotals& totals, const CopyProgress& progress) {
  for (const ListedObject& object : page) {
    ARM_TRY(const Outcome outcome, CopyOne(from, to, object));
    totals.corrupt += outcome == Outcome::IsCorrupt ? 1 : 0;
    if (outcome != Outcome::Copied) {
      continue;
    }
    ++totals.objects;
    totals.bytes += object.size;
    if (progress && !progress(object, totals)) {
      return Fail(ErrorCode::Cancelled, "the copy was told to stop");
    }
  }
  return {};
}

}  // namespace

Result<CopyTotals> CopyAll(ObjectStore& from, ObjectStore& to, const CopyProgress& progress) {
  CopyTotals totals;
  std::string cursor;
  do {
    ARM_TRY(ObjectPage page, from.List(std::nullopt, cursor, kPage));
    ARM_CHECK(CopyPage(from, to, page.objects, totals, progress));
    cursor = std::move(page.next);
  } while (!cursor.empty());
  return totals;
}

}  // namespace armillary::objects
