#include "adapters/sim/wechat_pay/keys.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <optional>

#include "hub/core/exception.h"

namespace adapters::sim::wechat_pay {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr int kBitsMin = 2048;
constexpr int kTagBytes = 16;

template <auto function>
struct Free {
    template <class T>
    void operator()(T* pointer) const {
        function(pointer);
    }
};

using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free<EVP_CIPHER_CTX_free>>;

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
int length(std::string_view text) { return static_cast<int>(text.size()); }

/// OpenSSL refuses only what cannot happen with a good key and enough memory.
void mustBeOne(int answer, const char* what) {
    if (answer != 1) throw hub::core::Exception(std::string("OpenSSL: ") + what);
}

Bio readerOf(std::string_view pem) { return Bio(BIO_new_mem_buf(pem.data(), length(pem))); }

bool isLongRsa(EVP_PKEY* key) { return EVP_PKEY_base_id(key) == EVP_PKEY_RSA && EVP_PKEY_bits(key) >= kBitsMin; }

Failure noKey(std::string_view what) {
    return Failure(Error::SimNotValid, std::string(what) + " must be an RSA key of at least 2048 bits in PEM");
}

std::string toBase64(std::string_view content) {
    std::string text(4 * ((content.size() + 2) / 3) + 1, '\0');
    text.resize(static_cast<std::size_t>(EVP_EncodeBlock(bytes(text), bytes(content), length(content))));
    return text;
}

std::optional<std::string> fromBase64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) return std::nullopt;
    std::string content(text.size() / 4 * 3, '\0');
    if (EVP_DecodeBlock(bytes(content), bytes(text), length(text)) < 0) return std::nullopt;
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    content.resize(content.size() - padding);
    return content;
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

std::string sealResource(std::string_view key, std::string_view nonce, std::string_view associated_data, std::string_view text) {
    HUB_ASSERT(key.size() == 32 && nonce.size() == 12);
    const CipherContext context(EVP_CIPHER_CTX_new());
    mustBeOne(EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, bytes(key), bytes(nonce)), "sealing cannot begin");
    int written = 0;
    mustBeOne(EVP_EncryptUpdate(context.get(), nullptr, &written, bytes(associated_data), length(associated_data)), "associated data");
    std::string sealed(text.size() + kTagBytes, '\0');
    mustBeOne(EVP_EncryptUpdate(context.get(), bytes(sealed), &written, bytes(text), length(text)), "sealing");
    mustBeOne(EVP_EncryptFinal_ex(context.get(), bytes(sealed) + written, &written), "sealing to the end");
    mustBeOne(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, bytes(sealed) + text.size()), "the tag");
    return toBase64(sealed);
}

Result<CertificateDates> RsaKey::certificateDates(std::string_view pem) const {
    const Bio reader = readerOf(pem);
    const Certificate certificate(PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr));
    if (certificate == nullptr) return Failure(Error::SimNotValid, "platform.certificate must be a certificate in PEM");
    if (X509_check_private_key(certificate.get(), static_cast<EVP_PKEY*>(key_.get())) != 1)
        return Failure(Error::SimNotValid, "platform.certificate must be that of platform.private_key");
    return CertificateDates{secondsOf(X509_get0_notBefore(certificate.get())), secondsOf(X509_get0_notAfter(certificate.get()))};
}

}  // namespace adapters::sim::wechat_pay
