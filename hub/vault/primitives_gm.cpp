#include "hub/vault/primitives_gm.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <algorithm>

#include "hub/vault/openssl.h"

namespace hub::vault::primitives {

namespace {

using openssl::bytesOf;
using openssl::intSize;
using openssl::made;
using openssl::Owned;
using openssl::OwnedDigestContext;
using openssl::OwnedKey;
using openssl::require;

using OwnedNumber = Owned<BIGNUM, BN_clear_free>;
using OwnedNumberContext = Owned<BN_CTX, BN_CTX_free>;
using OwnedPoint = Owned<EC_POINT, EC_POINT_free>;
using OwnedKeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using OwnedSignature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

constexpr int kNumberSize = 32;
constexpr std::string_view kUserId = "1234567812345678";  // GM/T 0009, where parties have agreed on no other

// Fetched once: see openssl.cpp.
EVP_CIPHER* sm4Counter() {
    static const Owned<EVP_CIPHER, EVP_CIPHER_free> cipher(made(EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr), "SM4-CTR"));
    return cipher.get();
}

/// Both ways, as counting is: `out` has room for what `in` holds.
void applySm4(const Key& key, const Sm4Block& counter, std::string_view in, std::uint8_t* out) {
    EVP_CIPHER_CTX* context = openssl::cipherContext();
    int written = 0;
    require(EVP_EncryptInit_ex2(context, sm4Counter(), key.bytes().data(), counter.data(), nullptr) == 1 &&
                EVP_EncryptUpdate(context, out, &written, bytesOf(in), intSize(in)) == 1,
            "SM4-CTR");
}

/// The length keeps apart what is bound and what comes after it.
Bytes32 codeOf(const Key& key, const Sm4Block& counter, std::string_view bound, std::string_view ciphertext) {
    std::array<char, 8> length{};
    for (std::size_t i = 0; i < length.size(); ++i) length[i] = static_cast<char>(bound.size() >> (56 - 8 * i) & 0xFF);
    return openssl::hmac(
        openssl::Hash::Sm3, key,
        {{length.data(), length.size()}, bound, {reinterpret_cast<const char*>(counter.data()), counter.size()}, ciphertext});
}

const EC_GROUP* sm2Group() {
    static const Owned<EC_GROUP, EC_GROUP_free> group(made(EC_GROUP_new_by_curve_name(NID_sm2), "the curve of SM2"));
    return group.get();
}

OwnedNumber numberOf(const std::uint8_t* bytes) { return OwnedNumber(made(BN_bin2bn(bytes, kNumberSize, nullptr), "a number")); }

/// In 1 to n - 2, as n - 1 cannot sign. Some keys are likelier than others by the 2^-32 that n falls short of 2^256 by, which helps nobody.
OwnedNumber scalarOf(const Key& seed) {
    const OwnedNumberContext context(made(BN_CTX_secure_new(), "a number context"));
    OwnedNumber scalar = numberOf(seed.bytes().data());
    const OwnedNumber keys(made(BN_dup(EC_GROUP_get0_order(sm2Group())), "a number"));
    require(BN_sub_word(keys.get(), 2) == 1 && BN_nnmod(scalar.get(), scalar.get(), keys.get(), context.get()) == 1 &&
                BN_add_word(scalar.get(), 1) == 1,
            "a private key of SM2");
    BN_set_flags(scalar.get(), BN_FLG_CONSTTIME);
    return scalar;
}

Bytes64 publicOf(const BIGNUM* scalar) {
    const OwnedNumberContext context(made(BN_CTX_secure_new(), "a number context"));
    const OwnedPoint point(made(EC_POINT_new(sm2Group()), "a point"));
    const OwnedNumber x(made(BN_new(), "a number"));
    const OwnedNumber y(made(BN_new(), "a number"));
    Bytes64 bytes{};
    require(EC_POINT_mul(sm2Group(), point.get(), scalar, nullptr, nullptr, context.get()) == 1 &&
                EC_POINT_get_affine_coordinates(sm2Group(), point.get(), x.get(), y.get(), context.get()) == 1 &&
                BN_bn2binpad(x.get(), bytes.data(), kNumberSize) == kNumberSize &&
                BN_bn2binpad(y.get(), bytes.data() + kNumberSize, kNumberSize) == kNumberSize,
            "a public key of SM2");
    return bytes;
}

/// `scalar` is null for a key that verifies only.
OwnedKey sm2Key(const Bytes64& public_key, const BIGNUM* scalar) {
    std::array<std::uint8_t, 65> point{POINT_CONVERSION_UNCOMPRESSED};
    std::copy(public_key.begin(), public_key.end(), point.begin() + 1);
    const Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> builder(made(OSSL_PARAM_BLD_new(), "parameters"));
    require(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "SM2", 0) == 1 &&
                OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1 &&
                (scalar == nullptr || OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar) == 1),
            "parameters of an SM2 key");
    const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(made(OSSL_PARAM_BLD_to_param(builder.get()), "parameters"));
    const OwnedKeyContext context(made(EVP_PKEY_CTX_new_from_name(nullptr, "SM2", nullptr), "SM2"));
    EVP_PKEY* key = nullptr;
    require(EVP_PKEY_fromdata_init(context.get()) == 1 &&
                EVP_PKEY_fromdata(context.get(), &key, scalar == nullptr ? EVP_PKEY_PUBLIC_KEY : EVP_PKEY_KEYPAIR, parameters.get()) == 1,
            "an SM2 key");
    return OwnedKey(key);
}

