#include <sys/stat.h>

#include <atomic>
#include <map>
#include <thread>
#include <vector>

#include "hub/vault/keys.h"
#include "hub/vault/vault.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

using namespace hub::vault;
using hub::core::Error;

namespace {

const SealPlace kPlace{"attempt.body", "row-1"};

/// Keys 1 and 2, and a source that has read them.
struct Fixture : tests::FileTree {
    Fixture() {
        write("seal-1.key", std::string(64, '1'), 0600);
        write("seal-2.key", std::string(64, '2'), 0600);
        write("index.key", std::string(64, '9'), 0600);
        source = std::make_shared<FileKeySource>(*FileKeySource::open(path()));
    }

    /// As the folder was: nothing of a refresh that failed counts.
    bool unchanged() const {
        return source->currentSealKey() == 2 && !source->sealKey(3) && source->sealKey(1)->bytes()[0] == 0x11 &&
               source->sealKey(2)->bytes()[0] == 0x22;
    }

    std::shared_ptr<FileKeySource> source;
};

KeyNumber keyOf(const std::string& sealed) { return static_cast<std::uint8_t>(sealed.at(4)); }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(refresh, Fixture)

BOOST_AUTO_TEST_CASE(an_added_key_is_the_next_random_and_private) {
    BOOST_TEST(*FileKeySource::addSealKey(path()) == 3U);
    BOOST_TEST(*FileKeySource::addSealKey(path()) == 4U);
    const auto opened = FileKeySource::open(path());
    BOOST_REQUIRE(opened.ok());
    BOOST_TEST(opened->currentSealKey() == 4U);
    BOOST_TEST((opened->sealKey(3)->bytes() != opened->sealKey(4)->bytes()));
    struct stat about {};
    BOOST_REQUIRE(stat((path() / "seal-3.key").c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 0777) == 0600U);
    BOOST_TEST(about.st_nlink == 1U);
}

BOOST_AUTO_TEST_CASE(no_key_follows_the_highest_number_there_is) {
    write("seal-4294967294.key", std::string(64, '3'), 0600);
    BOOST_TEST(*FileKeySource::addSealKey(path()) == 4294967295U);
    BOOST_TEST(tests::failsWith(FileKeySource::addSealKey(path()), Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE(a_key_is_not_added_to_a_folder_that_does_not_open_nor_beside_another) {
    write("seal-3.key.part", "", 0600);
    BOOST_TEST(tests::failsWith(FileKeySource::addSealKey(path()), Error::KeyFileNotUsable));
    BOOST_TEST(!std::filesystem::exists(path() / "seal-3.key"));
    std::filesystem::remove(path() / "seal-3.key.part");
    write("index.key", "", 0600);
    BOOST_TEST(tests::failsWith(FileKeySource::addSealKey(path()), Error::KeyFileNotUsable));
    BOOST_TEST(tests::failsWith(FileKeySource::addSealKey(path() / "nowhere"), Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE(an_added_key_seals_from_the_refresh_on_and_older_values_open) {
    const Vault vault(source);
    const std::string before = vault.seal(kPlace, "before");
    BOOST_REQUIRE(FileKeySource::addSealKey(path()).ok());
    BOOST_TEST(keyOf(vault.seal(kPlace, "meanwhile")) == 2U);
    BOOST_REQUIRE(vault.refresh().ok());
    const std::string after = vault.seal(kPlace, "after");
    BOOST_TEST(keyOf(before) == 2U);
    BOOST_TEST(keyOf(after) == 3U);
    BOOST_TEST(*vault.open(kPlace, before) == "before");
    BOOST_TEST(*vault.open(kPlace, after) == "after");
    BOOST_TEST(vault.refresh().ok());
    BOOST_TEST(source->currentSealKey() == 3U);
}

BOOST_AUTO_TEST_CASE(a_value_of_another_node_opens_after_the_refresh) {
    const Vault vault(source);
    BOOST_REQUIRE(FileKeySource::addSealKey(path()).ok());
    const Vault other(std::make_shared<FileKeySource>(*FileKeySource::open(path())));
    const std::string sealed = other.seal(kPlace, "text");
    BOOST_TEST(tests::failsWith(vault.open(kPlace, sealed), Error::KeyMissing));
    BOOST_REQUIRE(vault.refresh().ok());
    BOOST_TEST(*vault.open(kPlace, sealed) == "text");
}

BOOST_AUTO_TEST_CASE(the_current_key_may_not_vanish_and_then_nothing_changes) {
    BOOST_REQUIRE(FileKeySource::addSealKey(path()).ok());
    std::filesystem::remove(path() / "seal-2.key");
    BOOST_TEST(tests::failsWith(source->refresh(), Error::KeyFileNotUsable));
    BOOST_TEST(unchanged());
}

BOOST_AUTO_TEST_CASE(an_older_key_that_vanished_still_opens_while_the_hub_runs) {
    const Vault vault(source);
    BOOST_REQUIRE(FileKeySource::addSealKey(path()).ok());
    std::filesystem::remove(path() / "seal-1.key");
    BOOST_REQUIRE(vault.refresh().ok());
    BOOST_TEST(source->currentSealKey() == 3U);
    BOOST_TEST((source->sealKey(1)->bytes()[0] == 0x11));
}

BOOST_AUTO_TEST_CASE(a_key_or_the_suite_may_not_change_under_the_hub) {
    BOOST_REQUIRE(FileKeySource::addSealKey(path()).ok());
    const std::pair<const char*, std::string> changes[] = {{"seal-1.key", std::string(64, '5')},
                                                           {"seal-2.key", std::string(64, '5')},
                                                           {"index.key", std::string(64, '5')},
                                                           {"suite", "gm"},
                                                           {"seal-4.key", "half of it"}};
    for (const auto& [name, content] : changes) {
        const std::filesystem::path kept = path() / "kept.part";
        const bool stood = std::filesystem::exists(path() / name);
        if (stood) std::filesystem::copy_file(path() / name, kept);
        write(name, content, 0600);
        BOOST_TEST(tests::failsWith(source->refresh(), Error::KeyFileNotUsable), name);
        BOOST_TEST(unchanged(), name);
        std::filesystem::remove(path() / name);
        if (stood) std::filesystem::rename(kept, path() / name);
    }
    BOOST_TEST(source->refresh().ok());
    BOOST_TEST(source->currentSealKey() == 3U);
}

// For ThreadSanitizer too.
BOOST_AUTO_TEST_CASE(values_open_while_keys_are_added_and_read) {
    constexpr KeyNumber kAdded = 20;
    const Vault vault(source);
    std::atomic<bool> stop{false};
    std::atomic<KeyNumber> in_use{2};  // what a refresh that has ended made current
    std::atomic<int> bad{0};
    std::atomic<int> rounds{0};
    std::vector<std::thread> sealers;
    for (int i = 0; i < 2; ++i) {
        sealers.emplace_back([&] {
            std::map<KeyNumber, std::string> first;  // of each key
            while (!stop) {
                const KeyNumber at_least = in_use;
                const std::string sealed = vault.seal(kPlace, "text");
                if (keyOf(sealed) < at_least || !vault.open(kPlace, sealed).ok()) ++bad;
                first.emplace(keyOf(sealed), sealed);
                ++rounds;
            }
            for (const auto& [number, sealed] : first) {
                if (!vault.open(kPlace, sealed).ok()) ++bad;
            }
        });
    }
    bool added = true;
    for (KeyNumber i = 0; i < kAdded; ++i) {
        const int before = rounds;
        const auto number = FileKeySource::addSealKey(path());
        added = added && number.ok() && vault.refresh().ok();
        if (number.ok()) in_use = *number;
        while (rounds < before + 4) std::this_thread::yield();  // some with each key
    }
    stop = true;
    for (std::thread& sealer : sealers) sealer.join();
    BOOST_TEST(added);
    BOOST_TEST(bad == 0);
    BOOST_TEST(keyOf(vault.seal(kPlace, "text")) == 2 + kAdded);
}

BOOST_AUTO_TEST_CASE(an_added_index_key_is_the_next_and_known_from_the_refresh_on) {
    BOOST_TEST(*FileKeySource::addIndexKey(path()) == 2U);
    BOOST_TEST(*FileKeySource::addIndexKey(path()) == 3U);
    BOOST_TEST(source->highestIndexKey() == 1U);
    BOOST_TEST(!source->indexKey(2).has_value());
    BOOST_REQUIRE(source->refresh().ok());
    BOOST_TEST(source->highestIndexKey() == 3U);
    BOOST_TEST((source->indexKey(2)->bytes() != source->indexKey(3)->bytes()));
    struct stat about {};
    BOOST_REQUIRE(stat((path() / "index-2.key").c_str(), &about) == 0);
    BOOST_TEST((about.st_mode & 0777) == 0600U);
}

BOOST_AUTO_TEST_CASE(an_index_key_that_is_put_away_stays_known_and_one_that_changes_is_refused) {
    BOOST_REQUIRE(FileKeySource::addIndexKey(path()).ok());
    BOOST_REQUIRE(source->refresh().ok());
    const auto second = source->indexKey(2)->bytes();
    std::filesystem::remove(path() / "index.key");
    BOOST_TEST(source->refresh().ok());
    BOOST_TEST((source->indexKey(1)->bytes()[0] == 0x99));
    std::filesystem::remove(path() / "index-2.key");
    write("index-2.key", std::string(64, '5'), 0600);
    BOOST_TEST(tests::failsWith(source->refresh(), Error::KeyFileNotUsable));
    BOOST_TEST((source->indexKey(2)->bytes() == second));
}

// Another process has switched, and its key has been copied here since.
BOOST_AUTO_TEST_CASE(an_index_key_that_is_not_known_is_looked_for_in_the_folder) {
    const Vault vault(source);
    const auto missing = vault.blindIndex("card.number", "1", 2);
    BOOST_TEST(tests::failsWith(missing, Error::KeyMissing));
    BOOST_TEST(missing.failure().detail() == "index-2.key");
    BOOST_REQUIRE(FileKeySource::addIndexKey(path()).ok());
    const auto found = vault.blindIndex("card.number", "1", 2);
    BOOST_REQUIRE(found.ok());
    BOOST_TEST((*found != *vault.blindIndex("card.number", "1", 1)));
}

BOOST_AUTO_TEST_SUITE_END()
