#include "api/pages.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <utility>
#include <vector>

#include "base/digest.h"

namespace armillary::api {
namespace {

constexpr std::string_view kFirstPage = "index.html";
constexpr std::string_view kAssets = "assets/";
constexpr std::string_view kPacked = ".gz";
constexpr std::size_t kMostFiles = 1'000;
constexpr std::size_t kMostBytes = 16UL * 1024 * 1024;  // Of one file.
constexpr std::size_t kTagDigits = 32;

// Nothing from elsewhere, nothing inline, no page around ours, no form that leaves.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'; frame-src 'self'";

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kTypes{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".json", "application/json"},
    {".txt", "text/plain; charset=utf-8"},
}};

// Empty for a file that is none of ours, such as a map of the sources.
std::string_view ContentTypeOf(std::string_view name) {
  const auto* const type =
      std::ranges::find_if(kTypes, [&](const auto& known) { return name.ends_with(known.first); });
  return type == kTypes.end() ? std::string_view() : type->second;
}

Result<std::string> ReadText(FileSystem& files, const std::filesystem::path& path) {
  ARM_TRY(const auto bytes, ReadWholeFile(files, path, kMostBytes));
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

// The names of plain files in a folder, in order.
Result<std::vector<std::string>> NamesIn(FileSystem& files, const std::filesystem::path& folder) {
  ARM_TRY(auto names, files.List(folder, "", kMostFiles + 1));
  if (names.size() > kMostFiles) {
    return Fail(ErrorCode::TooLong, "a folder of pages has more files than the server keeps",
                "workbench.folder", fmt::format("at most {} files", kMostFiles));
  }
  return names;
}

Result<PageFile> ReadPage(FileSystem& files, const std::filesystem::path& path, bool has_packed) {
  PageFile file;
  ARM_TRY(file.content, ReadText(files, path));
  if (has_packed) {
    auto packed_path = path;
    packed_path += kPacked;
    ARM_TRY(file.packed, ReadText(files, packed_path));
  }
  file.tag = Sha256(file.content).ToHex().substr(0, kTagDigits);
  file.content_type = ContentTypeOf(path.filename().string());
  return file;
}

bool MeansFile(std::string_view path) {
  const auto first = path.substr(0, path.find('/'));
  return path.starts_with(kAssets) || first.find('.') != std::string_view::npos;
}

bool Knows(const net::RequestHead& head, std::string_view quoted_tag) {
  const auto known = head.headers.Find("If-None-Match");
  return known && (*known == "*" || known->find(quoted_tag) != std::string_view::npos);
}

net::Response Send(const PageFile& file, const net::RequestHead& head) {
  const bool packed = head.accepts_gzip && !file.packed.empty();
  const std::string tag = fmt::format("\"{}{}\"", file.tag, packed ? "-gz" : "");
  net::Response answer{
      .content_type = file.content_type,
      .headers = {{"ETag", tag},
                  {"Cache-Control",
                   file.immutable ? "public, max-age=31536000, immutable" : "no-cache"},
                  {"Content-Security-Policy", std::string(kPolicy)},
                  {"X-Content-Type-Options", "nosniff"},
                  {"Referrer-Policy", "same-origin"},
                  {"Vary", "Accept-Encoding"}},
      .body = {}};
  if (Knows(head, tag)) {
    answer.status = 304;
    return answer;
  }
  if (packed) {
    answer.headers.emplace_back("Content-Encoding", "gzip");
  }
  answer.body = packed ? file.packed : file.content;
  return answer;
}

}  // namespace

Result<Pages> Pages::Load(FileSystem& files, const std::filesystem::path& folder) {
  Pages pages;
  for (const std::string_view below : {std::string_view(), kAssets}) {
    ARM_TRY(const auto names, NamesIn(files, folder / below));
    for (const std::string& name : names) {
      if (ContentTypeOf(name).empty()) {
        continue;
      }
      const bool has_packed = std::ranges::binary_search(names, name + std::string(kPacked));
      ARM_TRY(PageFile file, ReadPage(files, folder / below / name, has_packed));
      file.immutable = !below.empty();
      pages.files_.emplace(std::string(below) + name, std::move(file));
    }
  }
  if (!pages.files_.contains(kFirstPage)) {
    return Fail(ErrorCode::NotFound, "the folder of pages has no index.html", "workbench.folder");
  }
  return pages;
}

Result<net::Response> Pages::Answer(std::string_view path, const net::RequestHead& head) const {
  if (files_.empty()) {
    return Fail(ErrorCode::PagesMissing, "this server has no pages");
  }
  auto file = files_.find(path);
  if (file == files_.end()) {
    if (MeansFile(path)) {
      return Fail(ErrorCode::NotFound, "there is no such page or file");
    }
    file = files_.find(kFirstPage);
  }
  return Send(file->second, head);
}

}  // namespace armillary::api
