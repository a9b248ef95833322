#pragma once

#include <boost/json/object.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace armillary::keys {

// How an issuer signs: with a private key, of which it shows the public half. There is no other
// kind here: no `none`, and nothing whose secret we would hold, too.
enum class Algorithm : std::uint8_t {
  Rs256,
  Rs384,
  Rs512,
  Ps256,
  Ps384,
  Ps512,
  Es256,
  Es384,
  Es512,
};

std::string_view NameOf(Algorithm algorithm);
std::optional<Algorithm> AlgorithmFromName(std::string_view name);

inline constexpr std::size_t kMostWebToken = 16'384;  // Characters.
inline constexpr std::size_t kMostIssuerKeys = 100;
inline constexpr std::size_t kMostKeyId = 256;

// What a JSON web token (RFC 7515, compact) says of itself. Nothing in it can be believed yet.
struct WebTokenHead {
  Algorithm algorithm;
  std::optional<std::string> key_id = {};  // To be compared, and for nothing else.
  std::string type = {};                   // In lower case and without `application/`.
};

// Fails with InvalidFormat unless `token` has three parts in base64url, and a header that is one
// JSON object with an `alg` of `allowed`, no `crit`, and no key of its own (`jwk`, `jku`, `x5u`,
// `x5c` are looked at by nobody).
Result<WebTokenHead> ReadHead(std::string_view token, std::span<const Algorithm> allowed);

// The public keys of one issuer, as it showed them (RFC 7517). Immutable, thread-safe.
class IssuerKeys {
 public:
  // Leaves out what is no key to check signatures with: of another kind, of less than 2048 or more
  // than 8192 bits, for another use. Fails with InvalidFormat for what is no set of keys, or with
  // TooLong beyond kMostIssuerKeys.
  static Result<IssuerKeys> Parse(std::string_view json);

  IssuerKeys(IssuerKeys&&) noexcept;
  IssuerKeys& operator=(IssuerKeys&&) noexcept;
  ~IssuerKeys();

  std::size_t Size() const;

  // Whether a token with this head could be of one of these keys. Without a key id, only where
  // there is just one that suits.
  bool Know(const WebTokenHead& head) const;

  // The claims of a token with this head. Fails with SignatureInvalid unless one of the keys that
  // Know looks at has signed it, or with InvalidFormat if what it signed is no JSON object.
  Result<boost::json::object> Verify(std::string_view token, const WebTokenHead& head) const;

 private:
  struct Key;
  IssuerKeys();

  std::vector<const Key*> Suiting(const WebTokenHead& head) const;

  std::vector<Key> keys_;
};

}  // namespace armillary::keys
