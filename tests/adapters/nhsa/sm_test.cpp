#include "adapters/nhsa/sm.h"

#include "adapters/kit/base64.h"
#include "tests/adapters/nhsa/golden.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using namespace adapters::nhsa;
using core::Error;
using tests::nhsa::goldenFile;

core::Sensitive<std::string> sensitive(std::string text) { return core::Sensitive<std::string>(std::move(text)); }

/// Of P-256: a good key, but not of SM2.
constexpr const char* kOtherCurve =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEUg5MYTezfutyD0jmK1y7f+rTDzmn\n"
    "mwhsug1zZqA/UseDf6q8Im0FHNr4JW4MhPkzlatTBYF6SPOcArPgQiGuMA==\n"
    "-----END PUBLIC KEY-----\n";

}  // namespace

// GB/T 32907, example 1.
BOOST_AUTO_TEST_CASE(sm4_is_that_of_the_standard) {
    const auto key = SharedKey::read(sensitive(*fromHex("0123456789abcdeffedcba9876543210")));
    BOOST_REQUIRE(key.ok());
    const std::string sealed = key->seal(*fromHex("0123456789ABCDEFFEDCBA9876543210"));
    BOOST_TEST(toUpperHex(sealed.substr(0, 16)) == "681EDF34D206965E86B3E94F536E4246");
    BOOST_TEST(sealed.size() == 32U);  // a whole block of padding behind a whole block
    BOOST_TEST(toUpperHex(key->open(sealed).value()) == "0123456789ABCDEFFEDCBA9876543210");
}

BOOST_AUTO_TEST_CASE(what_was_not_sealed_with_the_key_does_not_open) {
    const SharedKey key = tests::nhsa::counterKey();
    const std::string sealed = key.seal("{}");
    for (const std::string& bytes : {std::string(), sealed.substr(0, 15), sealed + "x", std::string(16, 'x')})
        BOOST_TEST(!key.open(bytes).has_value());
    BOOST_TEST(!tests::nhsa::mobileKey().open(sealed).has_value());
    BOOST_TEST(key.open(sealed).value() == "{}");
}

BOOST_AUTO_TEST_CASE(a_shared_key_has_sixteen_bytes) {
    BOOST_TEST(SharedKey::read(sensitive(std::string(16, 'k'))).ok());
    for (const std::size_t size : {0U, 15U, 17U}) {
        const auto key = SharedKey::read(sensitive(std::string(size, 'k')));
        BOOST_TEST(tests::failsWith(key, Error::ChannelKeyNotUsable));
    }
}

BOOST_AUTO_TEST_CASE(hexadecimal_digits_are_read_in_both_cases_and_nothing_else_is) {
    BOOST_TEST(toUpperHex(std::string("\x00\xAF\x7F", 3)) == "00AF7F");
    BOOST_TEST(fromHex("00aF7f").value() == std::string("\x00\xAF\x7F", 3));
    BOOST_TEST(fromHex("").value().empty());
    for (const char* text : {"0", "0g", "g0", " 0", "0x00"}) BOOST_TEST(!fromHex(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(a_signature_is_verified_by_its_own_key_and_over_its_own_bytes_alone) {
    const SmKeys hospital = tests::nhsa::goldenKeys("hospital", "insurer", tests::nhsa::counterKey());
    const SmKeys insurer = tests::nhsa::goldenKeys("insurer", "hospital", tests::nhsa::counterKey());
    const std::string signature = hospital.ours.sign("what is said");
    BOOST_TEST(insurer.theirs.verifies("what is said", signature));
    BOOST_TEST(!insurer.theirs.verifies("what is said.", signature));
    BOOST_TEST(!hospital.theirs.verifies("what is said", signature));
    std::string der = *adapters::kit::fromBase64(signature);
    der.back() = static_cast<char>(der.back() ^ 1);
    for (const std::string& other : {std::string(), std::string("AAAA"), adapters::kit::toBase64(der), signature + "=", std::string("#")})
        BOOST_TEST(!insurer.theirs.verifies("what is said", other));
}

BOOST_AUTO_TEST_CASE(only_keys_of_sm2_are_taken) {
    BOOST_TEST(SigningKey::read(sensitive(goldenFile("keys/hospital_private.pem"))).ok());
    for (const std::string& pem : {std::string(), goldenFile("keys/hospital_public.pem"), std::string("-----BEGIN PRIVATE KEY-----\n")}) {
        const auto key = SigningKey::read(sensitive(pem));
        BOOST_TEST(tests::failsWith(key, Error::ChannelKeyNotUsable));
    }
    BOOST_TEST(VerifyingKey::read(goldenFile("keys/insurer_public.pem")).ok());
    for (const std::string& pem : {std::string(), goldenFile("keys/insurer_private.pem"), std::string(kOtherCurve)}) {
        const auto key = VerifyingKey::read(pem);
        BOOST_TEST(tests::failsWith(key, Error::ChannelKeyNotUsable));
    }
}
