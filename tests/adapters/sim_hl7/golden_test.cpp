// Bytes that were written by hand from the description of the interface, before and apart from the program.
#include <fstream>
#include <sstream>

#include "tests/adapters/sim_hl7/bench.h"

namespace {

/// A file of tests/data/hl7_hospital; its lines end with LF there and with CR on the wire.
std::string golden(const std::string& name) {
    std::ostringstream content;
    content << std::ifstream("tests/data/hl7_hospital/" + name, std::ios::binary).rdbuf();
    std::string bytes = content.str();
    BOOST_REQUIRE_MESSAGE(!bytes.empty(), name);
    for (char& byte : bytes) byte = byte == '\n' ? '\r' : byte;
    return bytes;
}

/// Without the number that the answer has of its own.
std::string withoutOwnNumber(const std::string& answer) {
    auto message = *tests::hl7::Message::parse(answer, adapters::codec::charset::Charset::Utf8);
    BOOST_REQUIRE(message.set("MSH-10", "A").ok());
    return std::string(message.write());
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(golden_bytes, tests::hl7::Bench)

BOOST_AUTO_TEST_CASE(a_whole_visit_is_said_and_answered_byte_for_byte) {
    for (const std::string step : {"01_open", "02_book", "03_pay_fee"})
        BOOST_TEST(withoutOwnNumber(hospital->take(golden(step + ".request.hl7"))) == golden(step + ".answer.hl7"), step);
    charge({2500, 100});
    BOOST_TEST(withoutOwnNumber(hospital->take(golden("04_pay.request.hl7"))) == golden("04_pay.answer.hl7"));
    BOOST_TEST(withoutOwnNumber(hospital->take(golden("05_refund_line.request.hl7"))) == golden("05_refund_line.answer.hl7"));
    BOOST_TEST(withoutOwnNumber(hospital->take(golden("06_refund_again.request.hl7"))) == golden("06_refund_again.answer.hl7"));
    const std::vector<std::string> told = pushed();
    BOOST_REQUIRE(told.size() == 3U);
    BOOST_TEST(told[0] == golden("11_file.push.hl7"));
    BOOST_TEST(told[1] == golden("12_fee.push.hl7"));
    BOOST_TEST(told[2] == golden("13_charge.push.hl7"));
}

BOOST_AUTO_TEST_SUITE_END()
