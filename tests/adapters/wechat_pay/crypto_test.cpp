#include "adapters/wechat_pay/crypto.h"

#include <boost/test/unit_test.hpp>

#include "adapters/kit/base64.h"
#include "tests/adapters/wechat_pay/golden.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using namespace adapters::wechat_pay;
using adapters::kit::toBase64;
using core::Error;

core::Sensitive<std::string> sensitive(std::string text) { return core::Sensitive<std::string>(std::move(text)); }

std::string fromHex(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return bytes;
}

}  // namespace

// Test case 16 of the specification of GCM (McGrew and Viega), AES with 256 bits.
BOOST_AUTO_TEST_CASE(a_known_sealed_text_opens) {
    const auto key = NotificationKey::read(sensitive(fromHex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308")));
    BOOST_REQUIRE(key.ok());
    const std::string sealed = fromHex(
        "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
        "76fc6ece0f4e1768cddf8853bb2d551b");
    const std::string plain =
        fromHex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    const std::string nonce = fromHex("cafebabefacedbaddecaf888");
    const std::string associated = fromHex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    BOOST_TEST(key->open(toBase64(sealed), nonce, associated).ok());
    BOOST_TEST((*key->open(toBase64(sealed), nonce, associated) == plain));

    std::string altered = sealed;
    altered.front() = static_cast<char>(altered.front() ^ 1);
    BOOST_TEST(tests::failsWith(key->open(toBase64(altered), nonce, associated), Error::NotificationNotReadable));
    BOOST_TEST(tests::failsWith(key->open(toBase64(sealed), nonce, "transaction"), Error::NotificationNotReadable));
    BOOST_TEST(tests::failsWith(key->open(toBase64(sealed), "", associated), Error::NotificationNotReadable));
    BOOST_TEST(tests::failsWith(key->open("no base64", nonce, associated), Error::NotificationNotReadable));
    BOOST_TEST(tests::failsWith(key->open(toBase64("fifteen bytes.."), nonce, associated), Error::NotificationNotReadable));
}

BOOST_AUTO_TEST_CASE(only_keys_of_the_right_kind_and_length_are_taken) {
    BOOST_TEST(NotificationKey::read(sensitive(std::string(32, 'k'))).ok());
    BOOST_TEST(tests::failsWith(NotificationKey::read(sensitive(std::string(31, 'k'))), Error::ChannelKeyNotUsable));
    BOOST_TEST(tests::failsWith(NotificationKey::read(sensitive(std::string(33, 'k'))), Error::ChannelKeyNotUsable));

    BOOST_TEST(MerchantKey::read(sensitive(tests::goldenFile("keys/merchant_private.pem"))).ok());
    BOOST_TEST(tests::failsWith(MerchantKey::read(sensitive(tests::goldenFile("keys/merchant_public.pem"))), Error::ChannelKeyNotUsable));
    BOOST_TEST(tests::failsWith(MerchantKey::read(sensitive("")), Error::ChannelKeyNotUsable));

    BOOST_TEST(PlatformKey::read(tests::goldenFile("keys/platform_public.pem")).ok());
    BOOST_TEST(PlatformKey::read(tests::goldenFile("keys/platform_certificate.pem")).ok());
    BOOST_TEST(tests::failsWith(PlatformKey::read(tests::goldenFile("keys/platform_private.pem")), Error::ChannelKeyNotUsable));
    BOOST_TEST(tests::failsWith(PlatformKey::read("-----BEGIN CERTIFICATE-----"), Error::ChannelKeyNotUsable));
}

// A P-256 public key: well-formed, but not of the kind that signs here.
BOOST_AUTO_TEST_CASE(a_key_that_is_not_rsa_is_not_taken) {
    constexpr std::string_view kCurve =
        "-----BEGIN PUBLIC KEY-----\n"
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n"
        "6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n"
        "-----END PUBLIC KEY-----\n";
    const auto key = PlatformKey::read(kCurve);
    BOOST_TEST(tests::failsWith(key, Error::ChannelKeyNotUsable));
    BOOST_TEST(key.failure().detail().find("RSA") != std::string::npos);
}
