#include "adapters/cli/channel_keys.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include <memory>
#include <vector>

#include "hub/core/exception.h"

namespace adapters::cli {

namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string textOf(BIO* bio) {
    char* bytes = nullptr;
    const long length = BIO_get_mem_data(bio, &bytes);
    return {bytes, static_cast<std::size_t>(length)};
}

}  // namespace

KeyPair makeRsaKey() {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_RSA_gen(2048), EVP_PKEY_free);
    const Bio secret(BIO_new(BIO_s_mem()), BIO_free);
    const Bio open(BIO_new(BIO_s_mem()), BIO_free);
    const bool made = key && PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
                      PEM_write_bio_PUBKEY(open.get(), key.get()) == 1;
    if (!made) throw hub::core::Exception("OpenSSL made no RSA key");
    return {textOf(secret.get()), textOf(open.get())};
}

std::string randomText(std::size_t length) {
    constexpr std::string_view kLetters = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";  // 32, so that every byte counts alike
    std::vector<unsigned char> bytes(length);
    if (RAND_bytes(bytes.data(), static_cast<int>(length)) != 1) throw hub::core::Exception("OpenSSL has no random bytes");
    std::string text;
    for (const unsigned char byte : bytes) text += kLetters[byte % kLetters.size()];
    return text;
}

}  // namespace adapters::cli
