// The routes as the command line on this machine calls them: who acts is named, and is the same person of staff as over the network.
#include "hub/api/rest/local_desk.h"

#include "hub/audit/audit_store.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using core::Error;
using tests::failsWith;
using tests::Fields;
using Answer = tests::RestAnswer;

namespace {

constexpr const char* kSame = R"({"verdict":"same","why":"certificates_seen"})";

struct Local : tests::RestRegion {
    std::string office = tokenFor("city-office", access::ClientKind::Office, access::Role::Steward, "");
    api::rest::LocalDesk local_desk{house, storage->access()};
    api::Router local{api::rest::restRoutes(&local_desk)};
    std::string first = registered("测试甲", "379999199001010010");
    std::string again = "/api/v1/people/" + call("POST", "/api/v1/people", entrance,
                                                 R"({"person":{"name":"测试甲","sex":"male","birth_date":"1990-01-01","certificate":)"
                                                 R"({"kind":"passport","number":"E66666666"}}})")
                                                .at("person_id");

    Answer as(const std::string& staff, const std::string& method, const std::string& path, const std::string& json = {}) {
        Fields fields;
        if (!staff.empty()) fields.emplace_back("Staff", staff);
        return callOn(local, method, path, "", json, fields);
    }
    core::Result<Answer> tries(const std::string& staff, const std::string& method, const std::string& path, const std::string& json = {}) {
        return as(staff, method, path, json).result();
    }
    static std::string idIn(const std::string& path) { return path.substr(path.rfind('/') + 1); }
    std::string pair() const { return R"({"person_id":")" + idIn(first) + R"(","other_id":")" + idIn(again) + R"("})"; }
    std::string opened() {
        const Answer answer = as("city-office/li", "POST", "/api/v1/reviews", pair());
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return "/api/v1/reviews/" + answer.at("review_id");
    }
    void changeClient(const std::string& code, access::ClientState state) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto changed = storage->access().setClientState(transaction, code, state);
                          return changed.ok() ? core::Result<flows::Next>(flows::Next{}) : changed.failure();
                      }).ok());
    }
    void revokeTokensOf(const std::string& code) {
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto all = storage->access().tokensOf(transaction, code);
                          if (!all.ok()) return all.failure();
                          for (const access::Token& token : *all) {
                              const auto revoked = storage->access().revokeToken(transaction, token.id, clock.utc());
                              if (!revoked.ok()) return revoked.failure();
                          }
                          return flows::Next{};
                      }).ok());
    }
    std::vector<audit::AuditEntry> audited(const std::string& path, const std::string& action) {
        audit::AuditSearch search;
        search.about = *identity::PersonId::parse(idIn(path));
        search.from = clock.utc() + -core::Duration(3'600'000);
        search.until = clock.utc() + core::Duration(1);
        search.limit = 1000;
        const auto entries = read<std::vector<audit::ChainedEntry>>(
            [&](core::ReadTransaction& transaction) { return storage->audit().search(transaction, search); });
        std::vector<audit::AuditEntry> found;
        for (const audit::ChainedEntry& one : entries) {
            if (one.entry.action == action) found.push_back(one.entry);
        }
        return found;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(local_desk, Local)

BOOST_AUTO_TEST_CASE(nobody_named_reads_what_is_masked_and_changes_nothing) {
    const std::string review = opened();
    BOOST_TEST(as("", "GET", "/api/v1/reviews").at("reviews") == "1");
    BOOST_TEST(as("", "GET", review).status == 200);
    BOOST_TEST(as("", "GET", first).at("name") == "测**");
    BOOST_TEST(as("", "GET", "/api/v1/hospitals/H1/file-cases").at("cases") == "0");
    BOOST_TEST(failsWith(tries("", "POST", "/api/v1/reviews", pair()), Error::StaffClaimNotValid));
    for (const char* verb : {"claim", "release", "approve", "send-back"})
        BOOST_TEST(failsWith(tries("", "POST", review + "/" + verb), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tries("", "POST", review + "/propose", kSame), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tries("", "POST", first + "/unmerge", R"({"why":"x"})"), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(callOn(local, "GET", first + "/details", "", {}, {{"Purpose", "supervision"}}).result(), Error::ScopeMissing));
}

BOOST_AUTO_TEST_CASE(nobody_becomes_a_person_of_staff_without_an_office) {
    const std::string review = opened();
    const Fields li{{"Staff-Id", "li"}, {"Staff-Role", "steward"}, {"Staff-Department", "master-index"}};
    BOOST_TEST(failsWith(callOn(local, "POST", review + "/claim", "", {}, li).result(), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(callOn(local, "GET", review, "", {}, li).result(), Error::StaffClaimNotValid));
}

BOOST_AUTO_TEST_CASE(one_person_of_staff_is_one_over_the_network_and_here) {
    const std::string review = opened();
    BOOST_TEST(as("city-office/li", "POST", review + "/claim").at("claimed_by") == "city-office/li");
    BOOST_TEST(as("city-office/li", "POST", review + "/propose", kSame).at("proposed_by") == "city-office/li");
    const Fields li{{"Staff-Id", "li"}, {"Staff-Role", "steward"}, {"Staff-Department", "master-index"}};
    BOOST_REQUIRE(call("POST", review + "/claim", office, {}, li).status == 200);
    BOOST_TEST(failsWith(tried("POST", review + "/approve", office, {}, li), Error::SecondPersonNeeded));
    BOOST_TEST(failsWith(tries("li", "POST", review + "/approve"), Error::SecondPersonNeeded));  // the one office of stewards
    BOOST_REQUIRE(as("li", "POST", review + "/release").status == 200);
    BOOST_REQUIRE(as("wang", "POST", review + "/claim").at("claimed_by") == "city-office/wang");
    BOOST_TEST(as("wang", "POST", review + "/approve").at("state") == "same");
    BOOST_REQUIRE(audited(first, "person.merge").size() == 1U);
    BOOST_TEST(audited(first, "person.merge")[0].actor == "wang");
    BOOST_TEST(audited(first, "person.merge")[0].client == "city-office");
    BOOST_TEST(as("li", "POST", "/api/v1/reviews", pair()).at("state") == "same");  // of a pair there is one
}

BOOST_AUTO_TEST_CASE(staff_has_the_role_of_a_token_that_stands_for_its_office) {
    const std::string review = opened();
    BOOST_TEST(failsWith(tries("no-office/li", "POST", review + "/claim"), Error::ClientNotFound));
    BOOST_TEST(failsWith(tries("city-office/", "POST", review + "/claim"), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tries("city-app/li", "POST", review + "/claim"), Error::ScopeMissing));  // an entrance has no staff
    BOOST_TEST(failsWith(tries("his-h1/20417", "POST", review + "/claim"), Error::ScopeMissing));
    tokenFor("audit-office", access::ClientKind::Office, access::Role::Auditor, "");
    BOOST_TEST(failsWith(tries("audit-office/li", "POST", review + "/claim"), Error::ScopeMissing));
    changeClient("city-office", access::ClientState::Disabled);
    BOOST_TEST(failsWith(tries("city-office/li", "POST", review + "/claim"), Error::ClientDisabled));
    BOOST_TEST(failsWith(tries("li", "POST", review + "/claim"), Error::StaffClaimNotValid));
    changeClient("city-office", access::ClientState::Active);
    BOOST_TEST(as("city-office/li", "POST", review + "/claim").status == 200);
    revokeTokensOf("city-office");
    BOOST_TEST(failsWith(tries("city-office/li", "POST", review + "/release"), Error::ScopeMissing));
}

BOOST_AUTO_TEST_CASE(where_two_offices_have_stewards_the_office_is_said) {
    const std::string review = opened();
    BOOST_TEST(as("li", "POST", review + "/claim").status == 200);
    tokenFor("county-office", access::ClientKind::Office, access::Role::Steward, "");
    BOOST_TEST(failsWith(tries("li", "POST", review + "/release"), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tries("county-office/li", "POST", review + "/release"), Error::ReviewNotYours));  // another li
    BOOST_TEST(as("city-office/li", "POST", review + "/release").status == 200);
}

BOOST_AUTO_TEST_CASE(a_look_in_full_is_audited_as_over_the_network) {
    const auto details = [&](const Fields& fields) { return callOn(local, "GET", first + "/details", "", {}, fields); };
    BOOST_TEST(failsWith(details({{"Staff", "city-office/li"}}).result(), Error::PurposeMissing));
    BOOST_TEST(failsWith(details({{"Staff", "city-office/li"}, {"Purpose", "own"}}).result(), Error::PurposeNotAllowed));
    BOOST_TEST(audited(first, "person.unmask").empty());
    BOOST_TEST(details({{"Staff", "city-office/li"}, {"Purpose", "supervision"}}).at("details.name") == "测试甲");
    BOOST_REQUIRE(audited(first, "person.unmask").size() == 1U);
    BOOST_TEST(audited(first, "person.unmask")[0].actor == "li");
    BOOST_TEST((audited(first, "person.unmask")[0].purpose == audit::Purpose::Supervision));
}

BOOST_AUTO_TEST_CASE(a_steward_finds_people_by_number_and_hospital_staff_its_own_files) {
    opened();
    RestRegion::opened(first, "H1", "P0001");
    const auto find = [&](const std::string& staff, const std::string& json) { return as(staff, "POST", "/api/v1/people/search", json); };
    const std::string certificate = R"({"certificate":{"kind":"resident_id","number":"379999199001010010"}})";
    for (const char* staff : {"city-office/li", "his-h2/20417", ""}) BOOST_TEST(find(staff, certificate).at("person_id") == idIn(first));
    BOOST_REQUIRE(audited(first, "person.find").size() == 3U);
    const std::string file = R"({"local_patient":"P0001"})";
    const std::string at_h1 = R"({"local_patient":"P0001","hospital":"H1"})";
    BOOST_TEST(find("his-h1/20417", file).at("person_id") == idIn(first));
    BOOST_TEST(find("city-office/li", at_h1).at("person_id") == idIn(first));
    BOOST_TEST(failsWith(find("city-office/li", file).result(), Error::JsonNotValid));
    BOOST_TEST(failsWith(find("his-h2/20417", at_h1).result(), Error::NotThisHospital));
    BOOST_TEST(failsWith(find("his-h2/20417", file).result(), Error::HospitalFileNotFound));
    // Over the network a steward names the member of staff for it.
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people/search", office, certificate), Error::StaffClaimNotValid));
}

BOOST_AUTO_TEST_CASE(two_who_are_one_registration_or_nobody_are_not_reviewed) {
    const std::string same = R"({"person_id":")" + idIn(first) + R"(","other_id":")" + idIn(first) + R"("})";
    BOOST_TEST(failsWith(tries("li", "POST", "/api/v1/reviews", same), Error::MergeNotAllowed));
    const std::string none = R"({"person_id":")" + idIn(first) + R"(","other_id":")" + std::string(26, '1') + R"("})";
    BOOST_TEST(failsWith(tries("li", "POST", "/api/v1/reviews", none), Error::PersonNotFound));
    BOOST_TEST(failsWith(tries("his-h1/20417", "POST", "/api/v1/reviews", pair()), Error::ScopeMissing));
}

BOOST_AUTO_TEST_SUITE_END()
