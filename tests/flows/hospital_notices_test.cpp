#include "hub/flows/hospital_notices.h"

#include <algorithm>
#include <thread>

#include "tests/flows/twice.h"

using namespace hub;
using contract::PatientMerge;
using contract::PatientUpdate;
using core::AttemptState;
using core::Error;
using Answer = tests::RestAnswer;

namespace {

struct Region : tests::CameTwice {
    Region() {
        opened(root, "H1", "P0001");
        opened(part, "H1", "P0002");
        opened(part, "H2", "P0009");  // alone there
    }

    identity::HospitalFile fileAt(const std::string& hospital, const std::string& number) {
        const auto file = read<std::optional<identity::HospitalFile>>([&](core::ReadTransaction& transaction) {
            return storage->identity().fileByLocalPatient(transaction, hospital, core::CardNumber{number});
        });
        BOOST_REQUIRE(file.has_value());
        return *file;
    }
    std::vector<core::Attempt> attempts(const std::string& number) {
        const core::IdBits file = fileAt("H1", number).id.bits;
        return read<std::vector<core::Attempt>>(
            [&](core::ReadTransaction& transaction) { return storage->attempts().ofFlow(transaction, file); });
    }
    /// How far the last notice about the file is, once it is in this state.
    void await(const std::string& number, AttemptState state) {
        while (true) {
            const std::vector<core::Attempt> all = attempts(number);
            if (!all.empty() && all.back().state == state) return;
            std::this_thread::yield();
        }
    }
    /// Until so much has happened to the last notice about the file.
    void awaitVersion(const std::string& number, std::int64_t version) {
        while (attempts(number).back().version < version) std::this_thread::yield();
    }
    void resolve() {
        BOOST_REQUIRE(ended([&](auto done) { runner.resolveDue([done](std::size_t) { done({}); }); }).ok());
    }
    /// Kinds of the open ones of a hospital, sorted.
    std::vector<std::string> cases(const std::string& hospital = "H1") {
        std::vector<std::string> kinds;
        const auto open = read<std::vector<payment::Case>>([&](core::ReadTransaction& transaction) {
            return storage->cases().openOfHospital(transaction, hospital, {100, std::nullopt});
        });
        for (const payment::Case& one : open) {
            BOOST_TEST((one.about == payment::CaseAbout::HospitalFile));
            kinds.push_back(one.kind);
        }
        std::ranges::sort(kinds);
        return kinds;
    }
    /// "P0002 into P0001", one a call, in their order.
    std::vector<std::string> mergesTold() const {
        std::vector<std::string> told;
        for (const PatientMerge::Request& request : region.asked<PatientMerge>())
            told.push_back(request.merged.reveal().text + " into " + request.local_patient.reveal().text);
        return told;
    }
    void visited(const std::string& who, const std::string& number, core::Date day) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto somebody = storage->identity().findPerson(transaction, idIn(who));
                          if (!somebody.ok()) return somebody.failure();
                          const contract::HospitalFile told{core::Sensitive(core::CardNumber{number}), somebody->details, {}, day};
                          return files.take(transaction, *somebody, "H1", told, "test");
                      }).ok());
    }
    void echoed() { told("H1", "P0001", contract::PatientMerged{core::Sensitive(core::CardNumber{"P0002"})}); }
    void updated(const std::string& who) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return notices.updated(transaction, idIn(who)); }).ok());
    }
    void moves(const std::string& who, const std::string& address) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          auto somebody = storage->identity().findPerson(transaction, idIn(who));
                          if (!somebody.ok()) return somebody.failure();
                          somebody->details.address = core::Sensitive(address);
                          const auto version = storage->identity().changePerson(transaction, *somebody);
                          return version.ok() ? core::Result<flows::Next>(flows::Next{}) : version.failure();
                      }).ok());
    }
    std::vector<std::string> addressesTold() const {
        std::vector<std::string> told;
        for (const PatientUpdate::Request& request : region.asked<PatientUpdate>())
            told.push_back(request.person.address ? request.person.address->reveal() : "-");
        return told;
    }
};

using Told = std::vector<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(hospital_notices, Region)

BOOST_AUTO_TEST_CASE(a_hospital_with_two_files_of_the_one_person_is_told_once_and_one_with_a_single_file_is_not) {
    region.answers<PatientMerge>({});
    visited(root, "P0001", {2026, 11, 2});
    visited(part, "P0002", {2026, 11, 1});
    join();
    await("P0002", AttemptState::Done);
    BOOST_TEST((mergesTold() == Told{"P0002 into P0001"}));
    const PatientMerge::Request request = region.asked<PatientMerge>().front();
    BOOST_TEST(request.person.name.reveal().text == "测试甲");
    BOOST_TEST((request.person.certificate->kind == contract::CertificateKind::ResidentId));  // of the file that goes on
    // The answer changes nothing of ours: what the hospital itself tells does.
    BOOST_TEST((fileAt("H1", "P0002").state == identity::LinkState::Linked));
    BOOST_TEST(cases().empty());
}

