#include <algorithm>
#include <thread>

#include "hub/audit/audit_store.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using core::Error;
using identity::PersonId;
using tests::failsWith;
using tests::Fields;
using Answer = tests::RestAnswer;

namespace {

constexpr const char* kA = "379999199001010010";
constexpr const char* kPassport = "E99999999";

Fields staff(const std::string& id) { return {{"Staff-Id", id}, {"Staff-Role", "steward"}, {"Staff-Department", "master-index"}}; }

PersonId idIn(const std::string& path) {
    const auto id = PersonId::parse(path.substr(path.rfind('/') + 1));
    BOOST_REQUIRE(id.ok());
    return *id;
}

/// One person who came twice: with a resident id, and with a passport.
struct Region : tests::RestRegion {
    std::string office = tokenFor("city-office", access::ClientKind::Office, access::Role::Steward, "");
    const Fields li = staff("li");
    const Fields wang = staff("wang");
    const Fields zhao = staff("zhao");
    std::string first = registered("测试甲", kA);
    std::string again = registeredAs(kPassport);

    std::string registeredAs(const std::string& passport) {
        const Answer answer =
            call("POST", "/api/v1/people", entrance,
                 R"({"person":{"name":"测试甲","sex":"male","birth_date":"1990-01-01","phone":"13900000002","certificate":)"
                 R"({"kind":"passport","number":")" +
                     passport + R"("}}})");
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return "/api/v1/people/" + answer.at("person_id");
    }

    /// Path of the review of the two.
    std::string underReview(PersonId one, PersonId other, core::Duration waits = core::Duration(0)) {
        identity::MatchFinding finding;
        finding.fields = {{identity::matching::Field::Name, identity::matching::Level::Same, 1'200},
                          {identity::matching::Field::Phone, identity::matching::Level::Different, -300}};
        finding.total = 640 + static_cast<identity::matching::Bits>(waits.count());
        finding.guards = {identity::matching::Guard::TwoIdentities};
        finding.weights = "0a1b2c3d";
        finding.source = "matching";
        std::string path;
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto review = reviews.open(transaction, one, other, finding);
                          if (!review.ok()) return review.failure();
                          path = "/api/v1/reviews/" + review->id.text();
                          return flows::Next{};
                      }).ok());
        return path;
    }
    std::string underReview() { return underReview(idIn(first), idIn(again)); }

    Answer does(const Fields& who, const std::string& review, const std::string& verb, const std::string& json = {}) {
        return call("POST", review + "/" + verb, office, json, who);
    }
    core::Result<Answer> tries(const Fields& who, const std::string& review, const std::string& verb, const std::string& json = {}) {
        return does(who, review, verb, json).result();
    }
    void proposed(const std::string& review) {
        BOOST_REQUIRE(does(li, review, "claim").status == 200);
        BOOST_REQUIRE(does(li, review, "propose", kSame).at("state") == "proposed");
        BOOST_REQUIRE(does(wang, review, "claim").status == 200);
    }
    /// By li, approved by wang.
    std::string merged() {
        const std::string review = underReview();
        proposed(review);
        const Answer answer = does(wang, review, "approve");
        BOOST_REQUIRE_MESSAGE(answer.at("state") == "same", answer.body);
        return review;
    }
    std::string rootPath() { return "/api/v1/people/" + call("GET", first, h1).at("person_id"); }
    std::string partPath() { return rootPath() == first ? again : first; }

    /// What waits to be relayed, as "<event> <person>", sorted; forgotten by this.
    std::vector<std::string> told() {
        std::vector<std::string> found;
        const auto look = [&](core::Transaction& transaction) -> core::Result<flows::Next> {
            found.clear();
            while (true) {
                const auto some =
                    storage->outbox().lease(transaction, flows::kEventTopic, clock.utc(), "test", core::Duration(60'000), 100);
                if (!some.ok()) return some.failure();
                if (some->empty()) return flows::Next{};
                for (const core::OutboxMessage& message : *some) {
                    const auto event = flows::eventIn(message);
                    if (!event.ok()) return event.failure();
                    found.push_back(event->type + " " + flows::personOf(event->stream)->text());
                    const auto delivered = storage->outbox().delivered(transaction, message.id, "test");
                    if (!delivered.ok()) return delivered.failure();
                }
            }
        };
        BOOST_REQUIRE(unit(look).ok());
        std::ranges::sort(found);
        return found;
    }
    std::vector<std::string> toldBoth(const std::string& event) {
        std::vector<std::string> both{event + " " + idIn(first).text(), event + " " + idIn(again).text()};
        std::ranges::sort(both);
        return both;
    }

    /// Lines about the person with this action.
    std::vector<audit::AuditEntry> audited(const std::string& path, const std::string& action) {
        audit::AuditSearch search;
        search.about = idIn(path);
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

    static constexpr const char* kSame = R"({"verdict":"same","why":"certificates_seen"})";
    static constexpr const char* kNotSame = R"({"verdict":"not_same","why":"two_people"})";
    static constexpr const char* kWhy = R"({"why":"wrong"})";
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(steward, Region)

BOOST_AUTO_TEST_CASE(two_members_of_staff_make_two_registrations_one_person_and_both_hear_of_it) {
    const std::string review = underReview();
    BOOST_TEST(failsWith(tries(li, review, "propose", kSame), Error::ReviewNotYours));  // not claimed
    BOOST_TEST(does(li, review, "claim").at("claimed_by") == "city-office/li");
    BOOST_TEST(failsWith(tries(wang, review, "claim"), Error::ReviewNotYours));
    BOOST_TEST(does(li, review, "propose", kSame).at("proposed_by") == "city-office/li");
    BOOST_TEST(does(li, review, "claim").status == 200);
    BOOST_TEST(failsWith(tries(li, review, "approve"), Error::SecondPersonNeeded));
    BOOST_TEST(does(li, review, "release").status == 200);
    BOOST_TEST(failsWith(tries(wang, review, "approve"), Error::ReviewNotYours));  // not claimed
    BOOST_TEST(does(wang, review, "claim").status == 200);
    told();
    const Answer decided = does(wang, review, "approve");
    BOOST_TEST(decided.at("state") == "same");
    BOOST_TEST(decided.at("decided_by") == "city-office/wang");
    BOOST_TEST(decided.body.find("\"preview\"") == std::string::npos);
    BOOST_TEST(told() == toldBoth("person.merged"), boost::test_tools::per_element());
    for (const std::string& who : {first, again}) {
        const auto lines = audited(who, "person.merge");
        BOOST_REQUIRE(lines.size() == 1);
        BOOST_TEST(lines[0].actor == "wang");
        BOOST_TEST(lines[0].subject == "person/" + idIn(who == first ? again : first).text());
    }
    BOOST_TEST(failsWith(tries(wang, review, "approve"), Error::ReviewNotYours));
}

BOOST_AUTO_TEST_CASE(what_is_sent_back_merges_nobody_and_what_is_not_the_same_stays_so) {
    const std::string review = underReview();
    proposed(review);
    BOOST_TEST(does(wang, review, "send-back").at("state") == "open");
    BOOST_TEST(does(wang, review, "claim").status == 200);
    told();
    BOOST_TEST(does(wang, review, "propose", kNotSame).at("state") == "not_same");
    BOOST_TEST(told().empty());
    BOOST_TEST(underReview() == review);
    BOOST_TEST(call("GET", review, office, {}, li).at("state") == "not_same");
    BOOST_TEST(does(li, review, "reopen", kWhy).at("state") == "open");
    BOOST_TEST(call("GET", first, h1).at("person_id") != call("GET", again, h1).at("person_id"));
}

BOOST_AUTO_TEST_CASE(a_review_tells_how_two_people_agree_and_no_value_of_theirs) {
    const std::string review = underReview();
    const Answer seen = call("GET", review, office, {}, li);
    BOOST_REQUIRE_MESSAGE(seen.status == 200, seen.body);
    BOOST_TEST(seen.at("finding.fields.0.field") == "name");
    BOOST_TEST(seen.at("finding.fields.0.level") == "same");
    BOOST_TEST(seen.at("finding.fields.1.bits") == "-300");
    BOOST_TEST(seen.at("finding.guards.0") == "two_identities");
    BOOST_TEST(seen.at("finding.weights") == "0a1b2c3d");
    BOOST_TEST(seen.at("people") == "2");
    BOOST_TEST(seen.at("history.0.step") == "opened");
    BOOST_TEST(seen.at("preview.people") == "2");
    BOOST_TEST(seen.at("preview.cards") == "2");
    BOOST_TEST(seen.body.find("\"obstacle\"") == std::string::npos);
    for (const char* value : {"测试甲", kA, kPassport, "13900000001", "13900000002", "1990-01-01"})
        BOOST_TEST(seen.body.find(value) == std::string::npos, value);
    BOOST_TEST(seen.body.find("测**") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_queue_is_read_page_by_page_and_by_state) {
    std::vector<PersonId> people;
    for (int i = 0; i < 11; ++i) people.push_back(idIn(registeredAs("E000000" + std::to_string(10 + i))));
    for (std::size_t i = 0; i < people.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) underReview(people[i], people[j], core::Duration(static_cast<std::int64_t>(i * 11 + j)));
    }
    const Answer page = call("GET", "/api/v1/reviews?state=open", office, {}, li);
    BOOST_TEST(page.at("reviews") == "50");
    const Answer rest = call("GET", "/api/v1/reviews?after=" + page.at("next"), office, {}, li);
    BOOST_TEST(rest.at("reviews") == "5");
    BOOST_TEST(rest.body.find("\"next\"") == std::string::npos);
    for (int i = 0; i < 5; ++i) BOOST_TEST(page.body.find(rest.at("reviews." + std::to_string(i) + ".review_id")) == std::string::npos);
    BOOST_TEST(call("GET", "/api/v1/reviews?state=proposed", office, {}, li).at("reviews") == "0");
    BOOST_TEST(failsWith(tried("GET", "/api/v1/reviews?state=closed", office, {}, li), Error::QueryParameterMissing));
    BOOST_TEST(failsWith(tried("GET", "/api/v1/reviews?after=7", office, {}, li), Error::IdNotValid));
}

BOOST_AUTO_TEST_CASE(only_a_steward_in_the_name_of_a_member_of_staff_reviews) {
    const std::string review = underReview();
    const std::string person_token = exchanged(first);
    const std::string viewer = tokenFor("ops", access::ClientKind::Office, access::Role::Operator, "");
    for (const std::string& path : {std::string("/api/v1/reviews"), review, first + "/merges"}) {
        BOOST_TEST(failsWith(tried("GET", path, office), Error::StaffClaimNotValid));
        BOOST_TEST(failsWith(tried("GET", path, h1, {}, doctor), Error::ScopeMissing));
        for (const std::string& token : {entrance, person_token, viewer})
            BOOST_TEST(failsWith(tried("GET", path, token), Error::ScopeMissing));
    }
    for (const char* verb : {"claim", "release", "approve", "send-back"}) {
        BOOST_TEST(failsWith(tried("POST", review + "/" + verb, office), Error::StaffClaimNotValid));
        BOOST_TEST(failsWith(tried("POST", review + "/" + verb, h1, {}, doctor), Error::ScopeMissing));
        BOOST_TEST(failsWith(tries(li, "/api/v1/reviews/" + std::string(26, '0'), verb), Error::ReviewNotFound));
    }
    BOOST_TEST(failsWith(tried("POST", review + "/propose", h1, kSame, doctor), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", review + "/reopen", h1, kWhy, doctor), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("POST", first + "/unmerge", h1, kWhy, doctor), Error::ScopeMissing));
    BOOST_TEST(failsWith(tried("GET", "/api/v1/people/" + std::string(26, '0') + "/merges", office, {}, li), Error::PersonNotFound));
    BOOST_TEST(failsWith(tries(li, review, "reopen", kWhy), Error::ReviewNotYours));  // it is open
}

BOOST_AUTO_TEST_CASE(a_step_said_twice_under_one_key_is_done_once) {
    const std::string review = underReview();
    BOOST_REQUIRE(does(li, review, "claim").status == 200);
    Fields once = li;
    once.emplace_back("Idempotency-Key", "once");
    BOOST_TEST(call("POST", review + "/propose", office, kSame, once).at("history") == "3");
    BOOST_TEST(call("POST", review + "/propose", office, kSame, once).at("history") == "3");
    BOOST_TEST(failsWith(tries(li, review, "propose", kSame), Error::ReviewNotYours));
}

BOOST_AUTO_TEST_CASE(a_merge_is_undone_by_somebody_else_than_who_approved_it_and_the_review_is_open_again) {
    const std::string review = merged();
    const std::string part = partPath();
    const std::string root = rootPath();
    const Answer before = call("GET", part + "/merges", office, {}, li);
    BOOST_TEST("/api/v1/people/" + before.at("person_id") == root);
    BOOST_TEST("/api/v1/people/" + before.at("parts.0.person_id") == part);
    BOOST_TEST(before.at("ledger") == "1");
    BOOST_TEST(before.at("ledger.0.approved_by") == "city-office/wang");
    told();

    BOOST_TEST(failsWith(tries(wang, part, "unmerge", kWhy), Error::SecondPersonNeeded));
    BOOST_TEST(failsWith(tries(zhao, root, "unmerge", kWhy), Error::MergeNotAllowed));  // it is a part of nobody
    BOOST_TEST(failsWith(tries(li, review, "reopen", kWhy), Error::ReviewNotYours));    // still merged
    BOOST_TEST(told().empty());
    Fields once = zhao;
    once.emplace_back("Idempotency-Key", "once");
    const Answer after = call("POST", part + "/unmerge", office, kWhy, once);
    BOOST_REQUIRE_MESSAGE(after.status == 200, after.body);
    BOOST_TEST("/api/v1/people/" + after.at("person_id") == part);
    BOOST_TEST(after.at("parts") == "0");
    BOOST_TEST(after.at("ledger") == "2");
    BOOST_TEST(after.at("ledger.1.kind") == "unmerge");
    BOOST_TEST(after.at("ledger.1.approved_by") == "city-office/zhao");
    BOOST_TEST(told() == toldBoth("person.unmerged"), boost::test_tools::per_element());
    for (const std::string& who : {first, again}) BOOST_TEST(audited(who, "person.unmerge").size() == 1);
    BOOST_TEST(call("POST", part + "/unmerge", office, kWhy, once).at("ledger") == "2");
    BOOST_TEST(failsWith(tries(zhao, part, "unmerge", kWhy), Error::MergeNotAllowed));
    BOOST_TEST(call("GET", review, office, {}, li).at("state") == "open");
    BOOST_TEST("/api/v1/people/" + call("GET", part, h1).at("person_id") == part);

    // Once more, under other numbers.
    proposed(review);
    BOOST_TEST(does(wang, review, "approve").at("state") == "same");
    BOOST_TEST(told() == toldBoth("person.merged"), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_merge_made_without_a_review_is_undone_as_well) {
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                      const auto made = merges.merge(transaction, idIn(again), idIn(first), {{}, "newborn", "newborn", "one_key"});
                      return made.ok() ? core::Result<flows::Next>(flows::Next{}) : made.failure();
                  }).ok());
    BOOST_TEST(does(wang, again, "unmerge", kWhy).at("parts") == "0");
    BOOST_TEST(told() == toldBoth("person.unmerged"), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(either_token_speaks_for_the_one_person_until_they_are_taken_apart) {
    const std::string first_token = exchanged(first);
    const std::string again_token = exchanged(again);
    BOOST_TEST(failsWith(tried("GET", first, again_token), Error::NotThisPerson));
    merged();
    const std::string root = rootPath();
    const std::string part = partPath();
    for (const std::string& token : {first_token, again_token, exchanged(part)}) {
        for (const std::string& path : {first, again}) BOOST_TEST("/api/v1/people/" + call("GET", path, token).at("person_id") == root);
    }
    const std::string made_while_merged = exchanged(part);
    BOOST_REQUIRE(does(zhao, part, "unmerge", kWhy).status == 200);
    BOOST_TEST("/api/v1/people/" + call("GET", part, made_while_merged).at("person_id") == part);
    BOOST_TEST(failsWith(tried("GET", root, made_while_merged), Error::NotThisPerson));
    BOOST_TEST(failsWith(tried("GET", first, again_token), Error::NotThisPerson));
}

BOOST_AUTO_TEST_CASE(staff_that_scans_a_part_finds_the_person_and_every_file) {
    opened(first, "H1", "P0001");
    opened(again, "H2", "P0002");
    merged();
    const std::string root = rootPath();
    for (const auto& [token, number] : {std::pair(h1, "P0001"), std::pair(h2, "P0002")}) {
        const Answer found = call("POST", "/api/v1/people/search", token, R"({"local_patient":")" + std::string(number) + R"("})", doctor);
        BOOST_TEST("/api/v1/people/" + found.at("person_id") == root);
        const std::string scan = R"({"text":")" + std::string(number) + R"(","use":"registration"})";
        const Answer scanned = call("POST", "/api/v1/credentials/scan", token, scan, doctor);
        BOOST_TEST("/api/v1/people/" + scanned.at("person.person_id") == root);
    }
    BOOST_TEST(call("GET", first + "/files", h1).at("files") == "2");
    BOOST_TEST(call("GET", again + "/files", h1).at("files") == "2");
    // The hospital of the part knows the person: no other file is asked for there.
    const std::string there = partPath() == first ? "H1" : "H2";
    const Answer file = call("POST", root + "/files", exchanged(root), R"({"hospital":")" + there + R"("})");
    BOOST_TEST(file.status == 201);
    BOOST_TEST(file.at("files") == "1");
    BOOST_TEST(region.calls("patient.find") == 0);
}

BOOST_AUTO_TEST_CASE(a_hospital_where_both_have_a_file_is_told_when_the_merge_is_approved_and_its_staff_when_it_is_undone) {
    opened(first, "H1", "P0001");
    opened(again, "H1", "P0002");
    region.answers<contract::PatientMerge>({});
    const std::string review = underReview();
    proposed(review);
    BOOST_TEST(region.calls("patient.merge") == 0);
    BOOST_REQUIRE(does(wang, review, "approve").at("state") == "same");
    while (region.calls("patient.merge") == 0) std::this_thread::yield();
    BOOST_REQUIRE(does(zhao, partPath(), "unmerge", kWhy).status == 200);
    BOOST_TEST(region.calls("patient.merge") == 1);
    const auto cases = read<std::vector<payment::Case>>([&](core::ReadTransaction& transaction) {
        return storage->cases().openOfHospital(transaction, "H1", {10, std::nullopt});
    });
    BOOST_REQUIRE(cases.size() == 1);
    BOOST_TEST(cases.front().kind == "merge_to_undo");
}

BOOST_AUTO_TEST_CASE(a_part_keeps_its_consents_and_the_person_lists_and_ends_them) {
    const std::string until = std::to_string(clock.utc().ms + 3'600'000);
    const std::string wish = R"({"hospital":"H2","until_ms":)" + until + "}";
    const Answer of_first = call("POST", first + "/consents", verified(first), wish);
    const Answer of_again = call("POST", again + "/consents", verified(again), wish);
    BOOST_REQUIRE(of_again.status == 201);
    merged();
    const std::string token = exchanged(rootPath());
    BOOST_TEST(call("GET", first + "/consents", token).at("consents") == "2");
    for (const Answer& consent : {of_first, of_again}) {
        const std::string id = consent.at("consent_id");
        BOOST_TEST(call("GET", "/api/v1/consents/" + id, token).at("consent_id") == id);
        const Answer revoked = call("POST", first + "/consents/" + id + "/revocation", token);
        BOOST_TEST(revoked.body.find(R"("stands":false)") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(the_person_pays_the_bill_of_a_part_and_payment_and_bill_stay_the_parts) {
    merged();
    const std::string root = rootPath();
    const std::string part = partPath();
    opened(part, "H1", "P0001");
    const contract::Event event = contract::eventOf(core::Sensitive(core::CardNumber{"P0001"}), contract::ChargeCreated{bill("C1", 2'500)});
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) { return inbound.apply(transaction, "H1", event); }).ok());
    house.channels = {{"WX", {"测试微信", "M1", payment::Settles::ViaHub}}};
    const std::string token = exchanged(root);
    const Answer charges = call("GET", root + "/charges", token);
    BOOST_REQUIRE_MESSAGE(charges.at("charges") == "1", charges.body);
    const std::string wish = R"({"channel":"WX","charges":[{"charge_id":")" + charges.at("charges.0.charge_id") +
                             R"(","expected_version":"v1","expected_total_fen":2500}]})";
    BOOST_TEST(failsWith(tried("POST", root + "/payments", exchanged(registeredAs("E88888888")), wish), Error::RelativeNotAllowed));
    const std::string stranger = registeredAs("E77777777");
    BOOST_TEST(failsWith(tried("POST", stranger + "/payments", exchanged(stranger), wish), Error::ChargeNotFound));
    const Answer paid = call("POST", root + "/payments", token, wish);
    BOOST_REQUIRE_MESSAGE(paid.status < 300, paid.body);
    const std::string id = paid.at("payment_id");
    const auto row = read<payment::Payment>(
        [&](core::ReadTransaction& transaction) { return storage->payments().find(transaction, *payment::PaymentId::parse(id)); });
    BOOST_TEST((row.person == idIn(part)));
    BOOST_TEST(call("GET", root + "/payments", token).at("payments.0.payment_id") == id);
    BOOST_TEST(call("GET", "/api/v1/payments/" + id, token).status == 200);
    const Answer cancelled = call("POST", "/api/v1/payments/" + id + "/cancellation", token);
    BOOST_TEST(cancelled.status < 300, cancelled.body);
    told();
    BOOST_REQUIRE(does(zhao, part, "unmerge", kWhy).status == 200);
    BOOST_TEST(failsWith(tried("GET", "/api/v1/payments/" + id, token), Error::PaymentNotFound));
    BOOST_TEST(call("GET", root + "/charges", token).at("charges") == "0");
    BOOST_TEST(call("GET", "/api/v1/payments/" + id, exchanged(part)).status == 200);
}

BOOST_AUTO_TEST_CASE(a_visit_is_booked_with_the_file_of_a_part_and_stays_with_it) {
    merged();
    const std::string root = rootPath();
    const std::string part = partPath();
    opened(part, "H1", "P0001");
    region.ends("slot.lock", contract::Ending::NotReached, core::Error::OperationNotOffered);
    const std::string token = exchanged(root);
    const Answer booked =
        call("POST", root + "/bookings", token,
             R"({"hospital":"H1","slot":"S1","department":"01","department_name":"内科","doctor":"1001","doctor_name":"测试医生",)"
             R"("day":")" +
                 core::shanghaiDate(clock.utc() + std::chrono::hours(24), core::Duration(0)).text() + R"(","session":"morning"})");
    BOOST_REQUIRE_MESSAGE(booked.status < 300, booked.body);
    const std::string booking = "/api/v1/bookings/" + booked.at("booking_id");
    BOOST_TEST(call("GET", root + "/bookings", token).at("bookings") == "1");
    BOOST_TEST(call("GET", booking, token).status == 200);
    const Answer cancelled = call("POST", booking + "/cancellation", token);
    BOOST_TEST(cancelled.status < 300, cancelled.body);
    BOOST_REQUIRE(does(zhao, part, "unmerge", kWhy).status == 200);
    BOOST_TEST(call("GET", root + "/bookings", token).at("bookings") == "0");
    BOOST_TEST(failsWith(tried("GET", booking, token), Error::BookingNotFound));
    BOOST_TEST(call("GET", booking, exchanged(part)).status == 200);
}

BOOST_AUTO_TEST_CASE(staff_sees_a_person_in_full_for_a_purpose_and_the_person_hears_of_it) {
    const Answer seen = call("GET", first + "/details", h2, {}, doctor);
    BOOST_REQUIRE_MESSAGE(seen.status == 200, seen.body);
    BOOST_TEST(seen.at("details.name") == "测试甲");
    BOOST_TEST(seen.at("details.certificate.number") == kA);
    BOOST_TEST(seen.at("details.phone") == "13900000001");
    const auto lines = audited(first, "person.unmask");
    BOOST_REQUIRE(lines.size() == 1);
    BOOST_TEST((lines[0].purpose == audit::Purpose::Treatment));
    BOOST_TEST(lines[0].actor == "20417");
    BOOST_TEST(told() == std::vector<std::string>{"person.unmasked " + idIn(first).text()}, boost::test_tools::per_element());
    BOOST_TEST(call("GET", first, h2, {}, doctor).body.find("测试甲") == std::string::npos);

    Fields purposeless = doctor;
    purposeless.pop_back();
    BOOST_TEST(failsWith(tried("GET", first + "/details", h2, {}, purposeless), Error::PurposeMissing));
    for (const char* purpose : {"settlement", "supervision", "emergency"}) {
        Fields fields = purposeless;
        fields.emplace_back("Purpose", purpose);
        BOOST_TEST(call("GET", first + "/details", h2, {}, fields).status == 200);
    }
    Fields own = purposeless;
    own.emplace_back("Purpose", "own");
    BOOST_TEST(failsWith(tried("GET", first + "/details", h2, {}, own), Error::PurposeNotAllowed));
    BOOST_TEST(failsWith(tried("GET", first + "/details", h2, {}, {{"Purpose", "treatment"}}), Error::StaffClaimNotValid));
    BOOST_TEST(failsWith(tried("GET", first + "/details", entrance, {}, {{"Purpose", "treatment"}}), Error::ScopeMissing));
    Fields supervising = li;
    BOOST_TEST(failsWith(tried("GET", first + "/details", office, {}, supervising), Error::PurposeMissing));
    supervising.emplace_back("Purpose", "supervision");
    BOOST_TEST(call("GET", first + "/details", office, {}, supervising).status == 200);
    BOOST_TEST(audited(first, "person.unmask").size() == 5);  // nothing of the refusals
    const std::string nobody = "/api/v1/people/" + std::string(25, '0') + "1";
    BOOST_TEST(failsWith(tried("GET", nobody + "/details", h2, {}, doctor), Error::PersonNotFound));
    for (const char* what : {"/details", "/reports"})  // no id is nobody's
        BOOST_TEST(failsWith(tried("GET", "/api/v1/people/" + std::string(26, '0') + what, h2, {}, doctor), Error::PersonNotFound));
    BOOST_TEST(audited(nobody, "person.unmask").empty());  // one unit: no answer, no line
}

BOOST_AUTO_TEST_CASE(a_person_sees_themselves_in_full_and_nobody_else) {
    const std::string token = exchanged(first);
    BOOST_TEST(call("GET", first + "/details", token).at("details.certificate.number") == kA);
    BOOST_REQUIRE(audited(first, "person.unmask").size() == 1);
    BOOST_TEST((audited(first, "person.unmask")[0].purpose == audit::Purpose::Own));
    BOOST_TEST(told().empty());
    BOOST_TEST(failsWith(tried("GET", again + "/details", token), Error::NotThisPerson));
    BOOST_TEST(failsWith(tried("GET", first + "/details", token, {}, {{"Purpose", "treatment"}}), Error::PurposeNotAllowed));
}

BOOST_AUTO_TEST_SUITE_END()
