#include "outbound/http_client.h"

#include <array>
#include <netinet/in.h>
#include <optional>
#include <sodium.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/encoding.h"
#include "outbound/address_rule.h"
#include "outbound/internal/curl.h"

namespace armillary::outbound {
namespace {

constexpr std::size_t kMostHeaderBytes = 65'536;

template <class Value>
void Set(CURL* handle, CURLoption option, Value value) {
  ARM_ASSERT(curl_easy_setopt(handle, option, value) == CURLE_OK);
}

void StartCurlOnce() {
  static const bool kStarted = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  ARM_ASSERT(kStarted);
}

std::optional<Place> PlaceOfSocket(const curl_sockaddr& address) {
  const auto bytes_of = [](const auto& part) { return std::as_bytes(std::span(&part, 1)); };
  if (address.family == AF_INET) {
    return PlaceOf(bytes_of(reinterpret_cast<const sockaddr_in&>(address.addr).sin_addr));
  }
  if (address.family == AF_INET6) {
    return PlaceOf(bytes_of(reinterpret_cast<const sockaddr_in6&>(address.addr).sin6_addr));
  }
  return std::nullopt;
}

bool IsUnreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

void AppendEncoded(std::string_view text, std::string& out) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : text) {
    if (IsUnreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kDigits[byte / 16];
      out += kDigits[byte % 16];
    }
  }
}

Trouble TroubleOf(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return Trouble::TimedOut;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
      return Trouble::NotTrusted;
    case CURLE_FILESIZE_EXCEEDED:
      return Trouble::TooLarge;
    case CURLE_ABORTED_BY_CALLBACK:
      return Trouble::Stopped;
    default:
      return Trouble::Unreachable;
  }
}

}  // namespace

struct HttpClient::Idle {
  Guarded<std::vector<Easy>> handles;
};

// One call on one handle: what curl calls back, and what came of it.
class HttpClient::Call {
 public:
  Call(const Options& options, const std::atomic<bool>& stopped, CURL* handle)
      : options_(options), stopped_(stopped), handle_(handle) {}

  Outcome Run(const Request& request) {
    const auto url = Url::Parse(request.url);
    if (!CheckUrl(request.url) || !url) {
      return Fail(Trouble::NotAllowed, "the address may not be called");
    }
    is_encrypted_ = url->Part(CURLUPART_SCHEME) == "https";
    const List headers = HeadersOf(request);
    SetLimits();
    SetTarget(*url, headers.get());
    if (!request.form.Reveal().empty()) {
      Set(handle_, CURLOPT_POSTFIELDSIZE, static_cast<long>(request.form.Reveal().size()));
      Set(handle_, CURLOPT_POSTFIELDS, request.form.Reveal().c_str());
    }
    const CURLcode code = curl_easy_perform(handle_);
    return code == CURLE_OK ? Finish() : FailureOf(code);
  }

 private:
  static tl::unexpected<Failure> Fail(Trouble trouble, std::string message) {
    return tl::make_unexpected(Failure{trouble, std::move(message)});
  }

  static List HeadersOf(const Request& request) {
    List list;
    const auto add = [&](const std::string& line) {
      curl_slist* const head = curl_slist_append(list.get(), line.c_str());
      ARM_ASSERT(head != nullptr);
      if (list == nullptr) {
        list.reset(head);  // It stays the same from then on.
      }
    };
    add("User-Agent: armillary");
    add("Expect:");
    for (const auto& [name, value] : request.headers) {
      add(name + ": " + value);
    }
    if (!request.authorization.Reveal().empty()) {
      add("Authorization: " + request.authorization.Reveal());
    }
    return list;
  }

