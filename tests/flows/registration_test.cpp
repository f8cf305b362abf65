#include <future>
#include <set>
#include <thread>

#include "hub/jobs/name_checker.h"
#include "tests/flows/reports.h"
#include "tests/flows/rest_region.h"
#include "tests/support/mariadb.h"

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
    using RestRegion::RestRegion;

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
    /// The birthday of who is so old on the day that begins so many days from now, and no older.
    std::string bornFor(int age, int days_ahead = 0) const {
        core::Date day = core::shanghaiDate(clock.utc() + std::chrono::hours(24 * days_ahead), core::Duration(0));
        day.year = static_cast<std::int16_t>(day.year - age);
        if (day.month == 2 && day.day == 29) day = days_ahead > 0 ? core::Date{day.year, 3, 1} : core::Date{day.year, 2, 28};
        return day.text();
    }
    static std::string childJson(const std::string& birth_date, const std::string& number = "E10000001") {
        return R"("person":{"name":"测试童","sex":"male","birth_date":")" + birth_date +
               R"(","certificate":{"kind":"passport","number":")" + number + R"("}})";
    }
    /// As a list or a hospital's file makes them.
    identity::PersonId fromFile() {
        identity::Person known;
        known.id = ids.next<identity::PersonId>();
        known.details.name = core::Sensitive(core::PersonName{"测试王"});
        known.details.sex = contract::Sex::Male;
        known.details.birth_date = core::Sensitive(core::Date{1990, 1, 1});
        known.details.certificate =
            contract::Certificate{contract::CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{"379999199001010010"})};
        known.registered_at = clock.utc();
        BOOST_REQUIRE(unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
                          const auto added = storage->identity().addPerson(transaction, known);
                          return added.ok() ? core::Result<flows::Next>(flows::Next{}) : added.failure();
                      }).ok());
        return known.id;
    }
    identity::Person find(identity::PersonId id) {
        return read<identity::Person>([&](core::ReadTransaction& transaction) { return storage->identity().findPerson(transaction, id); });
    }
    std::size_t cardsOf(identity::PersonId id) {
        return read<std::vector<identity::Card>>(
                   [&](core::ReadTransaction& transaction) { return storage->identity().cardsOf(transaction, id); })
            .size();
    }
    std::vector<std::string> told(identity::PersonId id) {
        std::vector<std::string> types = tests::eventTypes(*this, id.bits);
        std::ranges::sort(types);
        return types;
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

BOOST_AUTO_TEST_CASE(no_child_under_fourteen_registers_without_a_guardian_and_nobody_is_asked_about_it) {
    says(Verdict::Same);
    const auto alone = [&](const std::string& birth_date) { return "{" + childJson(birth_date) + "}"; };
    for (const auto& [token, fields] : {std::pair(entrance, tests::Fields()), std::pair(h2, doctor)})
        BOOST_TEST(failsWith(tried("POST", "/api/v1/people", token, alone(bornFor(13)), fields), Error::GuardianMissing));
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people", entrance, alone(bornFor(14, 1))), Error::GuardianMissing));  // fourteen tomorrow
    BOOST_TEST(region.calls("person.verify") == 0);
    BOOST_TEST(call("POST", "/api/v1/people", entrance, alone(bornFor(14))).status == 201);  // today
}

BOOST_AUTO_TEST_CASE(a_child_is_asked_about_as_everybody_is) {
    Answer mother = call("POST", "/api/v1/people", entrance, kWang);
    BOOST_REQUIRE(call("POST", pathOf(mother) + "/identity-check", h2, {}, doctor).status == 200);
    const auto wanted = [&](const std::string& number) {
        return "{" + childJson(bornFor(5), number) + R"(,"guardian_id":")" + mother.at("person_id") + R"(","kinship":"child"})";
    };
    const std::string children = "/api/v1/people/children";
    region.ends("person.verify", contract::Ending::NotReached);
    says(Verdict::Same);
    says(Verdict::NoRecord);
    says(Verdict::Differs);
    const Answer unanswered = call("POST", children, entrance, wanted("E10000001"));
    BOOST_REQUIRE_MESSAGE(unanswered.status == 201, unanswered.body);
    BOOST_TEST(unanswered.at("state") == "unverified");
    BOOST_TEST(waits());
    const Answer same = call("POST", children, entrance, wanted("E10000002"));
    BOOST_TEST(same.at("state") == "verified");
    BOOST_TEST(!same.at("card.number").empty());
    BOOST_TEST(call("POST", children, entrance, wanted("E10000003")).at("state") == "unverified");  // no such number
    BOOST_TEST(failsWith(tried("POST", children, entrance, wanted("E10000004")), Error::RealNameDiffers));
    BOOST_TEST(region.calls("person.verify") == 4);
    // Neither who stands is asked about again, nor a child of whom nobody says that they answer for it.
    BOOST_TEST(call("POST", children, entrance, wanted("E10000002")).at("person_id") == same.at("person_id"));
    std::string nobodys = wanted("E10000005");
    nobodys.replace(nobodys.find(mother.at("person_id")), 26, ids.next<identity::PersonId>().text());
    BOOST_TEST(failsWith(tried("POST", children, entrance, nobodys), Error::GuardianMissing));
    BOOST_TEST(region.calls("person.verify") == 4);
}

BOOST_AUTO_TEST_CASE(who_only_files_know_registers_is_asked_about_and_gets_a_card_and_what_was_unknown) {
    const identity::PersonId id = fromFile();
    says(Verdict::Same);
    std::string body = kWang;
    body.insert(body.size() - 2, R"(,"phone":"13900000001")");
    const Answer answer = call("POST", "/api/v1/people", entrance, body);
    BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
    BOOST_TEST((idOf(answer) == id));
    BOOST_TEST(answer.at("state") == "verified");
    BOOST_TEST(!answer.at("card.number").empty());
    BOOST_TEST(find(id).details.phone->reveal().text == "13900000001");
    BOOST_TEST((told(id) == std::vector<std::string>{"person.updated", "person.verified"}));
    // Once more: as they stand.
    body.replace(body.find("13900000001"), 11, "13900000009");
    BOOST_TEST(call("POST", "/api/v1/people", entrance, body).body == answer.body);
    BOOST_TEST(find(id).details.phone->reveal().text == "13900000001");
    BOOST_TEST(cardsOf(id) == 1U);
    BOOST_TEST(region.calls("person.verify") == 1);
    BOOST_TEST(told(id).empty());
}

BOOST_AUTO_TEST_CASE(what_a_service_says_of_who_only_files_know_counts_as_of_everybody) {
    const identity::PersonId id = fromFile();
    says(Verdict::Differs);
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people", entrance, kWang), Error::RealNameDiffers));
    BOOST_TEST(cardsOf(id) == 0U);
    BOOST_TEST(find(id).version == 1);
    std::string renamed = kWang;
    renamed.replace(renamed.find("测试王"), std::string("测试王").size(), "测试李");
    BOOST_TEST(failsWith(tried("POST", "/api/v1/people", entrance, renamed), Error::RegistrationRefused));
    BOOST_TEST(region.calls("person.verify") == 1);  // refused anyway: not asked about
}

BOOST_AUTO_TEST_CASE(who_only_files_know_is_asked_about_again_when_nobody_answers) {
    const identity::PersonId id = fromFile();
    region.ends("person.verify", contract::Ending::NotReached);
    says(Verdict::Same);
    const Answer answer = call("POST", "/api/v1/people", entrance, kWang);
    BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
    BOOST_TEST(answer.at("state") == "unverified");
    BOOST_TEST(waits());
    BOOST_TEST((checked(id) == flows::NameCheck::Settled));
    BOOST_TEST(state(pathOf(answer)) == "verified");
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

struct OnSqlite : Region {};
struct OnMariaDb : Region {
    OnMariaDb() : Region(tests::MariaDb::shared().url(tests::MariaDb::shared().newDatabase())) {}
};

/// Ids of the people and of the cards that 32 clients are answered with at once.
std::pair<std::set<std::string>, std::set<std::string>> thirtyTwoAtOnce(Region& region) {
    std::vector<std::future<Answer>> answers;
    for (int i = 0; i < 32; ++i)
        answers.push_back(
            std::async(std::launch::async, [&region] { return region.call("POST", "/api/v1/people", region.entrance, kWang); }));
    std::pair<std::set<std::string>, std::set<std::string>> ids;
    for (auto& each : answers) {
        const Answer answer = each.get();
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        ids.first.insert(answer.at("person_id"));
        ids.second.insert(answer.at("card.card_id"));
    }
    return ids;
}

using Storages = std::tuple<OnSqlite, OnMariaDb>;

}  // namespace

BOOST_AUTO_TEST_SUITE(registration_at_once)

BOOST_AUTO_TEST_CASE_TEMPLATE(thirty_two_clients_that_register_one_person_at_once_leave_one, World, Storages) {
    World world;
    const auto [people, cards] = thirtyTwoAtOnce(world);
    BOOST_TEST(people.size() == 1U);
    BOOST_TEST(cards.size() == 1U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(thirty_two_clients_that_register_one_whom_files_know_leave_one_card, World, Storages) {
    World world;
    const identity::PersonId id = world.fromFile();
    world.says(Verdict::Same);
    const auto [people, cards] = thirtyTwoAtOnce(world);
    BOOST_TEST((people == std::set<std::string>{id.text()}));
    BOOST_TEST(cards.size() == 1U);
    BOOST_TEST(world.cardsOf(id) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