BOOST_AUTO_TEST_CASE(the_file_of_the_latest_visit_goes_on_whoever_stands_for_the_person) {
    region.answers<PatientMerge>({});
    visited(root, "P0001", {2026, 11, 1});
    visited(part, "P0002", {2026, 11, 2});
    house.hospitals.at("H1").file_choice = identity::FileChoice::Ask;  // of whom there is nobody to ask
    join();
    await("P0001", AttemptState::Done);
    BOOST_TEST((mergesTold() == Told{"P0001 into P0002"}));
    BOOST_TEST((region.asked<PatientMerge>().front().person.certificate->kind == contract::CertificateKind::Passport));
}

BOOST_AUTO_TEST_CASE(what_the_hospital_tells_after_that_moves_its_file_and_nothing_else) {
    region.answers<PatientMerge>({});
    visited(root, "P0001", {2026, 11, 2});
    join();
    await("P0002", AttemptState::Done);
    echoed();
    const identity::HospitalFile gone = fileAt("H1", "P0002");
    BOOST_TEST((gone.state == identity::LinkState::MergedInto));
    BOOST_TEST((gone.person == idIn(part)));
    echoed();
    BOOST_TEST((fileAt("H1", "P0002").version == gone.version));
    BOOST_TEST((mergesTold() == Told{"P0002 into P0001"}));
    BOOST_TEST(attempts("P0001").empty());
}

BOOST_AUTO_TEST_CASE(two_files_are_told_of_once_however_often_they_come_together) {
    region.answers<PatientMerge>({});
    visited(root, "P0001", {2026, 11, 2});
    join();
    await("P0002", AttemptState::Done);
    takeApart();
    join();
    visited(part, "P0002", {2026, 11, 3});  // the other would go on now
    takeApart();
    join();
    BOOST_TEST((mergesTold() == Told{"P0002 into P0001"}));
    BOOST_TEST(attempts("P0001").empty());

    // One that was told to end takes part in no other.
    opened(root, "H1", "P0003");
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return notices.merged(transaction, idIn(root)); }).ok());
    await("P0003", AttemptState::Done);
    BOOST_TEST((mergesTold() == Told{"P0002 into P0001", "P0003 into P0001"}));
}

BOOST_AUTO_TEST_CASE(a_lost_answer_is_asked_for_and_the_hospital_is_told_the_same_again_at_most) {
    region.ends("patient.merge", contract::Ending::Unknown);
    region.answers<PatientMerge>({});
    region.finds<PatientMerge>(contract::Finding::NotThere, {});
    visited(root, "P0001", {2026, 11, 2});
    join();
    await("P0002", AttemptState::Unknown);
    clock.pass(std::chrono::minutes(3));
    resolve();
    await("P0002", AttemptState::Done);
    const std::vector<core::Attempt> all = attempts("P0002");
    BOOST_TEST(all.size() == 1);  // one row, one number: the hospital knows it again
    BOOST_TEST((mergesTold() == Told{"P0002 into P0001", "P0002 into P0001"}));
    BOOST_TEST(cases().empty());
}

BOOST_AUTO_TEST_CASE(a_hospital_that_has_done_it_is_not_told_again) {
    region.ends("patient.merge", contract::Ending::Unknown);
    region.finds<PatientMerge>(contract::Finding::Ours, {});
    visited(root, "P0001", {2026, 11, 2});
    join();
    await("P0002", AttemptState::Unknown);
    clock.pass(std::chrono::minutes(3));
    resolve();
    await("P0002", AttemptState::Done);
    BOOST_TEST(mergesTold().size() == 1);
}

BOOST_AUTO_TEST_CASE(what_nobody_can_find_out_is_a_case_for_a_person) {
    region.ends("patient.merge", contract::Ending::Unknown);  // and asked, it cannot tell
    visited(root, "P0001", {2026, 11, 2});
    join();
    await("P0002", AttemptState::Unknown);
    clock.pass(std::chrono::minutes(20));
    resolve();
    awaitVersion("P0002", 4);  // added, unknown, leased, asked
    BOOST_TEST(cases().empty());
    clock.pass(std::chrono::minutes(15));
    resolve();
    await("P0002", AttemptState::Parked);
    BOOST_TEST((cases() == Told{"overdue"}));
}

