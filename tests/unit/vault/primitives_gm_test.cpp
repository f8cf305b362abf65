#include "hub/vault/primitives_gm.h"

#include "tests/unit/vault/given_keys.h"

using namespace hub::vault;
using tests::arrayFromHex;
using tests::fromHex;
using tests::hexOf;
using tests::keyFromHex;

namespace {

const std::string kStandardKey = "0123456789abcdeffedcba9876543210";

/// A key of which SM4 sees the first half.
Key standardKey() { return keyFromHex(kStandardKey + std::string(32, 'f')); }

std::string ciphertextOf(std::string sealed) {
    sealed.resize(sealed.size() - primitives::kSm3CodeSize);
    return sealed;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(primitives_gm)

// GB/T 32905, appendix A.1 and A.2.
BOOST_AUTO_TEST_CASE(sm3_gives_the_values_of_its_standard) {
    BOOST_TEST(hexOf(primitives::sm3("abc")) == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    std::string text;
    for (int i = 0; i < 16; ++i) text += "abcd";
    BOOST_TEST(hexOf(primitives::sm3(text)) == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
}

// GB/T 32907, appendix A.1: key and block the same. Counting from the block, what is added to zeros is the block, enciphered.
BOOST_AUTO_TEST_CASE(sm4_gives_the_value_of_its_standard) {
    std::string sealed = "before";
    primitives::sealSm4(standardKey(), Key({}), arrayFromHex<16>(kStandardKey), "", std::string(16, '\0'), sealed);
    BOOST_TEST((ciphertextOf(sealed) == "before" + fromHex("681edf34d206965e86b3e94f536e4246")));
}

// draft-ribose-cfrg-sm4, A.2.5.1: four blocks, counting from 00..0f.
BOOST_AUTO_TEST_CASE(sm4_counts_as_others_count) {
    const std::string plain = fromHex(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffffaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb");
    const primitives::Sm4Block counter = arrayFromHex<16>("000102030405060708090a0b0c0d0e0f");
    std::string sealed;
    primitives::sealSm4(standardKey(), Key({}), counter, "", plain, sealed);
    BOOST_TEST(
        hexOf(ciphertextOf(sealed)) ==
        "ac3236cb970cc20791364c395a1342d1a3cbc1878c6f30cd074cce385cdd70c7f234bc0e24c11980fd1286310ce37b926e02fcd0faa0baf38b2933851d824514");
    BOOST_TEST((primitives::openSm4(standardKey(), Key({}), counter, "", sealed).value() == plain));
}

// Computed with the commands `openssl dgst -sm3 -mac HMAC` and `openssl kdf -kdfopt digest:SM3 HKDF`: the key is the bytes 00..1f.
BOOST_AUTO_TEST_CASE(hkdf_and_hmac_of_sm3_agree_with_the_command_line) {
    const Key key(tests::rising(0));
    BOOST_TEST(hexOf(primitives::hmacSm3(key, "text")) == "dfe39da1ff76867613ce7b34d2ac17e622c144b3f6ddbded0f3bf17f5670c3b6");
    BOOST_TEST(hexOf(primitives::hmacSm3(key, "370202199001010015")) == "c4af8cd74a835b2eb765d6a6382102d561dacfa7fe322e686627cd7054ae8068");
    BOOST_TEST(hexOf(primitives::hkdfSm3(key, "onecard encrypt attempt.body").bytes()) ==
               "7a58b4fc4919967e0a5fc16f9fa5639cf53bc10876b2d4ba89e12eb49763c938");
}

BOOST_AUTO_TEST_CASE(each_hash_keeps_a_context_of_its_own) {
    const Key key(tests::rising(0));
    const auto international = primitives::hmacSha256(key, "text");
    const auto national = primitives::hmacSm3(key, "text");
    BOOST_TEST((international != national));
    BOOST_TEST((primitives::hmacSha256(key, "text") == international));
    BOOST_TEST((primitives::hmacSm3(key, "text") == national));
    BOOST_TEST((primitives::hmacSm3(Key(tests::rising(1)), "text") != national));
}

BOOST_AUTO_TEST_CASE(what_is_bound_is_not_confused_with_what_is_sealed) {
    const Key one(tests::rising(0));
    const Key two(tests::rising(32));
    const primitives::Sm4Block counter = arrayFromHex<16>(kStandardKey);
    std::string sealed;
    primitives::sealSm4(one, two, counter, "place", "text", sealed);
    BOOST_TEST(primitives::openSm4(one, two, counter, "place", sealed).value() == "text");
    BOOST_TEST(!primitives::openSm4(one, one, counter, "place", sealed).has_value());
    BOOST_TEST(!primitives::openSm4(one, two, counter, "plac", sealed).has_value());

    // All that the code covers, one after the other, is the same text: only the length of what is bound tells them apart.
    const std::string behind = "place" + std::string(counter.begin(), counter.end()) + sealed;
    primitives::Sm4Block shifted{};
    std::copy_n(behind.begin() + 4, shifted.size(), shifted.begin());
    BOOST_TEST(!primitives::openSm4(one, two, shifted, behind.substr(0, 4), behind.substr(4 + shifted.size())).has_value());
}

BOOST_AUTO_TEST_CASE(less_than_a_code_does_not_open) {
    BOOST_TEST(!primitives::openSm4(Key({}), Key({}), primitives::Sm4Block{}, "", std::string(31, '\0')).has_value());
    std::string empty;
    primitives::sealSm4(Key({}), Key({}), primitives::Sm4Block{}, "", "", empty);
    BOOST_TEST(empty.size() == 32U);
    BOOST_TEST(primitives::openSm4(Key({}), Key({}), primitives::Sm4Block{}, "", empty).value().empty());
}

// GB/T 32918.5, appendix A.2; the seed is one less than its private key.
BOOST_AUTO_TEST_CASE(a_signature_of_the_standard_of_sm2_is_good) {
    const Key seed = keyFromHex("3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b7");
    const auto public_key = primitives::sm2Public(seed);
    BOOST_TEST(
        hexOf(public_key) ==
        "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
    const auto signature = arrayFromHex<64>(
        "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
    BOOST_TEST(primitives::sm2Verify(public_key, "message digest", signature));
    BOOST_TEST(!primitives::sm2Verify(public_key, "message digesT", signature));
    BOOST_TEST(!primitives::sm2Verify(primitives::sm2Public(Key({})), "message digest", signature));
}

BOOST_AUTO_TEST_CASE(every_seed_signs_also_at_the_borders_of_the_curve) {
    const std::string order = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d541";  // and 23
    const std::string one = hexOf(primitives::sm2Public(Key({})));
    BOOST_TEST(one.substr(0, 64) == "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7");  // the curve's own point
    for (const std::string& digits : {std::string(64, '0'), order + "20", order + "21", order + "22", order + "23", std::string(64, 'f')}) {
        const Key seed = keyFromHex(digits);
        const auto public_key = primitives::sm2Public(seed);
        BOOST_TEST(primitives::sm2Verify(public_key, "text", primitives::sm2Sign(seed, "text")), digits);
        BOOST_TEST((hexOf(public_key) == one) == (digits == std::string(64, '0') || digits == order + "21"));  // n - 2 is 0 again
    }
}

BOOST_AUTO_TEST_CASE(a_changed_signature_of_sm2_is_not_good) {
    const Key seed(tests::rising(0));
    const auto public_key = primitives::sm2Public(seed);
    const auto signature = primitives::sm2Sign(seed, "text");
    BOOST_TEST((primitives::sm2Sign(seed, "text") != signature));
    for (std::size_t i = 0; i < signature.size(); ++i) {
        auto changed = signature;
        changed[i] ^= 1;
        BOOST_TEST(!primitives::sm2Verify(public_key, "text", changed));
    }
    BOOST_TEST(!primitives::sm2Verify(public_key, "text", primitives::Bytes64{}));
    primitives::Bytes64 highest{};
    highest.fill(0xFF);
    BOOST_TEST(!primitives::sm2Verify(public_key, "text", highest));
}

BOOST_AUTO_TEST_SUITE_END()
