#include "base/testing/faulty_file_system.h"

#include <algorithm>
#include <type_traits>
#include <utility>

#include "base/assert.h"

namespace armillary {

namespace fs = std::filesystem;

template <class T, class Call>
Result<T> FaultyFileSystem::Pass(FileCall record, Call call) {
  const auto fault = Reach(record.kind);
  if (fault && !fault->error) {
    if constexpr (std::is_void_v<T>) {
      return {};
    }
    ARM_ASSERT(false);
  }
  Result<T> result = fault ? Result<T>(Fail(*fault->error, "injected")) : call();
  record.succeeded = result.has_value();
  state_.With([&](State& state) { state.calls.push_back(std::move(record)); });
  return result;
}

class FaultyFileSystem::Writable : public WritableFile {
 public:
  Writable(FaultyFileSystem& owner, fs::path path, std::unique_ptr<WritableFile> real)
      : owner_(owner), path_(std::move(path)), real_(std::move(real)) {}

  Result<std::size_t> Write(std::span<const std::byte> bytes) override {
    const auto part = bytes.first(std::min(bytes.size(), owner_.MostWritten()));
    return owner_.Pass<std::size_t>({FileCallKind::Write, path_},
                                    [&] { return real_->Write(part); });
  }
  Result<void> SetModified(TimePoint time) override {
    return owner_.Pass<void>({FileCallKind::SetModified, path_},
                             [&] { return real_->SetModified(time); });
  }
  Result<void> Sync() override {
    return owner_.Pass<void>({FileCallKind::Sync, path_}, [&] { return real_->Sync(); });
  }
  Result<void> Close() override {
    return owner_.Pass<void>({FileCallKind::Close, path_}, [&] { return real_->Close(); });
  }

 private:
  FaultyFileSystem& owner_;
  const fs::path path_;
  const std::unique_ptr<WritableFile> real_;
};

class FaultyFileSystem::Readable : public ReadableFile {
 public:
  Readable(FaultyFileSystem& owner, fs::path path, std::unique_ptr<ReadableFile> real)
      : owner_(owner), path_(std::move(path)), real_(std::move(real)) {}

  std::uint64_t Size() const override { return real_->Size(); }
  Result<std::size_t> ReadAt(std::uint64_t offset, std::span<std::byte> into) const override {
    return owner_.Pass<std::size_t>({FileCallKind::Read, path_},
                                    [&] { return real_->ReadAt(offset, into); });
  }

 private:
  FaultyFileSystem& owner_;
  const fs::path path_;
  const std::unique_ptr<ReadableFile> real_;
};

void FaultyFileSystem::Break(FileFault fault) {
  state_.With([&](State& state) { state.faults.push_back(fault); });
}

void FaultyFileSystem::Mend() {
  state_.With([](State& state) { state.faults.clear(); });
}

void FaultyFileSystem::LimitWrites(std::size_t bytes) {
  state_.With([&](State& state) { state.most_written = bytes; });
}

std::vector<FileCall> FaultyFileSystem::Calls() const {
  return state_.With([](const State& state) { return state.calls; });
}

std::size_t FaultyFileSystem::Count(FileCallKind kind) const {
  return state_.With([&](const State& state) {
    const auto found = state.reached.find(kind);
    return found == state.reached.end() ? std::size_t{0} : found->second;
  });
}

void FaultyFileSystem::Forget() {
  state_.With([](State& state) {
    state.calls.clear();
    state.reached.clear();
  });
}

std::optional<FileFault> FaultyFileSystem::Reach(FileCallKind kind) {
  return state_.With([&](State& state) -> std::optional<FileFault> {
    const std::size_t number = ++state.reached[kind];
    const auto hits = [&](const FileFault& fault) {
      return fault.kind == kind && (fault.nth == number || (fault.and_later && number > fault.nth));
    };
    const auto fault = std::ranges::find_if(state.faults, hits);
    return fault == state.faults.end() ? std::nullopt : std::optional(*fault);
  });
}

std::size_t FaultyFileSystem::MostWritten() const {
  return state_.With([](const State& state) { return state.most_written; });
}

Result<std::unique_ptr<WritableFile>> FaultyFileSystem::Create(const fs::path& path,
                                                               unsigned mode) {
  using Opened = std::unique_ptr<WritableFile>;
  return Pass<Opened>({FileCallKind::Create, path}, [&]() -> Result<Opened> {
    ARM_TRY(auto file, real_.Create(path, mode));
    return std::make_unique<Writable>(*this, path, std::move(file));
  });
}

Result<std::unique_ptr<ReadableFile>> FaultyFileSystem::Open(const fs::path& path) {
  using Opened = std::unique_ptr<ReadableFile>;
  return Pass<Opened>({FileCallKind::Open, path}, [&]() -> Result<Opened> {
    ARM_TRY(auto file, real_.Open(path));
    return std::make_unique<Readable>(*this, path, std::move(file));
  });
}

Result<std::optional<FileStatus>> FaultyFileSystem::Status(const fs::path& path) {
  return Pass<std::optional<FileStatus>>({FileCallKind::Status, path},
                                         [&] { return real_.Status(path); });
}

Result<std::vector<std::string>> FaultyFileSystem::List(const fs::path& folder,
                                                        std::string_view after, std::size_t most) {
  return Pass<std::vector<std::string>>({FileCallKind::List, folder},
                                        [&] { return real_.List(folder, after, most); });
}

Result<void> FaultyFileSystem::MakeFolder(const fs::path& path, unsigned mode) {
  return Pass<void>({FileCallKind::MakeFolder, path}, [&] { return real_.MakeFolder(path, mode); });
}

Result<void> FaultyFileSystem::Rename(const fs::path& from, const fs::path& to) {
  return Pass<void>({FileCallKind::Rename, from, to}, [&] { return real_.Rename(from, to); });
}

Result<void> FaultyFileSystem::Remove(const fs::path& path) {
  return Pass<void>({FileCallKind::Remove, path}, [&] { return real_.Remove(path); });
}

Result<void> FaultyFileSystem::SyncFolder(const fs::path& path) {
  return Pass<void>({FileCallKind::SyncFolder, path}, [&] { return real_.SyncFolder(path); });
}

}  // namespace armillary
