#include <algorithm>

#include "tests/flows/reports.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using contract::ReportStatus;
using core::Error;
using tests::failsWith;
using tests::Fields;
using tests::reportOf;
using Answer = tests::RestAnswer;

namespace {

struct Region : tests::RestRegion {
    void pushed(const contract::Report& report) {
        const contract::Event event = contract::eventOf(core::Sensitive(core::CardNumber{"P0001"}), contract::ReportPublished{report});
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "H1", event); }).ok());
    }
    std::string consentFor(const std::string& hospital) const {
        return R"({"hospital":")" + hospital + R"(","until_ms":)" + std::to_string(clock.utc().ms + 3'600'000) + "}";
    }
};

constexpr const char* kA = "379999199001010010";
constexpr const char* kB = "370202199001010015";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(record_story, Region)

BOOST_AUTO_TEST_CASE(a_doctor_of_another_hospital_reads_while_the_person_lets_them_and_the_person_sees_each_look) {
    const std::string who = registered("测试甲", kA);
    pushed(reportOf("R1", "v1"));
    opened(who);
    const std::string token = verified(who);

    // One report was pushed, one is in the hospital's list alone.
    region.answers<contract::ReportList>({{reportOf("R2", "v1").header}});
    region.answers<contract::ReportList>({{}});
    const Answer refreshed = call("POST", who + "/reports/refresh", token, R"({"hospital":"H1"})");
    BOOST_REQUIRE_MESSAGE(refreshed.status == 200, refreshed.body);
    BOOST_TEST(refreshed.at("reports") == "2");
    std::string pushed_one = who + "/reports/" + refreshed.at("reports.0.report_id");
    std::string listed_one = who + "/reports/" + refreshed.at("reports.1.report_id");
    if (refreshed.at("reports.0.header.key") == "R2") std::swap(pushed_one, listed_one);

    // The doctor scans the person's phone.
    const std::string code = call("GET", who + "/card-code", token).at("code");
    const Answer found = call("POST", "/api/v1/credentials/scan", h2, R"({"text":")" + code + R"(","use":"consultation"})", doctor);
    BOOST_REQUIRE_MESSAGE(found.status == 200, found.body);
    BOOST_TEST("/api/v1/people/" + found.at("person.person_id") == who);

    BOOST_TEST(call("GET", who + "/reports", h2, {}, doctor).status == 403);
    BOOST_TEST(failsWith(tried("GET", pushed_one, h2, {}, doctor), Error::ConsentMissing));
    const Answer consent = call("POST", who + "/consents", token, consentFor("H2"));
    BOOST_REQUIRE_MESSAGE(consent.status == 201, consent.body);
    BOOST_TEST(call("GET", who + "/reports", h2, {}, doctor).at("reports") == "2");
    BOOST_TEST(call("GET", pushed_one, h2, {}, doctor).at("lines.0.value") == "5.1");
    region.answers<contract::ReportGet>({reportOf("R2", "v1", ReportStatus::Final, "7.7")});
    BOOST_TEST(call("GET", listed_one, h2, {}, doctor).at("lines.0.value") == "7.7");
    BOOST_TEST(call("GET", listed_one, h2, {}, doctor).at("lines.0.value") == "7.7");
    BOOST_TEST(region.calls("report.get") == 1);  // kept since
    BOOST_REQUIRE(call("POST", who + "/consents/" + consent.at("consent_id") + "/revocation", token).status == 200);
    BOOST_TEST(failsWith(tried("GET", pushed_one, h2, {}, doctor), Error::ConsentMissing));

    const Answer reads = call("GET", who + "/record-reads", token);
    std::vector<std::string> outcomes;  // of the pushed report
    const std::string id = pushed_one.substr(pushed_one.rfind('/') + 1);
    for (std::size_t i = 0; i < std::stoul(reads.at("reads")); ++i) {
        const std::string row = "reads." + std::to_string(i);
        if (reads.at(row + ".subject") != "report/" + id + "@v1") continue;
        outcomes.push_back(reads.at(row + ".outcome"));
        BOOST_TEST(reads.at(row + ".hospital") == "H2");
        BOOST_TEST(reads.at(row + ".department") == "D02");
        BOOST_TEST(reads.at(row + ".role") == "doctor");
        BOOST_TEST(reads.at(row + ".purpose") == "treatment");
    }
    std::ranges::sort(outcomes);  // several of one millisecond have no order
    BOOST_TEST((outcomes == std::vector<std::string>{"done", "refused", "refused"}));
    BOOST_TEST(reads.body.find("20417") == std::string::npos);  // the hospital's number of its member of staff
}

