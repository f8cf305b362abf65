#include "adapters/kit/rsa_keys.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <climits>
#include <optional>

#include "adapters/kit/base64.h"
#include "hub/core/exception.h"

namespace adapters::kit {

namespace core = hub::core;

namespace {

template <auto free_it>
struct FreeWith {
    template <class T>
    void operator()(T* value) const {
        free_it(value);
    }
};
using Bio = std::unique_ptr<BIO, FreeWith<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, FreeWith<X509_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, FreeWith<EVP_MD_CTX_free>>;

const unsigned char* bytesOf(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytesOf(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

core::Failure notUsable(std::string_view what) { return core::Failure(core::Error::ChannelKeyNotUsable, std::string(what)); }

/// OpenSSL would ask for a passphrase at the terminal.
int refusePassphrase(char*, int, int, void*) { return -1; }

Bio bioOf(std::string_view pem) {
    HUB_ASSERT(pem.size() <= INT_MAX);
    Bio bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    if (!bio) throw core::Exception("no memory for a key");
    return bio;
}

bool isStrongRsa(const AnyKey& key) { return EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA && EVP_PKEY_get_bits(key.get()) >= 2048; }

}  // namespace

void FreeKey::operator()(evp_pkey_st* key) const { EVP_PKEY_free(key); }

core::Result<RsaPrivateKey> RsaPrivateKey::read(const core::Sensitive<std::string>& pem) {
    AnyKey key(PEM_read_bio_PrivateKey(bioOf(pem.reveal()).get(), nullptr, refusePassphrase, nullptr));
    if (!key) return notUsable("our private key is not PEM without a passphrase");
    if (!isStrongRsa(key)) return notUsable("our private key is not RSA of at least 2048 bits");
    return RsaPrivateKey(std::move(key));
}

std::string RsaPrivateKey::sign(std::string_view message) const {
    const DigestContext context(EVP_MD_CTX_new());
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t size = signature.size();
    if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), bytesOf(signature), &size, bytesOf(message), message.size()) != 1)
        throw core::Exception("a request could not be signed");
    signature.resize(size);
    return toBase64(signature);
}

core::Result<RsaPublicKey> RsaPublicKey::read(std::string_view pem) {
    AnyKey key;
    if (pem.find("BEGIN CERTIFICATE") != std::string_view::npos) {
        const Certificate certificate(PEM_read_bio_X509(bioOf(pem).get(), nullptr, refusePassphrase, nullptr));
        if (certificate) key.reset(X509_get_pubkey(certificate.get()));
    } else {
        key.reset(PEM_read_bio_PUBKEY(bioOf(pem).get(), nullptr, refusePassphrase, nullptr));
    }
    if (!key) return notUsable("the counterparty's key is neither a PEM public key nor a PEM certificate");
    if (!isStrongRsa(key)) return notUsable("the counterparty's key is not RSA of at least 2048 bits");
    return RsaPublicKey(std::move(key));
}

bool RsaPublicKey::verifies(std::string_view message, std::string_view signature) const {
    const std::optional<std::string> bytes = fromBase64(signature);
    const DigestContext context(EVP_MD_CTX_new());
    return bytes && context && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytesOf(std::string_view(*bytes)), bytes->size(), bytesOf(message), message.size()) == 1;
}

std::string linesOf(const std::vector<std::string_view>& parts) {
    std::string lines;
    for (const std::string_view part : parts) lines.append(part).append("\n");
    return lines;
}

}  // namespace adapters::kit