  void SetLimits() {
    Set(handle_, CURLOPT_NOSIGNAL, 1L);
    Set(handle_, CURLOPT_QUICK_EXIT, 1L);  // Else a call waits for the name server beyond its time.
    Set(handle_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect.count()));
    Set(handle_, CURLOPT_TIMEOUT_MS, static_cast<long>(options_.whole.count()));
    Set(handle_, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(options_.answer_bytes));
    Set(handle_, CURLOPT_FOLLOWLOCATION, 0L);
    Set(handle_, CURLOPT_PROXY, "");
    Set(handle_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    Set(handle_, CURLOPT_PROTOCOLS_STR, "http,https");
    Set(handle_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    Set(handle_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    Set(handle_, CURLOPT_SSL_VERIFYPEER, 1L);
    Set(handle_, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options_.ca_file.empty()) {
      Set(handle_, CURLOPT_CAINFO, options_.ca_file.c_str());
      // Else Debian's libcurl goes on trusting /etc/ssl/certs beside it.
      Set(handle_, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
    }
  }

  void SetTarget(const Url& url, curl_slist* headers) {
    Set(handle_, CURLOPT_CURLU, url.Raw());
    Set(handle_, CURLOPT_HTTPHEADER, headers);
    Set(handle_, CURLOPT_WRITEFUNCTION, &Call::TakeBody);
    Set(handle_, CURLOPT_WRITEDATA, this);
    Set(handle_, CURLOPT_HEADERFUNCTION, &Call::TakeHeader);
    Set(handle_, CURLOPT_HEADERDATA, this);
    Set(handle_, CURLOPT_OPENSOCKETFUNCTION, &Call::OpenSocket);
    Set(handle_, CURLOPT_OPENSOCKETDATA, this);
    Set(handle_, CURLOPT_NOPROGRESS, 0L);
    Set(handle_, CURLOPT_XFERINFOFUNCTION, &Call::Progress);
    Set(handle_, CURLOPT_XFERINFODATA, this);
  }

  Outcome Finish() {
    long status = 0;
    const char* content_type = nullptr;
    curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(handle_, CURLINFO_CONTENT_TYPE, &content_type);
    answer_.status = static_cast<int>(status);
    answer_.content_type = content_type == nullptr ? "" : content_type;
    return std::move(answer_);
  }

  Outcome FailureOf(CURLcode code) const {
    if (is_refused_) {
      return Fail(Trouble::NotAllowed, "its IP address may not be called");
    }
    if (is_too_large_) {
      return Fail(Trouble::TooLarge, "the answer is too large");
    }
    return Fail(TroubleOf(code), curl_easy_strerror(code));
  }

  static std::size_t TakeBody(char* bytes, std::size_t size, std::size_t count, void* call) {
    auto& self = *static_cast<Call*>(call);
    const std::size_t length = size * count;
    if (self.answer_.body.size() + length > self.options_.answer_bytes) {
      self.is_too_large_ = true;
      return 0;
    }
    self.answer_.body.append(bytes, length);
    return length;
  }

  static std::size_t TakeHeader(char* /*bytes*/, std::size_t size, std::size_t count, void* call) {
    auto& self = *static_cast<Call*>(call);
    const std::size_t length = size * count;
    self.header_bytes_ += length;
    self.is_too_large_ = self.is_too_large_ || self.header_bytes_ > kMostHeaderBytes;
    return self.is_too_large_ ? 0 : length;
  }

  static curl_socket_t OpenSocket(void* call, curlsocktype /*purpose*/, curl_sockaddr* address) {
    auto& self = *static_cast<Call*>(call);
    const auto place = PlaceOfSocket(*address);
    if (!place || !MayCall(self.is_encrypted_, *place)) {
      self.is_refused_ = true;
      return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }

  static int Progress(void* call, curl_off_t /*to_come*/, curl_off_t /*came*/,
                      curl_off_t /*to_send*/, curl_off_t /*sent*/) {
    return static_cast<Call*>(call)->stopped_.load() ? 1 : 0;
  }

  const Options& options_;
  const std::atomic<bool>& stopped_;
  CURL* const handle_;
  bool is_encrypted_ = false;
  bool is_refused_ = false;
  bool is_too_large_ = false;
  std::size_t header_bytes_ = 0;
  Answer answer_;
};

std::string_view NameOf(Trouble trouble) {
  static constexpr std::array<std::string_view, 6> kNames{
      "unreachable", "timed_out", "not_trusted", "too_large", "not_allowed", "stopped"};
  return kNames.at(static_cast<std::size_t>(trouble));
}

HttpClient::HttpClient(Options options)
    : options_(std::move(options)), idle_(std::make_unique<Idle>()) {
  StartCurlOnce();
}

HttpClient::~HttpClient() = default;

Outcome HttpClient::Send(const Request& request) {
  if (stopped_) {
    return tl::make_unexpected(Failure{Trouble::Stopped, "the server stops"});
  }
  Easy handle = idle_->handles.With([](std::vector<Easy>& handles) {
    Easy taken;
    if (!handles.empty()) {
      taken = std::move(handles.back());
      handles.pop_back();
    }
    return taken;
  });
  if (handle == nullptr) {
    handle.reset(curl_easy_init());
    ARM_ASSERT(handle != nullptr);
  }
  Outcome outcome = Call(options_, stopped_, handle.get()).Run(request);
  curl_easy_reset(handle.get());
  idle_->handles.With([&](std::vector<Easy>& handles) {
    if (handles.size() < options_.kept_connections) {
      handles.push_back(std::move(handle));
    }
  });
  return outcome;
}

std::string FormOf(const std::vector<std::pair<std::string_view, std::string_view>>& fields) {
  std::string form;
  for (const auto& [name, value] : fields) {
    if (!form.empty()) {
      form += '&';
    }
    AppendEncoded(name, form);
    form += '=';
    AppendEncoded(value, form);
  }
  return form;
}

Secret BasicAuthorization(std::string_view user, const Secret& password) {
  std::string pair;
  AppendEncoded(user, pair);
  pair += ':';
  AppendEncoded(password.Reveal(), pair);
  std::string text(sodium_base64_ENCODED_LEN(pair.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(pair.data()),
                    pair.size(), sodium_base64_VARIANT_ORIGINAL);
  sodium_memzero(pair.data(), pair.size());
  text.resize(text.size() - 1);  // Its NUL.
  return Secret("Basic " + text);
}

}  // namespace armillary::outbound
