#include "tests/adapters/nhsa/any_answer.h"

#include <filesystem>

#include "tests/adapters/nhsa/golden.h"

// The fuzz target over its seed corpus, so that every build and sanitizer runs it. What a fuzzer finds is added there.
BOOST_AUTO_TEST_CASE(every_seed_of_the_answer_reader_holds) {
    int seeds = 0;
    for (const auto& entry : std::filesystem::directory_iterator("tests/fuzz/corpus/nhsa")) {
        tests::anyNhsaAnswer(tests::goldenBytesIn(entry.path()));
        ++seeds;
    }
    BOOST_TEST(seeds >= 8);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_cut_or_damaged_anywhere_holds) {
    for (const char* name : {"counter_quote.answer.json", "mobile_pay.answer.json"}) {
        const std::string whole = tests::nhsa::goldenFile(name);
        for (std::size_t at = 0; at < whole.size(); ++at) {
            tests::anyNhsaAnswer(std::string_view(whole).substr(0, at));
            std::string damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x11);
            tests::anyNhsaAnswer(damaged);
        }
    }
}
