#include "hub/vault/keys.h"

#include <sys/stat.h>

#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

using namespace hub::vault;
using hub::core::Error;

namespace {

const std::string kOnes(64, '1');
const std::string kTwos(64, '2');

mode_t modeOf(const std::filesystem::path& path) {
    struct stat about {};
    BOOST_REQUIRE(stat(path.c_str(), &about) == 0);
    return about.st_mode & 0777;
}

/// A folder that opens; each test then spoils one thing.
struct KeyFolder : tests::FileTree {
    KeyFolder() {
        write("seal-1.key", kOnes, 0600);
        write("index.key", kTwos + "\n", 0600);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(keys)

BOOST_AUTO_TEST_CASE(created_keys_are_random_private_and_open_again) {
    const tests::FileTree folder;
    const auto first = folder.path() / "a" / "keys";
    BOOST_REQUIRE(FileKeySource::create(first).ok());
    BOOST_REQUIRE(FileKeySource::create(folder.path() / "b").ok());
    BOOST_TEST(modeOf(first) == 0700U);
    BOOST_TEST(modeOf(first / "seal-1.key") == 0600U);
    BOOST_TEST(modeOf(first / "index.key") == 0600U);

    const auto one = FileKeySource::open(first);
    const auto other = FileKeySource::open(folder.path() / "b");
    BOOST_REQUIRE((one.ok() && other.ok()));
    BOOST_TEST(one->currentSealKey() == 1U);
    BOOST_TEST((one->sealKey(1)->bytes() != one->indexKey(1)->bytes()));
    BOOST_TEST((one->sealKey(1)->bytes() != other->sealKey(1)->bytes()));
    BOOST_TEST((one->indexKey(1)->bytes() != other->indexKey(1)->bytes()));
}

BOOST_AUTO_TEST_CASE(keys_are_never_overwritten) {
    const KeyFolder folder;
    BOOST_TEST(tests::failsWith(FileKeySource::create(folder.path()), Error::KeyFileNotUsable));
    BOOST_TEST((FileKeySource::open(folder.path())->sealKey(1)->bytes()[0] == 0x11));
}

BOOST_AUTO_TEST_CASE(an_empty_folder_that_stands_already_is_used_and_made_private) {
    const tests::FileTree folder;
    std::filesystem::permissions(folder.path(), std::filesystem::perms(0755));
    BOOST_TEST(FileKeySource::create(folder.path()).ok());
    BOOST_TEST(modeOf(folder.path()) == 0700U);
}

BOOST_AUTO_TEST_CASE(the_highest_number_seals_and_the_others_still_open) {
    const KeyFolder folder;
    folder.write("seal-9.key", std::string(64, '9'), 0600);
    folder.write("seal-10.key", std::string(64, 'A'), 0400);
    const auto source = FileKeySource::open(folder.path());
    BOOST_REQUIRE(source.ok());
    BOOST_TEST(source->currentSealKey() == 10U);
    BOOST_TEST((source->sealKey(10)->bytes()[31] == 0xAA));
    BOOST_TEST((source->sealKey(9)->bytes()[0] == 0x99));
    BOOST_TEST(!source->sealKey(2).has_value());
}

BOOST_AUTO_TEST_CASE(a_key_others_may_use_is_refused) {
    for (const int mode : {0640, 0620, 0604, 0602, 0610, 0601}) {
        const KeyFolder folder;
        folder.write("seal-1.key", kOnes, mode);
        BOOST_TEST(tests::failsWith(FileKeySource::open(folder.path()), Error::KeyFileNotUsable));
    }
}

BOOST_AUTO_TEST_CASE(a_key_is_64_hexadecimal_digits_and_nothing_else) {
    const std::string digits63(63, '1');
    for (const std::string& content : {digits63, kOnes + "1", digits63 + "g", digits63 + " ", "-" + digits63, "0x" + std::string(62, '1'),
                                       std::string(), kOnes + "\n\n"}) {
        const KeyFolder folder;
        folder.write("index.key", content, 0600);
        BOOST_TEST(tests::failsWith(FileKeySource::open(folder.path()), Error::KeyFileNotUsable), content);
    }
    const KeyFolder folder;
    folder.write("index.key", kOnes + "\r\n", 0600);
    BOOST_TEST(FileKeySource::open(folder.path()).ok());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_no_key_is_a_mistake_and_not_overlooked) {
    for (const char* name : {"seal-02.key", "seal-0.key", "seal-.key", "seal-x.key", "seal-4294967296.key", "seal--1.key", "notes.txt"}) {
        const KeyFolder folder;
        folder.write(name, kOnes, 0600);
        BOOST_TEST(tests::failsWith(FileKeySource::open(folder.path()), Error::KeyFileNotUsable), name);
    }
    const KeyFolder folder;
    folder.write("seal-4294967295.key", kOnes, 0600);
    BOOST_TEST(FileKeySource::open(folder.path()).ok());
}

BOOST_AUTO_TEST_CASE(a_folder_without_one_of_the_keys_is_refused) {
    const tests::FileTree empty;
    BOOST_TEST(tests::failsWith(FileKeySource::open(empty.path()), Error::KeyFileNotUsable));
    BOOST_TEST(tests::failsWith(FileKeySource::open(empty.path() / "nowhere"), Error::KeyFileNotUsable));
    for (const char* missing : {"seal-1.key", "index.key"}) {
        const KeyFolder folder;
        std::filesystem::remove(folder.path() / missing);
        BOOST_TEST(tests::failsWith(FileKeySource::open(folder.path()), Error::KeyFileNotUsable), missing);
    }
}

BOOST_AUTO_TEST_CASE(a_folder_says_its_suite_and_is_of_intl_when_it_says_nothing) {
    const tests::FileTree folder;
    BOOST_REQUIRE(FileKeySource::create(folder.path() / "gm", Suite::Gm).ok());
    BOOST_REQUIRE(FileKeySource::create(folder.path() / "intl").ok());
    BOOST_TEST((FileKeySource::open(folder.path() / "gm")->suite() == Suite::Gm));
    BOOST_TEST((FileKeySource::open(folder.path() / "intl")->suite() == Suite::Intl));
    BOOST_TEST(!std::filesystem::exists(folder.path() / "intl" / "suite"));
    BOOST_TEST(modeOf(folder.path() / "gm" / "suite") == 0600U);
}

BOOST_AUTO_TEST_CASE(keys_are_used_in_the_suite_they_were_made_for_only) {
    for (const Suite suite : {Suite::Intl, Suite::Gm}) {
        const Suite other = suite == Suite::Intl ? Suite::Gm : Suite::Intl;
        const tests::FileTree folder;
        const auto keys = folder.path() / "keys";
        BOOST_REQUIRE(FileKeySource::create(keys, suite).ok());
        BOOST_TEST(FileKeySource::open(keys, suite).ok());
        BOOST_TEST(tests::failsWith(FileKeySource::open(keys, other), Error::KeyFileNotUsable));
    }
}

BOOST_AUTO_TEST_CASE(a_suite_is_one_of_two_words) {
    for (const char* word : {"gm", "gm\n", "gm\r\n", "intl\n"}) {
        const KeyFolder folder;
        folder.write("suite", word, 0600);
        BOOST_TEST(FileKeySource::open(folder.path()).ok(), word);
    }
    for (const char* word : {"", "\n", "GM", "gm ", "gmx", "sm4", "intl gm"}) {
        const KeyFolder folder;
        folder.write("suite", word, 0600);
        BOOST_TEST(tests::failsWith(FileKeySource::open(folder.path()), Error::KeyFileNotUsable), word);
    }
    const KeyFolder folder;
    folder.write("suite", "gm", 0620);
    BOOST_TEST(tests::failsWith(FileKeySource::open(folder.path()), Error::KeyFileNotUsable));
}

// A machine that stops while a key is written leaves the part, which nothing was sealed with.
BOOST_AUTO_TEST_CASE(what_was_left_of_a_key_that_was_cut_off_does_not_matter) {
    const KeyFolder folder;
    folder.write("seal-2.key.part", "1111", 0600);
    BOOST_TEST(FileKeySource::open(folder.path())->currentSealKey() == 1U);
}

BOOST_AUTO_TEST_CASE(a_folder_in_the_place_of_a_key_is_refused) {
    const KeyFolder folder;
    std::filesystem::create_directory(folder.path() / "seal-2.key");
    BOOST_TEST(tests::failsWith(FileKeySource::open(folder.path()), Error::KeyFileNotUsable));
}

// Number 1 is called index.key, and nothing else.
BOOST_AUTO_TEST_CASE(index_keys_are_numbered_from_index_key_on) {
    const KeyFolder folder;
    folder.write("index-2.key", kOnes, 0600);
    folder.write("index-10.key", std::string(64, 'A'), 0600);
    const auto source = FileKeySource::open(folder.path());
    BOOST_REQUIRE(source.ok());
    BOOST_TEST((source->indexKey(1)->bytes()[0] == 0x22));
    BOOST_TEST((source->indexKey(2)->bytes()[0] == 0x11));
    BOOST_TEST((source->indexKey(10)->bytes()[0] == 0xAA));
    BOOST_TEST(!source->indexKey(3).has_value());
    BOOST_TEST(source->highestIndexKey() == 10U);
    for (const char* name : {"index-1.key", "index-0.key", "index-02.key", "index-.key", "index-x.key"}) {
        const KeyFolder wrong;
        wrong.write(name, kOnes, 0600);
        BOOST_TEST(tests::failsWith(FileKeySource::open(wrong.path()), Error::KeyFileNotUsable), name);
    }
}

BOOST_AUTO_TEST_CASE(index_keys_may_be_put_away_but_not_all_of_them) {
    const KeyFolder folder;
    folder.write("index-2.key", kOnes, 0600);
    std::filesystem::remove(folder.path() / "index.key");
    const auto source = FileKeySource::open(folder.path());
    BOOST_REQUIRE(source.ok());
    BOOST_TEST(!source->indexKey(1).has_value());
    BOOST_TEST(source->highestIndexKey() == 2U);
    std::filesystem::remove(folder.path() / "index-2.key");
    BOOST_TEST(tests::failsWith(FileKeySource::open(folder.path()), Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_SUITE_END()