BOOST_AUTO_TEST_CASE(a_hospital_that_cannot_be_reached_is_told_later) {
    region.ends("patient.merge", contract::Ending::NotReached);
    region.ends("patient.merge", contract::Ending::NotReached);
    region.answers<PatientMerge>({});
    region.finds<PatientMerge>(contract::Finding::NotThere, {});
    visited(root, "P0001", {2026, 11, 2});
    join();
    for (int calls = 1; calls < 3; ++calls) {
        // Of each call four changes: leased, sent, not reached, ready again; of the first, added instead of the first two.
        awaitVersion("P0002", 4 * calls - 1);
        clock.pass(std::chrono::minutes(4));
        resolve();
    }
    await("P0002", AttemptState::Done);
    BOOST_TEST(attempts("P0002").size() == 1);
    BOOST_TEST(region.calls("patient.merge") == 3);
    BOOST_TEST(cases().empty());
}

BOOST_AUTO_TEST_CASE(a_hospital_that_says_no_and_one_that_is_out_of_service_are_cases_and_one_that_has_no_message_is_none) {
    visited(root, "P0001", {2026, 11, 2});
    region.answers<contract::Ping>({});  // in service, and has no patient.merge
    join();
    BOOST_TEST(cases().empty());
    takeApart();

    region.forgets("ping");
    join();
    BOOST_TEST((cases() == Told{"notice_not_sent"}));
    takeApart();
    BOOST_TEST((cases() == Told{"notice_not_sent"}));  // nobody was told, so there is nothing to undo

    region.refuses("patient.merge", contract::RefusalReason::NoSuchPatient);
    join();
    await("P0002", AttemptState::Refused);
    BOOST_TEST((cases() == Told{"notice_not_sent", "notice_refused"}));
    takeApart();
    BOOST_TEST(cases().size() == 2);
    join();
    BOOST_TEST(region.calls("patient.merge") == 1);
}

BOOST_AUTO_TEST_CASE(an_unmerge_asks_staff_of_the_hospital_that_was_told_and_tells_it_nothing) {
    region.answers<PatientMerge>({});
    visited(root, "P0001", {2026, 11, 2});
    join();
    await("P0002", AttemptState::Done);
    echoed();
    BOOST_TEST(cases().empty());
    takeApart();
    BOOST_TEST((cases() == Told{"merge_to_undo"}));
    BOOST_TEST(cases("H2").empty());
    BOOST_TEST(mergesTold().size() == 1);
    join();
    takeApart();
    BOOST_TEST((cases() == Told{"merge_to_undo"}));  // it is open already
}

BOOST_AUTO_TEST_CASE(an_unmerge_of_somebody_else_leaves_files_together_that_stay_one_persons) {
    region.answers<PatientMerge>({});
    visited(root, "P0001", {2026, 11, 2});
    join();
    await("P0002", AttemptState::Done);
    contract::PersonDetails nobody;
    nobody.name = core::Sensitive(core::PersonName{"测试甲"});
    const identity::Person loaded{.id = ids.next<identity::PersonId>(), .details = nobody, .registered_at = clock.utc()};
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                      const auto added = storage->identity().addPerson(transaction, loaded);
                      return added.ok() ? core::Result<flows::Next>(flows::Next{}) : added.failure();
                  }).ok());
    const std::string other = "/api/v1/people/" + loaded.id.text();
    join(root, other);
    takeApart(other);
    BOOST_TEST(cases().empty());
    takeApart();
    BOOST_TEST((cases() == Told{"merge_to_undo"}));
}

BOOST_AUTO_TEST_CASE(what_became_known_of_a_registration_is_told_where_it_has_a_file_and_once) {
    region.answers<PatientUpdate>({});
    moves(part, "测试路1号");
    updated(part);
    await("P0002", AttemptState::Done);
    while (region.calls("patient.update") < 2) std::this_thread::yield();  // H2 as well
    BOOST_TEST((addressesTold() == Told{"测试路1号", "测试路1号"}));
    BOOST_TEST(attempts("P0001").empty());  // another registration's
    updated(part);
    BOOST_TEST(region.calls("patient.update") == 2);
    moves(part, "测试路2号");
    updated(part);
    while (region.calls("patient.update") < 4) std::this_thread::yield();
    await("P0002", AttemptState::Done);
    BOOST_TEST(attempts("P0002").size() == 2);
    BOOST_TEST(cases().empty());
}

BOOST_AUTO_TEST_CASE(what_changes_while_a_notice_is_under_way_is_told_after_it) {
    region.ends("patient.update", contract::Ending::Unknown);
    region.answers<PatientUpdate>({});
    region.finds<PatientUpdate>(contract::Finding::Ours, {});
    moves(root, "测试路1号");
    updated(root);
    await("P0001", AttemptState::Unknown);
    for (const char* address : {"测试路2号", "测试路3号"}) {
        moves(root, address);
        updated(root);
    }
    BOOST_TEST(region.calls("patient.update") == 1);
    clock.pass(std::chrono::minutes(3));
    resolve();
    while (region.calls("patient.update") < 2) std::this_thread::yield();
    await("P0001", AttemptState::Done);
    BOOST_TEST((addressesTold() == Told{"测试路1号", "测试路3号"}));
}

