#include "keys/web_token.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <cjose/cjose.h>
#include <utility>

#include "base/encoding.h"
#include "base/json.h"

namespace armillary::keys {
namespace {

namespace json = boost::json;

constexpr std::size_t kLeastModulus = 256;  // Bytes.
constexpr std::size_t kMostModulus = 1024;
constexpr std::size_t kMostExponent = 8;

// What each algorithm asks of a key, in the order of the enum.
struct Trait {
  std::string_view name;
  std::string_view key_type;
  std::string_view curve;
};
constexpr std::array kTraits{
    Trait{"RS256", "RSA", ""},     Trait{"RS384", "RSA", ""},     Trait{"RS512", "RSA", ""},
    Trait{"PS256", "RSA", ""},     Trait{"PS384", "RSA", ""},     Trait{"PS512", "RSA", ""},
    Trait{"ES256", "EC", "P-256"}, Trait{"ES384", "EC", "P-384"}, Trait{"ES512", "EC", "P-521"},
};

const Trait& TraitOf(Algorithm algorithm) {
  return kTraits.at(static_cast<std::size_t>(algorithm));
}

struct FreeJwk {
  void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
};
struct FreeJws {
  void operator()(cjose_jws_t* token) const { cjose_jws_release(token); }
};
using Jwk = std::unique_ptr<cjose_jwk_t, FreeJwk>;
using Jws = std::unique_ptr<cjose_jws_t, FreeJws>;

// A member that is text; none if it is missing or of another type.
std::optional<std::string> TextIn(const json::object& object, std::string_view name) {
  const auto* const found = object.if_contains(name);
  const auto* const text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::nullopt : std::optional(std::string(*text));
}

tl::unexpected<Error> RefuseForm(std::string message) {
  return Fail(ErrorCode::InvalidFormat, std::move(message));
}

Result<json::object> ObjectIn(std::string_view text) {
  auto value = ParseJson(text);
  if (!value || !value->is_object()) {
    return RefuseForm("a part of the token is not one JSON object");
  }
  return std::move(value->as_object());
}

// The header and the payload, with the signature between nobody's hands yet.
struct Parts {
  std::string_view header;
  std::string_view payload;
};

Result<Parts> Split(std::string_view token) {
  const auto first = token.find('.');
  const auto second = first == token.npos ? token.npos : token.find('.', first + 1);
  if (token.size() > kMostWebToken || second == token.npos ||
      token.find('.', second + 1) != token.npos || second + 1 == token.size()) {
    return RefuseForm("this is no signed JSON web token");
  }
  return Parts{token.substr(0, first), token.substr(first + 1, second - first - 1)};
}

Result<json::object> DecodedObject(std::string_view part) {
  const auto bytes = FromBase64Url(part);
  if (!bytes) {
    return RefuseForm("a part of the token is not base64url");
  }
  return ObjectIn(AsText(*bytes));
}

// application/at+jwt and AT+JWT are the same.
std::string KeptType(std::string type) {
  std::ranges::transform(type, type.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  constexpr std::string_view kFamily = "application/";
  return type.starts_with(kFamily) ? type.substr(kFamily.size()) : type;
}

Result<std::optional<std::string>> KeyIdIn(const json::object& header) {
  if (!header.contains("kid")) {
    return std::nullopt;
  }
  auto id = TextIn(header, "kid");
  if (!id || id->size() > kMostKeyId) {
    return RefuseForm("the key id of the token is no text of at most 256 bytes");
  }
  return id;
}

bool IsForSignatures(const json::object& key) {
  if (key.contains("use") && TextIn(key, "use") != "sig") {
    return false;
  }
  const auto* const operations = key.if_contains("key_ops");
  if (operations == nullptr) {
    return true;
  }
  const auto* const list = operations->if_array();
  return list != nullptr && std::ranges::find(*list, json::value("verify")) != list->end();
}

bool HasBytes(const json::object& key, std::string_view name, std::size_t least, std::size_t most) {
  const auto text = TextIn(key, name);
  const auto bytes = text ? FromBase64Url(*text) : Result<std::vector<std::byte>>{};
  return text && bytes && bytes->size() >= least && bytes->size() <= most;
}

// Only what is public, so that a set which shows too much does no harm here.
std::optional<json::object> PublicPart(const json::object& key) {
  const auto type = TextIn(key, "kty");
  json::object kept{{"kty", type.value_or("")}};
  const auto keep = [&](std::string_view name) { kept[name] = key.at(name); };
  if (type == "RSA" && HasBytes(key, "n", kLeastModulus, kMostModulus) &&
      HasBytes(key, "e", 1, kMostExponent)) {
    keep("n");
    keep("e");
    return kept;
  }
  if (type == "EC" && HasBytes(key, "x", 1, kMostModulus) && HasBytes(key, "y", 1, kMostModulus) &&
      TextIn(key, "crv")) {
    keep("crv");
    keep("x");
    keep("y");
    return kept;
  }
  return std::nullopt;
}

}  // namespace

struct IssuerKeys::Key {
  std::optional<std::string> id;
  std::string type;
  std::string curve;
  std::optional<std::string> algorithm;  // The only one, where the issuer says so.
  Jwk key;

