#include "tests/stores/families.h"

using namespace hub::core;
using namespace hub::identity;
using hub::contract::Sex;
using tests::aid;
using tests::failsWith;
using tests::Families;
using tests::family;
using tests::guarding;
using tests::idOf;
using Verb = Families<tests::SqliteEngine>::Verb;

namespace {

constexpr Date kAlmostFourteen{2012, 11, 22};  // 13 years and 364 days old on the first day of these tests
constexpr Date kFourteen{2012, 11, 21};

}  // namespace

// Rules; that both engines keep the rows alike is in relation_store_test.cpp.
BOOST_AUTO_TEST_SUITE(relations)

BOOST_AUTO_TEST_CASE(what_is_asked_for_is_allowed_once_the_subject_accepts_and_not_after_it_is_revoked) {
    Families<tests::SqliteEngine> families;
    const PersonId son = families.verified(Sex::Male);
    const PersonId mother = families.verified();
    const auto asked = families.ask(family(son, mother, {.show_code = true, .pay = true}));
    const RelationId id = idOf(asked);
    BOOST_TEST((asked->to_tell == std::vector{son, mother}));
    BOOST_TEST(failsWith(families.allowing(son, mother, Permission::Pay), Error::RelativeNotAllowed));

    families.clock.advance(Duration(10));
    const auto given = families.step(&Relations::accept, id, mother);
    BOOST_REQUIRE(given.ok());
    BOOST_TEST((given->to_tell == std::vector{son, mother}));
    BOOST_TEST((given->relation.active_from == Families<tests::SqliteEngine>::kStart + Duration(10)));
    BOOST_TEST(given->relation.consent_by == "person");
    BOOST_TEST((families.allowing(son, mother, Permission::Pay)->at(0).id == id));
    BOOST_TEST(families.allowing(son, mother, Permission::ShowCode).ok());
    for (const Permission other : {Permission::Book, Permission::SeeReports, Permission::SpendInsurance})
        BOOST_TEST(failsWith(families.allowing(son, mother, other), Error::RelativeNotAllowed));
    BOOST_TEST(failsWith(families.allowing(mother, son, Permission::Pay), Error::RelativeNotAllowed));  // not the other way

    families.clock.advance(Duration(10));
    BOOST_TEST((families.step(&Relations::revoke, id, son)->to_tell == std::vector{son, mother}));
    BOOST_TEST(failsWith(families.allowing(son, mother, Permission::Pay), Error::RelativeNotAllowed));
    BOOST_TEST(families.historyOf(id) == "1 asked c-p- never " + son.text() + " 0\n" + "2 active c-p- never " + mother.text() + " 10\n" +
                                             "3 revoked c-p- never " + son.text() + " 20\n");
}

