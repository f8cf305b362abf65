#include "hub/vault/signer.h"

#include <algorithm>
#include <string>

#include "hub/vault/primitives_gm.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"
#include "tests/unit/vault/given_keys.h"

using namespace hub::vault;
using hub::core::Error;
using tests::hexOf;
using tests::keyFromHex;

namespace {

/// Two keys; the second signs.
struct Keys : tests::FileTree {
    Keys() {
        write("sign-1.key", std::string(64, '1'), 0600);
        write("sign-2.key", std::string(64, '2'), 0600);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(signer)

// RFC 8032, 7.1, tests 1 and 2.
BOOST_AUTO_TEST_CASE(signatures_are_those_of_the_standard) {
    const Key one = keyFromHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
    BOOST_TEST(hexOf(primitives::ed25519Public(one)) == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    BOOST_TEST(
        hexOf(primitives::ed25519Sign(one, "")) ==
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b");
    const Key two = keyFromHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    const primitives::Bytes64 signature = primitives::ed25519Sign(two, "\x72");
    BOOST_TEST(
        hexOf(signature) ==
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    BOOST_TEST(primitives::ed25519Verify(primitives::ed25519Public(two), "\x72", signature));
    BOOST_TEST(!primitives::ed25519Verify(primitives::ed25519Public(one), "\x72", signature));
    BOOST_TEST(!primitives::ed25519Verify(primitives::ed25519Public(two), "\x73", signature));
}

BOOST_AUTO_TEST_CASE(a_created_key_signs_and_stands_beside_the_others) {
    const tests::FileTree folder;
    const auto keys = folder.path() / "keys";
    BOOST_REQUIRE(FileKeySource::create(keys).ok());
    BOOST_TEST(tests::failsWith(Signer::open(keys), Error::KeyFileNotUsable));
    BOOST_REQUIRE(Signer::create(keys).ok());
    BOOST_TEST(FileKeySource::open(keys).ok());
    const auto signer = Signer::open(keys);
    BOOST_REQUIRE(signer.ok());
    BOOST_TEST(signer->verify("test", "text", signer->sign("test", "text")));
    BOOST_TEST(tests::failsWith(Signer::create(keys), Error::KeyFileNotUsable));
    BOOST_TEST(tests::failsWith(Signer::open(folder.path() / "nowhere"), Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE(anybody_with_the_public_keys_checks_what_each_key_signed) {
    const Keys keys;
    const auto signer = Signer::open(keys.path());
    BOOST_REQUIRE(signer.ok());
    const std::vector<PublicKey> published = signer->publicKeys();
    BOOST_REQUIRE(published.size() == 2U);
    BOOST_TEST(published[0].number == 1);
    BOOST_TEST(published[1].number == 2);
    const Signature signature = signer->sign("paper code", "OC2");
    BOOST_TEST(Signer::signedText("paper code", "OC2") == "10:paper codeOC2");
    for (const PublicKey& key : published) {
        BOOST_TEST((key.suite == Suite::Intl));
        primitives::Bytes32 bytes{};
        BOOST_REQUIRE(key.bytes.size() == bytes.size());
        std::ranges::copy(key.bytes, bytes.begin());
        const bool good = primitives::ed25519Verify(bytes, "10:paper codeOC2", signature.bytes);
        BOOST_TEST(good == (key.number == signature.key));
    }
}

BOOST_AUTO_TEST_CASE(a_signature_is_for_its_text_its_purpose_and_its_key) {
    const Keys folder;
    const auto signer = Signer::open(folder.path());
    BOOST_REQUIRE(signer.ok());
    const Signature signature = signer->sign("card code", "text");
    BOOST_TEST(signature.key == 2U);
    BOOST_TEST(signer->verify("card code", "text", signature));
    BOOST_TEST(!signer->verify("card code", "texT", signature));
    BOOST_TEST(!signer->verify("card codet", "ext", signature));
    BOOST_TEST(!signer->verify("audit", "text", signature));
    Signature other = signature;
    other.key = 1;
    BOOST_TEST(!signer->verify("card code", "text", other));
    other.key = 3;
    BOOST_TEST(!signer->verify("card code", "text", other));
    other = signature;
    other.bytes[63] ^= 1;
    BOOST_TEST(!signer->verify("card code", "text", other));
}

BOOST_AUTO_TEST_CASE(a_folder_of_gm_signs_with_sm2) {
    const tests::FileTree folder;
    const auto keys = folder.path() / "keys";
    BOOST_REQUIRE(FileKeySource::create(keys, Suite::Gm).ok());
    BOOST_REQUIRE(Signer::create(keys).ok());
    const auto signer = Signer::open(keys);
    BOOST_REQUIRE(signer.ok());
    const Signature signature = signer->sign("card code", "text");
    BOOST_TEST(signature.key == 1U);
    BOOST_TEST(signer->verify("card code", "text", signature));
    BOOST_TEST(Signer::open(keys)->verify("card code", "text", signature));
    BOOST_TEST(!signer->verify("audit", "text", signature));
    BOOST_TEST(!signer->verify("card code", "texT", signature));
}

BOOST_AUTO_TEST_CASE(a_signature_of_one_suite_is_none_of_the_other) {
    const Keys folder;
    const Signature international = Signer::open(folder.path())->sign("test", "text");
    folder.write("suite", "gm\n", 0600);
    const auto national = Signer::open(folder.path());
    BOOST_REQUIRE(national.ok());
    const Signature signature = national->sign("test", "text");
    BOOST_TEST(!national->verify("test", "text", international));
    BOOST_TEST(national->verify("test", "text", signature));
    BOOST_TEST(primitives::sm2Verify(primitives::sm2Public(keyFromHex(std::string(64, '2'))), "4:testtext", signature.bytes));
}

BOOST_AUTO_TEST_CASE(a_signing_key_is_not_used_where_the_suite_cannot_be_read) {
    const Keys folder;
    folder.write("suite", "sm2", 0600);
    BOOST_TEST(tests::failsWith(Signer::open(folder.path()), Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE(what_an_older_key_signed_is_still_good) {
    const Keys folder;
    std::filesystem::rename(folder.path() / "sign-2.key", folder.path() / "later");
    const Signature old = Signer::open(folder.path())->sign("test", "text");
    std::filesystem::rename(folder.path() / "later", folder.path() / "sign-2.key");
    BOOST_TEST(old.key == 1U);
    BOOST_TEST(Signer::open(folder.path())->verify("test", "text", old));
}

BOOST_AUTO_TEST_CASE(an_added_key_signs_from_the_refresh_on_and_what_was_signed_before_is_good) {
    for (const Suite suite : {Suite::Intl, Suite::Gm}) {
        const tests::FileTree folder;
        const auto keys = folder.path() / "keys";
        BOOST_REQUIRE(FileKeySource::create(keys, suite).ok());
        BOOST_TEST(tests::failsWith(Signer::add(keys), Error::KeyFileNotUsable));  // there is none to follow
        BOOST_REQUIRE(Signer::create(keys).ok());
        const auto source = FileKeySource::open(keys);
        const auto signer = Signer::open(*source);
        BOOST_REQUIRE(signer.ok());
        const Signature old = signer->sign("test", "text");
        const auto added = Signer::add(keys);
        BOOST_REQUIRE(added.ok());
        BOOST_TEST(*added == 2U);
        BOOST_TEST(signer->sign("test", "text").key == 1U);
        BOOST_REQUIRE(signer->refresh(*source).ok());
        BOOST_TEST(signer->current() == 2U);
        const Signature fresh = signer->sign("test", "text");
        BOOST_TEST(fresh.key == 2U);
        BOOST_TEST(signer->verify("test", "text", old));
        BOOST_TEST(signer->verify("test", "text", fresh));
        BOOST_TEST(signer->publicKeys().size() == 2U);
        BOOST_TEST(FileKeySource::open(keys).ok());  // the public part is no stranger in the folder

        std::filesystem::remove(keys / "sign-1.key");
        BOOST_TEST(signer->refresh(*source).ok());
        BOOST_TEST(signer->verify("test", "text", old));
        const auto later = Signer::open(keys);  // with the public part of the first alone
        BOOST_REQUIRE(later.ok());
        BOOST_TEST(later->verify("test", "text", old));
        BOOST_TEST(!later->verify("test", "texT", old));
        BOOST_TEST(later->current() == 2U);
        BOOST_TEST(later->publicKeys().size() == 2U);
    }
}

BOOST_AUTO_TEST_CASE(a_key_may_not_change_under_the_hub_nor_against_its_public_part) {
    const Keys folder;
    for (const int number : {1, 2}) folder.write("seal-" + std::to_string(number) + ".key", std::string(64, '7'), 0600);
    folder.write("index.key", std::string(64, '9'), 0600);
    const auto source = FileKeySource::open(folder.path());
    const auto signer = Signer::open(*source);
    BOOST_REQUIRE(signer.ok());
    BOOST_REQUIRE(Signer::add(folder.path()).ok());
    folder.write("sign-1.key", std::string(64, '5'), 0600);
    BOOST_TEST(tests::failsWith(signer->refresh(*source), Error::KeyFileNotUsable));
    BOOST_TEST(signer->current() == 2U);
    BOOST_TEST(tests::failsWith(Signer::open(folder.path()), Error::KeyFileNotUsable));
    folder.write("sign-1.key", std::string(64, '1'), 0600);
    std::filesystem::rename(folder.path() / "sign-2.key", folder.path() / "away");
    BOOST_TEST(tests::failsWith(signer->refresh(*source), Error::KeyFileNotUsable));
    BOOST_TEST(Signer::open(folder.path()).ok());
    std::filesystem::rename(folder.path() / "sign-3.key", folder.path() / "away");
    BOOST_TEST(tests::failsWith(Signer::open(folder.path()), Error::KeyFileNotUsable));  // the newest there is checks only
}

BOOST_AUTO_TEST_CASE(a_public_part_that_is_none_is_refused) {
    const Keys folder;
    for (const std::string& text : {std::string("xy"), std::string(62, '1'), std::string(128, '1'), std::string(130, '1'), std::string()}) {
        folder.write("sign-1.pub", text, 0600);
        BOOST_TEST(tests::failsWith(Signer::open(folder.path()), Error::KeyFileNotUsable), text);
    }
    folder.write("sign-1.pub", hexOf(primitives::ed25519Public(keyFromHex(std::string(64, '1')))) + "\n", 0600);
    BOOST_TEST(Signer::open(folder.path()).ok());
    std::filesystem::permissions(folder.path() / "sign-1.pub", std::filesystem::perms(0620));
    BOOST_TEST(tests::failsWith(Signer::open(folder.path()), Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE(no_key_follows_the_highest_number_that_a_code_has_digits_for) {
    const Keys folder;
    folder.write("sign-9998.key", std::string(64, '3'), 0600);
    const auto last = Signer::add(folder.path());
    BOOST_REQUIRE(last.ok());
    BOOST_TEST(*last == Signer::kKeyNumberMax);
    BOOST_TEST(tests::failsWith(Signer::add(folder.path()), Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE(a_signing_key_that_others_may_read_is_not_used) {
    const Keys folder;
    std::filesystem::permissions(folder.path() / "sign-1.key", std::filesystem::perms(0644));
    BOOST_TEST(tests::failsWith(Signer::open(folder.path()), Error::KeyFileNotUsable));
}

BOOST_AUTO_TEST_CASE(equality_in_constant_time_is_equality) {
    BOOST_TEST(primitives::equalInConstantTime("", ""));
    BOOST_TEST(primitives::equalInConstantTime("abc", "abc"));
    BOOST_TEST(!primitives::equalInConstantTime("abc", "abd"));
    BOOST_TEST(!primitives::equalInConstantTime("abc", "ab"));
}

BOOST_AUTO_TEST_SUITE_END()
