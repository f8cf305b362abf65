#include <functional>

#include "tests/stores/families.h"

using namespace hub::contract;
using namespace hub::core;
using namespace hub::identity;
using tests::failsWith;
using tests::Families;

namespace {

constexpr Date kToday{2026, 11, 21};
constexpr std::string_view kStaff = "D0001";

NewbornDetails newborn(Date birth = kToday, Sex sex = Sex::Male) { return {Sensitive(PersonName{"王芳之子"}), sex, Sensitive(birth)}; }

GuardianConsent by(PersonId guardian) { return {guardian, Kinship::Child, std::string(kStaff)}; }

template <class Engine>
Result<Registered> add(Families<Engine>& families, const NewbornDetails& details, PersonId mother, std::int32_t birth_order,
                       const GuardianConsent& consent) {
    return families.inUnit(
        [&](Transaction& transaction) { return families.newborns.registerNewborn(transaction, details, mother, birth_order, consent); });
}

/// The first child of a mother who is its guardian.
template <class Engine>
Registered born(Families<Engine>& families, PersonId mother) {
    const auto added = add(families, newborn(), mother, 1, by(mother));
    BOOST_REQUIRE(added.ok());
    BOOST_REQUIRE(added->created);
    return *added;
}

/// What stands on the birth certificate or residence booklet of the child.
template <class Engine>
PersonDetails named(Families<Engine>& families, Date birth = kToday, Sex sex = Sex::Male) {
    PersonDetails details = families.somebody(sex, birth);
    details.name = Sensitive(PersonName{"赵小合成"});
    return details;
}

template <class Engine>
Result<GivenCertificate> complete(Families<Engine>& families, PersonId child, const PersonDetails& details) {
    return families.inUnit([&](Transaction& transaction) { return families.registration.giveCertificate(transaction, child, details); });
}

template <class Engine>
Result<Registered> addChild(Families<Engine>& families, const PersonDetails& details, const GuardianConsent& consent) {
    return families.inUnit([&](Transaction& transaction) { return families.newborns.registerChild(transaction, details, consent); });
}

template <class Engine>
bool mayBook(Families<Engine>& families, PersonId holder, PersonId subject) {
    return families
        .inRead([&](ReadTransaction& transaction) { return families.relations.allowing(transaction, holder, subject, Permission::Book); })
        .ok();
}

template <class Engine>
std::vector<ChildCard> cardsOf(Families<Engine>& families, PersonId mother) {
    const auto cards =
        families.inRead([&](ReadTransaction& transaction) { return families.newborns.cardsOfChildren(transaction, mother); });
    BOOST_REQUIRE(cards.ok());
    return *cards;
}

}  // namespace

// What the database does is tested on both engines, rules on one.
BOOST_AUTO_TEST_SUITE(newborns)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_newborn_stands_unverified_with_card_mother_and_guardian, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId mother = families.verified();
    const PersonId father = families.verified(Sex::Male);
    const auto added = add(families, newborn(), mother, 1, by(father));
    BOOST_REQUIRE(added.ok());
    BOOST_TEST(added->created);
    const Person child = families.find(added->person.id);
    BOOST_TEST(child.details.name.reveal().text == "王芳之子");
    BOOST_TEST((child.details.sex == Sex::Male));
    BOOST_TEST((child.details.birth_date->reveal() == kToday));
    BOOST_TEST(!child.details.certificate.has_value());
    BOOST_TEST((child.state == PersonState::Unverified));
    BOOST_REQUIRE(added->card.has_value());
    const auto cards = cardsOf(families, mother);
    BOOST_REQUIRE(cards.size() == 1U);
    BOOST_TEST((cards[0].child == child.id));
    BOOST_TEST(cards[0].birth_order == 1);
    BOOST_TEST((cards[0].card->id == added->card->id));
    BOOST_TEST(mayBook(families, father, child.id));
    BOOST_TEST(!mayBook(families, mother, child.id));  // a mother's card leads there, a guardian acts
}