BOOST_AUTO_TEST_CASE(a_refused_notice_is_a_case_and_does_not_hold_back_the_next) {
    region.refuses("patient.update", contract::RefusalReason::NoSuchPatient);
    region.answers<PatientUpdate>({});
    moves(root, "测试路1号");
    updated(root);
    await("P0001", AttemptState::Refused);
    BOOST_TEST((cases() == Told{"notice_refused"}));
    moves(root, "测试路2号");
    updated(root);
    await("P0001", AttemptState::Done);
    BOOST_TEST((addressesTold() == Told{"测试路1号", "测试路2号"}));
}

BOOST_AUTO_TEST_CASE(a_hospital_that_has_a_file_of_a_part_alone_hears_where_the_person_is_reached_and_keeps_its_certificate) {
    region.answers<PatientMerge>({});
    region.answers<PatientUpdate>({});
    visited(root, "P0001", {2026, 11, 2});
    join();
    await("P0002", AttemptState::Done);
    moves(root, "测试路1号");
    updated(root);
    while (region.asked<PatientUpdate>().size() < 2) std::this_thread::yield();
    std::vector<PatientUpdate::Request> told = region.asked<PatientUpdate>();
    std::ranges::sort(told, {}, [](const PatientUpdate::Request& one) { return one.local_patient.reveal().text; });
    BOOST_REQUIRE(told.size() == 2U);  // P0002 was told to end
    BOOST_TEST(told[0].local_patient.reveal().text == "P0001");
    BOOST_TEST((told[0].person.certificate->kind == contract::CertificateKind::ResidentId));
    BOOST_TEST(told[1].local_patient.reveal().text == "P0009");
    BOOST_TEST((told[1].person.certificate->kind == contract::CertificateKind::Passport));
    BOOST_TEST(told[1].person.address->reveal() == "测试路1号");
}

BOOST_AUTO_TEST_CASE(a_file_of_somebody_who_was_taken_apart_again_is_updated_as_before) {
    region.answers<PatientMerge>({});
    region.answers<PatientUpdate>({});
    visited(root, "P0001", {2026, 11, 2});
    join();
    await("P0002", AttemptState::Done);
    takeApart();
    moves(part, "测试路2号");
    updated(part);
    while (region.asked<PatientUpdate>().size() < 2) std::this_thread::yield();
    BOOST_TEST((addressesTold() == Told{"测试路2号", "测试路2号"}));  // P0002 and P0009
}

BOOST_AUTO_TEST_CASE(a_newborn_that_gets_its_certificate_is_known_by_it_at_the_hospital) {
    region.answers<PatientUpdate>({});
    const core::Date today = core::shanghaiDate(clock.utc(), core::Duration(0));
    const Answer mother = call("POST", "/api/v1/people", entrance,
                               R"({"person":{"name":"测试母","sex":"female","birth_date":"1990-01-01","certificate":)"
                               R"({"kind":"passport","number":"E66666666"}}})");
    verified("/api/v1/people/" + mother.at("person_id"));
    const Answer child =
        call("POST", "/api/v1/people/newborns", h2,
             R"({"mother_id":")" + mother.at("person_id") + R"(","birth_order":1,"guardian_id":")" + mother.at("person_id") +
                 R"(","kinship":"child","name":"测试母之女","sex":"female","birth_date":")" + today.text() + R"("})",
             doctor);
    const std::string path = "/api/v1/people/" + child.at("person_id");
    opened(path, "H1", "P0007");
    const std::string named = R"({"person":{"name":"测试小","sex":"female","birth_date":")" + today.text() +
                              R"(","certificate":{"kind":"passport","number":"E66666667"}}})";
    BOOST_REQUIRE(call("POST", path + "/identity", h2, named, doctor).status == 200);
    await("P0007", AttemptState::Done);
    const std::vector<PatientUpdate::Request> told = region.asked<PatientUpdate>();
    BOOST_REQUIRE(told.size() == 1);
    BOOST_TEST(told.front().local_patient.reveal().text == "P0007");
    BOOST_TEST(told.front().person.name.reveal().text == "测试小");
    BOOST_TEST(told.front().person.certificate->number.reveal().text == "E66666667");
    BOOST_REQUIRE(call("POST", path + "/identity", h2, named, doctor).status == 200);
    BOOST_TEST(region.calls("patient.update") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
