#include "hub/vault/vault.h"

#include <atomic>
#include <set>
#include <thread>
#include <vector>

#include "hub/core/exception.h"
#include "tests/support/failures.h"
#include "tests/unit/vault/given_keys.h"

using namespace hub::vault;
using hub::core::Error;
using tests::fromHex;
using tests::GivenKeys;
using tests::rising;

namespace {

struct Fixture {
    std::shared_ptr<GivenKeys> keys = std::make_shared<GivenKeys>(Suite::Intl);
    Vault vault{keys};
    const SealPlace place{"attempt.body", "row-1"};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(vault, Fixture)

// Made with Python's cryptography from the format as vault.h and vault.cpp state it.
BOOST_AUTO_TEST_CASE(a_value_sealed_by_another_implementation_opens) {
    const std::string text = fromHex("01000000076465666768696a6b6c6d6e6fef48d20fb4408c10e30dd66be7e10cbd3eff1de1a4f6bdcdbfac0580");
    const std::string empty = fromHex("01000000076465666768696a6b6c6d6e6f3223431b77557be70885b7b025200755");
    BOOST_TEST(*vault.open(place, text) == "张三 12.50");
    BOOST_TEST(vault.open(place, empty)->empty());
}

BOOST_AUTO_TEST_CASE(a_sealed_value_opens_where_it_was_sealed) {
    const std::string every_byte = [] {
        std::string text;
        for (int i = 0; i < 256; ++i) text += static_cast<char>(i);
        return text;
    }();
    for (const std::string& text : {std::string(), std::string("a"), every_byte, std::string(1 << 20, 'x')}) {
        const std::string sealed = vault.seal(place, text);
        BOOST_TEST(sealed.size() == text.size() + Vault::sealOverhead(Suite::Intl));
        BOOST_TEST((*vault.open(place, sealed) == text));
    }
}

BOOST_AUTO_TEST_CASE(the_same_value_twice_gives_different_seals) {
    std::set<std::string> seen;
    for (int i = 0; i < 1000; ++i) seen.insert(vault.seal(place, "the same"));
    BOOST_TEST(seen.size() == 1000U);
}

BOOST_AUTO_TEST_CASE(a_value_with_any_bit_changed_does_not_open) {
    const std::string sealed = vault.seal(place, "3500");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string changed = sealed;
            changed[i] = static_cast<char>(changed[i] ^ 1 << bit);
            const bool names_another_key = i >= 1 && i <= 4;
            BOOST_TEST(tests::failsWith(vault.open(place, changed), names_another_key ? Error::KeyMissing : Error::SealBroken));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_value_cut_or_lengthened_does_not_open) {
    const std::string sealed = vault.seal(place, "3500");
    for (std::size_t size = 0; size < sealed.size(); ++size) {
        BOOST_TEST(tests::failsWith(vault.open(place, sealed.substr(0, size)), Error::SealBroken));
    }
    BOOST_TEST(tests::failsWith(vault.open(place, sealed + '\0'), Error::SealBroken));
}

BOOST_AUTO_TEST_CASE(a_value_moved_to_another_column_or_row_does_not_open) {
    const std::string sealed = vault.seal(place, "3500");
    const SealPlace elsewhere[] = {{"attempt.body", "row-2"}, {"attempt.answer", "row-1"}, {"attempt.body", ""}, {"", "row-1"},
                                   {"attempt.bod", "yrow-1"}, {"attempt.bodyr", "ow-1"}};
    for (const SealPlace& other : elsewhere) BOOST_TEST(tests::failsWith(vault.open(other, sealed), Error::SealBroken));
}

BOOST_AUTO_TEST_CASE(what_an_older_key_sealed_opens_after_a_rotation) {
    const std::string old = vault.seal(place, "before");
    keys->seal_keys.emplace(8, Key(rising(64)));
    keys->current = 8;
    const std::string fresh = vault.seal(place, "after");
    BOOST_TEST(fresh.substr(0, 5) == (std::string{1, 0, 0, 0, 8}));
    BOOST_TEST(*vault.open(place, old) == "before");
    BOOST_TEST(*vault.open(place, fresh) == "after");

    std::string renumbered = old;
    renumbered[4] = 8;  // the key exists and is not the one
    BOOST_TEST(tests::failsWith(vault.open(place, renumbered), Error::SealBroken));
}

BOOST_AUTO_TEST_CASE(a_value_of_a_key_that_is_gone_says_which) {
    const std::string sealed = vault.seal(place, "old");
    const auto others = std::make_shared<GivenKeys>(Suite::Intl);
    others->seal_keys = {{8, Key(rising(64))}};
    others->current = 8;
    const auto opened = Vault(others).open(place, sealed);
    BOOST_TEST(tests::failsWith(opened, Error::KeyMissing));
    BOOST_TEST(opened.failure().detail() == "seal-7.key");
}

BOOST_AUTO_TEST_CASE(a_vault_without_its_current_key_is_not_made) {
    keys->current = 8;
    BOOST_CHECK_THROW(Vault{keys}, hub::core::Exception);
}

// The expected value is Python's hmac under a key from Python's HKDF.
BOOST_AUTO_TEST_CASE(a_blind_index_is_the_same_for_the_same_purpose_and_value_only) {
    const BlindIndex index = *vault.blindIndex("credential.number", "370202199001010015", 1);
    BOOST_TEST((std::string(index.bytes.begin(), index.bytes.end()) == fromHex("f9ecca9f5f19bcef5598666dc765a102")));
    BOOST_TEST((*vault.blindIndex("credential.number", "370202199001010015", 1) == index));
    BOOST_TEST((*vault.blindIndex("credential.number", "370202199001010016", 1) != index));
    BOOST_TEST((*vault.blindIndex("person.phone", "370202199001010015", 1) != index));
}

BOOST_AUTO_TEST_CASE(a_digest_is_sha256) {
    BOOST_TEST(Vault::digest("abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

// For ThreadSanitizer too: first uses of columns, purposes and keys meet.
BOOST_AUTO_TEST_CASE(threads_seal_open_and_index_side_by_side) {
    constexpr int kThreads = 8;
    constexpr int kRounds = 200;
    keys->seal_keys.emplace(9, Key(rising(96)));
    const std::string old = vault.seal(place, "before");
    keys->current = 9;
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            for (int round = 0; round < kRounds; ++round) {
                const std::string column = "column." + std::to_string(round % 16);
                const std::string text = std::to_string(thread) + "/" + std::to_string(round);
                const auto opened = vault.open({column, text}, vault.seal({column, text}, text));
                const bool indexed = *vault.blindIndex(column, "x", 1) == *vault.blindIndex(column, "x", 1);
                if (opened.ok() && *opened == text && indexed && vault.open(place, old).ok()) ++good;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    BOOST_TEST(good == kThreads * kRounds);
}

BOOST_AUTO_TEST_CASE(each_index_key_has_indexes_of_its_own_and_one_that_is_missing_is_named) {
    keys->index_keys.emplace(2, Key(rising(64)));
    const BlindIndex first = *vault.blindIndex("card.number", "1", 1);
    BOOST_TEST((*vault.blindIndex("card.number", "1", 2) != first));
    BOOST_TEST(keys->refreshes == 0);
    const auto missing = vault.blindIndex("card.number", "1", 3);
    BOOST_TEST(tests::failsWith(missing, Error::KeyMissing));
    BOOST_TEST(missing.failure().detail() == "index-3.key");
    BOOST_TEST(keys->refreshes == 1);
    keys->index_keys.erase(2);
    BOOST_TEST((*vault.blindIndex("card.number", "1", 1) == first));
    BOOST_TEST(vault.blindIndex("card.number", "1", 2).ok());  // once read it stays
}

BOOST_AUTO_TEST_SUITE_END()