  bool Suits(Algorithm wanted) const {
    const Trait& trait = TraitOf(wanted);
    return type == trait.key_type && curve == trait.curve &&
           (!algorithm || *algorithm == trait.name);
  }

  // None if it is no key to check signatures with.
  static std::optional<Key> From(const json::value& value) {
    const auto* const object = value.if_object();
    if (object == nullptr || !IsForSignatures(*object)) {
      return std::nullopt;
    }
    const auto kept = PublicPart(*object);
    if (!kept) {
      return std::nullopt;
    }
    const std::string text = json::serialize(*kept);
    cjose_err error{};
    Jwk key(cjose_jwk_import(text.data(), text.size(), &error));
    if (key == nullptr) {
      return std::nullopt;
    }
    return Key{.id = TextIn(*object, "kid"),
               .type = *TextIn(*kept, "kty"),
               .curve = TextIn(*kept, "crv").value_or(""),
               .algorithm = TextIn(*object, "alg"),
               .key = std::move(key)};
  }
};

std::string_view NameOf(Algorithm algorithm) { return TraitOf(algorithm).name; }

std::optional<Algorithm> AlgorithmFromName(std::string_view name) {
  const auto* const found = std::ranges::find(kTraits, name, &Trait::name);
  return found == kTraits.end() ? std::nullopt
                                : std::optional(static_cast<Algorithm>(found - kTraits.begin()));
}

Result<WebTokenHead> ReadHead(std::string_view token, std::span<const Algorithm> allowed) {
  ARM_TRY(const Parts parts, Split(token));
  ARM_TRY(const json::object header, DecodedObject(parts.header));
  const auto algorithm = AlgorithmFromName(TextIn(header, "alg").value_or(""));
  if (!algorithm || std::ranges::find(allowed, *algorithm) == allowed.end()) {
    return RefuseForm("the token is signed in a way that is not allowed");
  }
  if (header.contains("crit") || header.contains("b64")) {
    return RefuseForm("the token asks for an extension");
  }
  ARM_TRY(auto id, KeyIdIn(header));
  return WebTokenHead{.algorithm = *algorithm,
                      .key_id = std::move(id),
                      .type = KeptType(TextIn(header, "typ").value_or(""))};
}

IssuerKeys::IssuerKeys() = default;
IssuerKeys::IssuerKeys(IssuerKeys&&) noexcept = default;
IssuerKeys& IssuerKeys::operator=(IssuerKeys&&) noexcept = default;
IssuerKeys::~IssuerKeys() = default;

Result<IssuerKeys> IssuerKeys::Parse(std::string_view text) {
  ARM_TRY(const json::object object, ObjectIn(text));
  const auto* const found = object.if_contains("keys");
  const auto* const list = found == nullptr ? nullptr : found->if_array();
  if (list == nullptr) {
    return RefuseForm("this is no set of keys");
  }
  if (list->size() > kMostIssuerKeys) {
    return Fail(ErrorCode::TooLong, "the issuer shows more than 100 keys");
  }
  IssuerKeys keys;
  for (const json::value& value : *list) {
    if (auto key = Key::From(value)) {
      keys.keys_.push_back(*std::move(key));
    }
  }
  return keys;
}

std::size_t IssuerKeys::Size() const { return keys_.size(); }

std::vector<const IssuerKeys::Key*> IssuerKeys::Suiting(const WebTokenHead& head) const {
  std::vector<const Key*> suiting;
  for (const Key& key : keys_) {
    if (key.Suits(head.algorithm) && (!head.key_id || key.id == head.key_id)) {
      suiting.push_back(&key);
    }
  }
  if (!head.key_id && suiting.size() > 1) {
    suiting.clear();
  }
  return suiting;
}

bool IssuerKeys::Know(const WebTokenHead& head) const { return !Suiting(head).empty(); }

Result<json::object> IssuerKeys::Verify(std::string_view token, const WebTokenHead& head) const {
  ARM_TRY(const Parts parts, Split(token));
  cjose_err error{};
  for (const Key* const key : Suiting(head)) {
    const Jws sent(cjose_jws_import(token.data(), token.size(), &error));
    if (sent != nullptr && cjose_jws_verify(sent.get(), key->key.get(), &error)) {
      return DecodedObject(parts.payload);
    }
  }
  return Fail(ErrorCode::SignatureInvalid, "none of the issuer's keys has signed the token");
}

}  // namespace armillary::keys
