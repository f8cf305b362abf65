#include "adapters/kit/openssl.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <climits>

#include "hub/core/assert.h"
#include "hub/core/exception.h"

namespace adapters::kit::openssl {

namespace {

struct FreeInput {
    void operator()(BIO* bio) const { BIO_free_all(bio); }
    void operator()(X509* certificate) const { X509_free(certificate); }
};
using Bio = std::unique_ptr<BIO, FreeInput>;
using Certificate = std::unique_ptr<X509, FreeInput>;

/// OpenSSL would ask for a passphrase at the terminal.
int refusePassphrase(char*, int, int, void*) { return -1; }

Bio bioOf(std::string_view pem) {
    Bio bio(BIO_new_mem_buf(pem.data(), sizeOf(pem)));
    if (!bio) throw hub::core::Exception("no memory for a key");
    return bio;
}

}  // namespace

void Free::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }
void Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }
void Free::operator()(evp_cipher_ctx_st* context) const { EVP_CIPHER_CTX_free(context); }

AnyKey privateKeyIn(std::string_view pem) { return AnyKey(PEM_read_bio_PrivateKey(bioOf(pem).get(), nullptr, refusePassphrase, nullptr)); }

AnyKey publicKeyIn(std::string_view pem) {
    if (pem.find("BEGIN CERTIFICATE") == std::string_view::npos)
        return AnyKey(PEM_read_bio_PUBKEY(bioOf(pem).get(), nullptr, refusePassphrase, nullptr));
    const Certificate certificate(PEM_read_bio_X509(bioOf(pem).get(), nullptr, refusePassphrase, nullptr));
    return AnyKey(certificate ? X509_get_pubkey(certificate.get()) : nullptr);
}

int sizeOf(std::string_view text) {
    HUB_ASSERT(text.size() <= INT_MAX);
    return static_cast<int>(text.size());
}

}  // namespace adapters::kit::openssl
