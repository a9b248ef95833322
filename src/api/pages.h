#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/file_system.h"
#include "base/result.h"
#include "net/message.h"

namespace armillary::api {

// One file of the workbench, in memory as it is sent.
struct PageFile {
  std::string content;
  std::string packed;             // One gzip member; empty: not worth it.
  std::string tag;                // Of the content, without quotes.
  std::string_view content_type;  // A literal.
  bool immutable = false;         // Its name changes with its content.
};

// The built workbench, read once at start: what a request names is looked up here and never on the
// disk. Immutable, thread-safe.
class Pages {
 public:
  // No pages at all: every request is answered with PagesMissing.
  Pages() = default;

  // Reads the files of `folder` and of `assets` in it, and `name.gz` beside `name` as its packed
  // form. Fails with NotFound without index.html, with TooLong beyond the limits of files and
  // bytes, or as FileSystem does.
  static Result<Pages> Load(FileSystem& files, const std::filesystem::path& folder);

  // The answer to GET of `path`, which is relative: "", "assets/index-1a2b.js". A path of no file
  // is a place inside the application, whose first page is sent, unless it can only mean a file:
  // below assets/, or a first segment with a dot. Fails with NotFound or PagesMissing.
  Result<net::Response> Answer(std::string_view path, const net::RequestHead& head) const;

 private:
  std::map<std::string, PageFile, std::less<>> files_;
};

}  // namespace armillary::api
