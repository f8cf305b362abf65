// SM2, SM4 and their texts.
#include "adapters/sim/nhsa/seal.h"

#include <boost/test/unit_test.hpp>

#include "adapters/sim/common/base64.h"
#include "hub/core/error.h"
#include "tests/adapters/sim_nhsa/bench.h"
#include "tests/support/failures.h"

using namespace tests::nhsa;
using hub::core::Error;

BOOST_AUTO_TEST_SUITE(seal)

BOOST_AUTO_TEST_CASE(what_is_sealed_opens_with_the_same_key_only) {
    const std::string key = "SIM-SM4-KEY-0016";
    for (const std::size_t length :
         {std::size_t{0}, std::size_t{1}, std::size_t{15}, std::size_t{16}, std::size_t{17}, std::size_t{5000}}) {
        const std::string text(length, 'x');
        const std::string sealed = sim::sm4Sealed(key, text);
        BOOST_TEST(sealed.size() == (length / 16 + 1) * 16);
        BOOST_TEST(sim::sm4Opened(key, sealed).value_or("(none)") == text);
        BOOST_TEST(sim::sm4Opened("SIM-SM4-KEY-0017", sealed).value_or("(none)") != text);
    }
    BOOST_TEST(!sim::sm4Opened(key, "").has_value());
    BOOST_TEST(!sim::sm4Opened(key, "fifteen bytes..").has_value());
}

BOOST_AUTO_TEST_CASE(a_signature_is_of_one_text_by_one_key) {
    const auto own = sim::Sm2Key::fromPrivatePem(dataFile("keys/insurer_private.pem"), "own");
    const auto known = sim::Sm2Key::fromPublicPem(dataFile("keys/insurer_public.pem"), "known");
    const auto other = sim::Sm2Key::fromPublicPem(dataFile("keys/hospital_public.pem"), "other");
    BOOST_REQUIRE((own.ok() && known.ok() && other.ok()));
    const std::string signature = own->sign("text");
    BOOST_TEST(known->verify("text", signature));
    BOOST_TEST(!known->verify("text ", signature));
    BOOST_TEST(!other->verify("text", signature));
    BOOST_TEST(!known->verify("text", ""));
    BOOST_TEST(!known->verify("text", "no base64"));
    BOOST_TEST(!known->verify("text", "AAAA"));
}

BOOST_AUTO_TEST_CASE(a_key_that_is_no_sm2_key_is_refused) {
    const std::string p256 =
        "-----BEGIN PUBLIC KEY-----\n"
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==\n"
        "-----END PUBLIC KEY-----\n";
    BOOST_TEST(tests::failsWith(sim::Sm2Key::fromPublicPem(p256, "k"), Error::SimNotValid));
    BOOST_TEST(tests::failsWith(sim::Sm2Key::fromPublicPem("", "k"), Error::SimNotValid));
    BOOST_TEST(tests::failsWith(sim::Sm2Key::fromPrivatePem(dataFile("keys/insurer_public.pem"), "k"), Error::SimNotValid));
}

BOOST_AUTO_TEST_CASE(hexadecimal_digits_are_upper_case_pairs) {
    BOOST_TEST(sim::upperHex(std::string("\x00\xab\x1f", 3)) == "00AB1F");
    BOOST_TEST((sim::fromUpperHex("00AB1F") == std::string("\x00\xab\x1f", 3)));
    for (const char* wrong : {"0", "00ab", "0G", "00 "}) BOOST_TEST(!sim::fromUpperHex(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_SUITE_END()
