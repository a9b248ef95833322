#include "net/internal/request_parser.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <limits>
#include <optional>

#include "net/internal/errors.h"

namespace armillary::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

std::string_view Std(string_view text) { return {text.data(), text.size()}; }

constexpr std::size_t kRequestLineOverhead = 64;  // The longest method, the version, spaces.
constexpr std::size_t kMostChunkHeader = 4 * 1024;
constexpr std::size_t kMostMethod = 32;

// Beast reads the grammar; this keeps the pieces, and refuses what Beast lets pass.
class BeastParser : public http::basic_parser<true> {
 public:
  explicit BeastParser(const ServerOptions& options) : options_(options) {
    header_limit(std::numeric_limits<std::uint32_t>::max());
    body_limit(boost::none);
  }

  RequestHead* head = nullptr;
  std::string* body = nullptr;
  std::string_view input;
  std::size_t body_limit_left = 0;
  std::size_t limit = 0;
  int minor = 0;
  std::optional<Error> failure;

 private:
  void Refuse(Error error, error_code& ec) {
    failure = std::move(error);
    ec = http::error::bad_value;
  }

  void on_request_impl(http::verb /*verb*/, string_view method, string_view target, int version,
                       error_code& ec) override {
    minor = version - 10;
    if (method.size() > kMostMethod) {
      return Refuse({ErrorCode::BadRequest, "the method is too long"}, ec);
    }
    if (target.size() > options_.uri_bytes) {
      return Refuse(UriTooLong(options_), ec);
    }
    head->method = ParseMethod(Std(method));
    head->target = Std(target);
  }

  void on_field_impl(http::field /*field*/, string_view name, string_view value,
                     error_code& ec) override {
    if (IsFolded(Std(name), Std(value))) {
      return Refuse({ErrorCode::BadRequest, "a header field is folded over lines"}, ec);
    }
    if (body != nullptr) {
      return;  // A trailer: it comes too late to be believed.
    }
    if (head->headers.Size() == options_.header_fields) {
      return Refuse(TooManyFields(options_), ec);
    }
    head->headers.Add(Std(name), Std(value));
  }

  // Beast joins folded lines, in a buffer of its own or by skipping an empty first line.
  bool IsFolded(std::string_view name, std::string_view value) const {
    const std::size_t name_end = static_cast<std::size_t>(name.data() - input.data()) + name.size();
    const std::size_t value_at = static_cast<std::size_t>(value.data() - input.data());
    return value_at < name_end || value_at > input.size() ||
           input.substr(name_end, value_at - name_end).find('\r') != std::string_view::npos;
  }

  void on_header_impl(error_code& /*ec*/) override {}
  void on_response_impl(int /*code*/, string_view /*reason*/, int /*version*/,
                        error_code& /*ec*/) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>& /*length*/,
                         error_code& /*ec*/) override {}
  std::size_t on_body_impl(string_view text, error_code& /*ec*/) override { return text.size(); }

  void on_chunk_header_impl(std::uint64_t size, string_view extensions, error_code& ec) override {
    extension_bytes_ += extensions.size();
    if (extension_bytes_ > options_.chunk_extension_bytes) {
      return Refuse({ErrorCode::BadRequest, "the chunks have too many extensions"}, ec);
    }
    if (size > body_limit_left) {
      return Refuse(BodyTooLarge(limit), ec);
    }
    body_limit_left -= size;
  }

  std::size_t on_chunk_body_impl(std::uint64_t /*remain*/, string_view text,
                                 error_code& /*ec*/) override {
    body->append(text.data(), text.size());
    return text.size();
  }

  void on_finish_impl(error_code& /*ec*/) override {}

  const ServerOptions& options_;
  std::size_t extension_bytes_ = 0;
};

}  // namespace

struct RequestParser::State {
  explicit State(const ServerOptions& options) : beast(options) {}

  BeastParser beast;
  Framing framing;
  std::size_t head_bytes = 0;  // Used so far.
  std::size_t line_bytes = 0;  // Of the request line.
  std::size_t checked = 0;     // Of what is unread, for line ends.
  std::uint64_t body_left = 0;
  bool began_body = false;
};

RequestParser::RequestParser(const ServerOptions& options)
    : options_(options), state_(std::make_unique<State>(options)) {}
RequestParser::~RequestParser() = default;

