#include "tests/stores/families.h"

using namespace hub::core;
using namespace hub::identity;
using hub::contract::Sex;
using tests::aid;
using tests::failsWith;
using tests::family;
using tests::guarding;
using tests::idOf;

// Of people who are several registrations: rules alone.
namespace {

struct Merged : tests::Families<tests::SqliteEngine> {
    void merge(PersonId subsumed, PersonId into) {
        BOOST_REQUIRE(inUnit([&](Transaction& transaction) {
                          return merges.merge(transaction, subsumed, into, {{}, "S1", "S2", "certificates_seen"});
                      }).ok());
    }
    void unmerge(PersonId subsumed) {
        BOOST_REQUIRE(inUnit([&](Transaction& transaction) {
                          return merges.unmerge(transaction, subsumed, {{}, "S1", "S2", "wrong"});
                      }).ok());
    }
    /// Without a certificate, so that two of them can be one.
    PersonId somebodyVerified(Sex sex = Sex::Female, Date birth = {1990, 1, 1}) {
        const PersonId id = ids.next<PersonId>();
        Person person;
        person.id = id;
        person.details.name = Sensitive(PersonName{"某人"});
        person.details.sex = sex;
        person.details.birth_date = Sensitive(birth);
        person.state = PersonState::Verified;
        person.registered_at = clock.utc();
        BOOST_REQUIRE(inUnit([&](Transaction& transaction) -> Result<int> {
                          const Result<void> added = people.addPerson(transaction, person);
                          return added.ok() ? Result<int>(0) : added.failure();
                      }).ok());
        return id;
    }
    std::string mayDo(PersonId holder, PersonId subject) {
        std::string may;
        for (const Permission permission :
             {Permission::ShowCode, Permission::Book, Permission::Pay, Permission::SeeReports, Permission::SpendInsurance}) {
            const auto allowed = allowing(holder, subject, permission);
            if (!allowed.ok()) {
                BOOST_TEST(failsWith(allowed, Error::RelativeNotAllowed));
                continue;
            }
            may += std::string(may.empty() ? "" : ",") + std::string(enumName(permission));
        }
        return may;
    }
    std::size_t held(PersonId holder) {
        return inRead([&](ReadTransaction& transaction) { return relations.liveOfHolder(transaction, holder); })->size();
    }
    std::size_t given(PersonId subject) {
        return inRead([&](ReadTransaction& transaction) { return relations.liveOfSubject(transaction, subject); })->size();
    }
    std::vector<PersonId> guardians(PersonId child) {
        return *inRead([&](ReadTransaction& transaction) { return relations.guardiansOf(transaction, child); });
    }
    std::size_t children(PersonId mother) {
        return inRead([&](ReadTransaction& transaction) { return relations.childrenOf(transaction, mother); })->size();
    }
    bool concerned(RelationId id, PersonId person) {
        return *inRead([&](ReadTransaction& transaction) -> Result<bool> {
            const Result<Relation> relation = relations.find(transaction, id);
            return relation.ok() ? relations.concerns(transaction, *relation, person) : relation.failure();
        });
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(relations_merged, Merged)

BOOST_AUTO_TEST_CASE(what_a_relation_of_a_part_allowed_it_allows_for_the_person_until_they_are_two) {
    const PersonId holder = somebodyVerified();
    const PersonId part = somebodyVerified();
    const PersonId root = somebodyVerified();
    const RelationId id = accepted(family(holder, part, {.show_code = true, .pay = true}));
    BOOST_TEST(mayDo(holder, root) == "");
    merge(part, root);
    for (const PersonId subject : {part, root}) BOOST_TEST(mayDo(holder, subject) == "show_code,pay");
    BOOST_TEST(mayDo(root, holder) == "");  // not the other way
    for (const PersonId subject : {part, root}) BOOST_TEST(given(subject) == 1U);
    BOOST_TEST(concerned(id, root));
    unmerge(part);
    BOOST_TEST(mayDo(holder, root) == "");
    BOOST_TEST(mayDo(holder, part) == "show_code,pay");
    BOOST_TEST(given(root) == 0U);
    BOOST_TEST(!concerned(id, root));
}

BOOST_AUTO_TEST_CASE(a_holder_who_was_merged_keeps_what_they_hold) {
    const PersonId part = somebodyVerified();
    const PersonId root = somebodyVerified();
    const PersonId subject = somebodyVerified();
    accepted(family(part, subject, {.book = true}));
    accepted(aid(part, subject));
    merge(part, root);
    for (const PersonId holder : {part, root}) {
        BOOST_TEST(mayDo(holder, subject) == "book,spend_insurance");
        BOOST_TEST(held(holder) == 2U);
    }
    unmerge(part);
    BOOST_TEST(mayDo(root, subject) == "");
    BOOST_TEST(held(root) == 0U);
    BOOST_TEST(held(part) == 2U);
}

BOOST_AUTO_TEST_CASE(of_two_relations_of_one_pair_each_allows_its_own_and_what_neither_does_stays_off) {
    const PersonId holder = somebodyVerified();
    const PersonId part = somebodyVerified();
    const PersonId root = somebodyVerified();
    const RelationId of_part = accepted(family(holder, part, {.show_code = true, .book = true}));
    const RelationId of_root = accepted(family(holder, root, {.pay = true}));
    merge(part, root);
    BOOST_TEST(mayDo(holder, root) == "show_code,book,pay");
    BOOST_TEST((allowing(holder, root, Permission::Pay)->at(0).id == of_root));
    BOOST_TEST((allowing(holder, part, Permission::Book)->at(0).id == of_part));
    BOOST_REQUIRE(change(of_part, root, {.show_code = true}).ok());
    BOOST_TEST(mayDo(holder, root) == "show_code,pay");
    BOOST_REQUIRE(step(&Relations::revoke, of_root, holder).ok());
    BOOST_TEST(mayDo(holder, root) == "show_code");
    unmerge(part);
    BOOST_TEST(mayDo(holder, root) == "");
    BOOST_TEST(mayDo(holder, part) == "show_code");
}

BOOST_AUTO_TEST_CASE(a_relation_with_oneself_allows_nothing_cannot_be_made_and_is_as_it_was_once_they_are_two) {
    const PersonId holder = somebodyVerified();
    const PersonId subject = somebodyVerified();
    const RelationId id = accepted(family(holder, subject, kAllPermissions));
    const RelationId asked = idOf(ask(aid(holder, subject)));
    merge(holder, subject);
    for (const auto& [one, other] : {std::pair(holder, subject), std::pair(subject, holder), std::pair(subject, subject)}) {
        BOOST_TEST(mayDo(one, other) == "");
        BOOST_TEST(held(one) == 0U);
        BOOST_TEST(given(one) == 0U);
        BOOST_TEST(failsWith(ask(family(one, other)), Error::RelationNotAllowed));
        BOOST_TEST(failsWith(grant(family(one, other)), Error::RelationNotAllowed));
    }
    BOOST_TEST(failsWith(step(&Relations::accept, asked, subject), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(change(id, subject, {}), Error::RelationNotAllowed));
    unmerge(holder);
    BOOST_TEST(mayDo(holder, subject) == "show_code,book,pay,see_reports");
    BOOST_TEST(held(holder) == 2U);
    BOOST_TEST(given(subject) == 2U);
    BOOST_TEST(step(&Relations::accept, asked, subject).ok());
}

BOOST_AUTO_TEST_CASE(either_registration_decides_for_the_subject_and_the_holder_by_neither_of_theirs) {
    const PersonId holder = somebodyVerified();
    const PersonId holder_again = somebodyVerified();
    const PersonId subject = somebodyVerified();
    const PersonId subject_again = somebodyVerified();
    const RelationId id = idOf(ask(family(holder, subject, {.pay = true})));
    BOOST_TEST(failsWith(step(&Relations::accept, id, subject_again), Error::RelationNotFound));
    merge(subject, subject_again);
    merge(holder, holder_again);
    for (const PersonId by : {holder, holder_again}) BOOST_TEST(failsWith(step(&Relations::accept, id, by), Error::RelationNotAllowed));
    BOOST_REQUIRE(step(&Relations::accept, id, subject_again).ok());
    BOOST_TEST(mayDo(holder_again, subject_again) == "pay");
    BOOST_REQUIRE(step(&Relations::revoke, id, holder_again).ok());
    BOOST_TEST(mayDo(holder_again, subject_again) == "");
}

BOOST_AUTO_TEST_CASE(what_a_registration_that_nobody_verified_was_asked_for_is_not_accepted_by_the_one_it_went_into) {
    const PersonId holder = somebodyVerified();
    const PersonId part = somebodyVerified();
    const PersonId root = somebodyVerified();
    const RelationId id = idOf(ask(family(holder, part)));
    setState(part, PersonState::Unverified);
    merge(part, root);
    BOOST_TEST(failsWith(step(&Relations::accept, id, root), Error::RelationNotAllowed));
    setState(part, PersonState::Verified);
    BOOST_TEST(step(&Relations::accept, id, root).ok());
}

BOOST_AUTO_TEST_CASE(of_one_kind_no_second_is_made_between_two_people_whichever_registrations_are_named) {
    const PersonId holder = somebodyVerified();
    const PersonId part = somebodyVerified();
    const PersonId root = somebodyVerified();
    accepted(family(holder, part));
    merge(part, root);
    for (const PersonId subject : {part, root}) BOOST_TEST(failsWith(ask(family(holder, subject)), Error::RelationNotAllowed));
    BOOST_TEST((ask(aid(holder, part))->relation.subject == root));  // a new one stands on who stands for them
}

BOOST_AUTO_TEST_CASE(who_has_several_registrations_holds_no_more_family_accounts_than_who_has_one) {
    const PersonId part = somebodyVerified();
    const PersonId root = somebodyVerified();
    for (int i = 0; i < kFamilyAccountsMost - 2; ++i) accepted(family(part, somebodyVerified()));
    accepted(family(root, somebodyVerified()));
    merge(part, root);
    BOOST_TEST(ask(family(root, somebodyVerified())).ok());  // the eighth
    BOOST_TEST(failsWith(ask(family(root, somebodyVerified())), Error::RelationNotAllowed));
    unmerge(part);
    BOOST_TEST(ask(family(root, somebodyVerified())).ok());
    BOOST_TEST(ask(family(part, somebodyVerified())).ok());
}

BOOST_AUTO_TEST_CASE(nobody_lets_more_people_spend_their_insurance_by_being_several) {
    const PersonId part = somebodyVerified();
    const PersonId root = somebodyVerified();
    for (int i = 0; i < kMutualAidsMost - 1; ++i) accepted(aid(somebodyVerified(), part));
    const RelationId last = idOf(ask(aid(somebodyVerified(), root)));
    const RelationId more = idOf(ask(aid(somebodyVerified(), root)));
    merge(part, root);
    BOOST_TEST(step(&Relations::accept, last, root).ok());
    BOOST_TEST(failsWith(step(&Relations::accept, more, root), Error::RelationNotAllowed));
    unmerge(part);
    BOOST_TEST(step(&Relations::accept, more, root).ok());
}

BOOST_AUTO_TEST_CASE(a_guardian_of_a_childs_registration_is_the_childs_by_whichever_of_theirs) {
    const Date born{2020, 1, 1};
    const PersonId guardian = somebodyVerified();
    const PersonId guardian_again = somebodyVerified();
    const PersonId child = somebodyVerified(Sex::Male, born);
    const PersonId child_again = somebodyVerified(Sex::Male, born);
    BOOST_REQUIRE(grant(guarding(guardian, child)).ok());
    BOOST_TEST(guardians(child_again).empty());
    merge(guardian, guardian_again);
    merge(child, child_again);
    BOOST_TEST((guardians(child_again) == std::vector{guardian_again, guardian}));
    BOOST_TEST(mayDo(guardian_again, child_again) == "show_code,book,pay,see_reports");
    // The child's side is the guardian.
    const RelationId id = idOf(ask(family(somebodyVerified(), child_again)));
    BOOST_TEST(failsWith(step(&Relations::accept, id, child_again), Error::RelationNotAllowed));
    BOOST_TEST(step(&Relations::accept, id, guardian_again).ok());
    unmerge(child);
    BOOST_TEST(guardians(child_again).empty());
    BOOST_TEST(guardians(child).size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_mother_who_was_merged_is_found_by_her_children_and_a_child_that_became_her_is_none) {
    const PersonId mother = somebodyVerified();
    const PersonId mother_again = somebodyVerified();
    const PersonId child = somebodyVerified(Sex::Female, {2020, 1, 1});
    RelationRequest request = guarding(mother, child);
    request.kind = RelationKind::MotherChild;
    request.birth_order = 1;
    BOOST_REQUIRE(grant(request).ok());
    BOOST_TEST(children(mother_again) == 0U);
    merge(mother, mother_again);
    BOOST_TEST(children(mother_again) == 1U);
    merge(child, mother_again);  // whoever decided so was wrong
    BOOST_TEST(children(mother_again) == 0U);
    unmerge(child);
    BOOST_TEST(children(mother) == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
