#include "keys/testing/test_issuer.h"

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <cjose/cjose.h>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace armillary::keys {
namespace {

namespace json = boost::json;

constexpr std::size_t kModulusBits = 2048;

cjose_jwk_t* NewKeyOf(const std::string& algorithm, const std::string& secret, cjose_err* error) {
  static constexpr std::array<std::uint8_t, 3> kExponent{1, 0, 1};
  if (algorithm == "HS256") {
    return cjose_jwk_create_oct_spec(reinterpret_cast<const std::uint8_t*>(secret.data()),
                                     secret.size(), error);
  }
  if (algorithm == "ES256" || algorithm == "ES384") {
    return cjose_jwk_create_EC_random(
        algorithm == "ES256" ? CJOSE_JWK_EC_P_256 : CJOSE_JWK_EC_P_384, error);
  }
  return cjose_jwk_create_RSA_random(kModulusBits, kExponent.data(), kExponent.size(), error);
}

}  // namespace

struct TestIssuer::Key {
  explicit Key(cjose_jwk_t* made) : key(made) {
    if (key == nullptr) {
      throw std::runtime_error("no key could be made");
    }
  }
  ~Key() { cjose_jwk_release(key); }
  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;

  cjose_jwk_t* const key;
};

TestIssuer::TestIssuer(std::string algorithm, std::string key_id, const std::string& secret)
    : algorithm_(std::move(algorithm)), key_id_(std::move(key_id)) {
  cjose_err error{};
  key_ = std::make_unique<Key>(NewKeyOf(algorithm_, secret, &error));
}

TestIssuer::~TestIssuer() = default;

json::object TestIssuer::PublicJwk() const {
  cjose_err error{};
  char* const text = cjose_jwk_to_json(key_->key, false, &error);
  json::object jwk = json::parse(text).as_object();
  cjose_get_dealloc()(text);
  jwk["kid"] = key_id_;
  return jwk;
}

std::string TestIssuer::KeySet() const {
  return json::serialize(json::object{{"keys", json::array{PublicJwk()}}});
}

std::string TestIssuer::Sign(const json::object& claims, const json::object& header) const {
  cjose_err error{};
  json::object whole{{"alg", algorithm_}, {"kid", key_id_}};
  for (const auto& member : header) {
    whole[member.key()] = member.value();
  }
  cjose_header_t* const head = cjose_header_new(&error);
  for (const auto& member : whole) {
    const std::string name(member.key());
    const bool is_set =
        member.value().is_string()
            ? cjose_header_set(head, name.c_str(), member.value().as_string().c_str(), &error)
            : cjose_header_set_raw(head, name.c_str(), json::serialize(member.value()).c_str(),
                                   &error);
    if (!is_set) {
      throw std::runtime_error("cjose takes text, arrays and objects only in a header");
    }
  }
  const std::string payload = json::serialize(claims);
  cjose_jws_t* const signed_token =
      cjose_jws_sign(key_->key, head, reinterpret_cast<const std::uint8_t*>(payload.data()),
                     payload.size(), &error);
  cjose_header_release(head);
  const char* text = nullptr;
  if (signed_token == nullptr || !cjose_jws_export(signed_token, &text, &error)) {
    throw std::runtime_error("the token could not be signed");
  }
  std::string token(text);
  cjose_jws_release(signed_token);
  return token;
}

}  // namespace armillary::keys
