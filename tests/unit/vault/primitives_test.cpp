#include "hub/vault/primitives.h"

#include <set>

#include "tests/unit/vault/given_keys.h"

using namespace hub::vault;
using tests::fromHex;
using tests::hexOf;
using tests::keyFromHex;

BOOST_AUTO_TEST_SUITE(primitives_intl)

// FIPS 180-2, appendix B.1 and B.2; the empty text is NIST's as well.
BOOST_AUTO_TEST_CASE(sha256_gives_the_values_of_its_standard) {
    const std::pair<const char*, const char*> known[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"}};
    for (const auto& [text, digest] : known) BOOST_TEST(hexOf(primitives::sha256(text)) == digest);
}

// Case 14 of the GCM specification (McGrew and Viega): key and nonce zero, one block of zeros, nothing bound.
BOOST_AUTO_TEST_CASE(aes_gcm_gives_the_value_of_its_specification) {
    std::string sealed = "before";
    primitives::sealAesGcm(Key({}), primitives::Nonce{}, "", std::string(16, '\0'), sealed);
    BOOST_TEST((sealed == "before" + fromHex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")));
}

// Computed with Python's cryptography and hmac: the inputs are the bytes 00..1f and the texts given.
BOOST_AUTO_TEST_CASE(hkdf_and_hmac_agree_with_another_implementation) {
    const Key key = keyFromHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    BOOST_TEST(hexOf(primitives::hkdfSha256(key, "onecard seal attempt.body").bytes()) ==
               "49ce46ae5ac51984c0526ae7ae78e69b3cab464ac1f56f12300334f9eff93997");
    BOOST_TEST(hexOf(primitives::hmacSha256(key, "370202199001010015")) ==
               "a49ce45230567fab37cd34c509c8689b1c0aa6cbee6b650e2559669953104f0e");
    BOOST_TEST(hexOf(primitives::hmacSha256(key, "")) == "d38b42096d80f45f826b44a9d5607de72496a415d3f4a1a8c88e3bb9da8dc1cb");
}

BOOST_AUTO_TEST_CASE(a_context_used_for_one_key_leaves_nothing_for_the_next) {
    const Key one = keyFromHex(std::string(64, '1'));
    const Key two = keyFromHex(std::string(64, '2'));
    const primitives::Nonce nonce{};
    std::string sealed;
    primitives::sealAesGcm(one, nonce, "place", "text", sealed);
    BOOST_TEST(!primitives::openAesGcm(two, nonce, "place", sealed).has_value());
    BOOST_TEST(primitives::openAesGcm(one, nonce, "place", sealed).value() == "text");
    const auto code = primitives::hmacSha256(one, "text");
    BOOST_TEST((primitives::hmacSha256(two, "text") != code));
    BOOST_TEST((primitives::hmacSha256(one, "text") == code));
}

BOOST_AUTO_TEST_CASE(less_than_a_tag_does_not_open) {
    BOOST_TEST(!primitives::openAesGcm(Key({}), primitives::Nonce{}, "", std::string(15, '\0')).has_value());
}

BOOST_AUTO_TEST_CASE(nonces_do_not_repeat) {
    std::set<primitives::Nonce> seen;
    for (int i = 0; i < 10'000; ++i) seen.insert(primitives::randomNonce());
    BOOST_TEST(seen.size() == 10'000U);
}

BOOST_AUTO_TEST_SUITE_END()
