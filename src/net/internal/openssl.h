#pragma once

#include <memory>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace armillary::net {

template <auto Free>
struct OpensslFree {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

// Owners of what OpenSSL allocates.
using OwnedBio = std::unique_ptr<BIO, OpensslFree<BIO_free>>;
using OwnedX509 = std::unique_ptr<X509, OpensslFree<X509_free>>;
using OwnedKey = std::unique_ptr<EVP_PKEY, OpensslFree<EVP_PKEY_free>>;
using OwnedContext = std::unique_ptr<SSL_CTX, OpensslFree<SSL_CTX_free>>;
using OwnedSsl = std::unique_ptr<SSL, OpensslFree<SSL_free>>;

}  // namespace armillary::net
