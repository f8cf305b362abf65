#include "tests/adapters/conformance/test_key.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "hub/core/assert.h"
#include "tests/adapters/conformance/golden.h"

namespace tests {

namespace {

constexpr std::size_t kSignatureBytes = 256;  // of 2048 bits

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

TestKey::TestKey(const std::string& file, Half half) : key_(nullptr, EVP_PKEY_free) {
    const std::string pem = goldenBytesIn(file);
    BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
    key_.reset(half == Half::Private ? PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr)
                                     : PEM_read_bio_PUBKEY(bio, nullptr, nullptr, nullptr));
    BIO_free(bio);
    HUB_ASSERT(key_ != nullptr);
}

std::string TestKey::sign(std::string_view message) const {
    std::string signature(kSignatureBytes, '\0');
    std::size_t size = signature.size();
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    HUB_ASSERT(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
    HUB_ASSERT(EVP_DigestSign(context, bytes(signature), &size, bytes(message), message.size()) == 1);
    EVP_MD_CTX_free(context);
    std::string text((size + 2) / 3 * 4, '\0');
    EVP_EncodeBlock(bytes(text), bytes(std::string_view(signature)), static_cast<int>(size));
    return text;
}

bool TestKey::verifies(std::string_view message, const std::string& signature) const {
    std::string plain(signature.size(), '\0');
    const int size = EVP_DecodeBlock(bytes(plain), bytes(std::string_view(signature)), static_cast<int>(signature.size()));
    if (size < static_cast<int>(kSignatureBytes)) return false;  // base64 pads it to 258
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    HUB_ASSERT(EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
    const bool right = EVP_DigestVerify(context, bytes(std::string_view(plain)), kSignatureBytes, bytes(message), message.size()) == 1;
    EVP_MD_CTX_free(context);
    return right;
}

}  // namespace tests