BOOST_AUTO_TEST_CASE(a_person_sees_their_records_only_once_staff_has_seen_their_certificate) {
    const std::string who = registered("测试甲", kA);
    BOOST_TEST(failsWith(tried("GET", who + "/reports", exchanged(who)), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", who + "/identity-check", h2), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", who + "/identity-check", entrance), Error::ScopeMissing));
    BOOST_TEST(call("GET", who + "/reports", verified(who)).at("reports") == "0");
    BOOST_TEST(call("POST", who + "/identity-check", h2, {}, doctor).at("state") == "verified");  // once more
}

BOOST_AUTO_TEST_CASE(nobody_else_sees_a_persons_records_consents_or_who_looked) {
    const std::string who = registered("测试甲", kA);
    const std::string other = verified(registered("测试乙", kB));
    BOOST_TEST(failsWith(tried("GET", who + "/reports", other), Error::RelativeNotAllowed));
    for (const char* what : {"/consents", "/record-reads"}) BOOST_TEST(failsWith(tried("GET", who + what, other), Error::NotThisPerson));
    for (const char* what : {"/consents", "/record-reads"})
        BOOST_TEST(failsWith(tried("GET", who + what, h2, {}, doctor), Error::NotThisPerson));
    BOOST_TEST(failsWith(tried("POST", who + "/consents", h2, consentFor("H2"), doctor), Error::NotThisPerson));
}

BOOST_AUTO_TEST_CASE(a_report_of_one_person_is_not_found_under_another) {
    const std::string who = registered("测试甲", kA);
    pushed(reportOf("R1", "v1"));
    opened(who);
    const Answer list = call("GET", who + "/reports", verified(who));
    const std::string other = registered("测试乙", kB);
    const std::string token = verified(other);
    BOOST_TEST(failsWith(tried("GET", other + "/reports/" + list.at("reports.0.report_id"), token), Error::ReportNotFound));
}