BOOST_AUTO_TEST_CASE(mutual_aid_spends_insurance_and_a_family_account_never_does) {
    Families<tests::SqliteEngine> families;
    const PersonId one = families.verified();
    const PersonId other = families.verified();
    families.accepted(family(one, other, kAllPermissions));
    BOOST_TEST(failsWith(families.allowing(one, other, Permission::SpendInsurance), Error::RelativeNotAllowed));
    const RelationId aided = families.accepted(aid(one, other));
    BOOST_TEST((families.allowing(one, other, Permission::SpendInsurance)->at(0).id == aided));
    RelationRequest far = aid(families.verified(), other);
    far.kinship = Kinship::Sibling;
    BOOST_TEST(failsWith(families.ask(far), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(families.change(aided, other, {.pay = true}), Error::RelationNotAllowed));
}

BOOST_AUTO_TEST_CASE(the_subject_decides_and_nobody_else) {
    Families<tests::SqliteEngine> families;
    const PersonId holder = families.verified();
    const PersonId subject = families.verified();
    const PersonId stranger = families.verified();
    const RelationId id = idOf(families.ask(family(holder, subject)));
    BOOST_TEST(failsWith(families.change(id, subject, kAllPermissions), Error::RelationNotAllowed));  // not accepted yet
    for (const Verb verb : {&Relations::accept, &Relations::refuse}) {
        BOOST_TEST(failsWith(families.step(verb, id, holder), Error::RelationNotAllowed));
        BOOST_TEST(failsWith(families.step(verb, id, stranger), Error::RelationNotFound));
    }
    BOOST_REQUIRE(families.step(&Relations::accept, id, subject).ok());
    BOOST_TEST(failsWith(families.step(&Relations::refuse, id, subject), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(families.change(id, holder, kAllPermissions), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(families.change(id, stranger, kAllPermissions), Error::RelationNotFound));
    BOOST_TEST(failsWith(families.step(&Relations::revoke, id, stranger), Error::RelationNotFound));
    BOOST_TEST(failsWith(families.step(&Relations::revoke, families.ids.next<RelationId>(), holder), Error::RelationNotFound));
    BOOST_TEST(families.step(&Relations::revoke, id, subject).ok());
}

BOOST_AUTO_TEST_CASE(the_subject_changes_what_is_permitted_and_until_when) {
    Families<tests::SqliteEngine> families;
    const PersonId holder = families.verified();
    const PersonId subject = families.verified();
    const RelationId id = families.accepted(family(holder, subject));
    families.clock.advance(Duration(100));
    const UtcTime now = families.clock.utc();
    BOOST_TEST(failsWith(families.change(id, subject, {.pay = true}, now), Error::RelationNotAllowed));
    const auto changed = families.change(id, subject, {.pay = true}, now + Duration(1));
    BOOST_REQUIRE(changed.ok());
    BOOST_TEST((changed->to_tell == std::vector{holder, subject}));
    BOOST_TEST(families.allowing(holder, subject, Permission::Pay).ok());
    BOOST_TEST(failsWith(families.allowing(holder, subject, Permission::ShowCode), Error::RelativeNotAllowed));
    const auto again = families.change(id, subject, {.pay = true}, now + Duration(1));
    BOOST_TEST(again->to_tell.empty());
    BOOST_TEST(again->relation.version == changed->relation.version);
    families.clock.advance(Duration(1));
    BOOST_TEST(failsWith(families.allowing(holder, subject, Permission::Pay), Error::RelativeNotAllowed));
    BOOST_TEST(families.historyOf(id) == "1 asked c--- never " + holder.text() + " 0\n2 active c--- never " + subject.text() +
                                             " 0\n3 active --p- 101 " + subject.text() + " 100\n");
}

BOOST_AUTO_TEST_CASE(a_second_time_changes_nothing_and_tells_nobody) {
    Families<tests::SqliteEngine> families;
    const PersonId holder = families.verified();
    const PersonId subject = families.verified();
    const RelationId id = idOf(families.ask(family(holder, subject)));
    for (const Verb verb : {&Relations::accept, &Relations::revoke}) {
        const auto first = families.step(verb, id, subject);
        const auto second = families.step(verb, id, subject);
        BOOST_REQUIRE(second.ok());
        BOOST_TEST(second->to_tell.empty());
        BOOST_TEST(second->relation.version == first->relation.version);
    }
    const RelationId refused = idOf(families.ask(family(holder, subject)));
    BOOST_REQUIRE(families.step(&Relations::refuse, refused, subject).ok());
    BOOST_TEST(families.step(&Relations::refuse, refused, subject)->to_tell.empty());
    for (const Verb verb : {&Relations::accept, &Relations::revoke})
        BOOST_TEST(failsWith(families.step(verb, refused, subject), Error::RelationNotFound));
    BOOST_TEST(families.stores.rows("relation_change") == 5);
}

BOOST_AUTO_TEST_CASE(only_verified_people_ask_accept_and_are_granted) {
    Families<tests::SqliteEngine> families;
    const PersonId good = families.verified();
    const PersonId unverified = families.unverified();
    const PersonId suspended = families.verified();
    families.setState(suspended, PersonState::Suspended);
    const PersonId nobody = families.ids.next<PersonId>();
    struct Line {
        PersonId who;
        Error error;
    };
    for (const Line& line :
         {Line{unverified, Error::RelationNotAllowed}, Line{suspended, Error::PersonNotActive}, Line{nobody, Error::PersonNotFound}}) {
        BOOST_TEST(failsWith(families.ask(family(line.who, good)), line.error));
        BOOST_TEST(failsWith(families.ask(family(good, line.who)), line.error));
        BOOST_TEST(failsWith(families.grant(family(line.who, good)), line.error));
        BOOST_TEST(failsWith(families.grant(family(good, line.who)), line.error));
    }
    BOOST_TEST(failsWith(families.ask(family(good, good)), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(families.grant(family(good, families.verified()), ""), Error::RelationNotAllowed));
    const PersonId later = families.verified();
    const RelationId id = idOf(families.ask(family(good, later)));
    families.setState(good, PersonState::Closed);
    BOOST_TEST(failsWith(families.step(&Relations::accept, id, later), Error::PersonNotActive));
    BOOST_TEST(families.step(&Relations::refuse, id, later).ok());
}

BOOST_AUTO_TEST_CASE(a_guardian_is_of_age_and_has_a_child_under_fourteen) {
    Families<tests::SqliteEngine> families;
    const PersonId child = families.unverified(Sex::Male, kAlmostFourteen);
    BOOST_TEST(failsWith(families.ask(guarding(families.verified(), child)), Error::RelationNotAllowed));  // staff grants it
    BOOST_TEST(failsWith(families.grant(guarding(families.verified(Sex::Male, {2008, 11, 22}), child)), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(families.grant(guarding(families.unverified(), child)), Error::RelationNotAllowed));
    BOOST_TEST(
        failsWith(families.grant(guarding(families.verified(), families.unverified(Sex::Male, kFourteen))), Error::RelationNotAllowed));
    const PersonId guardian = families.verified(Sex::Male, {2008, 11, 21});  // eighteen today
    const auto granted = families.grant(guarding(guardian, child));
    BOOST_REQUIRE(granted.ok());
    BOOST_TEST((granted->relation.permissions == kAllPermissions));
}

BOOST_AUTO_TEST_CASE(a_guardian_acts_until_the_midnight_that_makes_the_child_fourteen) {
    Families<tests::SqliteEngine> families;
    const PersonId child = families.unverified(Sex::Male, kAlmostFourteen);
    const PersonId guardian = families.verified();
    BOOST_REQUIRE(families.grant(guarding(guardian, child)).ok());
    families.clock.advance(std::chrono::hours(12) - Duration(1));  // the last millisecond of the day before the birthday, in Shanghai
    for (const Permission permission : {Permission::ShowCode, Permission::Book, Permission::Pay, Permission::SeeReports})
        BOOST_TEST(families.allowing(guardian, child, permission).ok());
    BOOST_TEST(failsWith(families.allowing(guardian, child, Permission::SpendInsurance), Error::RelativeNotAllowed));
    const auto guardians = [&] {
        return families.inRead([&](ReadTransaction& transaction) { return families.relations.guardiansOf(transaction, child); });
    };
    BOOST_TEST((*guardians() == std::vector{guardian}));
    families.clock.advance(Duration(1));
    for (const Permission permission : {Permission::ShowCode, Permission::Book, Permission::Pay, Permission::SeeReports})
        BOOST_TEST(failsWith(families.allowing(guardian, child, permission), Error::RelativeNotAllowed));
    BOOST_TEST(guardians()->empty());
}

BOOST_AUTO_TEST_CASE(a_guardian_decides_for_a_child_and_from_fourteen_on_the_child_does) {
    Families<tests::SqliteEngine> families;
    const PersonId child = families.verified(Sex::Male, kAlmostFourteen);
    const PersonId grandmother = families.verified();
    const PersonId guardian = families.verified();
    const RelationId id = idOf(families.ask(family(grandmother, child)));
    BOOST_TEST(failsWith(families.step(&Relations::accept, id, child), Error::GuardianMissing));
    BOOST_TEST(failsWith(families.step(&Relations::accept, id, guardian), Error::RelationNotFound));  // is none yet
    BOOST_REQUIRE(families.grant(guarding(guardian, child)).ok());
    BOOST_TEST(failsWith(families.step(&Relations::accept, id, child), Error::RelationNotAllowed));
    BOOST_REQUIRE(families.step(&Relations::accept, id, guardian).ok());
    BOOST_TEST(families.change(id, guardian, {.book = true}).ok());

    // The guardian does not let themselves spend what is the child's.
    const RelationId own = idOf(families.ask(aid(guardian, child)));
    BOOST_TEST(failsWith(families.step(&Relations::accept, own, guardian), Error::RelationNotAllowed));

    families.clock.advance(std::chrono::hours(12));  // the child is fourteen
    BOOST_TEST(failsWith(families.change(id, guardian, kAllPermissions), Error::RelationNotFound));
    BOOST_TEST(failsWith(families.step(&Relations::revoke, id, guardian), Error::RelationNotFound));
    BOOST_TEST(families.change(id, child, {.pay = true}).ok());
    BOOST_TEST(families.step(&Relations::accept, own, child).ok());
}

BOOST_AUTO_TEST_CASE(a_guardians_relation_is_ended_by_the_guardian_or_staff_and_changed_by_nobody) {
    Families<tests::SqliteEngine> families;
    const PersonId child = families.verified(Sex::Male, {2020, 5, 5});
    const PersonId one = families.verified();
    const PersonId other = families.verified(Sex::Male);
    const RelationId of_one = idOf(families.grant(guarding(one, child)));
    const RelationId of_other = idOf(families.grant(guarding(other, child)));
    BOOST_TEST(failsWith(families.change(of_one, other, {}), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(families.step(&Relations::revoke, of_one, child), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(families.step(&Relations::revoke, of_one, other), Error::RelationNotFound));
    BOOST_TEST(families.step(&Relations::revoke, of_one, one).ok());
    BOOST_TEST(failsWith(families.allowing(one, child, Permission::Book), Error::RelativeNotAllowed));
    const auto ended =
        families.inUnit([&](Transaction& transaction) { return families.relations.revokeByStaff(transaction, of_other, "D0009"); });
    BOOST_REQUIRE(ended.ok());
    BOOST_TEST((ended->to_tell == std::vector{other, child}));
    BOOST_TEST(families.historyOf(of_other).find("2 revoked cbpr") != std::string::npos);
    BOOST_TEST(failsWith(families.allowing(other, child, Permission::Book), Error::RelativeNotAllowed));
    // What the guardian set up for the child, either side may still end.
    BOOST_REQUIRE(families.grant(guarding(one, child)).ok());
    const RelationId aunt = idOf(families.grant(family(families.verified(), child)));
    BOOST_TEST(families.step(&Relations::revoke, aunt, one).ok());
}

BOOST_AUTO_TEST_CASE(a_mother_is_a_woman_and_a_child_has_one) {
    Families<tests::SqliteEngine> families;
    const auto born = [](PersonId mother, PersonId child) {
        RelationRequest request = guarding(mother, child);
        request.kind = RelationKind::MotherChild;
        request.birth_order = 1;
        return request;
    };
    const PersonId child = families.unverified(Sex::Male, {2026, 11, 1});
    BOOST_TEST(failsWith(families.grant(born(families.verified(Sex::Male), child)), Error::RelationNotAllowed));
    const PersonId mother = families.verified();
    BOOST_TEST(families.grant(born(mother, child)).ok());
    BOOST_TEST(failsWith(families.grant(born(families.verified(), child)), Error::RelationNotAllowed));
    BOOST_TEST(families.grant(born(mother, families.unverified(Sex::Female, {2026, 11, 1}))).ok());
    BOOST_TEST(failsWith(families.allowing(mother, child, Permission::ShowCode), Error::RelativeNotAllowed));
}

BOOST_AUTO_TEST_SUITE_END()