BOOST_AUTO_TEST_CASE(the_same_mother_day_and_order_is_the_same_child_whatever_it_is_called) {
    Families<tests::SqliteEngine> families;
    const PersonId mother = families.verified();
    const Registered first = born(families, mother);
    NewbornDetails renamed = newborn();
    renamed.name = Sensitive(PersonName{"王芳之长子"});
    const auto again = add(families, renamed, mother, 1, by(families.verified(Sex::Male)));
    BOOST_REQUIRE(again.ok());
    BOOST_TEST(!again->created);
    BOOST_TEST((again->person.id == first.person.id));
    BOOST_TEST((again->card->id == first.card->id));
    BOOST_TEST(families.find(first.person.id).details.name.reveal().text == "王芳之子");
    BOOST_TEST(families.stores.rows("relation") == 2);
    BOOST_TEST(families.stores.rows("card") == 3);
}

BOOST_AUTO_TEST_CASE(another_mother_day_or_order_is_another_child) {
    Families<tests::SqliteEngine> families;
    const PersonId mother = families.verified();
    born(families, mother);
    BOOST_TEST(add(families, newborn(), mother, 2, by(mother))->created);
    BOOST_TEST(add(families, newborn({2025, 1, 2}), mother, 1, by(mother))->created);
    BOOST_TEST(add(families, newborn(), families.verified(), 1, by(mother))->created);
    BOOST_TEST(cardsOf(families, mother).size() == 3U);
}

// A twin whose order was told wrong must not get the record of the other.
BOOST_AUTO_TEST_CASE(a_child_of_the_other_sex_is_not_the_same_child) {
    Families<tests::SqliteEngine> families;
    const PersonId mother = families.verified();
    born(families, mother);
    BOOST_TEST(failsWith(add(families, newborn(kToday, Sex::Female), mother, 1, by(mother)), Error::RelationNotAllowed));
    BOOST_TEST(add(families, newborn(kToday, Sex::Female), mother, 2, by(mother))->created);
}

