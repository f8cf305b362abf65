#include <future>
#include <set>
#include <thread>

#include "hub/jobs/name_checker.h"
#include "tests/flows/rest_region.h"

using namespace hub;
using contract::PersonVerify;
using contract::Verdict;
using core::Error;
using tests::failsWith;
using Answer = tests::RestAnswer;

namespace {

constexpr const char* kWang =
    R"({"person":{"name":"测试王","sex":"male","certificate":{"kind":"resident_id","number":"379999199001010010"}}})";

struct Region : tests::RestRegion {
    void says(Verdict verdict) { region.answers<PersonVerify>({verdict}); }
    std::string state(const std::string& who) { return call("GET", who, h1).at("state"); }
    static std::string pathOf(const Answer& answer) { return "/api/v1/people/" + answer.at("person_id"); }
    static identity::PersonId idOf(const Answer& answer) { return *identity::PersonId::parse(answer.at("person_id")); }

    flows::NameCheck checked(identity::PersonId id) {
        std::promise<core::Result<flows::NameCheck>> ended;
        registering.checkName(id, [&](const core::Result<flows::NameCheck>& check) { ended.set_value(check); });
        const core::Result<flows::NameCheck> check = ended.get_future().get();
        BOOST_REQUIRE(check.ok());
        return *check;
    }
    bool waits() {
        const core::UtcTime much_later = clock.utc() + std::chrono::hours(1);
        return read<bool>(
            [&](core::ReadTransaction& transaction) { return storage->outbox().due(transaction, flows::kVerifyTopic, much_later); });
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(registration, Region)

BOOST_AUTO_TEST_CASE(who_the_service_knows_under_this_name_is_verified_from_the_start) {
    says(Verdict::Same);
    const Answer answer = call("POST", "/api/v1/people", entrance, kWang);
    BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
    BOOST_TEST(answer.at("state") == "verified");
    BOOST_TEST(!waits());
    // Who stands is not asked after again.
    BOOST_TEST(call("POST", "/api/v1/people", entrance, kWang).at("person_id") == answer.at("person_id"));
    BOOST_TEST(region.calls("person.verify") == 1);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_not_the_certificates_is_written_down_nowhere) {
    says(Verdict::Differs);
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people", entrance, kWang), Error::RealNameDiffers));
    BOOST_TEST(!waits());
    const bool known = read<bool>([&](core::ReadTransaction& transaction) -> core::Result<bool> {
        const contract::Certificate certificate{contract::CertificateKind::ResidentId,
                                                core::Sensitive(core::CertificateNumber{"379999199001010010"})};
        const auto found = storage->identity().personByCertificate(transaction, certificate);
        return found.ok() ? core::Result<bool>(found->has_value()) : found.failure();
    });
    BOOST_TEST(!known);
}

BOOST_AUTO_TEST_CASE(a_service_that_does_not_answer_keeps_nobody_out_and_is_asked_again) {
    region.ends("person.verify", contract::Ending::Unknown);
    says(Verdict::Same);
    const Answer answer = call("POST", "/api/v1/people", entrance, kWang);
    BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
    BOOST_TEST(answer.at("state") == "unverified");
    BOOST_TEST(waits());
    BOOST_TEST((checked(idOf(answer)) == flows::NameCheck::Settled));
    BOOST_TEST(state(pathOf(answer)) == "verified");
    BOOST_TEST(region.calls("person.verify") == 2);
}

BOOST_AUTO_TEST_CASE(who_turns_out_to_have_another_name_is_suspended_until_staff_has_seen_the_certificate) {
    region.ends("person.verify", contract::Ending::NotReached);
    region.ends("person.verify", contract::Ending::NotReached);
    says(Verdict::Differs);
    const Answer answer = call("POST", "/api/v1/people", entrance, kWang);
    BOOST_REQUIRE(answer.status == 201);
    BOOST_TEST((checked(idOf(answer)) == flows::NameCheck::Open));
    BOOST_TEST((checked(idOf(answer)) == flows::NameCheck::Settled));
    BOOST_TEST(state(pathOf(answer)) == "suspended");
    BOOST_TEST(failsWith(tried("POST", pathOf(answer) + "/tokens", entrance), Error::PersonNotActive));
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people", entrance, kWang), Error::PersonNotActive));
}

BOOST_AUTO_TEST_CASE(a_service_that_knows_no_such_number_says_nothing_about_the_person) {
    says(Verdict::NoRecord);
    const Answer answer = call("POST", "/api/v1/people", entrance, kWang);
    BOOST_TEST(answer.at("state") == "unverified");
    BOOST_TEST(!waits());
    BOOST_TEST((checked(idOf(answer)) == flows::NameCheck::Settled));
    BOOST_TEST(state(pathOf(answer)) == "unverified");
}

BOOST_AUTO_TEST_CASE(without_a_service_people_stay_unverified_and_nobody_waits) {
    BOOST_TEST(call("POST", "/api/v1/people", entrance, kWang).at("state") == "unverified");
    BOOST_TEST(!waits());
}

BOOST_AUTO_TEST_CASE(the_job_asks_until_somebody_answers) {
    region.ends("person.verify", contract::Ending::NotReached);
    region.ends("person.verify", contract::Ending::NotReached);
    says(Verdict::Same);
    const Answer answer = call("POST", "/api/v1/people", entrance, kWang);
    const identity::PersonId id = idOf(answer);
    BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {  // as the flow does, but due at once
                      core::OutboxMessage question;
                      question.id = ids.next<core::OutboxId>();
                      question.topic = flows::kVerifyTopic;
                      question.order_key = id.bits;
                      question.order_no = 0;  // before the one that waits a minute
                      question.not_before = clock.utc();
                      const auto added = storage->outbox().add(transaction, question);
                      return added.ok() ? core::Result<flows::Next>(flows::Next{}) : added.failure();
                  })
                      .ok());
    jobs::NameChecker checker({storage->units(), storage->reads(), storage->outbox(), ids, executor, clock, registering},
                              {.pace = {.interval = core::Duration(1)}, .again_first = core::Duration(1), .owner = "test"});
    checker.start();
    const auto verified = awaitRow<identity::Person>(
        id.bits, [&](core::ReadTransaction& transaction) { return storage->identity().findPerson(transaction, id); },
        [](const identity::Person& row) { return row.state == identity::PersonState::Verified; });
    std::promise<void> stopped;
    checker.stop([&] { stopped.set_value(); });
    stopped.get_future().wait();
    BOOST_TEST((verified.state == identity::PersonState::Verified));
    BOOST_TEST(checker.counters().postponed >= 1U);
}

BOOST_AUTO_TEST_CASE(thirty_two_clients_that_register_one_person_at_once_leave_one) {
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < 32; ++i)
        answers.push_back(std::async(std::launch::async, [this] { return call("POST", "/api/v1/people", entrance, kWang); }));
    std::set<std::string> people;
    std::set<std::string> active;
    for (auto& each : answers) {
        const Answer answer = each.get();
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        people.insert(answer.at("person_id"));
        active.insert(answer.at("card.card_id"));
    }
    BOOST_TEST(people.size() == 1U);
    BOOST_TEST(active.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
