#pragma once

#include <curl/curl.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/assert.h"

namespace armillary::outbound {

struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

// An address, taken apart by the same code that goes there.
class Url {
 public:
  static std::optional<Url> Parse(std::string_view text) {
    Url url;
    if (url.parts_ == nullptr || text.find('\0') != std::string_view::npos ||
        curl_url_set(url.parts_.get(), CURLUPART_URL, std::string(text).c_str(), 0) != CURLUE_OK) {
      return std::nullopt;
    }
    return url;
  }

  bool Has(CURLUPart part) const { return Read(part).has_value(); }
  // Empty where there is none.
  std::string Part(CURLUPart part) const { return Read(part).value_or(std::string()); }
  CURLU* Raw() const { return parts_.get(); }

 private:
  struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
  };

  Url() : parts_(curl_url()) {}

  std::optional<std::string> Read(CURLUPart part) const {
    char* found = nullptr;
    if (curl_url_get(parts_.get(), part, &found, 0) != CURLUE_OK) {
      return std::nullopt;
    }
    std::string text(found);
    curl_free(found);
    return text;
  }

  std::unique_ptr<CURLU, FreeUrl> parts_;
};

}  // namespace armillary::outbound
