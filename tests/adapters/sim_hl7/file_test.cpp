#include "tests/adapters/sim_hl7/bench.h"

using tests::hl7::Bench;
using tests::hl7::fromHub;
using tests::hl7::read;
using tests::hl7::verdict;
using Lines = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(files)

BOOST_AUTO_TEST_CASE(a_file_is_opened_and_told_with_both_numbers) {
    Bench bench;
    BOOST_TEST(verdict(bench.open("W1", "测试甲")) == "AA");
    const Lines pushed = bench.pushed();
    BOOST_REQUIRE(pushed.size() == 1U);
    BOOST_TEST(read(pushed[0], "MSH-9.2") == "A28");
    BOOST_TEST(read(pushed[0], "PID-3.1") == "P100001");
    BOOST_TEST(read(pushed[0], "PID-3(2).1") == "W1");
    BOOST_TEST(read(pushed[0], "PID-3(2).5") == "PT");
    BOOST_TEST(read(pushed[0], "PID-5.1") == "测试甲");
}

BOOST_AUTO_TEST_CASE(the_same_person_again_has_the_same_file_and_another_person_with_that_certificate_none) {
    Bench bench;
    BOOST_TEST(verdict(bench.open("W1", "测试甲")) == "AA");
    BOOST_TEST(verdict(bench.open("W2", "测试甲")) == "AA");
    const Lines pushed = bench.pushed();
    BOOST_REQUIRE(pushed.size() == 2U);
    BOOST_TEST(read(pushed[1], "PID-3.1") == "P100001");
    BOOST_TEST(read(pushed[1], "PID-3(2).1") == "W2");
    BOOST_TEST(verdict(bench.open("W3", "测试乙")) == "AE E02");
    BOOST_TEST(verdict(bench.open("W4", "测试乙", "999999199001010012")) == "AA");
    BOOST_TEST(read(bench.pushed().at(0), "PID-3.1") == "P100002");
}

BOOST_AUTO_TEST_CASE(a_name_whose_trail_bytes_look_like_delimiters_comes_back_whole_in_gb18030) {
    Bench bench;
    auto settings = tests::hl7::settingsIn(bench.folder.path());
    settings.charset = tests::hl7::sim::WireCharset::Gb18030;
    bench.hospital = std::make_unique<tests::hl7::sim::Hospital>(settings, bench.clock);
    for (const std::string name : {"頫碶琟弢", "鷟皛東區", "𠮷㛃䶮"}) {
        BOOST_TEST(verdict(bench.open("W" + name, name, "C" + name)) == "AA");
        const Lines pushed = bench.pushed();
        BOOST_REQUIRE(pushed.size() == 1U);
        BOOST_TEST(pushed[0].find(name) == std::string::npos);  // not UTF-8
        BOOST_TEST(read(pushed[0], "PID-5.1") == name);
    }
}

BOOST_AUTO_TEST_CASE(a_number_used_again_with_the_same_bytes_has_the_first_answer_and_with_others_is_refused_also_after_a_restart) {
    Bench bench;
    const std::string message = fromHub("ADT^A28", "SAME", {"PID|1||W1^^^ONECARD^PT||测试甲||19900101|M"});
    const std::string first = bench.hospital->take(message);
    bench.clock.advance(std::chrono::hours(1));
    bench.hospital.reset();
    bench.hospital = std::make_unique<tests::hl7::sim::Hospital>(tests::hl7::settingsIn(bench.folder.path()), bench.clock);
    BOOST_TEST(bench.hospital->take(message) == first);
    BOOST_TEST(bench.pushed().size() == 1U);
    BOOST_TEST(verdict(bench.hospital->take(fromHub("ADT^A28", "SAME", {"PID|1||W1^^^ONECARD^PT||测试乙||19900101|M"}))) == "AR E03");
    BOOST_TEST(bench.pushed().empty());
}

BOOST_AUTO_TEST_CASE(what_is_not_understood_is_refused_with_its_reason) {
    Bench bench;
    BOOST_TEST(verdict(bench.hospital->take(fromHub("ADT^A28", "1", {"PID|1||W1^^^ONECARD^PT"}))) == "AE E14");
    BOOST_TEST(verdict(bench.hospital->take(fromHub("BAR^P01", "2", {}))) == "AR E13");
    BOOST_TEST(verdict(bench.hospital->take("MSH|^~\\&|OTHER|HUB|HIS|X|20300102||NMQ^N01|3|P|2.4\r")) == "AR E01");
    BOOST_TEST(verdict(bench.hospital->take(fromHub("NMQ^N01", "4", {"NCK|20300102"}))) == "AA");
    BOOST_TEST(verdict(bench.hospital->take("MSH|^~\\&|ONECARD|HUB|HIS|X|20300102||NMQ^N01||P|2.4\r")) == "AE E14");
    BOOST_TEST(verdict(bench.hospital->take("garbage")) == "AE E14");
}

