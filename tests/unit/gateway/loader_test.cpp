#include "hub/gateway/loader.h"

#include "tests/unit/gateway/library.h"

using namespace hub::gateway;
using namespace tests;
using hub::core::Error;
namespace fs = std::filesystem;

BOOST_FIXTURE_TEST_SUITE(loader, Adapters)

BOOST_AUTO_TEST_CASE(a_good_library_becomes_a_plugin_that_is_destroyed_by_itself) {
    const fs::path file = put("good");
    {
        const hub::core::Result<Plugin> plugin = loadPlugin(file);
        BOOST_REQUIRE(plugin.ok());
        BOOST_TEST(plugin->id() == "good");
        BOOST_TEST(plugin->version() == "0.1.0");
        BOOST_TEST(plugin->adapter().check({}).empty());
        BOOST_TEST(calls("good") == 2);  // create and check
    }
    BOOST_TEST(calls("good") == 3);  // destroy
}

// One line, one thing that is wrong: its own code, and no function of the library has run.
BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused_before_any_function_of_it_runs) {
    struct Line {
        const char* id;
        Error error;
    };
    const Line lines[] = {
        {"no_descriptor", Error::PluginWithoutDescriptor},
        {"other_major", Error::PluginAbiMajorDiffers},
        {"newer_minor", Error::PluginAbiMinorDiffers},
        {"other_toolchain", Error::PluginToolchainDiffers},
        {"renamed", Error::PluginIdDiffers},
        {"without_version", Error::PluginVersionMissing},
        {"without_create", Error::PluginFunctionMissing},
        {"without_destroy", Error::PluginFunctionMissing},
        {"short_descriptor", Error::PluginDescriptorTooShort},
    };
    for (const Line& line : lines) {
        BOOST_TEST(failsWith(loadPlugin(put(line.id)), line.error), line.id);
        BOOST_TEST(calls(line.id) == 0, line.id);
    }
}

BOOST_AUTO_TEST_CASE(a_refusal_names_what_was_found_and_what_was_wanted) {
    const hub::core::Result<Plugin> refused = loadPlugin(put("renamed"));
    BOOST_REQUIRE(!refused.ok());
    BOOST_TEST(refused.failure().detail().ends_with("renamed.so: another != renamed"));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_there_or_is_a_folder_is_not_found) {
    BOOST_TEST(failsWith(loadPlugin(folder() / "nowhere.so"), Error::PluginNotFound));
    fs::create_directory(folder() / "a_folder.so");
    BOOST_TEST(failsWith(loadPlugin(folder() / "a_folder.so"), Error::PluginNotFound));
}

BOOST_AUTO_TEST_CASE(a_file_that_anyone_can_change_is_not_even_opened) {
    const fs::path file = put("good");
    fs::permissions(file, fs::perms::others_write, fs::perm_options::add);
    BOOST_TEST(failsWith(loadPlugin(file), Error::PluginWritableByAll));
    fs::permissions(file, fs::perms::others_write, fs::perm_options::remove);
    BOOST_TEST(loadPlugin(file).ok());
}

BOOST_AUTO_TEST_CASE(a_text_file_is_refused_with_the_systems_reason) {
    const hub::core::Result<Plugin> refused = loadPlugin(putText("text"));
    BOOST_TEST(failsWith(refused, Error::PluginNotLoadable));
    BOOST_TEST(!refused.failure().detail().empty());
}

BOOST_AUTO_TEST_CASE(a_library_that_lacks_a_function_is_refused_instead_of_ending_the_hub_later) {
    const hub::core::Result<Plugin> refused = loadPlugin(put("lacks_a_function"));
    BOOST_TEST(failsWith(refused, Error::PluginNotLoadable));
    BOOST_TEST(refused.failure().detail().find("onecard_function_that_nobody_defines") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_create_that_answers_null_or_throws_is_a_refusal) {
    BOOST_TEST(failsWith(loadPlugin(put("creates_null")), Error::PluginMadeNothing));
    BOOST_TEST(failsWith(loadPlugin(put("throws_in_create")), Error::AdapterThrew));
}

BOOST_AUTO_TEST_SUITE_END()