using Begin = int (*)(EVP_MD_CTX*, EVP_PKEY_CTX**, const char*, OSSL_LIB_CTX*, const char*, EVP_PKEY*, const OSSL_PARAM*);

/// For one signature by `key`, which outlives it.
OwnedDigestContext sm2Context(Begin begin, EVP_PKEY* key) {
    OwnedDigestContext context(made(EVP_MD_CTX_new(), "a signing context"));
    const std::array<OSSL_PARAM, 2> parameters{openssl::bytesParam(OSSL_PKEY_PARAM_DIST_ID, kUserId.data(), kUserId.size()),
                                               OSSL_PARAM_construct_end()};
    // The id after the beginning: from 3.0.19 on OpenSSL does not take it with it.
    EVP_PKEY_CTX* of_key = nullptr;  // the context's
    require(begin(context.get(), &of_key, "SM3", nullptr, nullptr, key, nullptr) == 1 &&
                EVP_PKEY_CTX_set_params(of_key, parameters.data()) == 1,
            "SM2 with SM3");
    return context;
}

}  // namespace

Sm4Block randomSm4Block() {
    Sm4Block block{};
    openssl::fillRandomFromStock(block.data(), block.size());
    return block;
}

Bytes32 sm3(std::string_view bytes) { return openssl::digest(openssl::Hash::Sm3, bytes); }
Bytes32 hmacSm3(const Key& key, std::string_view bytes) { return openssl::hmac(openssl::Hash::Sm3, key, {bytes}); }
Key hkdfSm3(const Key& key, std::string_view info) { return openssl::hkdf(openssl::Hash::Sm3, key, info); }

void sealSm4(const Key& encryption, const Key& authentication, const Sm4Block& counter, std::string_view bound, std::string_view plain,
             std::string& out) {
    const std::size_t start = out.size();
    out.resize(start + plain.size());
    applySm4(encryption, counter, plain, bytesOf(out) + start);
    const Bytes32 code = codeOf(authentication, counter, bound, std::string_view(out).substr(start));
    out.append(code.begin(), code.end());
}

std::optional<std::string> openSm4(const Key& encryption, const Key& authentication, const Sm4Block& counter, std::string_view bound,
                                   std::string_view sealed) {
    if (sealed.size() < kSm3CodeSize) return std::nullopt;
    const std::string_view ciphertext = sealed.substr(0, sealed.size() - kSm3CodeSize);
    const Bytes32 code = codeOf(authentication, counter, bound, ciphertext);
    if (!equalInConstantTime({reinterpret_cast<const char*>(code.data()), code.size()}, sealed.substr(ciphertext.size())))
        return std::nullopt;
    std::string plain(ciphertext.size(), '\0');
    applySm4(encryption, counter, ciphertext, bytesOf(plain));
    return plain;
}

Bytes64 sm2Public(const Key& seed) { return publicOf(scalarOf(seed).get()); }

Bytes64 sm2Sign(const Key& seed, std::string_view bytes) {
    const OwnedNumber scalar = scalarOf(seed);
    const OwnedKey key = sm2Key(publicOf(scalar.get()), scalar.get());
    const OwnedDigestContext context = sm2Context(EVP_DigestSignInit_ex, key.get());
    std::array<std::uint8_t, 80> der{};  // two numbers of up to 33 bytes with their headers: 72
    std::size_t size = der.size();
    require(EVP_DigestSign(context.get(), der.data(), &size, bytesOf(bytes), bytes.size()) == 1, "signing with SM2");

    const std::uint8_t* begin = der.data();
    const OwnedSignature numbers(made(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(size)), "a signature of SM2"));
    Bytes64 signature{};
    require(BN_bn2binpad(ECDSA_SIG_get0_r(numbers.get()), signature.data(), kNumberSize) == kNumberSize &&
                BN_bn2binpad(ECDSA_SIG_get0_s(numbers.get()), signature.data() + kNumberSize, kNumberSize) == kNumberSize,
            "a signature of SM2");
    return signature;
}

bool sm2Verify(const Bytes64& public_key, std::string_view bytes, const Bytes64& signature) {
    const OwnedSignature numbers(made(ECDSA_SIG_new(), "a signature of SM2"));
    OwnedNumber r = numberOf(signature.data());
    OwnedNumber s = numberOf(signature.data() + kNumberSize);
    require(ECDSA_SIG_set0(numbers.get(), r.get(), s.get()) == 1, "a signature of SM2");
    (void)r.release();  // they are the signature's now
    (void)s.release();
    std::array<std::uint8_t, 80> der{};
    std::uint8_t* end = der.data();
    const int size = i2d_ECDSA_SIG(numbers.get(), &end);
    require(size > 0, "a signature of SM2");

    const OwnedKey key = sm2Key(public_key, nullptr);
    const OwnedDigestContext context = sm2Context(EVP_DigestVerifyInit_ex, key.get());
    ERR_set_mark();  // a bad signature is no error that TLS on this thread should find in the queue
    const bool good = EVP_DigestVerify(context.get(), der.data(), static_cast<std::size_t>(size), bytesOf(bytes), bytes.size()) == 1;
    ERR_pop_to_mark();
    return good;
}

}  // namespace hub::vault::primitives
