#pragma once

#include <boost/json/object.hpp>
#include <memory>
#include <string>

#include "keys/web_token.h"

namespace armillary::keys {

// Signs web tokens as an identity provider does, with a key of its own.
class TestIssuer {
 public:
  // `algorithm` is one of RS256, PS256, ES256, ES384, or HS256 with `secret` as the key.
  explicit TestIssuer(std::string algorithm = "RS256", std::string key_id = "k1",
                      const std::string& secret = "");
  ~TestIssuer();

  // One entry of a JWKS, without what is secret.
  boost::json::object PublicJwk() const;
  // {"keys": [...]} with this one key.
  std::string KeySet() const;
  // A token of these claims; `header` is laid over {alg, kid}.
  std::string Sign(const boost::json::object& claims, const boost::json::object& header = {}) const;

 private:
  struct Key;
  const std::string algorithm_;
  const std::string key_id_;
  std::unique_ptr<Key> key_;
};

}  // namespace armillary::keys
