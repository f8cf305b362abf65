#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "adapters/sample/line.h"
#include "adapters/sample/settings.h"
#include "adapters/sample/words.h"
#include "hub/core/schema.h"
#include "tests/support/failures.h"

namespace {

namespace core = hub::core;
using adapters::sample::Fields;
using adapters::sample::fromLine;
using adapters::sample::toLine;
using core::Error;

const Fields kFile{"P001", "王\t小\\明", "1", "19900307", "01", "990101199003079990", ""};

}  // namespace

BOOST_AUTO_TEST_CASE(the_settings_schema_is_that_of_the_settings) {
    std::ostringstream file;
    file << std::ifstream("adapters/sample/settings.schema.json").rdbuf();
    BOOST_TEST(file.str() == core::schemaOf<adapters::sample::Settings>() + "\n");
}

BOOST_AUTO_TEST_CASE(a_line_gives_back_the_fields_it_was_made_of) {
    for (const Fields& fields : {Fields{""}, Fields{"", ""}, Fields{"a\tb", "\\", "\n\r", "\\t"}, kFile}) {
        const std::string line = toLine(fields);
        BOOST_TEST(line.find('\n') == line.size() - 1);
        BOOST_TEST((fromLine(std::string_view(line).substr(0, line.size() - 1)) == fields));
    }
}

BOOST_AUTO_TEST_CASE(a_backslash_before_anything_else_is_no_line) {
    BOOST_TEST(!fromLine("a\\x").has_value());
    BOOST_TEST(!fromLine("a\\").has_value());
}

BOOST_AUTO_TEST_CASE(a_file_with_a_code_that_is_not_mapped_is_not_read) {
    const adapters::sample::Words words;
    BOOST_TEST(words.file(kFile).ok());
    Fields other_sex = kFile;
    other_sex[2] = "3";
    BOOST_TEST(tests::failsWith(words.file(other_sex), Error::CodeNotMapped));
    Fields no_day = kFile;
    no_day[3] = "19900230";
    BOOST_TEST(tests::failsWith(words.file(no_day), Error::ValueNotInForm));
    Fields short_row = kFile;
    short_row.pop_back();
    BOOST_TEST(tests::failsWith(words.file(short_row), Error::PeerAnswerNotValid));
}

BOOST_AUTO_TEST_CASE(a_refusal_code_nobody_knows_is_other) {
    using hub::contract::RefusalReason;
    const adapters::sample::Words words;
    BOOST_TEST((words.refusal({"NO", "E02", "changed"}).reason == RefusalReason::ChargeChanged));
    BOOST_TEST((words.refusal({"NO", "E77", "?"}).reason == RefusalReason::Other));
    BOOST_TEST(words.refusal({"NO", "E77", "?"}).their_code == "E77");
    BOOST_TEST((words.refusal({"NO"}).reason == RefusalReason::Other));
}
