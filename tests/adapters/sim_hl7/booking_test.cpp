#include "tests/adapters/sim_hl7/bench.h"

using tests::hl7::Bench;
using tests::hl7::read;
using tests::hl7::verdict;
using Lines = std::vector<std::string>;

namespace {

constexpr const char* kSlot = "01-1001-20300103-0800";
constexpr const char* kFree = "02-1002-20300103-1400";

/// Three files: P100001 to P100003.
struct Fixture : Bench {
    Fixture() {
        for (const std::string number : {"1", "2", "3"}) open("W" + number, "测试" + number, "C" + number);
        pushed();
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(bookings, Fixture)

BOOST_AUTO_TEST_CASE(a_booking_has_a_number_and_its_fee_comes_as_a_charge) {
    const std::string answer = book("B1", kSlot);
    BOOST_TEST(verdict(answer) == "AA");
    BOOST_TEST(read(answer, "ZBK-2") == "B1000001");
    const Lines told = pushed();
    BOOST_REQUIRE(told.size() == 1U);
    BOOST_TEST(read(told[0], "FT1-6") == "CG");
    BOOST_TEST(read(told[0], "FT1-11.1.1") == "12.50");
    BOOST_TEST(read(told[0], "FT1-23") == "C1000001");
    BOOST_TEST(verdict(book("B2", kFree)) == "AA");
    BOOST_TEST(pushed().empty());  // a free one has no charge
}

BOOST_AUTO_TEST_CASE(a_slot_takes_its_quota_and_no_more_until_one_is_cancelled) {
    BOOST_TEST(verdict(book("B1", kSlot, "P100001")) == "AA");
    BOOST_TEST(verdict(book("B2", kSlot, "P100002")) == "AA");
    BOOST_TEST(verdict(book("B3", kSlot, "P100003")) == "AE E08");
    BOOST_TEST(verdict(cancel("B1", "P100001")) == "AA");
    BOOST_TEST(verdict(book("B4", kSlot, "P100003")) == "AA");
    BOOST_TEST(verdict(book("B5", "01-1001-20300103-0830", "P100003")) == "AA");  // the next one is another
}

BOOST_AUTO_TEST_CASE(a_slot_that_is_not_in_the_plan_or_has_begun_is_none) {
    for (const char* slot : {"01-1001-20300103-0815", "01-1001-20300103-1200", "01-1002-20300103-0800", "02-1001-20300103-0800",
                             "01-1001-20300102-0930", "01-1001-20300101-0800", "01-1001-20301303-0800", "01-1001-0800", "x"})
        BOOST_TEST(verdict(book(std::string("B") + slot, slot)) == "AE E09", slot);
    BOOST_TEST(verdict(book("B", "")) == "AE E14");
    BOOST_TEST(verdict(book("B1", "01-1001-20300102-1000")) == "AA");  // half an hour from now
}

BOOST_AUTO_TEST_CASE(nobody_books_one_slot_twice_and_a_number_is_used_once) {
    BOOST_TEST(verdict(book("B1", kSlot)) == "AA");
    BOOST_TEST(verdict(book("B2", kSlot)) == "AE E02");
    BOOST_TEST(verdict(book("B1", kFree)) == "AE E02");
    BOOST_TEST(verdict(book("B3", kSlot, "P100009")) == "AE E07");
}

BOOST_AUTO_TEST_CASE(a_cancelled_booking_takes_its_unpaid_fee_back_and_asks_for_a_paid_one_to_be_refunded) {
    book("B1", kSlot, "P100001");
    book("B2", kSlot, "P100002");
    pushed();
    BOOST_TEST(verdict(cancel("B1", "P100001")) == "AA");
    Lines told = pushed();
    BOOST_REQUIRE(told.size() == 1U);
    BOOST_TEST(read(told[0], "FT1-6") == "CG");
    BOOST_TEST(read(told[0], "FT1-10") == "0");
    BOOST_TEST(verdict(pay("Z1", "C1000002", "12.50", "P100002")) == "AA");
    BOOST_TEST(verdict(cancel("B2", "P100002")) == "AA");
    told = pushed();
    BOOST_REQUIRE(told.size() == 1U);
    BOOST_TEST(read(told[0], "FT1-6") == "CD");
    BOOST_TEST(read(told[0], "FT1-11.1.1") == "12.50");
    BOOST_TEST(read(told[0], "FT1-7.4") == "L1");
    BOOST_TEST(verdict(cancel("B2", "P100002")) == "AE E11");
    BOOST_TEST(verdict(cancel("B2", "P100001")) == "AE E10");  // another person's
    BOOST_TEST(verdict(cancel("B9")) == "AE E10");
}

BOOST_AUTO_TEST_CASE(a_stopped_clinic_is_told_with_each_of_its_bookings_and_takes_no_more) {
    book("B1", kSlot, "P100001");
    book("B2", "01-1001-20300103-0900", "P100002");
    book("B3", "01-1001-20300104-0800", "P100003");  // another day
    pushed();
    const auto stopped = hospital->stopClinic({{2030, 1, 3}, "1", "01", "1001", "测试停诊"});
    BOOST_REQUIRE(stopped.ok());
    BOOST_TEST(*stopped == 2U);
    const Lines told = pushed();
    BOOST_REQUIRE(told.size() == 5U);  // the clinic, two bookings, two fees
    BOOST_TEST(read(told[0], "MFE-1") == "MDC");
    BOOST_TEST(read(told[0], "ZSL-3") == "1001");
    BOOST_TEST(read(told[0], "ZSL-4") == "20300103");
    BOOST_TEST(read(told[1], "MSH-9.2") == "S16");
    BOOST_TEST(read(told[1], "SCH-1") == "B1");
    BOOST_TEST(read(told[1], "SCH-11.4") == "20300103080000");
    BOOST_TEST(read(told[2], "FT1-10") == "0");
    BOOST_TEST(read(told[3], "SCH-1") == "B2");
    BOOST_TEST(verdict(book("B4", "01-1001-20300103-1000")) == "AE E09");
    BOOST_TEST(verdict(book("B5", "01-1001-20300104-1000")) == "AA");
    BOOST_TEST(verdict(cancel("B1", "P100001")) == "AE E11");
}

BOOST_AUTO_TEST_CASE(settings_that_contradict_each_other_are_refused) {
    using tests::hl7::sim::check;
    using tests::hl7::sim::Hl7HospitalSettings;
    const auto refused = [&](auto change) {
        Hl7HospitalSettings settings = tests::hl7::settingsIn(folder.path());
        change(settings);
        return !check(settings).ok();
    };
    BOOST_TEST(!refused([](Hl7HospitalSettings&) {}));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.clinics[0].doctor = "9"; }));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.clinics[0].department = "9"; }));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.clinics[0].slot_minutes = 33; }));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.clinics[0].end = "08:00"; }));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.clinics[0].begin = "8:00"; }));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.clinics[0].quota = 0; }));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.clinics[0].session = "night"; }));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.doctors[0].code = "10-01"; }));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.doctors[1].code = "1001"; }));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.facility = "ELEVENCHARS"; }));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.hub.port = 65'536; }));
    BOOST_TEST(refused([](Hl7HospitalSettings& settings) { settings.push.again_after_ms_most = 1; }));
}

BOOST_AUTO_TEST_SUITE_END()
