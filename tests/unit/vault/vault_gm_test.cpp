#include <set>

#include "hub/vault/vault.h"
#include "tests/support/failures.h"
#include "tests/unit/vault/given_keys.h"

using namespace hub::vault;
using hub::core::Error;
using tests::fromHex;
using tests::GivenKeys;

namespace {

struct Fixture {
    Vault national{std::make_shared<GivenKeys>(Suite::Gm)};
    Vault international{std::make_shared<GivenKeys>(Suite::Intl)};
    const SealPlace place{"attempt.body", "row-1"};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(vault_gm, Fixture)

// Made with Python's cryptography from the format as vault.cpp and primitives_gm.h state it.
BOOST_AUTO_TEST_CASE(a_gm_value_sealed_by_another_implementation_opens) {
    const std::string text = fromHex(
        "02000000076465666768696a6b6c6d6e6f7071727384005cadb1bb059e23738ab462c44d819c4fd32119a9790dfd823cada1635dc5a99e1f2d25bbc624ec71b81"
        "1");
    const std::string empty =
        fromHex("02000000076465666768696a6b6c6d6e6f70717273ce6082359a9c4d1d46feac9be38be571899b6cd49ffe9871e4189af1f981a00e");
    BOOST_TEST(*national.open(place, text) == "张三 12.50");
    BOOST_TEST(national.open(place, empty)->empty());
}

BOOST_AUTO_TEST_CASE(a_gm_value_opens_where_it_was_sealed) {
    for (const std::string& text :
         {std::string(), std::string("a"), std::string(15, 'x'), std::string(16, 'x'), std::string(17, 'x'), std::string(1 << 20, 'x')}) {
        const std::string sealed = national.seal(place, text);
        BOOST_TEST(sealed.size() == text.size() + Vault::sealOverhead(Suite::Gm));
        BOOST_TEST((*national.open(place, sealed) == text));
    }
}

BOOST_AUTO_TEST_CASE(the_first_byte_says_the_suite_and_a_value_opens_in_any) {
    const std::string old = international.seal(place, "before");
    const std::string fresh = national.seal(place, "after");
    BOOST_TEST(old.substr(0, 5) == (std::string{1, 0, 0, 0, 7}));
    BOOST_TEST(fresh.substr(0, 5) == (std::string{2, 0, 0, 0, 7}));
    BOOST_TEST(*national.open(place, old) == "before");
    BOOST_TEST(*international.open(place, fresh) == "after");
}

BOOST_AUTO_TEST_CASE(a_value_of_one_suite_is_none_of_the_other) {
    for (const Vault* vault : {&national, &international}) {
        std::string sealed = vault->seal(place, std::string(100, 'x'));
        sealed[0] = static_cast<char>(3 - sealed[0]);
        BOOST_TEST(tests::failsWith(vault->open(place, sealed), Error::SealBroken));
    }
}

BOOST_AUTO_TEST_CASE(the_same_value_twice_gives_different_gm_seals) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(national.seal(place, "the same"));
    BOOST_TEST(seen.size() == 1000U);
}

BOOST_AUTO_TEST_CASE(a_gm_value_with_any_bit_changed_does_not_open) {
    const std::string sealed = national.seal(place, "3500");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string changed = sealed;
            changed[i] = static_cast<char>(changed[i] ^ 1 << bit);
            const bool names_another_key = i >= 1 && i <= 4;
            BOOST_TEST(tests::failsWith(national.open(place, changed), names_another_key ? Error::KeyMissing : Error::SealBroken));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_gm_value_cut_or_lengthened_does_not_open) {
    const std::string sealed = national.seal(place, "3500");
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        BOOST_TEST(tests::failsWith(national.open(place, sealed.substr(0, size)), Error::SealBroken));
    }
    BOOST_TEST(tests::failsWith(national.open(place, sealed + '\0'), Error::SealBroken));
}

BOOST_AUTO_TEST_CASE(a_gm_value_moved_to_another_column_or_row_does_not_open) {
    const std::string sealed = national.seal(place, "3500");
    const SealPlace elsewhere[] = {{"attempt.body", "row-2"}, {"attempt.answer", "row-1"}, {"attempt.body", ""}, {"", "row-1"},
                                   {"attempt.bod", "yrow-1"}, {"attempt.bodyr", "ow-1"}};
    for (const SealPlace& other : elsewhere) BOOST_TEST(tests::failsWith(national.open(other, sealed), Error::SealBroken));
}

// The expected value is HMAC-SM3 of Python's cryptography under a key from HKDF with it.
BOOST_AUTO_TEST_CASE(a_gm_blind_index_is_the_same_for_the_same_purpose_and_value_only) {
    const BlindIndex index = *national.blindIndex("credential.number", "370202199001010015", 1);
    BOOST_TEST((std::string(index.bytes.begin(), index.bytes.end()) == fromHex("f725db163aa953f8db08f8d039ea385d")));
    BOOST_TEST((*national.blindIndex("credential.number", "370202199001010016", 1) != index));
    BOOST_TEST((*national.blindIndex("person.phone", "370202199001010015", 1) != index));
    BOOST_TEST((*international.blindIndex("credential.number", "370202199001010015", 1) != index));
}

BOOST_AUTO_TEST_SUITE_END()
