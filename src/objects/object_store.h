#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"
#include "base/id.h"
#include "base/result.h"

namespace armillary::objects {

// An immutable blob of a tenant, named by its content. Equal content of two tenants is two objects.
struct ObjectName {
  TenantId tenant;
  Digest digest;

  auto operator<=>(const ObjectName&) const = default;
};

// What a row keeps of an object.
struct StoredObject {
  Digest digest;
  std::uint64_t size;

  bool operator==(const StoredObject&) const = default;
};

struct ListedObject {
  ObjectName name;
  std::uint64_t size;
  TimePoint stored_at;  // When it was last committed.

  bool operator==(const ListedObject&) const = default;
};

struct ObjectPage {
  std::vector<ListedObject> objects;
  std::string next;  // The cursor of the next page; empty after the last.
};

// One object being stored. Nothing is left of it if it goes without a successful Commit. For one
// thread at a time; must not outlive its store.
class ObjectWriter {
 public:
  virtual ~ObjectWriter() = default;

  // After a failure only Commit may follow, which fails the same way.
  virtual Result<void> Append(std::span<const std::byte> bytes) = 0;

  // What was appended so far, as it lies where it is being stored. Before Commit.
  virtual Result<std::vector<std::byte>> ReadBack() = 0;

  // Once this succeeds the object survives any crash, and a row may name it. Fails with
  // DigestMismatch unless the content has the `expected` digest. Ends the writer.
  virtual Result<StoredObject> Commit(std::optional<Digest> expected = {}) = 0;
};

// An object being read, for any number of threads. Stays readable when the object is removed.
class ObjectReader {
 public:
  virtual ~ObjectReader() = default;

  virtual std::uint64_t Size() const = 0;

  // Fills `into` from `offset` on. Fails with RangeNotSatisfiable unless all of that lies inside
  // the object, with StorageCorrupt if stored bytes are missing.
  virtual Result<void> ReadAt(std::uint64_t offset, std::span<std::byte> into) const = 0;
};

// Keeps immutable content by its hash, apart for each tenant. Thread-safe; memory does not grow
// with what is stored.
//
// The order that keeps rows and objects together: commit the object, then the row that names it.
// An object without a row is legal and swept after a grace period; hence a new row may only name
// what was committed within that period (committing again what exists is enough, and counts as
// stored anew), or what a row of that tenant names already.
//
// Names come from rows, so an object that is not there has been lost: StorageCorrupt, not NotFound.
// Any call can fail with StorageUnavailable, a change also with StorageFull or StorageReadOnly.
// Once the disk failed to keep what it acknowledged, all changes fail until the server restarts.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;

  // Fails with InvalidCharacters unless the tenant's id is of 0-9, a-z and -.
  virtual Result<std::unique_ptr<ObjectWriter>> BeginPut(const TenantId& tenant) = 0;

  // Fails with StorageCorrupt if there is no such object or it is not of `size` bytes. Does not
  // hash.
  virtual Result<std::unique_ptr<ObjectReader>> Open(const ObjectName& name,
                                                     std::optional<std::uint64_t> size = {}) = 0;

  virtual Result<bool> Exists(const ObjectName& name) = 0;

  // Objects in the order of their names, at most `limit` (1 or more); of all tenants if none is
  // given. Fails with InvalidCursor.
  virtual Result<ObjectPage> List(const std::optional<TenantId>& tenant, const std::string& cursor,
                                  std::size_t limit) = 0;

  // Succeeds if there is no such object.
  virtual Result<void> Remove(const ObjectName& name) = 0;

  // Removes the object unless it was stored at or after `time`, and says whether it did. A Commit
  // of the same content happens wholly before or wholly after.
  virtual Result<bool> RemoveIfStoredBefore(const ObjectName& name, TimePoint time) = 0;

  // Removes at most `limit` objects that were begun before `time` and never committed, left by a
  // crash, and says how many.
  virtual Result<std::size_t> RemoveUnfinished(TimePoint time, std::size_t limit) = 0;
};

using PieceVisitor = std::function<Result<void>(std::span<const std::byte> piece)>;

// The content from its first byte to its last in pieces of bounded size, unchecked. Stops at the
// first failure.
Result<void> ForEachPiece(const ObjectReader& reader, const PieceVisitor& visit);

// The content, after its hash was checked. Fails with StorageCorrupt, or with BodyTooLarge if it is
// larger than `most`.
Result<std::vector<std::byte>> ReadVerified(ObjectStore& store, const ObjectName& name,
                                            std::size_t most);

// Hashes the stored bytes, piece by piece. Fails with StorageCorrupt.
Result<StoredObject> Verify(ObjectStore& store, const ObjectName& name);

// Stores bytes that are in memory.
Result<StoredObject> Put(ObjectStore& store, const TenantId& tenant,
                         std::span<const std::byte> bytes, std::optional<Digest> expected = {});

}  // namespace armillary::objects
