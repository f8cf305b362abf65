// One person's certificates, one after the other (换证), and people who stood in hospitals' files before they registered.
#include <functional>

#include "hub/identity/certificate.h"
#include "hub/identity/hospital_files.h"
#include "tests/stores/families.h"

using namespace hub::contract;
using namespace hub::core;
using namespace hub::identity;
using tests::failsWith;
using tests::Families;
using tests::SqliteEngine;

namespace {

Certificate certificate(CertificateKind kind, const std::string& number) { return {kind, Sensitive(CertificateNumber{number})}; }
Certificate passport(const std::string& number) { return certificate(CertificateKind::Passport, number); }
Certificate birth(const std::string& number) { return certificate(CertificateKind::BirthCertificate, number); }
const Certificate kResident = certificate(CertificateKind::ResidentId, "37021220150601003X");  // a boy of 2015-06-01

/// A woman of 1990, or whom `difference` makes of her.
PersonDetails holding(
    const Certificate& certificate, const std::function<void(PersonDetails&)>& difference = [](PersonDetails&) {}) {
    PersonDetails made;
    made.name = Sensitive(PersonName{"阿依·合成"});
    made.sex = Sex::Female;
    made.birth_date = Sensitive(Date{1990, 1, 1});
    made.certificate = certificate;
    difference(made);
    return made;
}

void asBoy(PersonDetails& details) {
    details.sex = Sex::Male;
    details.birth_date = Sensitive(Date{2015, 6, 1});
}

template <class Engine>
Result<Registered> comes(Families<Engine>& families, const PersonDetails& details, Coming coming = Coming::Alone) {
    return families.inUnit([&](Transaction& transaction) { return families.registration.registerPerson(transaction, details, coming); });
}

template <class Engine>
PersonId standing(Families<Engine>& families, const PersonDetails& details) {
    const auto made = comes(families, details, Coming::WithGuardian);
    BOOST_REQUIRE(made.ok());
    return made->person.id;
}

template <class Engine>
Result<GivenCertificate> give(Families<Engine>& families, PersonId id, const PersonDetails& details) {
    return families.inUnit([&](Transaction& transaction) { return families.registration.giveCertificate(transaction, id, details); });
}

template <class Engine>
std::optional<PersonId> holderOf(Families<Engine>& families, const Certificate& certificate) {
    const auto found =
        families.inRead([&](ReadTransaction& transaction) { return families.people.personByCertificate(transaction, certificate); });
    BOOST_REQUIRE(found.ok());
    return *found ? std::optional((*found)->id) : std::nullopt;
}

template <class Engine>
std::vector<FormerCertificate> formerOf(Families<Engine>& families, PersonId id) {
    const auto former =
        families.inRead([&](ReadTransaction& transaction) { return families.people.formerCertificatesOf(transaction, id); });
    BOOST_REQUIRE(former.ok());
    return *former;
}

/// As a list or a hospital's file makes them: no card.
template <class Engine>
Person fromFile(Families<Engine>& families, const PersonDetails& details, PersonState state = PersonState::Unverified) {
    const Person person{
        .id = families.ids.template next<PersonId>(), .details = details, .state = state, .registered_at = families.clock.utc()};
    BOOST_REQUIRE(families
                      .inUnit([&](Transaction& transaction) -> Result<bool> {
                          const Result<void> added = families.people.addPerson(transaction, person);
                          return added.ok() ? Result<bool>(true) : added.failure();
                      })
                      .ok());
    return person;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(certificates)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_renewed_passport_is_the_persons_and_the_number_before_leads_to_them_still, Engine, tests::Engines) {
    Families<Engine> families;
    const auto first = comes(families, holding(passport("E10000001")));
    BOOST_REQUIRE(first.ok());
    const PersonId id = first->person.id;
    families.clock.advance(Duration(1000));
    for (const char* number : {"e10000002", "E10000003"}) {
        const auto given = give(families, id, holding(passport(number)));
        BOOST_REQUIRE(given.ok());
        BOOST_TEST(given->changed);
        families.clock.advance(Duration(1000));
    }
    const Person now = families.find(id);
    BOOST_TEST(now.details.certificate->number.reveal().text == "E10000003");
    BOOST_TEST(now.version == 3);
    for (const char* number : {"E10000001", "E10000002", "E10000003"}) BOOST_TEST((holderOf(families, passport(number)) == id), number);
    BOOST_TEST(!holderOf(families, certificate(CertificateKind::Other, "E10000001")).has_value());
    const std::vector<FormerCertificate> former = formerOf(families, id);
    BOOST_REQUIRE(former.size() == 2U);
    BOOST_TEST(isSame(former[0].certificate, passport("E10000001")));
    BOOST_TEST(isSame(former[1].certificate, passport("E10000002")));
    BOOST_TEST((former[0].person == id));
    BOOST_TEST((former[0].given_up_at == Families<Engine>::kStart + Duration(1000)));
    const auto again = comes(families, holding(passport("E10000001")));  // the old passport is shown
    BOOST_REQUIRE(again.ok());
    BOOST_TEST((again->person.id == id));
    BOOST_TEST((again->card->id == first->card->id));
    BOOST_TEST(families.stores.rows("person") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(nobody_else_gets_a_number_that_was_given_up, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId id = standing(families, holding(passport("E10000001")));
    BOOST_REQUIRE(give(families, id, holding(passport("E10000002"))).ok());
    const auto named = [](PersonDetails& details) { details.name = Sensitive(PersonName{"测试乙"}); };
    BOOST_TEST(failsWith(comes(families, holding(passport("E10000001"), named)), Error::RegistrationRefused));

    const PersonId other = standing(families, holding(passport("E20000001"), named));
    const auto taken = give(families, other, holding(passport("E10000001"), named));
    BOOST_REQUIRE(taken.ok());
    BOOST_TEST(!taken->changed);
    BOOST_TEST((taken->taken_by == id));
    BOOST_TEST(families.find(other).version == 1);

    // Not even by the database: of people of a list, and of those who change.
    Person person = families.find(other);
    person.details.certificate = passport("E10000001");
    BOOST_TEST(failsWith(families.inUnit([&](Transaction& transaction) { return families.people.changePerson(transaction, person); }),
                         Error::CertificateTaken));
    person.id = families.ids.template next<PersonId>();
    BOOST_REQUIRE(families.stores
                      .inUnit([&](Transaction& transaction) -> Result<void> {
                          BOOST_TEST(failsWith(families.people.addPerson(transaction, person), Error::CertificateTaken));
                          person.details.certificate.reset();  // as lists do
                          return families.people.addPerson(transaction, person);
                      })
                      .ok());
    BOOST_TEST(families.stores.rows("person") == 3);
    const auto kept = families.stores.inUnit([&](Transaction& transaction) {
        return families.people.addFormerCertificate(
            transaction, {families.ids.template next<FormerCertificateId>(), other, passport("E10000001"), families.clock.utc()});
    });
    BOOST_TEST(failsWith(kept, Error::CertificateTaken));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_number_is_nobodys_in_the_moment_in_which_it_is_given_up, Engine, tests::Engines) {
    Families<Engine> families(tests::twoLanes());
    const PersonId id = standing(families, holding(passport("E10000001")));
    const Person other{
        .id = families.ids.template next<PersonId>(), .details = holding(passport("E10000001")), .registered_at = families.clock.utc()};
    const auto outcomes = families.stores.atOnce(
        [&](Transaction& transaction) {
            return tests::doneOf(families.registration.giveCertificate(transaction, id, holding(passport("E10000002"))));
        },
        [&](Transaction& transaction) { return families.people.addPerson(transaction, other); });
    BOOST_TEST((outcomes[0].end == WorkEnd::Done));
    BOOST_TEST(failsWith(tests::resultOf(outcomes[1]), Error::CertificateTaken));
    BOOST_TEST(families.stores.rows("person") == 1);
    BOOST_TEST((holderOf(families, passport("E10000001")) == id));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_birth_certificate_gives_way_to_the_resident_id_and_all_else_stays, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId guardian = families.verified();
    const auto child = families.inUnit([&](Transaction& transaction) {
        return families.newborns.registerChild(transaction, holding(birth("T370000001"), asBoy),
                                               {guardian, Kinship::Child, std::string(kConsentByPerson)});
    });
    BOOST_REQUIRE(child.ok());
    const PersonId id = child->person.id;
    const auto given = give(families, id, holding(kResident, asBoy));
    BOOST_REQUIRE(given.ok());
    BOOST_TEST(given->changed);
    const Person now = families.find(id);
    BOOST_TEST(isSame(*now.details.certificate, kResident));
    BOOST_TEST((now.state == PersonState::Unverified));
    BOOST_TEST((holderOf(families, birth("T370000001")) == id));
    const auto card = families.inRead([&](ReadTransaction& transaction) { return families.cards.activeOf(transaction, id); });
    BOOST_TEST(((*card)->id == child->card->id));
    BOOST_TEST(families.allowing(guardian, id, Permission::Book).ok());
    const auto again = give(families, id, holding(kResident, asBoy));
    BOOST_REQUIRE(again.ok());
    BOOST_TEST(!again->changed);
    BOOST_TEST(families.find(id).version == 2);
    BOOST_TEST(formerOf(families, id).size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_does_not_agree_or_does_not_give_way_is_refused_and_changes_nothing) {
    Families<SqliteEngine> families;
    const PersonId child = standing(families, holding(birth("T370000001"), asBoy));
    const PersonId traveller = standing(families, holding(passport("E10000001")));
    const PersonId resident =
        standing(families, holding(certificate(CertificateKind::ResidentId, "370203200002291228"), [](PersonDetails& details) {
                     details.birth_date = Sensitive(Date{2000, 2, 29});
                 }));
    const auto renewed = [](const std::function<void(PersonDetails&)>& difference) { return holding(passport("E10000002"), difference); };
    const auto refusedFor = [&](const Result<GivenCertificate>& given, const std::string& field) {
        BOOST_TEST(failsWith(given, Error::CertificateContradicts));
        if (!given.ok()) BOOST_TEST(given.failure().detail() == field);
    };
    refusedFor(give(families, traveller, renewed([](PersonDetails& said) { said.sex = Sex::Male; })), "sex");
    refusedFor(give(families, traveller, renewed([](PersonDetails& said) {
                        said.birth_date = Sensitive(Date{1990, 1, 2});
                    })),
               "birth_date");
    refusedFor(give(families, traveller, renewed([](PersonDetails& said) { said.name = Sensitive(PersonName{"阿依"}); })), "name");
    refusedFor(give(families, child,
                    holding(kResident,
                            [](PersonDetails& said) {
                                said.birth_date = Sensitive(Date{2015, 6, 2});
                            })),
               "birth_date");  // the number says otherwise already
    refusedFor(give(families, resident, holding(certificate(CertificateKind::ResidentId, "370202199001010023"))), "certificate");
    refusedFor(give(families, resident, renewed([](PersonDetails&) {})), "certificate");
    refusedFor(give(families, traveller, holding(certificate(CertificateKind::ResidentId, "370202199001010023"))), "certificate");
    BOOST_TEST(failsWith(give(families, traveller, holding(passport("E1"))), Error::CertificateNotValid));
    BOOST_TEST(failsWith(give(families, families.ids.next<PersonId>(), renewed([](PersonDetails&) {})), Error::PersonNotFound));
    for (const PersonId id : {child, traveller, resident}) BOOST_TEST(families.find(id).version == 1);
    BOOST_TEST(families.stores.rows("former_certificate") == 0);

    // In another form of writing, and the number before is not taken up again.
    BOOST_TEST(give(families, traveller, renewed([](PersonDetails& said) { said.name = Sensitive(PersonName{"阿依•合成"}); })).ok());
    BOOST_TEST(families.find(traveller).details.name.reveal().text == "阿依·合成");
    refusedFor(give(families, traveller, holding(passport("E10000001"))), "certificate");
    for (const PersonState state : {PersonState::Suspended, PersonState::Closed}) {
        families.setState(traveller, state);
        BOOST_TEST(failsWith(give(families, traveller, holding(passport("E10000003"))), Error::PersonNotActive));
    }
}

// The hospital wrote the passport of then down, and its file is the person's as before.
BOOST_AUTO_TEST_CASE(a_hospitals_file_with_a_number_that_was_given_up_links_and_one_with_anybody_elses_does_not) {
    Families<SqliteEngine> families;
    HospitalFiles files(families.people, families.ids, families.clock);
    const PersonId id = standing(families, holding(passport("E10000001")));
    standing(families, holding(passport("E20000001")));
    BOOST_REQUIRE(give(families, id, holding(passport("E10000002"))).ok());
    struct Line {
        std::string number;
        LinkState state;
        Agreement certificate;
    };
    const Person person = families.find(id);
    const std::vector<Line> lines{{"E10000001", LinkState::Linked, Agreement::Agrees},
                                  {"E10000002", LinkState::Linked, Agreement::Agrees},
                                  {"E10000003", LinkState::Candidate, Agreement::Differs},
                                  {"E20000001", LinkState::Candidate, Agreement::Differs}};
    for (const Line& line : lines) {
        hub::contract::HospitalFile told;
        told.local_patient = Sensitive(CardNumber{"P" + line.number});
        told.person = holding(passport(line.number));
        const auto taken = families.inUnit([&](Transaction& transaction) {
            return files.take(transaction, person, "h01", told, {"flow/find_patient", "found_by_name"});
        });
        BOOST_TEST_CONTEXT(line.number) {
            BOOST_REQUIRE(taken.ok());
            BOOST_TEST((taken->state == line.state));
            const auto history =
                families.inRead([&](ReadTransaction& transaction) { return families.people.historyOf(transaction, taken->id); });
            BOOST_TEST((history->back().evidence.certificate == line.certificate));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_fifteen_digits_are_the_resident_id_that_stands) {
    Families<SqliteEngine> families;
    const auto man = [](PersonDetails& details) { details.sex = Sex::Male; };
    const PersonId id = standing(families, holding(certificate(CertificateKind::ResidentId, "370202199001010015"), man));
    const auto same = give(families, id, holding(certificate(CertificateKind::ResidentId, "370202900101001"), man));
    BOOST_REQUIRE(same.ok());
    BOOST_TEST(!same->changed);
    BOOST_TEST(!same->taken_by.has_value());
}

BOOST_AUTO_TEST_CASE(what_would_happen_is_said_without_doing_it) {
    Families<SqliteEngine> families;
    const PersonId id = standing(families, holding(passport("E10000001")));
    const auto said = families.inRead([&](ReadTransaction& transaction) {
        return families.registration.tryCertificate(transaction, id, holding(passport("E10000002")));
    });
    BOOST_REQUIRE(said.ok());
    BOOST_TEST(said->changed);
    BOOST_TEST(families.find(id).version == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(who_only_files_know_registers_gets_one_card_and_what_was_unknown, Engine, tests::Engines) {
    Families<Engine> families(tests::twoLanes());
    const Person person = fromFile(
        families, holding(passport("E10000001"), [](PersonDetails& details) { details.phone = Sensitive(PhoneNumber{"13800001234"}); }));
    const PersonDetails said = holding(passport("E10000001"), [](PersonDetails& details) {
        details.phone = Sensitive(PhoneNumber{"13900005678"});
        details.address = Sensitive<std::string>("某路9号");
    });
    std::array<std::optional<Registered>, 2> answers;
    const auto registering = [&](std::size_t which) {
        return [&, which](Transaction& transaction) {
            const auto registered = families.registration.registerPerson(transaction, said);
            answers.at(which) = registered.ok() ? std::optional(*registered) : std::nullopt;
            return tests::doneOf(registered);
        };
    };
    for (const WorkOutcome& outcome : families.stores.atOnce(registering(0), registering(1))) BOOST_TEST((outcome.end == WorkEnd::Done));
    BOOST_REQUIRE(answers[0].has_value());
    BOOST_REQUIRE(answers[1].has_value());
    BOOST_TEST(answers[0]->first != answers[1]->first);
    for (const auto& answer : answers) {
        BOOST_TEST((answer->person.id == person.id));
        BOOST_TEST(!answer->created);
        BOOST_TEST(answer->filled == answer->first);
        BOOST_REQUIRE(answer->card.has_value());
    }
    BOOST_TEST((answers[0]->card->id == answers[1]->card->id));
    BOOST_TEST(families.stores.rows("card") == 1);
    const Person now = families.find(person.id);
    BOOST_TEST(now.details.phone->reveal().text == "13800001234");  // what stands is not written over
    BOOST_TEST(now.details.address->reveal() == "某路9号");
    BOOST_TEST(now.version == 2);
}

BOOST_AUTO_TEST_CASE(who_had_a_card_gets_neither_another_nor_anything_filled_in_by_registering) {
    Families<SqliteEngine> families;
    const auto first = comes(families, holding(passport("E10000001")));
    BOOST_REQUIRE(first.ok());
    BOOST_TEST(first->first);
    BOOST_TEST(!first->filled);
    BOOST_REQUIRE(families.inUnit([&](Transaction& transaction) { return families.cards.close(transaction, first->card->id); }).ok());
    const auto again = comes(
        families, holding(passport("E10000001"), [](PersonDetails& details) { details.address = Sensitive<std::string>("某路9号"); }));
    BOOST_REQUIRE(again.ok());
    BOOST_TEST(!again->first);
    BOOST_TEST(!again->card.has_value());
    BOOST_TEST(families.find(first->person.id).version == 1);
    BOOST_TEST(families.stores.rows("card") == 1);
}

BOOST_AUTO_TEST_CASE(who_is_to_be_asked_about_is_nobody_yet_or_known_from_files_alone_and_not_verified) {
    Families<SqliteEngine> families;
    const auto asked = [&](const PersonDetails& details) {
        const auto answer =
            families.inRead([&](ReadTransaction& transaction) { return families.registration.isToBeAskedAbout(transaction, details); });
        BOOST_REQUIRE(answer.ok());
        return *answer;
    };
    BOOST_TEST(asked(holding(passport("E10000001"))));
    fromFile(families, holding(passport("E10000001")));
    BOOST_TEST(asked(holding(passport("E10000001"))));
    BOOST_TEST(!asked(holding(passport("E10000001"), [](PersonDetails& details) { details.name = Sensitive(PersonName{"测试乙"}); })));
    fromFile(families, holding(passport("E10000002")), PersonState::Verified);
    BOOST_TEST(!asked(holding(passport("E10000002"))));
    BOOST_REQUIRE(comes(families, holding(passport("E10000001"))).ok());
    BOOST_TEST(!asked(holding(passport("E10000001"))));
    fromFile(families, holding(passport("E10000003")), PersonState::Suspended);
    BOOST_TEST(failsWith(comes(families, holding(passport("E10000003"))), Error::PersonNotActive));
}

BOOST_AUTO_TEST_CASE(a_child_comes_with_its_guardian_up_to_the_day_before_its_fourteenth_birthday) {
    Families<SqliteEngine> families;
    const auto born = [](Date day) { return [day](PersonDetails& details) { details.birth_date = Sensitive(day); }; };
    const PersonDetails tomorrow = holding(passport("E10000001"), born({2012, 11, 22}));
    BOOST_TEST(failsWith(comes(families, tomorrow), Error::GuardianMissing));
    BOOST_TEST(failsWith(comes(families, tomorrow, Coming::Scanned), Error::GuardianMissing));
    BOOST_TEST(families.stores.rows("person") == 0);
    BOOST_TEST(comes(families, holding(passport("E10000002"), born({2012, 11, 21}))).ok());
    families.clock.advance(std::chrono::hours(12) - Duration(1));
    BOOST_TEST(failsWith(comes(families, tomorrow), Error::GuardianMissing));
    families.clock.advance(Duration(1));
    BOOST_TEST(comes(families, tomorrow).ok());

    // An age that is only said lets nobody come to a child's card.
    fromFile(families, holding(passport("E10000003"), born({2020, 5, 5})));
    BOOST_TEST(failsWith(comes(families, holding(passport("E10000003"))), Error::GuardianMissing));
    BOOST_TEST(families.stores.rows("card") == 2);
}

BOOST_AUTO_TEST_CASE(a_contact_is_written_from_the_version_that_was_read_and_once) {
    Families<SqliteEngine> families;
    const PersonId id = standing(families, holding(passport("E10000001")));
    const Contact contact{Sensitive(PhoneNumber{"13900005678"}), Sensitive<std::string>("某路9号")};
    const auto change = [&](const Contact& to, PersonId whose) {
        return families.inUnit([&](Transaction& transaction) { return families.registration.changeContact(transaction, whose, to); });
    };
    for (int times = 0; times < 2; ++times) {
        const auto changed = change(contact, id);
        BOOST_REQUIRE(changed.ok());
        BOOST_TEST(changed->version == 2);
    }
    BOOST_TEST(change({{}, Sensitive<std::string>("某路10号")}, id)->details.phone->reveal().text == "13900005678");
    BOOST_TEST(failsWith(change({Sensitive(PhoneNumber{"1"}), {}}, id), Error::PhoneNotValid));
    BOOST_TEST(failsWith(change({{}, Sensitive<std::string>("")}, id), Error::PersonIncomplete));
    BOOST_TEST(failsWith(change(contact, families.ids.next<PersonId>()), Error::PersonNotFound));
    families.setState(id, PersonState::Suspended);
    BOOST_TEST(failsWith(change(contact, id), Error::PersonNotActive));
    BOOST_TEST(families.find(id).details.address->reveal() == "某路10号");
}

BOOST_AUTO_TEST_SUITE_END()
