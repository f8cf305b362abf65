#include <future>

#include "hub/flows/inbound_gate.h"
#include "hub/jobs/inbound_applier.h"
#include "tests/flows/reports.h"

using namespace hub;
using contract::ReportKind;
using contract::ReportStatus;
using core::Error;
using records::IndexedReport;
using tests::failsWith;
using tests::reportOf;

namespace {

struct Fixture : tests::FlowWorld {
    const core::Sensitive<core::CardNumber> local{core::CardNumber{"P0001"}};
    const flows::ChargedFile nobodys{"H1", local, std::nullopt};

    /// The hospital pushes it.
    core::Result<void> pushed(const contract::Report& report, const std::string& patient = "P0001") {
        const contract::Event event = contract::eventOf(core::Sensitive(core::CardNumber{patient}), contract::ReportPublished{report});
        return unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "H1", event); });
    }
    std::optional<IndexedReport> indexed(const std::string& key) {
        return read<std::optional<IndexedReport>>([&](core::ReadTransaction& transaction) {
            return storage->reports().standing(transaction, "H1", ReportKind::Laboratory, key);
        });
    }
    core::Result<void> refreshed(const flows::ChargedFile& file) {
        return ended([&](auto done) { records.refresh(file, done); });
    }
    core::Result<void> fetched(const IndexedReport& report) {
        return ended([&](auto done) { records.fetch(report, done); });
    }
    core::Result<void> linked(const flows::ChargedFile& file) {
        return unit([&](core::Transaction& transaction) { return records.assign(transaction, file); });
    }
    /// Types of the events on the person's stream, oldest first.
    std::vector<std::string> told() { return tests::eventTypes(*this, person.bits); }
};

using Types = std::vector<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(records, Fixture)

BOOST_AUTO_TEST_CASE(a_pushed_report_is_indexed_with_its_content_and_told_once_however_often_it_comes) {
    BOOST_REQUIRE(linked(file()).ok());
    for (int i = 0; i < 3; ++i) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) {
                          return records.told(transaction, file(), {reportOf("R1", "v1").header, reportOf("R1", "v1")});
                      }).ok());
    }
    const auto report = indexed("R1");
    BOOST_REQUIRE(report.has_value());
    BOOST_TEST((report->person == person));
    BOOST_REQUIRE(report->content.has_value());
    BOOST_TEST(report->content->lines.front().value.reveal() == "5.1");
    BOOST_TEST(told() == Types{"report.published"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(another_version_replaces_the_content_and_whoever_it_is_about_is_told) {
    BOOST_REQUIRE(pushed(reportOf("R1", "v1")).ok());
    BOOST_REQUIRE(linked(file()).ok());
    BOOST_REQUIRE(pushed(reportOf("R1", "v2", ReportStatus::Corrected, "5.2")).ok());
    BOOST_TEST(indexed("R1")->header.version == "v2");
    BOOST_TEST(indexed("R1")->content->lines.front().value.reveal() == "5.2");
    BOOST_REQUIRE(pushed(reportOf("R1", "v3", ReportStatus::Withdrawn)).ok());
    BOOST_TEST((indexed("R1")->header.status == ReportStatus::Withdrawn));
    BOOST_TEST((told() == Types{"report.published", "report.changed", "report.changed"}));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_merged_takes_its_reports_along_and_later_versions_come_under_the_other) {
    BOOST_REQUIRE(pushed(reportOf("R1", "v1"), "P0002").ok());
    const auto told_merged = [&] {
        const contract::Event event = contract::eventOf(local, contract::PatientMerged{core::Sensitive(core::CardNumber{"P0002"})});
        return unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "H1", event); });
    };
    BOOST_REQUIRE(told_merged().ok());
    BOOST_TEST(indexed("R1")->local_patient.reveal().text == "P0001");
    BOOST_TEST(!indexed("R1")->person.has_value());
    BOOST_REQUIRE(told_merged().ok());  // told twice
    BOOST_REQUIRE(pushed(reportOf("R1", "v2", ReportStatus::Corrected, "5.2"), "P0001").ok());
    BOOST_TEST(indexed("R1")->header.version == "v2");
    BOOST_TEST(failsWith(pushed(reportOf("R1", "v3"), "P0002"), Error::HospitalFileOfAnother));
}

BOOST_AUTO_TEST_CASE(reports_that_come_to_a_persons_file_by_a_merge_are_told_to_that_person_once) {
    BOOST_REQUIRE(pushed(reportOf("R1", "v1"), "P0002").ok());
    const auto merged = [&] {
        return unit([&](core::Transaction& transaction) {
            return records.merged(transaction, file(), core::Sensitive(core::CardNumber{"P0002"}));
        });
    };
    BOOST_REQUIRE(merged().ok());
    BOOST_REQUIRE(merged().ok());
    BOOST_TEST((indexed("R1")->person == person));
    BOOST_TEST((told() == Types{"report.published"}));
}

BOOST_AUTO_TEST_CASE(a_preliminary_report_that_comes_late_does_not_take_the_place_of_the_final_one) {
    BOOST_REQUIRE(pushed(reportOf("R1", "v2")).ok());
    BOOST_REQUIRE(pushed(reportOf("R1", "v1", ReportStatus::Preliminary, "4.9")).ok());
    BOOST_TEST(indexed("R1")->header.version == "v2");
    BOOST_TEST(indexed("R1")->content->lines.front().value.reveal() == "5.1");
}

