#include "objects/folder_store.h"

#include <algorithm>
#include <utility>

#include "base/file_system.h"
#include "base/id.h"
#include "objects/internal/object_file.h"
#include "objects/internal/object_listing.h"
#include "objects/internal/tenant_folder.h"

namespace armillary::objects {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIncoming = ".incoming";

Error LatchedError() {
  return {
      .code = ErrorCode::StorageUnavailable,
      .message = "the disk failed to keep bytes, so nothing is stored until a restart",
      .next_step = "Tell the platform's operator, who checks the disk and restarts the server."};
}

// The folders are ours: one that is missing is a fault of the disk, not of who asked.
template <class T>
Result<T> InPlace(Result<T> result) {
  if (!result && result.error().code == ErrorCode::NotFound) {
    return Fail(ErrorCode::StorageUnavailable, "the folder of the objects has gone");
  }
  return result;
}

Result<void> EnsureFolder(FileSystem& files, const fs::path& path) {
  auto made = files.MakeFolder(path, kPrivateFolder);
  if (!made && made.error().code == ErrorCode::AlreadyExists) {
    return {};
  }
  return InPlace(std::move(made));
}

// The first name that a file begun at `time` can have: they are ids, which sort by time.
std::string FirstNameAt(TimePoint time) {
  class Stopped : public Clock {
   public:
    explicit Stopped(TimePoint now) : now_(now) {}
    TimePoint Now() const override { return now_; }

   private:
    const TimePoint now_;
  };
  class Zeros : public Random {
    void Fill(std::span<std::byte> bytes) override { std::ranges::fill(bytes, std::byte{0}); }
  };
  Zeros zeros;
  return NewId(Stopped(time), zeros);
}

Result<bool> RemoveIfThere(FileSystem& files, const fs::path& path) {
  const auto removed = files.Remove(path);
  if (removed) {
    return true;
  }
  if (removed.error().code == ErrorCode::NotFound) {
    return false;
  }
  return Fail(removed.error());
}

}  // namespace

class FolderStore::Writer : public ObjectWriter {
 public:
  Writer(FolderStore& store, TenantId tenant, fs::path incoming, std::unique_ptr<WritableFile> file)
      : store_(store),
        tenant_(std::move(tenant)),
        incoming_(std::move(incoming)),
        file_(std::move(file)) {}

