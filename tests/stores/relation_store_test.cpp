#include "tests/stores/families.h"
#include "tests/stores/field_texts.h"

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

std::vector<std::string> fieldsOf(const Relation& of) {
    return tests::fieldTexts(of.id, of.kind, of.holder, of.subject, of.kinship, of.permissions.show_code, of.permissions.book,
                             of.permissions.pay, of.permissions.see_reports, of.birth_order, of.state, of.asked_at, of.active_from,
                             of.expires_at, of.consent_by, of.version);
}

/// Which of them, is the database's choice.
void onlyOneIsDone(const std::array<WorkOutcome, 2>& outcomes, std::initializer_list<Error> others) {
    const bool first = outcomes[0].end == WorkEnd::Done;
    BOOST_TEST((first != (outcomes[1].end == WorkEnd::Done)));
    const Result<void> other = tests::resultOf(outcomes.at(first ? 1 : 0));
    BOOST_REQUIRE(!other.ok());
    BOOST_TEST((std::ranges::find(others, other.failure().error()) != others.end()), tests::nameOf(other.failure().error()));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(relation_store)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_relation_comes_back_with_all_that_was_said, Engine, tests::Engines) {
    Families<Engine> families;
    RelationRequest request = family(families.verified(), families.verified(), {.show_code = true, .see_reports = true});
    request.expires_at = Families<Engine>::kStart + Duration(5000);
    families.clock.advance(Duration(7));
    const auto granted = families.grant(request, "D0042");
    const auto found = families.stores.find(families.relation_rows, idOf(granted));
    BOOST_REQUIRE(found.ok());
    BOOST_TEST(fieldsOf(*found) == fieldsOf(granted->relation), boost::test_tools::per_element());
    BOOST_TEST(found->consent_by == "D0042");
    BOOST_TEST((found->kinship == Kinship::Parent));
    BOOST_TEST(families.historyOf(found->id) == "1 active c--r 5000 D0042 7\n");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(two_people_have_one_live_relation_of_a_kind_and_one_of_each, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId one = families.verified();
    const PersonId other = families.verified();
    const RelationId first = idOf(families.ask(family(one, other)));
    BOOST_TEST(failsWith(families.ask(family(one, other)), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(families.grant(family(one, other)), Error::RelationNotAllowed));
    BOOST_TEST(families.ask(family(other, one)).ok());
    BOOST_TEST(families.ask(aid(one, other)).ok());
    BOOST_REQUIRE(families.step(&Relations::refuse, first, other).ok());
    const RelationId second = families.accepted(family(one, other));
    BOOST_TEST(failsWith(families.ask(family(one, other)), Error::RelationNotAllowed));
    BOOST_REQUIRE(families.step(&Relations::revoke, second, other).ok());
    BOOST_TEST(families.ask(family(one, other)).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(one_that_has_expired_makes_room_from_its_last_millisecond_on, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId one = families.verified();
    const PersonId other = families.verified();
    RelationRequest request = family(one, other, {.book = true});
    request.expires_at = Families<Engine>::kStart + Duration(1000);
    const RelationId first = families.accepted(request);
    families.clock.advance(Duration(999));
    BOOST_TEST(families.allowing(one, other, Permission::Book).ok());
    BOOST_TEST(failsWith(families.ask(family(one, other)), Error::RelationNotAllowed));
    families.clock.advance(Duration(1));
    BOOST_TEST(failsWith(families.allowing(one, other, Permission::Book), Error::RelativeNotAllowed));
    for (const Verb verb : {&Relations::accept, &Relations::refuse, &Relations::revoke})
        BOOST_TEST(failsWith(families.step(verb, first, other), Error::RelationNotFound));
    BOOST_TEST(failsWith(families.change(first, other, kAllPermissions), Error::RelationNotFound));
    BOOST_TEST(families.accepted(family(one, other)).text() != first.text());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_holder_has_eight_family_accounts_and_not_a_ninth, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId holder = families.verified();
    std::vector<RelationId> held;
    for (int i = 0; i < 7; ++i) held.push_back(idOf(families.ask(family(holder, families.verified()))));
    RelationRequest eighth = family(holder, families.verified());
    eighth.expires_at = Families<Engine>::kStart + Duration(1000);
    BOOST_TEST(families.grant(eighth).ok());
    const RelationRequest ninth = family(holder, families.verified());
    BOOST_TEST(failsWith(families.ask(ninth), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(families.grant(ninth), Error::RelationNotAllowed));
    BOOST_TEST(families.ask(aid(holder, ninth.subject)).ok());     // another kind
    BOOST_TEST(families.ask(family(ninth.subject, holder)).ok());  // another holder
    families.clock.advance(Duration(1000));                        // the eighth has expired
    BOOST_TEST(families.ask(ninth).ok());
    BOOST_TEST(failsWith(families.ask(family(holder, families.verified())), Error::RelationNotAllowed));
    BOOST_REQUIRE(families.step(&Relations::revoke, held[3], holder).ok());
    BOOST_TEST(families.ask(family(holder, families.verified())).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_subject_lets_seven_spend_and_not_an_eighth_however_many_ask, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId subject = families.verified();
    std::vector<RelationId> asked;
    for (int i = 0; i < 8; ++i) asked.push_back(idOf(families.ask(aid(families.verified(), subject))));
    for (std::size_t i = 0; i < 7; ++i) BOOST_TEST(families.step(&Relations::accept, asked[i], subject).ok());
    BOOST_TEST(failsWith(families.step(&Relations::accept, asked[7], subject), Error::RelationNotAllowed));
    BOOST_TEST(failsWith(families.grant(aid(families.verified(), subject)), Error::RelationNotAllowed));
    BOOST_REQUIRE(families.step(&Relations::revoke, asked[0], subject).ok());
    BOOST_TEST(families.step(&Relations::accept, asked[7], subject).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(both_sides_see_what_is_asked_for_and_what_is_active_oldest_first, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId one = families.verified();
    const PersonId other = families.verified();
    const RelationId asked = idOf(families.ask(family(one, other)));
    families.clock.advance(Duration(1));
    RelationRequest short_lived = aid(one, other);
    short_lived.expires_at = families.clock.utc() + Duration(10);
    const RelationId active = families.accepted(short_lived);
    families.clock.advance(Duration(1));
    const RelationId back = idOf(families.ask(family(other, one)));
    const auto idsOf = [](const Result<std::vector<Relation>>& relations) {
        BOOST_REQUIRE(relations.ok());
        std::vector<RelationId> found;
        for (const Relation& relation : *relations) found.push_back(relation.id);
        return found;
    };
    const auto held = [&](PersonId who) {
        return idsOf(families.inRead([&](ReadTransaction& transaction) { return families.relations.liveOfHolder(transaction, who); }));
    };
    const auto over = [&](PersonId who) {
        return idsOf(families.inRead([&](ReadTransaction& transaction) { return families.relations.liveOfSubject(transaction, who); }));
    };
    BOOST_TEST((held(one) == std::vector{asked, active}));
    BOOST_TEST((over(other) == std::vector{asked, active}));
    BOOST_TEST((held(other) == std::vector{back}));
    BOOST_TEST((over(one) == std::vector{back}));
    families.clock.advance(Duration(9));  // the second has expired
    BOOST_REQUIRE(families.step(&Relations::refuse, back, one).ok());
    BOOST_TEST((held(one) == std::vector{asked}));
    BOOST_TEST((over(other) == std::vector{asked}));
    BOOST_TEST(over(one).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_askings_at_once_one_stands, Engine, tests::Engines) {
    Families<Engine> families(tests::twoLanes());
    const PersonId one = families.verified();
    const PersonId other = families.verified();
    const auto asking = [&](Transaction& transaction) { return tests::doneOf(families.relations.ask(transaction, family(one, other))); };
    onlyOneIsDone(families.stores.atOnce(asking, asking), {Error::RelationNotAllowed});
    BOOST_TEST(families.stores.rows("relation") == 1);
    BOOST_TEST(families.stores.rows("relation_change") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(two_at_once_do_not_both_take_the_last_place, Engine, tests::Engines) {
    Families<Engine> families(tests::twoLanes());
    const PersonId holder = families.verified();
    for (int i = 0; i < 7; ++i) idOf(families.ask(family(holder, families.verified())));
    const std::array subjects{families.verified(), families.verified()};
    const auto asking = [&](std::size_t which) {
        return [&, which](Transaction& transaction) {
            return tests::doneOf(families.relations.ask(transaction, family(holder, subjects.at(which))));
        };
    };
    onlyOneIsDone(families.stores.atOnce(asking(0), asking(1)), {Error::VersionConflict, Error::RelationNotAllowed});
    BOOST_TEST(failsWith(families.ask(family(holder, families.verified())), Error::RelationNotAllowed));
    BOOST_TEST(families.stores.rows("relation") == 8);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_a_revocation_and_a_change_at_once_the_later_is_refused, Engine, tests::Engines) {
    Families<Engine> families(tests::twoLanes());
    const PersonId holder = families.verified();
    const PersonId subject = families.verified();
    const RelationId id = families.accepted(family(holder, subject));
    const auto outcomes = families.stores.atOnce(
        [&](Transaction& transaction) { return tests::doneOf(families.relations.revoke(transaction, id, holder)); },
        [&](Transaction& transaction) { return tests::doneOf(families.relations.change(transaction, id, subject, kAllPermissions, {})); });
    BOOST_TEST((outcomes[0].end == WorkEnd::Done));
    BOOST_TEST((outcomes[1].end == WorkEnd::NotDone));
    BOOST_TEST(failsWith(families.allowing(holder, subject, Permission::ShowCode), Error::RelativeNotAllowed));
    BOOST_TEST(families.stores.rows("relation_change") == 3);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_leaves_no_relation_and_no_history, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId one = families.verified();
    const PersonId other = families.verified();
    BOOST_TEST(failsWith(families.stores.inUnit([&](Transaction& transaction) -> Result<void> {
        BOOST_TEST(families.relations.ask(transaction, family(one, other)).ok());
        return Failure(Error::LeaseLost);
    }),
                         Error::LeaseLost));
    BOOST_TEST(families.stores.rows("relation") == 0);
    BOOST_TEST(families.stores.rows("relation_change") == 0);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_relation_changes_from_the_version_that_was_read, Engine, tests::Engines) {
    Families<Engine> families;
    Relation relation = families.ask(family(families.verified(), families.verified()))->relation;
    relation.state = RelationState::Active;
    const auto change = [&] {
        return families.inUnit(
            [&](Transaction& transaction) { return families.relation_rows.change(transaction, relation, "D1", Families<Engine>::kStart); });
    };
    BOOST_TEST(*change() == 2);
    BOOST_TEST(failsWith(change(), Error::VersionConflict));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(whoever_changes_it_is_named_in_64_bytes_and_no_more, Engine, tests::Engines) {
    Families<Engine> families;
    const PersonId one = families.verified();
    BOOST_TEST(families.grant(family(one, families.verified()), std::string(64, 's')).ok());
    BOOST_TEST(failsWith(families.grant(family(one, families.verified()), std::string(65, 's')), Error::FieldTooLong));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_relation_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    Families<Engine> families;
    const RelationId id = idOf(families.ask(family(families.verified(), families.verified())));
    const auto find = [&] { return families.stores.find(families.relation_rows, id); };
    families.stores.meddle("UPDATE relation SET pay = 2");
    BOOST_TEST(failsWith(find(), Error::RowNotReadable));
    families.stores.meddle("UPDATE relation SET pay = 0, kind = ?", std::array{hub::storage::sql::blob("cousin")});
    BOOST_TEST(failsWith(find(), Error::RowNotReadable));
    families.stores.meddle("UPDATE relation SET kind = ?", std::array{hub::storage::sql::blob("family_account")});
    BOOST_TEST(find().ok());
    families.stores.meddle("UPDATE relation_change SET state = ?", std::array{hub::storage::sql::blob("perhaps")});
    BOOST_TEST(failsWith(families.inRead([&](ReadTransaction& transaction) { return families.relation_rows.historyOf(transaction, id); }),
                         Error::RowNotReadable));
}

BOOST_AUTO_TEST_SUITE_END()