BOOST_AUTO_TEST_CASE(a_report_of_a_file_that_nobody_is_linked_to_becomes_theirs_with_the_file) {
    BOOST_REQUIRE(pushed(reportOf("R1", "v1")).ok());
    BOOST_REQUIRE(pushed(reportOf("R2", "v1"), "P0002").ok());
    BOOST_TEST(!indexed("R1")->person.has_value());
    BOOST_TEST(told().empty());
    BOOST_REQUIRE(linked(file()).ok());
    BOOST_REQUIRE(linked(file()).ok());  // a second time tells nothing
    BOOST_TEST((indexed("R1")->person == person));
    BOOST_TEST(!indexed("R2")->person.has_value());  // another file's
    BOOST_TEST((told() == Types{"report.published"}));
}

BOOST_AUTO_TEST_CASE(lists_of_both_kinds_are_indexed_and_the_content_of_one_is_fetched_and_kept) {
    region.answers<contract::ReportList>({{reportOf("R1", "v1").header}});
    region.answers<contract::ReportList>({{}});
    BOOST_REQUIRE(refreshed(file()).ok());
    BOOST_TEST(region.calls("report.list") == 2);
    BOOST_REQUIRE(indexed("R1").has_value());
    BOOST_TEST(!indexed("R1")->content.has_value());
    region.answers<contract::ReportGet>({reportOf("R1", "v1")});
    BOOST_REQUIRE(fetched(*indexed("R1")).ok());
    BOOST_TEST(indexed("R1")->content.has_value());
    BOOST_TEST((told() == Types{"report.published"}));  // its content is no news
}

BOOST_AUTO_TEST_CASE(another_report_than_the_one_asked_for_is_not_kept) {
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) {
                      return records.told(transaction, file(), {reportOf("R1", "v1").header, std::nullopt});
                  }).ok());
    region.answers<contract::ReportGet>({reportOf("R9", "v1")});
    BOOST_TEST(failsWith(fetched(*indexed("R1")), Error::PeerAnswerNotValid));
    BOOST_TEST(!indexed("R1")->content.has_value());
    BOOST_TEST(!indexed("R9").has_value());
}

BOOST_AUTO_TEST_CASE(a_hospital_that_does_not_answer_changes_nothing) {
    region.answers<contract::ReportList>({{reportOf("R1", "v1").header}});
    region.ends("report.list", contract::Ending::Unknown);
    BOOST_TEST(failsWith(refreshed(file()), Error::CounterpartyNotAnswering));
    BOOST_TEST(!indexed("R1").has_value());
}

BOOST_AUTO_TEST_CASE(a_report_does_not_move_to_another_file) {
    BOOST_REQUIRE(pushed(reportOf("R1", "v1")).ok());
    BOOST_TEST(failsWith(pushed(reportOf("R1", "v2"), "P0002"), Error::HospitalFileOfAnother));
    BOOST_TEST(indexed("R1")->header.version == "v1");
}

BOOST_AUTO_TEST_CASE(a_report_that_cannot_be_indexed_holds_back_the_records_of_its_file_and_nothing_else) {
    flows::InboundGate gate({storage->units(), storage->inbox(), storage->outbox(), ids, clock, [] {}});
    int number = 0;
    const auto accept = [&](const contract::Event& event) {
        contract::Inbound message;
        message.sender = "HIS";
        message.control_id = std::to_string(++number);
        message.message_type = "ORU^R01";
        message.body = core::Sensitive<std::string>("body " + message.control_id);
        message.answer = core::Sensitive<std::string>("AA");
        message.events = {event};
        BOOST_REQUIRE(gate.accept("H1", core::SameIdOtherBody::Accept, message).ok());
    };
    const auto published = [&](const std::string& key, const std::string& patient) {
        return contract::eventOf(core::Sensitive(core::CardNumber{patient}), contract::ReportPublished{reportOf(key, "v1")});
    };
    accept(published("", "P0001"));  // without a key: parked
    accept(published("R1", "P0001"));
    accept(contract::eventOf(local, contract::ChargeCreated{bill("C1", 500)}));
    accept(published("R2", "P0002"));

    jobs::InboundApplier applier({storage->units(), storage->reads(), storage->outbox(), ids, executor, clock, carrier, inbound},
                                 {.pace = {.interval = core::Duration(5)}, .owner = "test"});
    applier.start();
    const auto ends = [&] { return applier.counters().applied + applier.counters().parked; };
    while (ends() < 3) BOOST_REQUIRE(unit([](core::Transaction&) -> core::Result<flows::Next> { return flows::Next{}; }).ok());
    const auto stopped = std::make_shared<std::promise<void>>();
    applier.stop([stopped] { stopped->set_value(); });
    stopped->get_future().wait();
    BOOST_TEST(applier.counters().parked == 1U);
    BOOST_TEST(!indexed("R1").has_value());
    BOOST_TEST(indexed("R2").has_value());
    const auto charge = read<std::optional<payment::Charge>>(
        [&](core::ReadTransaction& transaction) { return storage->charges().findByKey(transaction, "H1", "C1"); });
    BOOST_TEST(charge.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
