#include <atomic>
#include <thread>

#include <fmt/format.h>

#include "tests/stores/people.h"

using namespace hub::contract;
using namespace hub::core;
using namespace hub::identity;
using tests::liSi;
using tests::People;
using tests::zhangSan;

namespace {

PersonDetails named(PersonDetails details, const std::string& name) {
    details.name = Sensitive(PersonName{name});
    return details;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_people)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_person_registers_and_is_found_with_all_that_was_said, Engine, tests::Engines) {
    People<Engine> people;
    const Registered made = people.registered(zhangSan());
    BOOST_TEST((made.person.state == PersonState::Unverified));
    BOOST_REQUIRE(made.card.has_value());
    BOOST_TEST(checkCardNumber(made.card->number.reveal()).ok());

    const auto found =
        people.template inRead<Person>([&](ReadTransaction& transaction) { return people.store.findPerson(transaction, made.person.id); });
    BOOST_REQUIRE(found.ok());
    BOOST_TEST(found->details.name.reveal().text == "张三");
    BOOST_TEST(found->details.certificate->number.reveal().text == "370202199001010015");
    BOOST_TEST(found->details.phone->reveal().text == "13800001234");
    BOOST_TEST((found->details.birth_date->reveal() == Date{1990, 1, 1}));
    BOOST_TEST((found->details.sex == Sex::Male));
    BOOST_TEST((found->state == PersonState::Unverified));
    BOOST_TEST((found->registered_at == tests::kStart));
    BOOST_TEST(found->version == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_same_certificate_and_name_is_the_same_person_again, Engine, tests::Engines) {
    People<Engine> people;
    const Registered made = people.registered(zhangSan());
    PersonDetails again = named(zhangSan(), "张　三");
    again.certificate->number = Sensitive(CertificateNumber{"370202900101001"});  // the form of before 1999
    again.phone = Sensitive(PhoneNumber{"13900005678"});
    const auto same = people.registerPerson(again);
    BOOST_REQUIRE(same.ok());
    BOOST_TEST(!same->created);
    BOOST_TEST((same->person.id == made.person.id));
    BOOST_TEST((same->card->id == made.card->id));
    BOOST_TEST(same->person.details.phone->reveal().text == "13800001234");  // nothing is changed
    BOOST_TEST(people.stores.rows("person") == 1);
    BOOST_TEST(people.stores.rows("card") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_same_certificate_under_another_name_is_refused_and_tells_nothing, Engine, tests::Engines) {
    People<Engine> people;
    people.registered(zhangSan());
    const auto refused = people.registerPerson(named(zhangSan(), "李四"));
    BOOST_TEST(tests::failsWith(refused, Error::RegistrationRefused));
    BOOST_TEST(refused.failure().detail().empty());
    BOOST_TEST(people.stores.rows("person") == 1);
    // The same number of another kind of certificate is another certificate.
    PersonDetails other = named(zhangSan(), "李四");
    other.certificate->kind = CertificateKind::Other;
    other.sex = Sex::Male;
    other.birth_date = Sensitive(Date{1990, 1, 1});
    BOOST_TEST(people.registerPerson(other)->created);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(registrations_of_one_person_at_once_make_one_person, Engine, tests::Engines) {
    constexpr int kRounds = 8;
    hub::storage::sql::Limits limits = tests::impatientLimits();
    limits.lanes = 4;
    limits.conflict_tries = 20;
    People<Engine> people(limits);
    std::atomic<int> created = 0;
    std::atomic<int> found = 0;
    for (int round = 0; round < kRounds; ++round) {
        PersonDetails details = zhangSan();
        details.certificate = Certificate{CertificateKind::TaiwanPass, Sensitive(CertificateNumber{std::to_string(10'000'000 + round)})};
        details.sex = Sex::Male;
        details.birth_date = Sensitive(Date{1990, 1, 1});
        std::vector<std::thread> threads;
        for (std::uint8_t thread = 0; thread < 4; ++thread) {
            threads.emplace_back([&, thread] {
                Result<Registered> answer = Failure(Error::StorageDown);
                IdBits lane;  // each on a lane of its own
                lane.bytes[15] = thread;
                const WorkOutcome outcome = runAndWait(*people.stores.lanes, {WorkKey{fmt::format("register/{}/{}", round, thread)}, lane},
                                                       [&](Transaction& transaction) -> Result<void> {
                                                           answer = people.registration.registerPerson(transaction, details);
                                                           if (!answer.ok()) return answer.failure();
                                                           return {};
                                                       });
                if (outcome.end == WorkEnd::Done) ++(answer->created ? created : found);
            });
        }
        for (std::thread& thread : threads) thread.join();
    }
    BOOST_TEST(created == kRounds);
    BOOST_TEST(found == 3 * kRounds);
    BOOST_TEST(people.stores.rows("person") == kRounds);
    BOOST_TEST(people.stores.rows("card") == kRounds);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(registrations_of_one_person_in_one_group_make_one_person, Engine, tests::Engines) {
    People<Engine> people;
    tests::OneGroup<Engine> group(people.stores);
    int created = 0;
    for (int i = 0; i < 3; ++i) {
        group.add("register/" + std::to_string(i), [&](Transaction& transaction) -> Result<void> {
            const auto made = people.registration.registerPerson(transaction, zhangSan());
            if (!made.ok()) return made.failure();
            created += made->created ? 1 : 0;
            return {};
        });
    }
    for (const WorkOutcome& outcome : group.run()) BOOST_TEST((outcome.end == WorkEnd::Done));
    BOOST_TEST(people.stores.rows("person") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(two_stores_cannot_give_one_certificate_to_two_people, Engine, tests::Engines) {
    People<Engine> people;
    people.registered(zhangSan());
    Person other = people.registered(liSi()).person;
    const auto added = people.template inUnit<bool>([&](Transaction& transaction) -> Result<bool> {
        Person twin = other;
        twin.id = people.ids.template next<PersonId>();
        const Result<void> done = people.store.addPerson(transaction, twin);
        if (!done.ok()) return done.failure();
        return true;
    });
    BOOST_TEST(tests::failsWith(added, Error::CertificateTaken));
    other.details.certificate = zhangSan().certificate;
    const auto changed =
        people.template inUnit<std::int64_t>([&](Transaction& transaction) { return people.store.changePerson(transaction, other); });
    BOOST_TEST(tests::failsWith(changed, Error::CertificateTaken));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_person_changes_from_the_version_that_was_read, Engine, tests::Engines) {
    People<Engine> people;
    Person person = people.registered(zhangSan()).person;
    person.state = PersonState::Verified;
    person.details.phone = Sensitive(PhoneNumber{"13900005678"});
    const auto change = [&] {
        return people.template inUnit<std::int64_t>(
            [&](Transaction& transaction) { return people.store.changePerson(transaction, person); });
    };
    BOOST_TEST(*change() == 2);
    BOOST_TEST(tests::failsWith(change(), Error::VersionConflict));
    const auto found =
        people.template inRead<Person>([&](ReadTransaction& transaction) { return people.store.findPerson(transaction, person.id); });
    BOOST_TEST((found->state == PersonState::Verified));
    BOOST_TEST(found->details.phone->reveal().text == "13900005678");
    BOOST_TEST(found->version == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(who_is_suspended_or_closed_does_not_register_again, Engine, tests::Engines) {
    People<Engine> people;
    Person person = people.registered(zhangSan()).person;
    for (const PersonState state : {PersonState::Suspended, PersonState::Closed}) {
        person.state = state;
        person.version =
            *people.template inUnit<std::int64_t>([&](Transaction& transaction) { return people.store.changePerson(transaction, person); });
        BOOST_TEST(tests::failsWith(people.registerPerson(zhangSan()), Error::PersonNotActive));
        BOOST_TEST(tests::failsWith(people.registerPerson(named(zhangSan(), "李四")), Error::RegistrationRefused));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(who_showed_the_certificate_is_verified_from_then_on_unless_suspended_or_closed, Engine, tests::Engines) {
    People<Engine> people;
    const auto verify = [&](PersonId id) {
        return people.template inUnit<Person>([&](Transaction& transaction) { return people.registration.verify(transaction, id); });
    };
    Person person = people.registered(zhangSan()).person;
    BOOST_TEST((person.state == PersonState::Unverified));
    for (int i = 0; i < 2; ++i) {
        const auto verified = verify(person.id);
        BOOST_REQUIRE(verified.ok());
        BOOST_TEST((verified->state == PersonState::Verified));
        BOOST_TEST(verified->version == 2);  // the second time changes nothing
        person = *verified;
    }
    BOOST_TEST((people.registerPerson(zhangSan())->person.state == PersonState::Verified));
    for (const PersonState state : {PersonState::Suspended, PersonState::Closed}) {
        person.state = state;
        person.version =
            *people.template inUnit<std::int64_t>([&](Transaction& transaction) { return people.store.changePerson(transaction, person); });
        BOOST_TEST(tests::failsWith(verify(person.id), Error::PersonNotActive));
    }
    BOOST_TEST(tests::failsWith(verify(people.ids.template next<PersonId>()), Error::PersonNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(somebody_who_is_not_there_is_not_found, Engine, tests::Engines) {
    People<Engine> people;
    const auto found = people.template inRead<Person>(
        [&](ReadTransaction& transaction) { return people.store.findPerson(transaction, people.ids.template next<PersonId>()); });
    BOOST_TEST(tests::failsWith(found, Error::PersonNotFound));
    const auto by_certificate = people.template inRead<std::optional<Person>>(
        [&](ReadTransaction& transaction) { return people.store.personByCertificate(transaction, *zhangSan().certificate); });
    BOOST_REQUIRE(by_certificate.ok());
    BOOST_TEST(!by_certificate->has_value());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_row_that_was_moved_to_another_person_does_not_open, Engine, tests::Engines) {
    People<Engine> people;
    const Registered one = people.registered(zhangSan());
    const Registered other = people.registered(liSi());
    people.stores.meddle(
        "UPDATE person SET sealed_details = (SELECT d FROM (SELECT sealed_details AS d FROM person WHERE id = ?) AS o)"
        " WHERE id = ?",
        std::array{hub::storage::sql::blob(one.person.id.bits), hub::storage::sql::blob(other.person.id.bits)});
    const auto found =
        people.template inRead<Person>([&](ReadTransaction& transaction) { return people.store.findPerson(transaction, other.person.id); });
    BOOST_TEST(tests::failsWith(found, Error::SealBroken));
}

BOOST_AUTO_TEST_SUITE_END()
