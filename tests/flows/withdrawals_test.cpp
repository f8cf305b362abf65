// Certificates that were entered wrongly are taken back (证件撤销), over the REST interface.
#include <algorithm>
#include <thread>

#include "hub/contract/operations/patients.h"
#include "tests/flows/reports.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using contract::PatientUpdate;
using contract::PersonVerify;
using core::Error;
using identity::PersonId;
using tests::failsWith;
using tests::Fields;
using Answer = tests::RestAnswer;

namespace {

constexpr const char* kWrong = "E10000001";
constexpr const char* kNow = "E10000002";

Fields staff(const std::string& id, const std::string& purpose = "supervision") {
    Fields fields{{"Staff-Id", id}, {"Staff-Role", "steward"}, {"Staff-Department", "master-index"}};
    if (!purpose.empty()) fields.emplace_back("Purpose", purpose);
    return fields;
}

struct Region : tests::RestRegion {
    std::string office = tokenFor("city-office", access::ClientKind::Office, access::Role::Steward, "");
    const Fields li = staff("li");
    const Fields wang = staff("wang");
    std::string who = registered("passport", kWrong);

    std::string registered(const std::string& kind, const std::string& number, const std::string& name = "测试甲") {
        const Answer answer = call("POST", "/api/v1/people", entrance, R"({"person":)" + person(kind, number, name) + "}");
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return "/api/v1/people/" + answer.at("person_id");
    }
    static std::string person(const std::string& kind, const std::string& number, const std::string& name = "测试甲") {
        return R"({"name":")" + name + R"(","sex":"female","birth_date":"1990-01-01","certificate":)" + certificate(kind, number) + "}";
    }
    static std::string certificate(const std::string& kind, const std::string& number) {
        return R"({"kind":")" + kind + R"(","number":")" + number + R"("})";
    }
    /// What somebody sends who takes back a passport, and puts another in its place.
    static std::string wish(const std::string& wrong, const std::string& right = "") {
        return R"({"certificate":)" + certificate("passport", wrong) +
               (right.empty() ? "" : R"(,"right":{"certificate":)" + certificate("passport", right) + "}") + R"(,"why":"entered_wrongly"})";
    }
    void renewed() {
        const Answer answer = call("POST", who + "/certificate", h2, R"({"person":)" + person("passport", kNow) + "}", doctor);
        BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
    }
    Answer proposes(const std::string& json, const Fields& as) { return call("POST", who + "/certificate-withdrawals", office, json, as); }
    /// Path of what li proposed.
    std::string proposed(const std::string& json) {
        const Answer answer = proposes(json, li);
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return "/api/v1/certificate-withdrawals/" + answer.at("withdrawal_id");
    }
    Answer approves(const std::string& path) { return call("POST", path + "/approve", office, {}, wang); }
    static PersonId idOf(const std::string& path) { return *PersonId::parse(path.substr(path.rfind('/') + 1)); }
    std::vector<std::string> told() { return tests::eventTypes(*this, idOf(who).bits); }
    std::vector<audit::AuditEntry> audited(const std::string& action) {
        audit::AuditSearch search;
        search.about = idOf(who);
        search.until = clock.utc() + core::Duration(60'000);
        search.limit = 1000;
        const auto entries = read<std::vector<audit::ChainedEntry>>(
            [&](core::ReadTransaction& transaction) { return storage->audit().search(transaction, search); });
        std::vector<audit::AuditEntry> found;
        for (const audit::ChainedEntry& one : entries) {
            if (one.entry.action == action) found.push_back(one.entry);
        }
        return found;
    }
    std::string found(const std::string& number) {
        const auto answer =
            tried("POST", "/api/v1/people/search", h2, R"({"certificate":)" + certificate("passport", number) + "}", doctor);
        return answer.ok() ? "/api/v1/people/" + answer->at("person_id") : "";
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(withdrawals, Region)

BOOST_AUTO_TEST_CASE(a_wrong_former_number_is_taken_back_by_two_of_staff_and_the_person_hears_of_it) {
    renewed();
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people", entrance, R"({"person":)" + person("passport", kWrong, "测试乙") + "}"),
                         Error::RegistrationRefused));
    (void)told();
    const Answer waits = proposes(wish(kWrong), li);
    BOOST_TEST(waits.at("state") == "proposed");
    BOOST_TEST(waits.at("held") == "former");
    BOOST_TEST(waits.at("proposed_by") == "city-office/li");
    BOOST_TEST(waits.body.find(kWrong) == std::string::npos);  // masked
    const std::string path = "/api/v1/certificate-withdrawals/" + waits.at("withdrawal_id");
    BOOST_TEST(call("GET", "/api/v1/certificate-withdrawals", office, {}, li).at("withdrawals.0.withdrawal_id") ==
               waits.at("withdrawal_id"));
    BOOST_TEST(told().empty());
    BOOST_TEST(audited("certificate.propose_withdrawal").size() == 1U);
    BOOST_TEST((audited("certificate.propose_withdrawal").front().purpose == audit::Purpose::Supervision));
    BOOST_TEST(failsWith(call("POST", path + "/approve", office, {}, li).result(), Error::SecondPersonNeeded));

    const Answer done = approves(path);
    BOOST_REQUIRE_MESSAGE(done.status == 200, done.body);
    BOOST_TEST(done.at("state") == "withdrawn");
    BOOST_TEST(done.at("decided_by") == "city-office/wang");
    BOOST_TEST(told() == std::vector<std::string>{"certificate.withdrawn"}, boost::test_tools::per_element());
    BOOST_TEST(audited("certificate.withdraw").size() == 1U);
    BOOST_TEST(found(kWrong).empty());
    BOOST_TEST(found(kNow) == who);
    const std::string holder = registered("passport", kWrong, "测试乙");
    BOOST_TEST(holder != who);
    BOOST_TEST(found(kWrong) == holder);
    BOOST_TEST(call("GET", "/api/v1/certificate-withdrawals", office, {}, li).at("withdrawals") == "0");
    BOOST_TEST(call("GET", who + "/certificate-withdrawals", office, {}, li).at("withdrawals.0.state") == "withdrawn");

    const Answer details = call("GET", who + "/details", exchanged(who));
    BOOST_TEST(details.at("former_certificates") == "0");
    BOOST_TEST(details.at("withdrawn_certificates.0.certificate.number") == kWrong);
}

BOOST_AUTO_TEST_CASE(a_certificate_held_now_gives_way_to_the_right_one_and_hospitals_are_told) {
    opened(who);
    region.answers<PatientUpdate>({});
    (void)told();
    const std::string path = proposed(wish(kWrong, kNow));
    BOOST_REQUIRE(approves(path).status == 200);
    BOOST_TEST(found(kWrong).empty());
    BOOST_TEST(found(kNow) == who);
    const std::vector<std::string> heard = told();
    BOOST_TEST((std::ranges::count(heard, "certificate.withdrawn") == 1));
    BOOST_TEST((std::ranges::count(heard, "person.updated") == 1));
    while (region.asked<PatientUpdate>().empty()) std::this_thread::yield();
    BOOST_TEST(region.asked<PatientUpdate>().front().person.certificate->number.reveal().text == kNow);
    const Answer details = call("GET", who + "/details", exchanged(who));
    BOOST_TEST(details.at("former_certificates") == "0");
    BOOST_TEST(details.at("details.certificate.number") == kNow);
    // Nobody has verified them: a service is asked about the right one.
    const core::UtcTime much_later = clock.utc() + std::chrono::hours(1);
    BOOST_TEST(read<bool>(
        [&](core::ReadTransaction& transaction) { return storage->outbox().due(transaction, flows::kVerifyTopic, much_later); }));
}

BOOST_AUTO_TEST_CASE(whoever_approves_sees_the_numbers_for_a_purpose_and_the_person_hears_of_it) {
    renewed();
    const std::string path = proposed(wish(kWrong));
    (void)told();
    BOOST_TEST(call("GET", path, office, {}, staff("wang", "")).body.find(kWrong) == std::string::npos);
    BOOST_TEST(told().empty());
    const Answer full = call("GET", path, office, {}, wang);
    BOOST_TEST(full.at("certificate.number") == kWrong);
    BOOST_TEST(told() == std::vector<std::string>{"person.unmasked"}, boost::test_tools::per_element());
    BOOST_REQUIRE(audited("certificate.unmask").size() == 1U);
    BOOST_TEST(audited("certificate.unmask").front().subject == path);
    BOOST_TEST(failsWith(call("GET", path, office, {}, staff("wang", "own")).result(), Error::PurposeNotAllowed));
}

BOOST_AUTO_TEST_CASE(it_takes_a_steward_a_member_of_staff_a_purpose_and_a_reason) {
    renewed();
    BOOST_TEST(failsWith(proposes(wish(kWrong), staff("li", "")).result(), Error::PurposeMissing));
    BOOST_TEST(failsWith(proposes(wish(kWrong), staff("li", "own")).result(), Error::PurposeNotAllowed));
    BOOST_TEST(failsWith(proposes(wish(kWrong), {{"Purpose", "supervision"}}).result(), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("POST", who + "/certificate-withdrawals", h2, wish(kWrong), doctor), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", who + "/certificate-withdrawals", exchanged(who), wish(kWrong)), Error::ScopeMissing));
    const std::string no_reason = R"({"certificate":)" + certificate("passport", kWrong) + R"(,"why":""})";
    BOOST_TEST(failsWith(proposes(no_reason, li).result(), Error::JsonNotValid));
    const std::string path = proposed(wish(kWrong));
    BOOST_TEST(failsWith(call("POST", path + "/approve", office, {}, staff("wang", "")).result(), Error::PurposeMissing));
    BOOST_TEST(failsWith(tried("POST", path + "/approve", h2, {}, doctor), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("GET", "/api/v1/certificate-withdrawals?state=any", office, {}, li), Error::QueryParameterMissing));
    const std::string nobody = "/api/v1/certificate-withdrawals/" + ids.next<identity::WithdrawalId>().text();
    BOOST_TEST(failsWith(approves(nobody).result(), Error::ReviewNotFound));
    BOOST_TEST(call("POST", path + "/drop", office, {}, li).at("state") == "dropped");
    BOOST_TEST(failsWith(approves(path).result(), Error::ReviewNotYours));
    BOOST_TEST(found(kWrong) == who);
}

BOOST_AUTO_TEST_CASE(the_same_key_proposes_once_and_approves_once) {
    renewed();
    Fields once = li;
    once.emplace_back("Idempotency-Key", "withdraw-once");
    const Answer first = proposes(wish(kWrong), once);
    BOOST_TEST(proposes(wish(kWrong), once).body == first.body);
    BOOST_TEST(call("GET", who + "/certificate-withdrawals", office, {}, li).at("withdrawals") == "1");
    Fields approving = wang;
    approving.emplace_back("Idempotency-Key", "approve-once");
    const std::string path = "/api/v1/certificate-withdrawals/" + first.at("withdrawal_id") + "/approve";
    const Answer done = call("POST", path, office, {}, approving);
    BOOST_REQUIRE_MESSAGE(done.status == 200, done.body);
    BOOST_TEST(call("POST", path, office, {}, approving).body == done.body);
    BOOST_TEST(audited("certificate.withdraw").size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
