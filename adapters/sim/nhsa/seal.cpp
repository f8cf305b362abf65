#include "adapters/sim/nhsa/seal.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "adapters/sim/common/base64.h"
#include "adapters/sim/common/openssl.h"

namespace adapters::sim::nhsa {

using common::bytes;
using common::Free;
using common::length;
using common::mustBeOne;
using hub::core::Failure;
using hub::core::Result;

namespace {

using Bio = std::unique_ptr<BIO, Free<BIO_free_all>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, Free<EVP_CIPHER_CTX_free>>;

constexpr std::string_view kUserId = "1234567812345678";
constexpr int kBlockBytes = 16;

bool isSm2(EVP_PKEY* key) { return EVP_PKEY_is_a(key, "SM2") == 1; }

Failure noKey(std::string_view what) { return Failure(hub::core::Error::SimNotValid, std::string(what) + " must be an SM2 key in PEM"); }

/// OpenSSL 3.0 loses an id that is set before the context is initialized.
void setUserId(EVP_PKEY_CTX* context) { mustBeOne(EVP_PKEY_CTX_set1_id(context, kUserId.data(), length(kUserId)), "the id of SM2"); }

}  // namespace

Sm2Key::Sm2Key(void* key) : key_(key, [](void* owned) { EVP_PKEY_free(static_cast<EVP_PKEY*>(owned)); }) {}

Result<Sm2Key> Sm2Key::fromPrivatePem(std::string_view pem, std::string_view what) {
    const Bio reader(BIO_new_mem_buf(pem.data(), length(pem)));
    EVP_PKEY* raw = PEM_read_bio_PrivateKey(reader.get(), nullptr, nullptr, nullptr);
    if (raw == nullptr) return noKey(what);
    Sm2Key key(raw);
    if (!isSm2(raw)) return noKey(what);
    return key;
}

Result<Sm2Key> Sm2Key::fromPublicPem(std::string_view pem, std::string_view what) {
    const Bio reader(BIO_new_mem_buf(pem.data(), length(pem)));
    EVP_PKEY* raw = PEM_read_bio_PUBKEY(reader.get(), nullptr, nullptr, nullptr);
    if (raw == nullptr) return noKey(what);
    Sm2Key key(raw);
    if (!isSm2(raw)) return noKey(what);
    return key;
}

std::string Sm2Key::sign(std::string_view text) const {
    auto* key = static_cast<EVP_PKEY*>(key_.get());
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* signer = nullptr;
    mustBeOne(EVP_DigestSignInit(context.get(), &signer, EVP_sm3(), nullptr, key), "signing cannot begin");
    setUserId(signer);
    std::string signature(static_cast<std::size_t>(EVP_PKEY_size(key)), '\0');
    std::size_t size = signature.size();
    mustBeOne(EVP_DigestSign(context.get(), bytes(signature), &size, bytes(text), text.size()), "signing");
    signature.resize(size);
    return common::toBase64(signature);
}

bool Sm2Key::verify(std::string_view text, std::string_view signature) const {
    const std::optional<std::string> content = common::fromBase64(signature);
    if (!content) return false;
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* verifier = nullptr;
    mustBeOne(EVP_DigestVerifyInit(context.get(), &verifier, EVP_sm3(), nullptr, static_cast<EVP_PKEY*>(key_.get())),
              "verifying cannot begin");
    setUserId(verifier);
    return EVP_DigestVerify(context.get(), bytes(*content), content->size(), bytes(text), text.size()) == 1;
}

std::string sm4Sealed(std::string_view key, std::string_view text) {
    HUB_ASSERT(key.size() == kSm4KeyBytes);
    const CipherContext context(EVP_CIPHER_CTX_new());
    mustBeOne(EVP_EncryptInit_ex(context.get(), EVP_sm4_ecb(), nullptr, bytes(key), nullptr), "sealing cannot begin");
    std::string sealed(text.size() + kBlockBytes, '\0');
    int written = 0;
    int last = 0;
    mustBeOne(EVP_EncryptUpdate(context.get(), bytes(sealed), &written, bytes(text), length(text)), "sealing");
    mustBeOne(EVP_EncryptFinal_ex(context.get(), bytes(sealed) + written, &last), "sealing to the end");
    sealed.resize(static_cast<std::size_t>(written + last));
    return sealed;
}

std::optional<std::string> sm4Opened(std::string_view key, std::string_view sealed) {
    HUB_ASSERT(key.size() == kSm4KeyBytes);
    const CipherContext context(EVP_CIPHER_CTX_new());
    mustBeOne(EVP_DecryptInit_ex(context.get(), EVP_sm4_ecb(), nullptr, bytes(key), nullptr), "opening cannot begin");
    std::string text(sealed.size() + kBlockBytes, '\0');
    int written = 0;
    int last = 0;
    if (EVP_DecryptUpdate(context.get(), bytes(text), &written, bytes(sealed), length(sealed)) != 1) return std::nullopt;
    if (EVP_DecryptFinal_ex(context.get(), bytes(text) + written, &last) != 1) return std::nullopt;
    text.resize(static_cast<std::size_t>(written + last));
    return text;
}

std::string upperHex(std::string_view content) {
    std::string text;
    for (const char byte : content) text += fmt::format("{:02X}", static_cast<unsigned char>(byte));
    return text;
}

std::optional<std::string> fromUpperHex(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    if (text.size() % 2 != 0) return std::nullopt;
    std::string content;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const std::size_t high = kDigits.find(text[i]);
        const std::size_t low = kDigits.find(text[i + 1]);
        if (high == kDigits.npos || low == kDigits.npos) return std::nullopt;
        content += static_cast<char>(high * 16 + low);
    }
    return content;
}

std::string mobileKey(std::string_view app_id, std::string_view app_secret) {
    HUB_ASSERT(app_id.size() >= kSm4KeyBytes);
    return upperHex(sm4Sealed(app_id.substr(0, kSm4KeyBytes), app_secret)).substr(0, kSm4KeyBytes);
}

}  // namespace adapters::sim::nhsa
