#include "adapters/kit/rsa_keys.h"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using adapters::kit::RsaPrivateKey;
using adapters::kit::RsaPublicKey;
using core::Error;

std::string keyFile(const std::string& name) {
    std::ifstream file("tests/data/wechat_pay/keys/" + name, std::ios::binary);
    BOOST_REQUIRE(file.good());
    return {std::istreambuf_iterator<char>(file), {}};
}

core::Result<RsaPrivateKey> privateKeyFrom(std::string pem) { return RsaPrivateKey::read(core::Sensitive<std::string>(std::move(pem))); }

}  // namespace

BOOST_AUTO_TEST_CASE(only_keys_of_the_right_kind_are_taken) {
    BOOST_TEST(privateKeyFrom(keyFile("merchant_private.pem")).ok());
    BOOST_TEST(tests::failsWith(privateKeyFrom(keyFile("merchant_public.pem")), Error::ChannelKeyNotUsable));
    BOOST_TEST(tests::failsWith(privateKeyFrom(""), Error::ChannelKeyNotUsable));

    BOOST_TEST(RsaPublicKey::read(keyFile("platform_public.pem")).ok());
    BOOST_TEST(RsaPublicKey::read(keyFile("platform_certificate.pem")).ok());
    BOOST_TEST(tests::failsWith(RsaPublicKey::read(keyFile("platform_private.pem")), Error::ChannelKeyNotUsable));
    BOOST_TEST(tests::failsWith(RsaPublicKey::read("-----BEGIN CERTIFICATE-----"), Error::ChannelKeyNotUsable));
}

BOOST_AUTO_TEST_CASE(a_signature_fits_one_message_and_one_key) {
    const auto key = privateKeyFrom(keyFile("merchant_private.pem"));
    const auto own = RsaPublicKey::read(keyFile("merchant_public.pem"));
    const auto other = RsaPublicKey::read(keyFile("platform_public.pem"));
    BOOST_REQUIRE((key.ok() && own.ok() && other.ok()));
    const std::string signature = key->sign("a message");
    BOOST_TEST(own->verifies("a message", signature));
    BOOST_TEST(!own->verifies("a message ", signature));
    BOOST_TEST(!own->verifies("a message", ""));
    BOOST_TEST(!own->verifies("a message", "no base64"));
    BOOST_TEST(!other->verifies("a message", signature));
}

// A P-256 public key: well-formed, but not of the kind that signs here.
BOOST_AUTO_TEST_CASE(a_key_that_is_not_rsa_is_not_taken) {
    constexpr std::string_view kCurve =
        "-----BEGIN PUBLIC KEY-----\n"
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt\n"
        "6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n"
        "-----END PUBLIC KEY-----\n";
    const auto key = RsaPublicKey::read(kCurve);
    BOOST_TEST(tests::failsWith(key, Error::ChannelKeyNotUsable));
    BOOST_TEST(key.failure().detail().find("RSA") != std::string::npos);
}

// The example of WeChat Pay's page on signing requests.
BOOST_AUTO_TEST_CASE(each_part_of_what_is_signed_ends_with_a_line_break) {
    BOOST_TEST(
        adapters::kit::linesOf({"GET", "/v3/refund/domestic/refunds/123123123123", "1554208460", "593BEC0C930BF1AFEB40B4A08C8FB242", ""}) ==
        "GET\n/v3/refund/domestic/refunds/123123123123\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n");
}