BOOST_AUTO_TEST_CASE(files_that_are_merged_are_told_and_the_one_that_went_is_no_patient_any_more) {
    Bench bench;
    bench.open("W1", "测试甲", "C1");
    bench.open("W2", "测试乙", "C2");
    bench.pushed();
    BOOST_TEST(bench.hospital->merge(1, 2).ok());
    const Lines pushed = bench.pushed();
    BOOST_REQUIRE(pushed.size() == 1U);
    BOOST_TEST(read(pushed[0], "MSH-9.2") == "A40");
    BOOST_TEST(read(pushed[0], "PID-3.1") == "P100001");
    BOOST_TEST(read(pushed[0], "MRG-1.1") == "P100002");
    BOOST_TEST(verdict(bench.book("B1", "01-1001-20300103-0800", "P100002")) == "AE E07");
    BOOST_TEST(!bench.hospital->merge(1, 2).ok());
    BOOST_TEST(!bench.hospital->merge(1, 1).ok());
}

BOOST_AUTO_TEST_CASE(the_hub_says_that_two_files_are_one_persons_once_and_hears_of_it) {
    Bench bench;
    bench.open("W1", "测试甲", "C1");
    bench.open("W2", "测试甲", "C2");
    bench.pushed();
    const auto merge = [&](const std::string& id, const std::string& stays, const std::string& goes, const std::string& name = "测试甲") {
        return bench.hospital->take(
            fromHub("ADT^A40", id, {"PID|1||" + stays + "^^^HIS^PI||" + name + "||19900101|M", "MRG|" + goes + "^^^HIS^PI"}));
    };
    BOOST_TEST(verdict(merge("K1", "P100001", "P100009")) == "AE E07");
    BOOST_TEST(verdict(merge("K2", "P100001", "P100001")) == "AE E14");
    BOOST_TEST(verdict(merge("K3", "P100001", "P100002", "测试乙")) == "AE E02");
    BOOST_TEST(bench.pushed().empty());
    for (int times = 0; times < 2; ++times) BOOST_TEST(verdict(merge("K4", "P100001", "P100002")) == "AA");  // the answer was lost
    const Lines pushed = bench.pushed();
    BOOST_REQUIRE(pushed.size() == 1U);
    BOOST_TEST(read(pushed[0], "MSH-9.2") == "A40");
    BOOST_TEST(read(pushed[0], "PID-3.1") == "P100001");
    BOOST_TEST(read(pushed[0], "MRG-1.1") == "P100002");
    BOOST_TEST(verdict(merge("K5", "P100001", "P100002")) == "AE E07");  // it is no patient any more
}

BOOST_AUTO_TEST_CASE(what_the_hub_says_of_a_file_stands_and_what_it_leaves_out_stays) {
    Bench bench;
    bench.open("W1", "测试甲", "C1");
    bench.open("W2", "测试乙", "C2");
    bench.pushed();
    const auto change = [&](const std::string& id, const std::string& pid) {
        return bench.hospital->take(fromHub("ADT^A31", id, {"PID|1||" + pid}));
    };
    BOOST_TEST(verdict(change("U1", "P100009^^^HIS^PI||测试丙")) == "AE E07");
    BOOST_TEST(verdict(change("U2", "P100001^^^HIS^PI~C2^^^^NNCHN||测试甲")) == "AE E02");
    BOOST_TEST(verdict(change("U3", "P100001^^^HIS^PI~C3^^^^NNCHN||测试丙||||||||19900001234")) == "AA");
    BOOST_TEST(bench.pushed().empty());
    // The file is found by what was said, and its day of birth and sex are as they were.
    BOOST_TEST(verdict(bench.open("W3", "测试丙", "C3")) == "AA");
    BOOST_TEST(read(bench.pushed().at(0), "PID-3.1") == "P100001");
}

BOOST_AUTO_TEST_CASE(a_report_is_final_and_under_its_number_again_a_correction) {
    Bench bench;
    bench.open("W1", "测试甲");
    bench.pushed();
    tests::hl7::common::Report report;
    report.patient_id = 1;
    report.name = "测试检验报告";
    report.values = {{"葡萄糖", "5.1", "mmol/L", "", "3.9-6.1"}};
    const auto number = bench.hospital->publish(report);
    BOOST_REQUIRE(number.ok());
    report.number = *number;
    report.values[0].value = "9.9";
    BOOST_TEST(bench.hospital->publish(report).ok());
    report.number = "NONE";
    BOOST_TEST(!bench.hospital->publish(report).ok());
    const Lines pushed = bench.pushed();
    BOOST_REQUIRE(pushed.size() == 2U);
    BOOST_TEST(read(pushed[0], "OBR-25") == "F");
    BOOST_TEST(read(pushed[1], "OBR-25") == "C");
    BOOST_TEST(read(pushed[1], "OBR-3") == *number);
    BOOST_TEST(read(pushed[1], "OBX-5") == "9.9");
}

BOOST_AUTO_TEST_SUITE_END()
