#include "adapters/nhsa/sm.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include "adapters/kit/base64.h"
#include "hub/core/assert.h"
#include "hub/core/exception.h"

namespace adapters::nhsa {

namespace core = hub::core;
using kit::openssl::AnyKey;
using kit::openssl::bytesOf;
using kit::openssl::CipherContext;
using kit::openssl::DigestContext;
using kit::openssl::sizeOf;

namespace {

constexpr std::string_view kUserId = "1234567812345678";
constexpr std::size_t kBlock = 16;

core::Failure notUsable(std::string_view what) { return core::Failure(core::Error::ChannelKeyNotUsable, std::string(what)); }

bool isSm2(const AnyKey& key) { return EVP_PKEY_is_a(key.get(), "SM2") == 1; }

/// What goes wrong with bytes from outside is no error that TLS on this thread should find in OpenSSL's queue.
class ErrorsAside {
  public:
    ErrorsAside() { ERR_set_mark(); }
    ~ErrorsAside() { ERR_pop_to_mark(); }
    ErrorsAside(const ErrorsAside&) = delete;
    ErrorsAside& operator=(const ErrorsAside&) = delete;
};

/// The id after the beginning: from 3.0.19 on OpenSSL does not take it with it.
bool setUserId(EVP_PKEY_CTX* context) { return EVP_PKEY_CTX_set1_id(context, kUserId.data(), kUserId.size()) == 1; }

}  // namespace

core::Result<SigningKey> SigningKey::read(const core::Sensitive<std::string>& pem) {
    AnyKey key = kit::openssl::privateKeyIn(pem.reveal());
    if (!key) return notUsable("our private key is not PEM without a passphrase");
    if (!isSm2(key)) return notUsable("our private key is not of SM2");
    return SigningKey(std::move(key));
}

std::string SigningKey::sign(std::string_view message) const {
    const DigestContext context(EVP_MD_CTX_new());
    std::string signature(static_cast<std::size_t>(EVP_PKEY_get_size(key_.get())), '\0');
    std::size_t size = signature.size();
    EVP_PKEY_CTX* of_key = nullptr;  // the context's
    if (!context || EVP_DigestSignInit(context.get(), &of_key, EVP_sm3(), nullptr, key_.get()) != 1 || !setUserId(of_key) ||
        EVP_DigestSign(context.get(), bytesOf(signature), &size, bytesOf(message), message.size()) != 1)
        throw core::Exception("a request could not be signed");
    signature.resize(size);
    return kit::toBase64(signature);
}

core::Result<VerifyingKey> VerifyingKey::read(std::string_view pem) {
    const ErrorsAside aside;
    AnyKey key = kit::openssl::publicKeyIn(pem);
    if (!key) return notUsable("the insurer's key is neither a PEM public key nor a PEM certificate");
    if (!isSm2(key)) return notUsable("the insurer's key is not of SM2");
    return VerifyingKey(std::move(key));
}

bool VerifyingKey::verifies(std::string_view message, std::string_view signature) const {
    const ErrorsAside aside;
    const std::optional<std::string> bytes = kit::fromBase64(signature);
    const DigestContext context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* of_key = nullptr;  // the context's
    return bytes && context && EVP_DigestVerifyInit(context.get(), &of_key, EVP_sm3(), nullptr, key_.get()) == 1 && setUserId(of_key) &&
           EVP_DigestVerify(context.get(), bytesOf(std::string_view(*bytes)), bytes->size(), bytesOf(message), message.size()) == 1;
}

core::Result<SharedKey> SharedKey::read(core::Sensitive<std::string> bytes) {
    if (bytes.reveal().size() != kSize) return notUsable("the SM4 key has not 16 bytes");
    return SharedKey(std::move(bytes));
}

SharedKey SharedKey::ofApplication(std::string_view app, const core::Sensitive<std::string>& secret) {
    HUB_ASSERT(app.size() >= kSize);
    const SharedKey of_app(core::Sensitive<std::string>(std::string(app.substr(0, kSize))));
    return SharedKey(core::Sensitive<std::string>(toUpperHex(of_app.seal(secret.reveal())).substr(0, kSize)));
}

std::string SharedKey::seal(std::string_view plain) const {
    const CipherContext context(EVP_CIPHER_CTX_new());
    std::string sealed(plain.size() + kBlock, '\0');
    int begun = 0;
    int ended = 0;
    if (!context || EVP_EncryptInit_ex2(context.get(), EVP_sm4_ecb(), bytesOf(bytes_.reveal()), nullptr, nullptr) != 1 ||
        EVP_EncryptUpdate(context.get(), bytesOf(sealed), &begun, bytesOf(plain), sizeOf(plain)) != 1 ||
        EVP_EncryptFinal_ex(context.get(), bytesOf(sealed) + begun, &ended) != 1)
        throw core::Exception("a request could not be sealed");
    sealed.resize(static_cast<std::size_t>(begun + ended));
    return sealed;
}

std::optional<std::string> SharedKey::open(std::string_view sealed) const {
    const ErrorsAside aside;
    const CipherContext context(EVP_CIPHER_CTX_new());
    std::string plain(sealed.size() + kBlock, '\0');
    int begun = 0;
    int ended = 0;
    if (!context || EVP_DecryptInit_ex2(context.get(), EVP_sm4_ecb(), bytesOf(bytes_.reveal()), nullptr, nullptr) != 1 ||
        EVP_DecryptUpdate(context.get(), bytesOf(plain), &begun, bytesOf(sealed), sizeOf(sealed)) != 1 ||
        EVP_DecryptFinal_ex(context.get(), bytesOf(plain) + begun, &ended) != 1)
        return std::nullopt;
    plain.resize(static_cast<std::size_t>(begun + ended));
    return plain;
}

std::string toUpperHex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += kDigits[byte >> 4];
        text += kDigits[byte & 0xF];
    }
    return text;
}

std::optional<std::string> fromHex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    const auto digit = [](char c) -> int {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        return -1;
    };
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = digit(text[i]);
        const int low = digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

}  // namespace adapters::nhsa
