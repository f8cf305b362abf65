#include "hub/app/config/secret_source.h"

#include <cstdlib>

#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

using namespace hub::app::config;
using hub::core::Error;

namespace {

/// Set for one test.
class Variable {
  public:
    Variable(const char* name, const std::string& value) : name_(name) { setenv(name_, value.c_str(), 1); }
    Variable(const Variable&) = delete;
    Variable& operator=(const Variable&) = delete;
    ~Variable() { unsetenv(name_); }

  private:
    const char* name_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(secret_source)

BOOST_AUTO_TEST_CASE(a_secret_is_the_content_of_its_file_without_one_line_end) {
    const tests::FileTree folder;
    const SecretFolder secrets(folder.path(), SecretFolder::GuardedBy::Mode);
    const std::pair<const char*, const char*> rows[] = {
        {"swordfish", "swordfish"}, {"swordfish\n", "swordfish"}, {"swordfish\r\n", "swordfish"}, {" s \n\n", " s \n"}, {"x", "x"}};
    for (const auto& [content, value] : rows) {
        folder.write("his", content, 0600);
        BOOST_TEST(secrets.secret("his")->reveal() == value);
    }
    folder.write("his", "changed", 0400);
    BOOST_TEST(secrets.secret("his")->reveal() == "changed");
}

BOOST_AUTO_TEST_CASE(a_secret_others_may_use_is_refused) {
    const tests::FileTree folder;
    for (const int mode : {0640, 0620, 0604, 0602, 0644}) {
        folder.write("his", "swordfish", mode);
        BOOST_TEST(tests::failsWith(SecretFolder(folder.path(), SecretFolder::GuardedBy::Mode).secret("his"), Error::SecretNotUsable));
        BOOST_TEST(SecretFolder(folder.path(), SecretFolder::GuardedBy::System).secret("his").ok());
    }
}

BOOST_AUTO_TEST_CASE(a_secret_that_is_missing_empty_too_long_or_no_file_is_refused) {
    const tests::FileTree folder;
    const SecretFolder secrets(folder.path(), SecretFolder::GuardedBy::Mode);
    folder.write("empty", "", 0600);
    folder.write("only_a_line_end", "\n", 0600);
    folder.write("long", std::string(65'537, 'x'), 0600);
    folder.write("longest", std::string(65'536, 'x'), 0600);
    folder.write("folder/file", "x", 0600);
    BOOST_TEST(tests::failsWith(secrets.secret("none"), Error::SecretMissing));
    for (const char* name : {"empty", "only_a_line_end", "long", "folder"})
        BOOST_TEST(tests::failsWith(secrets.secret(name), Error::SecretNotUsable), name);
    BOOST_TEST(secrets.secret("longest").ok());
}

BOOST_AUTO_TEST_CASE(the_environment_has_a_secret_under_its_name_in_capitals) {
    const Variable variable("ONECARD_SECRET_QD0001_SOAP_KEY", "swordfish");
    BOOST_TEST(SecretEnvironment().secret("qd0001.soap-key")->reveal() == "swordfish");
    BOOST_TEST(tests::failsWith(SecretEnvironment().secret("qd0002.soap-key"), Error::SecretMissing));
}

BOOST_AUTO_TEST_CASE(systemd_goes_before_the_folder_and_the_folder_before_the_environment) {
    const tests::FileTree folder;
    folder.write("credentials/one", "from systemd", 0440);
    for (const char* name : {"one", "two"}) folder.write(std::string("config/secrets/") + name, "from the folder", 0600);
    folder.write("config/secrets/four", "open to all", 0644);
    const Variable credentials("CREDENTIALS_DIRECTORY", (folder.path() / "credentials").string());
    const Variable two("ONECARD_SECRET_TWO", "from the environment");
    const Variable three("ONECARD_SECRET_THREE", "from the environment");
    const Variable four("ONECARD_SECRET_FOUR", "from the environment");
    const auto secrets = standardSecrets(folder.path() / "config");
    BOOST_TEST(secrets->secret("one")->reveal() == "from systemd");
    BOOST_TEST(secrets->secret("two")->reveal() == "from the folder");
    BOOST_TEST(secrets->secret("three")->reveal() == "from the environment");
    BOOST_TEST(tests::failsWith(secrets->secret("four"), Error::SecretNotUsable));  // what is wrong is said, not passed over
    BOOST_TEST(tests::failsWith(secrets->secret("five"), Error::SecretMissing));
}

// The digits are `printf swordfish | sha256sum`.
BOOST_AUTO_TEST_CASE(a_secret_is_shown_by_the_start_of_its_hash) {
    BOOST_TEST(shownSecret(hub::core::Sensitive<std::string>("swordfish")) == "●●●●(sha256:b9f1)");
}

BOOST_AUTO_TEST_SUITE_END()