void RequestParser::Reset() {
  // Beast's parser reads one message in its life.
  std::destroy_at(&state_->beast);
  std::construct_at(&state_->beast, options_);
  state_->head_bytes = 0;
  state_->checked = 0;
  state_->began_body = false;
}

bool RequestParser::InHead() const { return state_->head_bytes > 0; }

Result<RequestParser::Outcome> RequestParser::ReadHead(std::string_view bytes, RequestHead& head,
                                                       Framing& framing) {
  BeastParser& beast = state_->beast;
  beast.head = &head;
  beast.input = bytes;
  error_code ec;
  const std::size_t used = beast.put({bytes.data(), bytes.size()}, ec);
  if (beast.failure) {
    return Fail(*std::move(beast.failure));
  }
  if (ec && ec != http::error::need_more) {
    return Fail(ErrorCode::BadRequest, "the request head is not HTTP/1.1: " + ec.message());
  }
  ARM_CHECK(CheckHeadSize(bytes));
  state_->head_bytes += used;
  if (ec) {
    state_->checked -= std::min(state_->checked, used);
    ARM_CHECK(CheckLineEnds(bytes.substr(used)));
    return Outcome{Progress::NeedMore, used};
  }
  ARM_TRY(state_->framing, ReadFraming(head, beast.minor));
  framing = state_->framing;
  return Outcome{Progress::Done, used};
}

Result<void> RequestParser::CheckHeadSize(std::string_view bytes) {
  if (state_->head_bytes == 0) {  // The request line is here, as a whole or not.
    const std::size_t longest = options_.uri_bytes + kRequestLineOverhead;
    state_->line_bytes = bytes.substr(0, longest).find("\r\n");
    if (state_->line_bytes == std::string_view::npos) {
      return bytes.size() > longest ? Result<void>(Fail(UriTooLong(options_))) : Result<void>();
    }
  }
  const std::size_t most = state_->line_bytes + options_.header_bytes;
  if (state_->head_bytes + bytes.size() > most) {
    // An end that is not here yet may have begun with the last three bytes.
    const std::size_t begun = bytes.size() - std::min<std::size_t>(bytes.size(), 3);
    if (state_->head_bytes + std::min(bytes.find("\r\n\r\n"), begun) > most) {
      return Fail(HeaderTooLarge(options_));
    }
  }
  return {};
}

// Beast looks at a head again only once its end is there: this one would never have an end.
Result<void> RequestParser::CheckLineEnds(std::string_view unread) {
  std::size_t at = std::min(state_->checked, unread.size());
  state_->checked = unread.size();
  while ((at = unread.find('\n', at)) != std::string_view::npos) {
    if (at == 0 || unread[at - 1] != '\r') {
      return Fail(ErrorCode::BadRequest, "a line does not end in CR LF");
    }
    ++at;
  }
  return {};
}

Result<RequestParser::Outcome> RequestParser::ReadBody(std::string_view bytes, std::size_t limit,
                                                       std::string& body) {
  if (!state_->began_body) {
    state_->began_body = true;
    state_->body_left = state_->framing.content_length;
    state_->beast.body_limit_left = limit;
    state_->beast.limit = limit;
    state_->beast.eager(true);
    if (state_->body_left > limit) {
      return Fail(BodyTooLarge(limit));
    }
  }
  if (state_->framing.chunked) {
    return ReadChunks(bytes, body);
  }
  const std::size_t used = std::min<std::uint64_t>(state_->body_left, bytes.size());
  body.append(bytes.substr(0, used));
  state_->body_left -= used;
  return Outcome{state_->body_left == 0 ? Progress::Done : Progress::NeedMore, used};
}

Result<RequestParser::Outcome> RequestParser::ReadChunks(std::string_view bytes,
                                                         std::string& body) {
  BeastParser& beast = state_->beast;
  beast.body = &body;
  beast.input = bytes;
  error_code ec;
  const std::size_t used = bytes.empty() ? 0 : beast.put({bytes.data(), bytes.size()}, ec);
  if (beast.failure) {
    return Fail(*std::move(beast.failure));
  }
  if (ec && ec != http::error::need_more) {
    return Fail(ErrorCode::BadRequest, "the body's chunks are not well-formed: " + ec.message());
  }
  if (bytes.size() - used > kMostChunkHeader + options_.header_bytes) {
    return Fail(HeaderTooLarge(options_));
  }
  return Outcome{beast.is_done() ? Progress::Done : Progress::NeedMore, used};
}

}  // namespace armillary::net
