#include "objects/testing/memory_store.h"

#include <algorithm>
#include <utility>

#include "objects/internal/object_listing.h"
#include "objects/internal/tenant_folder.h"

namespace armillary::objects {
namespace {

class MemoryReader : public ObjectReader {
 public:
  explicit MemoryReader(std::shared_ptr<const std::vector<std::byte>> bytes)
      : bytes_(std::move(bytes)) {}

  std::uint64_t Size() const override { return bytes_->size(); }
  Result<void> ReadAt(std::uint64_t offset, std::span<std::byte> into) const override {
    if (offset > Size() || into.size() > Size() - offset) {
      return Fail(ErrorCode::RangeNotSatisfiable, "outside the object");
    }
    std::ranges::copy(std::span(*bytes_).subspan(offset, into.size()), into.begin());
    return {};
  }

 private:
  const std::shared_ptr<const std::vector<std::byte>> bytes_;
};

}  // namespace

class MemoryStore::Writer : public ObjectWriter {
 public:
  Writer(MemoryStore& store, TenantId tenant) : store_(store), tenant_(std::move(tenant)) {}

  Result<void> Append(std::span<const std::byte> bytes) override {
    if (state_) {
      state_ = store_.CheckWritable();
      bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }
    return state_;
  }

  Result<std::vector<std::byte>> ReadBack() override {
    if (!state_) {
      return Fail(state_.error());
    }
    return bytes_;
  }

  Result<StoredObject> Commit(std::optional<Digest> expected) override {
    ARM_CHECK(std::exchange(state_, Fail(ErrorCode::Internal, "the object was ended before")));
    const StoredObject stored{.digest = Sha256(bytes_), .size = bytes_.size()};
    if (expected && *expected != stored.digest) {
      return Fail(ErrorCode::DigestMismatch, "the bytes have another digest", "digest");
    }
    ARM_CHECK(store_.CheckWritable());
    store_.state_.With([&](State& state) {
      state.objects[{.tenant = tenant_, .digest = stored.digest}] = {
          std::make_shared<const std::vector<std::byte>>(std::move(bytes_)), store_.clock_.Now()};
    });
    return stored;
  }

 private:
  MemoryStore& store_;
  const TenantId tenant_;
  std::vector<std::byte> bytes_;
  Result<void> state_;
};

Result<void> MemoryStore::CheckWritable() const {
  return state_.With([](const State& state) -> Result<void> {
    if (state.broken) {
      return Fail(*state.broken, "broken on purpose");
    }
    return {};
  });
}

Result<std::unique_ptr<ObjectWriter>> MemoryStore::BeginPut(const TenantId& tenant) {
  ARM_CHECK(CheckWritable());
  ARM_CHECK(CheckTenant(tenant));
  return std::make_unique<Writer>(*this, tenant);
}

Result<std::unique_ptr<ObjectReader>> MemoryStore::Open(const ObjectName& name,
                                                        std::optional<std::uint64_t> size) {
  ARM_CHECK(CheckTenant(name.tenant));
  const Bytes bytes = state_.With([&](const State& state) {
    const auto found = state.objects.find(name);
    return found == state.objects.end() ? nullptr : found->second.bytes;
  });
  if (!bytes || (size && bytes->size() != *size)) {
    return Fail(ErrorCode::StorageCorrupt, "the object is not stored with that size");
  }
  return std::make_unique<MemoryReader>(bytes);
}

Result<bool> MemoryStore::Exists(const ObjectName& name) {
  ARM_CHECK(CheckTenant(name.tenant));
  return state_.With([&](const State& state) { return state.objects.contains(name); });
}

Result<ObjectPage> MemoryStore::List(const std::optional<TenantId>& tenant,
                                     const std::string& cursor, std::size_t limit) {
  std::optional<ObjectName> after;
  if (!cursor.empty()) {
    ARM_TRY(after, ParseCursor(cursor, tenant));
  }
  ObjectPage page;
  state_.With([&](const State& state) {
    for (auto at = after ? state.objects.upper_bound(*after) : state.objects.begin();
         at != state.objects.end() && page.objects.size() <= limit; ++at) {
      if (!tenant || at->first.tenant == *tenant) {
        page.objects.push_back({.name = at->first,
                                .size = at->second.bytes->size(),
                                .stored_at = at->second.stored_at});
      }
    }
  });
  if (page.objects.size() > limit) {
    page.objects.pop_back();
    page.next = FormatCursor(page.objects.back().name);
  }
  return page;
}

Result<void> MemoryStore::Remove(const ObjectName& name) {
  ARM_CHECK(CheckWritable());
  ARM_CHECK(CheckTenant(name.tenant));
  state_.With([&](State& state) { state.objects.erase(name); });
  return {};
}

Result<bool> MemoryStore::RemoveIfStoredBefore(const ObjectName& name, TimePoint time) {
  ARM_CHECK(CheckWritable());
  ARM_CHECK(CheckTenant(name.tenant));
  return state_.With([&](State& state) {
    const auto found = state.objects.find(name);
    if (found == state.objects.end() || found->second.stored_at >= time) {
      return false;
    }
    state.objects.erase(found);
    return true;
  });
}

Result<std::size_t> MemoryStore::RemoveUnfinished(TimePoint, std::size_t) { return 0; }

void MemoryStore::Corrupt(const ObjectName& name, std::vector<std::byte> bytes) {
  state_.With([&](State& state) {
    state.objects.at(name).bytes = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  });
}

void MemoryStore::FailChanges(std::optional<ErrorCode> code) {
  state_.With([&](State& state) { state.broken = code; });
}

}  // namespace armillary::objects
