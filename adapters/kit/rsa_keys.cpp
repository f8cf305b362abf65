#include "adapters/kit/rsa_keys.h"

#include <openssl/evp.h>

#include <optional>

#include "adapters/kit/base64.h"
#include "hub/core/exception.h"

namespace adapters::kit {

namespace core = hub::core;
using openssl::AnyKey;
using openssl::bytesOf;
using openssl::DigestContext;

namespace {

core::Failure notUsable(std::string_view what) { return core::Failure(core::Error::ChannelKeyNotUsable, std::string(what)); }

bool isStrongRsa(const AnyKey& key) { return EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA && EVP_PKEY_get_bits(key.get()) >= 2048; }

}  // namespace

core::Result<RsaPrivateKey> RsaPrivateKey::read(const core::Sensitive<std::string>& pem) {
    AnyKey key = openssl::privateKeyIn(pem.reveal());
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
    AnyKey key = openssl::publicKeyIn(pem);
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