BOOST_AUTO_TEST_CASE(a_newborn_comes_with_all_that_is_needed_or_not_at_all) {
    Families<tests::SqliteEngine> families;
    const PersonId mother = families.verified();
    const PersonId nobody = families.ids.next<PersonId>();
    const PersonId suspended = families.verified();
    families.setState(suspended, PersonState::Suspended);
    NewbornDetails nameless = newborn();
    nameless.name = Sensitive(PersonName{" "});
    GuardianConsent without_consent = by(mother);
    without_consent.consent_by.clear();
    struct Line {
        NewbornDetails details;
        PersonId mother;
        std::int32_t birth_order;
        GuardianConsent consent;
        Error error;
    };
    const std::vector<Line> lines{
        {nameless, mother, 1, by(mother), Error::PersonNameNotValid},
        {newborn(kToday, Sex::Unknown), mother, 1, by(mother), Error::PersonIncomplete},
        {newborn({2026, 11, 22}), mother, 1, by(mother), Error::PersonIncomplete},
        {newborn({2012, 11, 21}), mother, 1, by(mother), Error::RelationNotAllowed},
        {newborn(), mother, 0, by(mother), Error::PersonIncomplete},
        {newborn(), mother, 10, by(mother), Error::PersonIncomplete},
        {newborn(), mother, 1, without_consent, Error::GuardianMissing},
        {newborn(), mother, 1, by(nobody), Error::GuardianMissing},
        {newborn(), mother, 1, by({}), Error::GuardianMissing},
        {newborn(), mother, 1, by(families.unverified()), Error::RelationNotAllowed},
        {newborn(), mother, 1, by(families.verified(Sex::Male, {2008, 11, 22})), Error::RelationNotAllowed},
        {newborn(), mother, 1, by(suspended), Error::PersonNotActive},
        {newborn(), nobody, 1, by(mother), Error::PersonNotFound},
        {newborn(), suspended, 1, by(mother), Error::PersonNotActive},
        {newborn(), families.unverified(), 1, by(mother), Error::RelationNotAllowed},
        {newborn(), families.verified(Sex::Male), 1, by(mother), Error::RelationNotAllowed},
    };
    const std::int64_t people = families.stores.rows("person");
    for (const Line& line : lines) {
        BOOST_TEST_CONTEXT(tests::nameOf(line.error))
        BOOST_TEST(failsWith(add(families, line.details, line.mother, line.birth_order, line.consent), line.error));
    }
    BOOST_TEST(families.stores.rows("person") == people);
    BOOST_TEST(families.stores.rows("relation") == 0);
    BOOST_TEST(add(families, newborn({2012, 11, 22}), mother, 9, by(mother)).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_who_register_one_newborn_at_once_one_adds_and_one_finds, Engine, tests::Engines) {
    Families<Engine> families(tests::twoLanes());
    const PersonId mother = families.verified();
    std::array<std::optional<Registered>, 2> answers;
    const auto registering = [&](std::size_t which) {
        return [&, which](Transaction& transaction) {
            const auto added = families.newborns.registerNewborn(transaction, newborn(), mother, 1, by(mother));
            answers.at(which) = added.ok() ? std::optional(*added) : std::nullopt;
            return tests::doneOf(added);
        };
    };
    const auto outcomes = families.stores.atOnce(registering(0), registering(1));
    for (const WorkOutcome& outcome : outcomes) BOOST_TEST((outcome.end == WorkEnd::Done));
    BOOST_REQUIRE(answers[0].has_value());
    BOOST_REQUIRE(answers[1].has_value());
    BOOST_TEST(answers[0]->created != answers[1]->created);
    BOOST_TEST((answers[0]->person.id == answers[1]->person.id));
    BOOST_TEST(families.stores.rows("person") == 2);
    BOOST_TEST(families.stores.rows("relation") == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_newborns_key_is_unique_in_the_database_and_survives_a_change_of_state, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId mother = families.verified();
    const Registered child = born(families, mother);
    const auto addTwin = [&](std::int32_t birth_order) {
        return families.stores.inUnit([&](Transaction& transaction) {
            Person twin = child.person;
            twin.id = families.ids.template next<PersonId>();
            return families.people.addNewborn(transaction, twin, {mother, kToday, birth_order});
        });
    };
    BOOST_TEST(failsWith(addTwin(1), Error::CertificateTaken));
    families.setState(child.person.id, PersonState::Suspended);
    BOOST_TEST(failsWith(addTwin(1), Error::CertificateTaken));
    BOOST_TEST(failsWith(add(families, newborn(), mother, 1, by(mother)), Error::PersonNotActive));
    BOOST_TEST(addTwin(2).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_certificate_gives_the_child_its_name_and_leaves_id_card_and_relations, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId mother = families.verified();
    const Registered child = born(families, mother);
    const PersonDetails details = named(families);
    const auto done = complete(families, child.person.id, details);
    BOOST_REQUIRE(done.ok());
    BOOST_TEST(done->changed);
    BOOST_TEST(!done->taken_by.has_value());
    const Person now = families.find(child.person.id);
    BOOST_TEST(now.details.name.reveal().text == "赵小合成");
    BOOST_TEST((now.details.certificate->number == details.certificate->number));
    BOOST_TEST((now.state == PersonState::Unverified));
    BOOST_TEST(now.version == 2);
    BOOST_TEST(done->person.version == 2);
    const auto found = families.inRead(
        [&](ReadTransaction& transaction) { return families.people.personByCertificate(transaction, *details.certificate); });
    BOOST_REQUIRE(found.ok());
    BOOST_TEST(((*found)->id == child.person.id));
    BOOST_TEST((cardsOf(families, mother)[0].card->id == child.card->id));
    BOOST_TEST(mayBook(families, mother, child.person.id));

    // A hospital that knows the child only as its mother's still finds it.
    const auto again = add(families, newborn(), mother, 1, by(mother));
    BOOST_REQUIRE(again.ok());
    BOOST_TEST(!again->created);
    BOOST_TEST((again->person.id == child.person.id));
    const auto once_more = complete(families, child.person.id, details);
    BOOST_REQUIRE(once_more.ok());
    BOOST_TEST(!once_more->changed);
    BOOST_TEST(once_more->person.version == 2);
}

BOOST_AUTO_TEST_CASE(a_certificate_of_somebody_else_changes_nothing_and_says_who) {
    Families<tests::SqliteEngine> families;
    const Registered child = born(families, families.verified());
    const PersonDetails details = named(families);
    const auto standing = families.inUnit(
        [&](Transaction& transaction) { return families.registration.registerPerson(transaction, details, Coming::WithGuardian); });
    BOOST_REQUIRE(standing.ok());
    PersonDetails renamed = details;  // under whatever name
    renamed.name = Sensitive(PersonName{"赵大合成"});
    for (const PersonDetails& said : {details, renamed}) {
        const auto answer = complete(families, child.person.id, said);
        BOOST_REQUIRE(answer.ok());
        BOOST_TEST(!answer->changed);
        BOOST_TEST((answer->taken_by == standing->person.id));
    }
    BOOST_TEST(families.find(child.person.id).version == 1);
}

BOOST_AUTO_TEST_CASE(a_certificate_that_is_not_this_childs_is_refused) {
    Families<tests::SqliteEngine> families;
    const Registered child = born(families, families.verified());
    const PersonId id = child.person.id;
    BOOST_TEST(failsWith(complete(families, id, named(families, {2026, 11, 20})), Error::CertificateContradicts));
    BOOST_TEST(failsWith(complete(families, id, named(families, kToday, Sex::Female)), Error::CertificateContradicts));
    PersonDetails without = named(families);
    without.certificate.reset();
    BOOST_TEST(failsWith(complete(families, id, without), Error::PersonIncomplete));
    BOOST_TEST(failsWith(complete(families, families.ids.next<PersonId>(), named(families)), Error::PersonNotFound));
    BOOST_TEST(families.find(id).version == 1);
    PersonDetails for_life = named(families);
    for_life.certificate = Certificate{CertificateKind::Other, Sensitive(CertificateNumber{"A 1"})};
    BOOST_REQUIRE(complete(families, id, for_life).ok());
    BOOST_TEST(failsWith(complete(families, id, named(families)), Error::CertificateContradicts));  // it has another by now
    families.setState(id, PersonState::Suspended);
    BOOST_TEST(failsWith(complete(families, id, named(families)), Error::PersonNotActive));
}

BOOST_AUTO_TEST_CASE(what_was_known_of_a_child_and_is_not_said_again_stays) {
    Families<tests::SqliteEngine> families;
    Person child = born(families, families.verified()).person;
    child.details.phone = Sensitive(PhoneNumber{"13800001234"});
    child.details.address = Sensitive<std::string>("某路9号");
    BOOST_REQUIRE(families.inUnit([&](Transaction& transaction) { return families.people.changePerson(transaction, child); }).ok());
    PersonDetails said = named(families);
    said.phone = Sensitive(PhoneNumber{"13900005678"});
    BOOST_REQUIRE(complete(families, child.id, said).ok());
    const Person now = families.find(child.id);
    BOOST_TEST(now.details.phone->reveal().text == "13900005678");
    BOOST_TEST(now.details.address->reveal() == "某路9号");
}

BOOST_AUTO_TEST_CASE(a_child_under_fourteen_registers_with_its_guardian) {
    Families<tests::SqliteEngine> families;
    const PersonId guardian = families.verified();
    const PersonDetails child = named(families, {2012, 11, 22});  // fourteen tomorrow
    GuardianConsent without_consent = by(guardian);
    without_consent.consent_by.clear();
    BOOST_TEST(failsWith(addChild(families, child, without_consent), Error::GuardianMissing));
    BOOST_TEST(failsWith(addChild(families, child, by({})), Error::GuardianMissing));
    BOOST_TEST(failsWith(addChild(families, child, by(families.unverified())), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(addChild(families, named(families, {2012, 11, 21}), by(guardian)), Error::RelationNotAllowed));
    GuardianConsent alone = by(guardian);
    alone.consent_by = kConsentByPerson;
    const auto added = addChild(families, child, alone);
    BOOST_REQUIRE(added.ok());
    BOOST_TEST(added->created);
    BOOST_TEST(added->card.has_value());
    BOOST_TEST(mayBook(families, guardian, added->person.id));
    families.clock.advance(std::chrono::hours(12) - Duration(1));
    BOOST_TEST(mayBook(families, guardian, added->person.id));
    families.clock.advance(Duration(1));
    BOOST_TEST(!mayBook(families, guardian, added->person.id));
}

BOOST_AUTO_TEST_CASE(who_knows_a_childs_certificate_does_not_become_its_guardian_by_it) {
    Families<tests::SqliteEngine> families;
    const PersonId guardian = families.verified();
    const PersonId stranger = families.verified();
    const PersonDetails details = named(families, {2020, 5, 5});
    const auto added = addChild(families, details, by(guardian));
    BOOST_REQUIRE(added.ok());
    const auto again = addChild(families, details, by(guardian));
    BOOST_REQUIRE(again.ok());
    BOOST_TEST(!again->created);
    BOOST_TEST((again->person.id == added->person.id));
    BOOST_TEST(failsWith(addChild(families, details, by(stranger)), Error::RelationNotAllowed));
    BOOST_TEST(!mayBook(families, stranger, added->person.id));
    PersonDetails renamed = details;
    renamed.name = Sensitive(PersonName{"赵大合成"});
    BOOST_TEST(failsWith(addChild(families, renamed, by(stranger)), Error::RegistrationRefused));
}

// A list says that there is a child, not who answers for it.
BOOST_AUTO_TEST_CASE(a_child_that_only_files_know_gets_a_card_with_its_first_guardian_and_no_second_one_by_its_certificate) {
    Families<tests::SqliteEngine> families;
    const PersonId guardian = families.verified();
    const PersonId stranger = families.verified();
    const auto known = [&] {
        const Person child{
            .id = families.ids.next<PersonId>(), .details = named(families, {2020, 5, 5}), .registered_at = families.clock.utc()};
        BOOST_REQUIRE(families.stores.inUnit([&](Transaction& transaction) { return families.people.addPerson(transaction, child); }).ok());
        return child;
    };
    const Person child = known();
    BOOST_TEST(failsWith(
        families.inUnit([&](Transaction& transaction) { return families.registration.registerPerson(transaction, child.details); }),
        Error::GuardianMissing));
    const auto scanned = families.inUnit(
        [&](Transaction& transaction) { return families.registration.registerPerson(transaction, child.details, Coming::Scanned); });
    BOOST_REQUIRE(scanned.ok());
    BOOST_TEST(!scanned->card.has_value());  // found, and no more

    const auto added = addChild(families, child.details, by(guardian));
    BOOST_REQUIRE(added.ok());
    BOOST_TEST((added->person.id == child.id));
    BOOST_TEST(!added->created);
    BOOST_TEST(added->first);
    BOOST_TEST(added->related);
    BOOST_TEST(added->card.has_value());
    BOOST_TEST(mayBook(families, guardian, child.id));
    const auto again = addChild(families, child.details, by(guardian));
    BOOST_REQUIRE(again.ok());
    BOOST_TEST(!again->first);
    BOOST_TEST(!again->related);
    BOOST_TEST((again->card->id == added->card->id));
    BOOST_TEST(failsWith(addChild(families, child.details, by(stranger)), Error::RelationNotAllowed));

    const Person guarded = known();  // staff has seen who answers for this one
    BOOST_REQUIRE(families.grant(tests::guarding(guardian, guarded.id)).ok());
    BOOST_TEST(failsWith(addChild(families, guarded.details, by(stranger)), Error::RelationNotAllowed));
    const auto carded = addChild(families, guarded.details, by(guardian));
    BOOST_REQUIRE(carded.ok());
    BOOST_TEST(carded->card.has_value());
    BOOST_TEST(!carded->related);
}

BOOST_AUTO_TEST_CASE(a_card_is_found_from_the_mothers_until_that_is_revoked_or_the_card_lost) {
    Families<tests::SqliteEngine> families;
    const PersonId mother = families.verified();
    const Registered child = born(families, mother);
    BOOST_REQUIRE(families.inUnit([&](Transaction& transaction) { return families.cards.reportLoss(transaction, child.card->id); }).ok());
    BOOST_TEST(!cardsOf(families, mother).front().card.has_value());
    const auto children = families.inRead([&](ReadTransaction& transaction) { return families.relations.childrenOf(transaction, mother); });
    BOOST_REQUIRE(children->size() == 1U);
    BOOST_REQUIRE(
        families.inUnit([&](Transaction& transaction) { return families.relations.revoke(transaction, children->front().id, mother); })
            .ok());
    BOOST_TEST(cardsOf(families, mother).empty());
    BOOST_TEST(!add(families, newborn(), mother, 1, by(mother))->created);  // it is still the same child
}

BOOST_AUTO_TEST_SUITE_END()
