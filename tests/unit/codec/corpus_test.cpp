#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/fuzz/targets.h"

// The fuzz targets over their seed corpus, so that every build and sanitizer runs them. What a fuzzer finds is added there.

namespace {

std::size_t runOver(const std::filesystem::path& corpus, void (*target)(std::string_view)) {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(corpus)) {
        std::ifstream stream(entry.path(), std::ios::binary);
        const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
        BOOST_TEST_CONTEXT(entry.path()) { target(bytes); }
        ++count;
    }
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(corpus)

BOOST_AUTO_TEST_CASE(every_seed_of_the_frame_decoder_holds) { BOOST_TEST(runOver("tests/fuzz/corpus/mllp", tests::fuzz::mllp) >= 20U); }

BOOST_AUTO_TEST_CASE(every_seed_of_the_message_parser_holds) { BOOST_TEST(runOver("tests/fuzz/corpus/hl7v2", tests::fuzz::hl7v2) >= 20U); }

BOOST_AUTO_TEST_SUITE_END()
