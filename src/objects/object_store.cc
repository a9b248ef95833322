#include "objects/object_store.h"

#include <algorithm>
#include <fmt/format.h>

namespace armillary::objects {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{256} * 1024;

Result<void> CheckDigest(const Digest& found, const ObjectName& name) {
  if (found != name.digest) {
    return Fail(ErrorCode::StorageCorrupt,
                fmt::format("the stored bytes of the object {} have the digest {}",
                            name.digest.ToHex(), found.ToHex()));
  }
  return {};
}

}  // namespace

Result<void> ForEachPiece(const ObjectReader& reader, const PieceVisitor& visit) {
  std::vector<std::byte> buffer(std::min<std::uint64_t>(kPieceBytes, reader.Size()));
  for (std::uint64_t offset = 0; offset < reader.Size(); offset += buffer.size()) {
    const std::uint64_t left = reader.Size() - offset;
    const std::span piece = std::span(buffer).first(std::min<std::uint64_t>(left, buffer.size()));
    ARM_CHECK(reader.ReadAt(offset, piece));
    ARM_CHECK(visit(piece));
  }
  return {};
}

Result<std::vector<std::byte>> ReadVerified(ObjectStore& store, const ObjectName& name,
                                            std::size_t most) {
  ARM_TRY(const auto reader, store.Open(name));
  if (reader->Size() > most) {
    return Fail(
        ErrorCode::BodyTooLarge,
        fmt::format("the object has {} bytes, and at most {} are read here", reader->Size(), most));
  }
  std::vector<std::byte> bytes(reader->Size());
  ARM_CHECK(reader->ReadAt(0, bytes));
  ARM_CHECK(CheckDigest(Sha256(bytes), name));
  return bytes;
}

Result<StoredObject> Verify(ObjectStore& store, const ObjectName& name) {
  ARM_TRY(const auto reader, store.Open(name));
  Sha256Stream hash;
  ARM_CHECK(ForEachPiece(*reader, [&](std::span<const std::byte> piece) -> Result<void> {
    hash.Append(piece);
    return {};
  }));
  ARM_CHECK(CheckDigest(hash.Finish(), name));
  return StoredObject{.digest = name.digest, .size = reader->Size()};
}

Result<StoredObject> Put(ObjectStore& store, const TenantId& tenant,
                         std::span<const std::byte> bytes, std::optional<Digest> expected) {
  ARM_TRY(const auto writer, store.BeginPut(tenant));
  ARM_CHECK(writer->Append(bytes));
  return writer->Commit(expected);
}

}  // namespace armillary::objects
