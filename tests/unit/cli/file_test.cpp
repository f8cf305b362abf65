#include "hub/cli/file.h"

#include "tests/support/failures.h"
#include "tests/support/file_tree.h"

using namespace hub;

BOOST_AUTO_TEST_SUITE(file)

BOOST_AUTO_TEST_CASE(a_file_is_read_whole_and_byte_for_byte) {
    const tests::FileTree tree;
    const std::string bytes(
        "\0\r\n\xFF"
        "end",
        7);
    tree.write("message.hl7", bytes);
    const auto read = cli::readFile((tree.path() / "message.hl7").string());
    BOOST_REQUIRE(read.ok());
    BOOST_TEST(*read == bytes);
}

BOOST_AUTO_TEST_CASE(what_is_no_readable_file_is_refused_by_name) {
    const tests::FileTree tree;
    for (const std::string& path : {(tree.path() / "missing").string(), tree.path().string()}) {
        const auto read = cli::readFile(path);
        BOOST_TEST(tests::failsWith(read, core::Error::FileNotReadable));
        BOOST_TEST(read.failure().detail().starts_with(path));
    }
}

BOOST_AUTO_TEST_SUITE_END()
