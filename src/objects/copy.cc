#include "objects/copy.h"

#include <utility>

namespace armillary::objects {
namespace {

constexpr std::size_t kPage = 1000;

// False if the object was removed after it was listed.
Result<bool> CopyOne(ObjectStore& from, ObjectStore& to, const ListedObject& object) {
  auto reader = from.Open(object.name, object.size);
  if (!reader) {
    ARM_TRY(const bool exists, from.Exists(object.name));
    return exists ? Result<bool>(tl::make_unexpected(reader.error())) : Result<bool>(false);
  }
  ARM_TRY(const auto writer, to.BeginPut(object.name.tenant));
  ARM_CHECK(ForEachPiece(**reader,
                         [&](std::span<const std::byte> piece) { return writer->Append(piece); }));
  const auto stored = writer->Commit(object.name.digest);
  if (!stored && stored.error().code == ErrorCode::DigestMismatch) {
    return Fail(ErrorCode::StorageCorrupt,
                "the object " + object.name.digest.ToHex() + " was stored with other bytes");
  }
  ARM_CHECK(stored);
  return true;
}

Result<void> CopyPage(ObjectStore& from, ObjectStore& to, std::span<const ListedObject> page,
                      CopyTotals& totals, const CopyProgress& progress) {
  for (const ListedObject& object : page) {
    ARM_TRY(const bool copied, CopyOne(from, to, object));
    if (!copied) {
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