BOOST_AUTO_TEST_CASE(a_hospital_names_its_staff_and_a_purpose_that_is_open_to_it) {
    const std::string who = registered("测试甲", kA);
    Fields purposeless = doctor;
    purposeless.pop_back();
    BOOST_TEST(failsWith(tried("GET", who + "/reports", h1), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("GET", who + "/reports", h1, {}, purposeless), Error::PurposeMissing));
    Fields supervising = purposeless;
    supervising.emplace_back("Purpose", "supervision");
    BOOST_TEST(failsWith(tried("GET", who + "/reports", h1, {}, supervising), Error::PurposeNotAllowed));
    const Answer reads = call("GET", who + "/record-reads", verified(who));
    BOOST_TEST(reads.at("reads") == "2");
    BOOST_TEST(reads.body.find(R"("purpose":"supervision")") != std::string::npos);
    BOOST_TEST(reads.body.find(R"("outcome":"done")") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_hospital_sees_its_own_reports_without_a_consent_and_has_its_own_lists_read_alone) {
    const std::string who = registered("测试甲", kA);
    pushed(reportOf("R1", "v1"));
    opened(who);
    const Answer own = call("GET", who + "/reports?hospital=H1", h1, {}, doctor);
    BOOST_TEST(own.at("reports") == "1");
    BOOST_TEST(call("GET", who + "/reports/" + own.at("reports.0.report_id"), h1, {}, doctor).status == 200);
    BOOST_TEST(failsWith(tried("GET", who + "/reports", h1, {}, doctor), Error::ConsentMissing));
    BOOST_TEST(failsWith(tried("GET", who + "/reports?hospital=H1", h2, {}, doctor), Error::ConsentMissing));
    BOOST_TEST(failsWith(tried("POST", who + "/reports/refresh", h2, R"({"hospital":"H1"})", doctor), Error::NotThisHospital));
}

BOOST_AUTO_TEST_CASE(a_consent_for_one_source_opens_that_source_alone) {
    const std::string who = registered("测试甲", kA);
    pushed(reportOf("R1", "v1"));
    opened(who);
    const std::string token = verified(who);
    const std::string id = call("GET", who + "/reports", token).at("reports.0.report_id");
    const std::string until = std::to_string(clock.utc().ms + 3'600'000);
    BOOST_REQUIRE(call("POST", who + "/consents", token, R"({"hospital":"H2","source":"H1","until_ms":)" + until + "}").status == 201);
    BOOST_TEST(call("GET", who + "/reports/" + id, h2, {}, doctor).status == 200);
    BOOST_TEST(failsWith(tried("GET", who + "/reports/" + id, h2), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", who + "/consents", token, R"({"hospital":"H2","source":"H2","until_ms":)" + until + "}"),
                         Error::ConsentNotValid));
    BOOST_TEST(failsWith(tried("POST", who + "/consents", token, consentFor("H9")), Error::HospitalNotKnown));
}

BOOST_AUTO_TEST_CASE(a_consent_given_twice_under_one_key_is_one_and_revoked_once) {
    const std::string who = registered("测试甲", kA);
    const std::string token = verified(who);
    const std::string wish = consentFor("H2");
    const Fields key{{"Idempotency-Key", "once"}};
    const Answer first = call("POST", who + "/consents", token, wish, key);
    BOOST_TEST(call("POST", who + "/consents", token, wish, key).body == first.body);
    BOOST_TEST(call("GET", who + "/consents", token).at("consents") == "1");
    const std::string id = first.at("consent_id");
    const Answer revoked = call("POST", who + "/consents/" + id + "/revocation", token);
    BOOST_TEST(revoked.body.find(R"("stands":false)") != std::string::npos);
    BOOST_TEST(call("POST", who + "/consents/" + id + "/revocation", token).body == revoked.body);
    BOOST_TEST(call("GET", "/api/v1/consents/" + id, token).body == revoked.body);
    BOOST_TEST(failsWith(tried("GET", "/api/v1/consents/" + id, h2, {}, doctor), Error::NotThisPerson));
    BOOST_TEST(failsWith(tried("GET", "/api/v1/consents/" + id, verified(registered("测试乙", kB))), Error::ConsentNotFound));
    const auto person_id = identity::PersonId::parse(who.substr(who.rfind('/') + 1));
    BOOST_TEST((tests::eventTypes(*this, person_id->bits) == std::vector<std::string>{"consent.given", "consent.revoked"}));
    BOOST_TEST(failsWith(tried("POST", who + "/consents/" + std::string(26, '0') + "/revocation", token), Error::ConsentNotFound));
}

BOOST_AUTO_TEST_CASE(what_a_withdrawn_report_said_is_not_shown) {
    const std::string who = registered("测试甲", kA);
    pushed(reportOf("R1", "v1"));
    opened(who);
    pushed(reportOf("R1", "v2", ReportStatus::Withdrawn));
    const std::string token = verified(who);
    const Answer report = call("GET", who + "/reports/" + call("GET", who + "/reports", token).at("reports.0.report_id"), token);
    BOOST_TEST(report.at("header.status") == "withdrawn");
    BOOST_TEST(report.at("lines") == "0");
    BOOST_TEST(region.calls("report.get") == 0);
}

BOOST_AUTO_TEST_CASE(a_report_that_its_hospital_does_not_hand_out_is_not_shown_and_the_attempt_is_written_down) {
    const std::string who = registered("测试甲", kA);
    opened(who);
    const std::string token = verified(who);
    region.answers<contract::ReportList>({{reportOf("R1", "v1").header}});
    region.answers<contract::ReportList>({{}});
    const Answer list = call("POST", who + "/reports/refresh", token, R"({"hospital":"H1"})");
    const std::string report = who + "/reports/" + list.at("reports.0.report_id");
    BOOST_TEST(failsWith(tried("GET", report, token), Error::CounterpartyNotAnswering));
    const Answer reads = call("GET", who + "/record-reads", token);
    BOOST_TEST(reads.body.find(R"("outcome":"failed")") != std::string::npos);
    BOOST_TEST(reads.body.find(R"("purpose":"own")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_older_version_than_the_one_listed_is_not_shown_as_an_empty_report) {
    const std::string who = registered("测试甲", kA);
    opened(who);
    const std::string token = verified(who);
    region.answers<contract::ReportList>({{reportOf("R1", "v2").header}});
    region.answers<contract::ReportList>({{}});
    const Answer list = call("POST", who + "/reports/refresh", token, R"({"hospital":"H1"})");
    region.answers<contract::ReportGet>({reportOf("R1", "v1", ReportStatus::Preliminary)});
    const std::string report = who + "/reports/" + list.at("reports.0.report_id");
    BOOST_TEST(failsWith(tried("GET", report, token), Error::PeerAnswerNotValid));
    BOOST_TEST(call("GET", who + "/record-reads", token).body.find(R"("outcome":"failed")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(staff_finds_a_person_by_the_hospitals_own_number_and_by_no_other_hospitals) {
    const std::string who = registered("测试甲", kA);
    opened(who);
    const std::string number = R"({"local_patient":"P0001"})";
    BOOST_TEST("/api/v1/people/" + call("POST", "/api/v1/people/search", h1, number, doctor).at("person_id") == who);
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people/search", h2, number, doctor), Error::HospitalFileNotFound));
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people/search", h1, number), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people/search", h1, "{}", doctor), Error::JsonNotValid));
}

BOOST_AUTO_TEST_SUITE_END()