  ~Writer() override {
    if (!placed_) {
      (void)store_.seams_.files.Remove(incoming_);
    }
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  Result<void> Append(std::span<const std::byte> bytes) override {
    if (state_) {
      hash_.Append(bytes);
      size_ += bytes.size();
      state_ = WriteAll(*file_, bytes);
    }
    return state_;
  }

  Result<std::vector<std::byte>> ReadBack() override {
    if (!state_) {
      return Fail(state_.error());
    }
    ARM_TRY(const auto file, InPlace(store_.seams_.files.Open(incoming_)));
    std::vector<std::byte> bytes(size_);
    ARM_TRY(const std::size_t got, file->ReadAt(0, bytes));
    if (got != size_) {
      return Fail(ErrorCode::StorageCorrupt, "the disk gives fewer bytes than it was given");
    }
    return bytes;
  }

  Result<StoredObject> Commit(std::optional<Digest> expected) override {
    ARM_CHECK(std::exchange(state_, Fail(ErrorCode::Internal, "the object was ended before")));
    const StoredObject stored{.digest = hash_.Finish(), .size = size_};
    if (expected && *expected != stored.digest) {
      return Fail(ErrorCode::DigestMismatch, "the bytes have the digest " + stored.digest.ToHex(),
                  "digest");
    }
    ARM_CHECK(store_.CheckWritable());
    ARM_CHECK(file_->SetModified(store_.seams_.clock.Now()));
    ARM_CHECK(store_.Latch(file_->Sync()));
    ARM_CHECK(file_->Close());
    const ObjectName name{.tenant = tenant_, .digest = stored.digest};
    ARM_CHECK(store_.Place(incoming_, name));
    // From here on nothing is undone: the object may have been there before, named by a row.
    placed_ = true;
    ARM_CHECK(store_.SyncFoldersOf(name));
    return stored;
  }

 private:
  FolderStore& store_;
  const TenantId tenant_;
  const fs::path incoming_;
  const std::unique_ptr<WritableFile> file_;
  Sha256Stream hash_;
  std::uint64_t size_ = 0;
  Result<void> state_;
  bool placed_ = false;
};

FolderStore::FolderStore(fs::path root, Seams seams) : root_(std::move(root)), seams_(seams) {}

Result<std::unique_ptr<FolderStore>> FolderStore::Open(fs::path root, Seams seams) {
  ARM_CHECK(MakeFolderDurably(seams.files, root, kPrivateFolder));
  ARM_CHECK(EnsureFolder(seams.files, root / kIncoming));
  return std::unique_ptr<FolderStore>(new FolderStore(std::move(root), seams));
}

fs::path FolderStore::PathOf(const ObjectName& name) const {
  const std::string digits = name.digest.ToHex();
  return root_ / name.tenant.value / digits.substr(0, 2) / digits;
}

Result<void> FolderStore::CheckWritable() const {
  if (failed_) {
    return Fail(LatchedError());
  }
  return {};
}

Result<void> FolderStore::Latch(const Result<void>& synced) {
  if (!synced && synced.error().code == ErrorCode::Overloaded) {
    return synced;  // It did not come to a sync.
  }
  if (!synced) {
    failed_ = true;
    return Fail(LatchedError());
  }
  return {};
}

Result<std::unique_ptr<ObjectWriter>> FolderStore::BeginPut(const TenantId& tenant) {
  ARM_CHECK(CheckWritable());
  ARM_CHECK(CheckTenant(tenant));
  fs::path incoming = root_ / kIncoming / NewId(seams_.clock, seams_.random);
  ARM_TRY(auto file, InPlace(seams_.files.Create(incoming, kPrivateFile)));
  return std::make_unique<Writer>(*this, tenant, std::move(incoming), std::move(file));
}

Result<void> FolderStore::Place(const fs::path& incoming, const ObjectName& name) {
  const fs::path path = PathOf(name);
  const std::scoped_lock lock(naming_);
  ARM_CHECK(EnsureFolder(seams_.files, path.parent_path().parent_path()));
  ARM_CHECK(EnsureFolder(seams_.files, path.parent_path()));
  return InPlace(seams_.files.Rename(incoming, path));
}

// All of them each time: one that is found may have been made, but not synced, by another thread
// or before a crash. Where nothing is new this costs next to nothing.
Result<void> FolderStore::SyncFoldersOf(const ObjectName& name) {
  const fs::path shard = PathOf(name).parent_path();
  ARM_CHECK(Latch(seams_.files.SyncFolder(shard)));
  ARM_CHECK(Latch(seams_.files.SyncFolder(shard.parent_path())));
  return Latch(seams_.files.SyncFolder(root_));
}

Result<std::unique_ptr<ObjectReader>> FolderStore::Open(const ObjectName& name,
                                                        std::optional<std::uint64_t> size) {
  ARM_CHECK(CheckTenant(name.tenant));
  return OpenObjectFile(seams_.files, PathOf(name), name, size);
}

Result<bool> FolderStore::Exists(const ObjectName& name) {
  ARM_CHECK(CheckTenant(name.tenant));
  ARM_TRY(const auto status, seams_.files.Status(PathOf(name)));
  return status && status->kind == FileKind::File;
}

Result<ObjectPage> FolderStore::List(const std::optional<TenantId>& tenant,
                                     const std::string& cursor, std::size_t limit) {
  return ListObjects(seams_.files, root_, {.tenant = tenant, .cursor = cursor, .limit = limit});
}

Result<void> FolderStore::Remove(const ObjectName& name) {
  ARM_CHECK(CheckWritable());
  ARM_CHECK(CheckTenant(name.tenant));
  const std::scoped_lock lock(naming_);
  ARM_CHECK(RemoveIfThere(seams_.files, PathOf(name)));
  return {};
}

Result<bool> FolderStore::RemoveIfStoredBefore(const ObjectName& name, TimePoint time) {
  ARM_CHECK(CheckWritable());
  ARM_CHECK(CheckTenant(name.tenant));
  const fs::path path = PathOf(name);
  const std::scoped_lock lock(naming_);
  ARM_TRY(const auto status, seams_.files.Status(path));
  if (!status || status->modified >= time) {
    return false;
  }
  return RemoveIfThere(seams_.files, path);
}

Result<std::size_t> FolderStore::RemoveUnfinished(TimePoint time, std::size_t limit) {
  ARM_CHECK(CheckWritable());
  const fs::path folder = root_ / kIncoming;
  const std::string end = FirstNameAt(time);
  ARM_TRY(const auto names, InPlace(seams_.files.List(folder, {}, limit)));
  std::size_t removed = 0;
  for (auto name = names.begin(); name != names.end() && *name < end; ++name) {
    ARM_TRY(const bool gone, RemoveIfThere(seams_.files, folder / *name));
    removed += gone ? 1 : 0;
  }
  return removed;
}

}  // namespace armillary::objects
