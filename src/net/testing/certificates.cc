#include "net/testing/certificates.h"

#include <cstring>
#include <ctime>
#include <fstream>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "base/assert.h"
#include "net/internal/openssl.h"

namespace armillary::net {
namespace {

using OwnedExtension = std::unique_ptr<X509_EXTENSION, OpensslFree<X509_EXTENSION_free>>;

std::time_t Seconds(TimePoint time) { return static_cast<std::time_t>(ToMillis(time) / 1000); }

void AddExtension(X509* certificate, int kind, const std::string& value) {
  const OwnedExtension extension(X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str()));
  ARM_ASSERT(extension && X509_add_ext(certificate, extension.get(), -1) == 1);
}

OwnedX509 SignItself(EVP_PKEY* key, const CertificateWish& wish) {
  OwnedX509 made(X509_new());
  X509* certificate = made.get();
  std::uint32_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof(serial));
  X509_set_version(certificate, X509_VERSION_3);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), serial);
  ASN1_TIME_set(X509_getm_notBefore(certificate), Seconds(wish.begins));
  ASN1_TIME_set(X509_getm_notAfter(certificate), Seconds(wish.ends));
  X509_NAME* name = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(wish.name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  X509_set_pubkey(certificate, key);
  AddExtension(certificate, NID_subject_alt_name, "DNS:" + wish.name);
  if (!wish.usage.empty()) {
    AddExtension(certificate, NID_ext_key_usage, wish.usage);
  }
  ARM_ASSERT(X509_sign(certificate, key, EVP_sha256()) > 0);
  return made;
}

std::string TextOf(BIO* bio) {
  const char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  return {text, static_cast<std::size_t>(size)};
}

}  // namespace

MadeCertificate MakeCertificate(const CertificateWish& wish) {
  const OwnedKey key(wish.rsa_bits == 0 ? EVP_EC_gen("P-256")
                                        : EVP_RSA_gen(static_cast<unsigned int>(wish.rsa_bits)));
  const OwnedX509 certificate = SignItself(key.get(), wish);
  const OwnedBio certificate_text(BIO_new(BIO_s_mem()));
  const OwnedBio key_text(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificate_text.get(), certificate.get());
  const bool encrypts = !wish.passphrase.empty();
  PEM_write_bio_PKCS8PrivateKey(key_text.get(), key.get(), encrypts ? EVP_aes_256_cbc() : nullptr,
                                encrypts ? wish.passphrase.c_str() : nullptr,
                                static_cast<int>(wish.passphrase.size()), nullptr, nullptr);
  return {.certificate = TextOf(certificate_text.get()), .key = TextOf(key_text.get())};
}

CertificateFiles WriteCertificate(const MadeCertificate& made,
                                  const std::filesystem::path& folder) {
  CertificateFiles files{.certificate = folder / "certificate.pem", .key = folder / "key.pem"};
  WriteText(files.certificate, made.certificate);
  WriteText(files.key, made.key);
  std::filesystem::permissions(files.key, std::filesystem::perms(0600));
  return files;
}

void WriteText(const std::filesystem::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
}

}  // namespace armillary::net
