#include "hub/app/adapter_check.h"
#include "tests/support/failures.h"
#include "tests/support/file_tree.h"
#include "tests/unit/app/command_run.h"

using namespace hub;

namespace {

/// A configuration with one hospital; its settings are written from line 5 on.
struct Fixture {
    tests::FileTree tree;

    void hospital(const std::string& adapter, const std::string& settings) {
        tree.write("hub.yaml", "apiVersion: onecard/v1\nkind: Hub\n");
        tree.write("secrets/h01.password", "secret");
        std::filesystem::permissions(tree.path() / "secrets/h01.password", std::filesystem::perms(0600));
        tree.write("hospitals/H01.yaml",
                   "apiVersion: onecard/v1\nkind: Hospital\nmetadata: {code: H01, name: 测试医院}\nspec:\n  adapter: " + adapter + "\n" +
                       settings);
    }
    tests::CommandRun check() { return tests::runCommand({"check", tree.path().string()}); }
    std::vector<app::config::Diagnostic> loadedFrom(const std::filesystem::path& adapters) {
        const auto secrets = app::config::standardSecrets(tree.path());
        const auto loaded = app::config::loadConfiguration(tree.path(), {*secrets, std::nullopt});
        BOOST_REQUIRE(loaded.hospitals.size() == 1U);
        auto found = app::checkWithAdapters(loaded, tree.path(), adapters);
        for (const auto& one : found) tests::noteReturned(one.error);
        return found;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(check_command, Fixture)

BOOST_AUTO_TEST_CASE(settings_that_their_adapter_accepts_are_no_mistake) {
    hospital("sample", "  settings:\n    host: 127.0.0.1\n    port: 9100\n    password: {secret: h01.password}\n");
    const tests::CommandRun run = check();
    BOOST_TEST(run.exit == 0, run.out + run.err);
}

BOOST_AUTO_TEST_CASE(what_the_adapter_refuses_is_shown_at_its_place) {
    hospital("sample", "  settings:\n    host: 127.0.0.1\n    port: 70000\n    password: {secret: h01.password}\n");
    const tests::CommandRun run = check();
    BOOST_TEST(run.exit == 3);
    BOOST_TEST(run.out.find("H01.yaml:8:11:") != std::string::npos, run.out);
}

BOOST_AUTO_TEST_CASE(a_hospital_without_the_settings_its_adapter_needs_is_named) {
    hospital("sample", "");
    const tests::CommandRun run = check();
    BOOST_TEST(run.exit == 3);
    BOOST_TEST(run.out.find("H01：") != std::string::npos, run.out);
}

BOOST_AUTO_TEST_CASE(an_adapter_that_cannot_be_loaded_is_a_mistake_where_its_settings_stand) {
    hospital("no_descriptor", "  settings: {host: 127.0.0.1}\n");
    const auto unfit = loadedFrom(BAD_ADAPTERS);
    BOOST_REQUIRE(unfit.size() == 1U);
    BOOST_TEST((unfit[0].error == core::Error::PluginWithoutDescriptor));
    BOOST_TEST(unfit[0].place.line == 6U);
    const auto missing = loadedFrom(tree.path() / "nowhere");
    BOOST_REQUIRE(missing.size() == 1U);
    BOOST_TEST((missing[0].error == core::Error::PluginNotFound));
}

BOOST_AUTO_TEST_SUITE_END()
