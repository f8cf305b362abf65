#include "adapters/sim/common/rsa_key.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <optional>

#include "adapters/sim/common/base64.h"
#include "adapters/sim/common/openssl.h"

namespace adapters::sim::common {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr int kBitsMin = 2048;

using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;

Bio readerOf(std::string_view pem) { return Bio(BIO_new_mem_buf(pem.data(), length(pem))); }

bool isLongRsa(EVP_PKEY* key) { return EVP_PKEY_base_id(key) == EVP_PKEY_RSA && EVP_PKEY_bits(key) >= kBitsMin; }

Failure noKey(std::string_view what) {
    return Failure(Error::SimNotValid, std::string(what) + " must be an RSA key of at least 2048 bits in PEM");
}

std::int64_t secondsOf(const ASN1_TIME* time) {
    std::tm parts{};
    mustBeOne(ASN1_TIME_to_tm(time, &parts), "a date of a certificate");
    return timegm(&parts);
}

}  // namespace

RsaKey::RsaKey(void* key) : key_(key, [](void* owned) { EVP_PKEY_free(static_cast<EVP_PKEY*>(owned)); }) {}

Result<RsaKey> RsaKey::fromPrivatePem(std::string_view pem, std::string_view what) {
    const Bio reader = readerOf(pem);
    EVP_PKEY* raw = PEM_read_bio_PrivateKey(reader.get(), nullptr, nullptr, nullptr);
    if (raw == nullptr) return noKey(what);
    RsaKey key(raw);
    if (!isLongRsa(raw)) return noKey(what);
    return key;
}

Result<RsaKey> RsaKey::fromPublicPem(std::string_view pem, std::string_view what) {
    const Bio reader = readerOf(pem);
    EVP_PKEY* raw = PEM_read_bio_PUBKEY(reader.get(), nullptr, nullptr, nullptr);
    if (raw == nullptr) return noKey(what);
    RsaKey key(raw);
    if (!isLongRsa(raw)) return noKey(what);
    return key;
}

std::string RsaKey::sign(std::string_view text) const {
    auto* key = static_cast<EVP_PKEY*>(key_.get());
    const DigestContext context(EVP_MD_CTX_new());
    mustBeOne(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key), "signing cannot begin");
    std::string signature(static_cast<std::size_t>(EVP_PKEY_size(key)), '\0');
    std::size_t size = signature.size();
    mustBeOne(EVP_DigestSign(context.get(), bytes(signature), &size, bytes(text), text.size()), "signing");
    signature.resize(size);
    return toBase64(signature);
}

bool RsaKey::verify(std::string_view text, std::string_view signature) const {
    const std::optional<std::string> content = fromBase64(signature);
    if (!content) return false;
    const DigestContext context(EVP_MD_CTX_new());
    mustBeOne(EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, static_cast<EVP_PKEY*>(key_.get())),
              "verifying cannot begin");
    return EVP_DigestVerify(context.get(), bytes(*content), content->size(), bytes(text), text.size()) == 1;
}

std::string RsaKey::publicPem() const {
    const Bio writer(BIO_new(BIO_s_mem()));
    mustBeOne(PEM_write_bio_PUBKEY(writer.get(), static_cast<EVP_PKEY*>(key_.get())), "writing a public key");
    char* content = nullptr;
    const long size = BIO_get_mem_data(writer.get(), &content);
    return {content, static_cast<std::size_t>(size)};
}

Result<CertificateDates> RsaKey::certificateDates(std::string_view pem, std::string_view what) const {
    const Bio reader = readerOf(pem);
    const Certificate certificate(PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr));
    if (certificate == nullptr) return Failure(Error::SimNotValid, std::string(what) + " must be a certificate in PEM");
    if (X509_check_private_key(certificate.get(), static_cast<EVP_PKEY*>(key_.get())) != 1)
        return Failure(Error::SimNotValid, std::string(what) + " must be that of the private key");
    return CertificateDates{secondsOf(X509_get0_notBefore(certificate.get())), secondsOf(X509_get0_notAfter(certificate.get()))};
}

}  // namespace adapters::sim::common
