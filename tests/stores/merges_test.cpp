#include "tests/stores/merging.h"

using namespace hub::contract;
using namespace hub::core;
using namespace hub::identity;
using tests::failsWith;
using tests::Merging;

namespace {

std::function<void(Person&)> holding(CertificateKind kind, const std::string& number) {
    return [kind, number](Person& person) { person.details.certificate = Certificate{kind, Sensitive(CertificateNumber{number})}; };
}

std::function<void(Person&)> inState(PersonState state) {
    return [state](Person& person) { person.state = state; };
}

template <class Engine>
MergePreview preview(Merging<Engine>& stores, PersonId subsumed, PersonId into) {
    const auto seen = stores.read([&](ReadTransaction& transaction) { return stores.merges.preview(transaction, subsumed, into); });
    BOOST_REQUIRE(seen.ok());
    return *seen;
}

/// Refused for this reason, and previewed with it.
template <class Engine>
void isRefused(Merging<Engine>& stores, PersonId subsumed, PersonId into, MergeObstacle why) {
    BOOST_TEST_CONTEXT(enumName(why)) {
        const std::string before = stores.mergesDump();
        const auto refused = stores.merge(subsumed, into);
        BOOST_TEST(failsWith(refused, Error::MergeNotAllowed));
        if (!refused.ok()) BOOST_TEST(refused.failure().detail() == enumName(why));
        BOOST_TEST((preview(stores, subsumed, into).obstacle == why));
        BOOST_TEST(stores.mergesDump() == before);
    }
}

template <class Engine>
void isAllowed(Merging<Engine>& stores, PersonId subsumed, PersonId into) {
    BOOST_TEST(!preview(stores, subsumed, into).obstacle.has_value());
    BOOST_TEST(stores.merge(subsumed, into).ok());
    BOOST_TEST(stores.unmerge(subsumed).ok());
}

template <class Engine>
void decideNotSame(Merging<Engine>& stores, PersonId one, PersonId other) {
    const ReviewId review = stores.opened(one, other);
    BOOST_REQUIRE(stores.claim(review, "S1").ok());
    BOOST_REQUIRE(stores.propose(review, Verdict::NotSame, "S1").ok());
}

template <class Engine>
std::vector<MergeChange> ledgerOf(Merging<Engine>& stores, std::int64_t after = 0, std::size_t limit = 100) {
    return *stores.read([&](ReadTransaction& transaction) { return stores.merge_store.changes(transaction, after, limit); });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_merges)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_merge_moves_nothing_and_an_unmerge_gives_everything_back, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(2);
    stores.newFile(p[0], "h01", "P100");
    stores.newFile(p[1], "h01", "P200");
    const std::string people = stores.peopleDump();
    const auto merged = stores.merge(p[0], p[1]);
    BOOST_REQUIRE(merged.ok());
    BOOST_TEST((*merged == PersonMerge{p[0], p[1], p[1], stores.now.utc(), 1}));
    BOOST_TEST((stores.rootOf(p[0]) == p[1]));
    BOOST_TEST((stores.rootOf(p[1]) == p[1]));
    BOOST_TEST((stores.membersOf(p[1]) == std::vector{p[1], p[0]}));
    BOOST_TEST((stores.membersOf(p[0]) == std::vector{p[0]}));
    BOOST_TEST(stores.peopleDump() == people);

    const auto undone = stores.unmerge(p[0]);
    BOOST_REQUIRE(undone.ok());
    BOOST_TEST((*undone == *merged));
    BOOST_TEST((stores.rootOf(p[0]) == p[0]));
    BOOST_TEST((stores.membersOf(p[1]) == std::vector{p[1]}));
    BOOST_TEST(stores.peopleDump() == people);
    BOOST_TEST(stores.mergesDump().empty());
    const auto again = stores.unmerge(p[0]);
    BOOST_TEST(failsWith(again, Error::MergeNotAllowed));
    BOOST_TEST(again.failure().detail() == "not_merged");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(whoever_is_a_part_goes_along_and_comes_back_along, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(5);
    BOOST_REQUIRE(stores.merge(p[0], p[1]).ok());
    BOOST_REQUIRE(stores.merge(p[2], p[0]).ok());  // into one who is a part already
    const std::string before = stores.mergesDump();
    BOOST_REQUIRE(stores.merge(p[1], p[3]).ok());
    BOOST_REQUIRE(stores.merge(p[4], p[3]).ok());
    for (const PersonId& one : p) BOOST_TEST((stores.rootOf(one) == p[3]));
    BOOST_TEST((stores.membersOf(p[3]) == std::vector{p[3], p[0], p[2], p[1], p[4]}));
    BOOST_REQUIRE(stores.unmerge(p[4]).ok());
    BOOST_REQUIRE(stores.unmerge(p[1]).ok());
    BOOST_TEST(stores.mergesDump() == before);
    BOOST_TEST((stores.membersOf(p[1]) == std::vector{p[1], p[0], p[2]}));
    BOOST_REQUIRE(stores.unmerge(p[0]).ok());  // from the middle: 2 is a part of 0, not of 1
    BOOST_TEST((stores.membersOf(p[0]) == std::vector{p[0], p[2]}));
    BOOST_TEST((stores.rootOf(p[1]) == p[1]));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_cannot_be_one_person_is_refused_and_what_is_next_to_it_is_not, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(4);
    isRefused(stores, p[0], p[0], MergeObstacle::SamePerson);
    isAllowed(stores, p[0], p[1]);

    BOOST_REQUIRE(stores.merge(p[0], p[1]).ok());
    isRefused(stores, p[0], p[2], MergeObstacle::AlreadyMerged);
    isRefused(stores, p[0], p[1], MergeObstacle::AlreadyMerged);
    isRefused(stores, p[1], p[0], MergeObstacle::Cycle);
    isAllowed(stores, p[2], p[0]);
    isAllowed(stores, p[1], p[2]);
    BOOST_REQUIRE(stores.unmerge(p[0]).ok());
    isAllowed(stores, p[1], p[0]);

    const PersonId closed = stores.newPerson(inState(PersonState::Closed));
    const PersonId suspended = stores.newPerson(inState(PersonState::Suspended));
    isRefused(stores, p[0], closed, MergeObstacle::Closed);
    isRefused(stores, closed, p[0], MergeObstacle::Closed);
    isAllowed(stores, p[0], suspended);
    isAllowed(stores, suspended, p[0]);

    const PersonId nobody = stores.numbers.template next<PersonId>();
    BOOST_TEST(failsWith(stores.merge(p[0], nobody), Error::PersonNotFound));
    BOOST_TEST(failsWith(stores.merge(nobody, p[0]), Error::PersonNotFound));
    BOOST_TEST((stores.rootOf(nobody) == nobody));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(two_valid_certificates_of_one_kind_anywhere_on_both_sides_are_two_people, Engine, tests::Engines) {
    Merging<Engine> stores;
    const PersonId resident = stores.newPerson(holding(CertificateKind::ResidentId, "370202199001010015"));
    const PersonId another = stores.newPerson(holding(CertificateKind::ResidentId, "370203200002291228"));
    const PersonId slip = stores.newPerson(holding(CertificateKind::ResidentId, "370202199001010016"));
    const PersonId passport = stores.newPerson(holding(CertificateKind::Passport, "E12345678"));
    const PersonId none = stores.newPerson();
    isRefused(stores, resident, another, MergeObstacle::TwoCertificates);
    isRefused(stores, another, resident, MergeObstacle::TwoCertificates);
    isAllowed(stores, slip, resident);
    isAllowed(stores, resident, passport);
    BOOST_REQUIRE(stores.merge(resident, none).ok());
    isRefused(stores, none, another, MergeObstacle::TwoCertificates);  // a part of the one holds it
    isRefused(stores, another, none, MergeObstacle::TwoCertificates);
    isAllowed(stores, none, passport);
}

// Passports and passes change their number with each renewal, and one person is registered under both.
BOOST_AUTO_TEST_CASE(two_certificates_that_one_person_may_have_had_keep_nobody_apart_and_two_for_life_do) {
    Merging<tests::SqliteEngine> stores;
    struct Line {
        CertificateKind kind;
        std::string one;
        std::string other;
        bool allowed;
    };
    const std::vector<Line> lines{
        {CertificateKind::Passport, "E12345678", "E87654321", true},
        {CertificateKind::HongKongMacauPass, "H12345678", "M12345678", true},
        {CertificateKind::TaiwanPass, "12345678", "12345679", true},
        {CertificateKind::PermanentResidence, "CAN110078010101", "911124198108030024", true},
        {CertificateKind::PermanentResidence, "CAN110078010103", "CAN110078010102", false},
        {CertificateKind::ResidentId, "370202199001010015", "370203200002291228", false},
        {CertificateKind::ResidencePermit, "810000198503151124", "830000197808080012", false},
        {CertificateKind::BirthCertificate, "B1", "B2", false},
        {CertificateKind::OfficerCard, "O1", "O2", false},
    };
    for (const Line& line : lines) {
        BOOST_TEST_CONTEXT(enumName(line.kind) << " " << line.other) {
            const PersonId one = stores.newPerson(holding(line.kind, line.one));
            const PersonId other = stores.newPerson(holding(line.kind, line.other));
            for (const auto& [subsumed, into] : {std::pair(one, other), std::pair(other, one)}) {
                if (line.allowed) {
                    isAllowed(stores, subsumed, into);
                } else {
                    isRefused(stores, subsumed, into, MergeObstacle::TwoCertificates);
                }
            }
        }
    }
    const PersonId abroad = stores.newPerson(holding(CertificateKind::Passport, "E11111111"));
    const PersonId resident = stores.newPerson(holding(CertificateKind::ResidentId, "37020219800101007X"));
    isAllowed(stores, abroad, resident);
    const PersonId born = stores.newPerson(holding(CertificateKind::BirthCertificate, "B3"));
    const PersonId registered = stores.newPerson(holding(CertificateKind::ResidentId, "37021220150601003X"));
    isAllowed(stores, born, registered);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(not_the_same_keeps_all_of_both_sides_apart, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(5);
    decideNotSame(stores, p[0], p[1]);
    stores.opened(p[2], p[3]);  // a question is no answer
    isRefused(stores, p[0], p[1], MergeObstacle::NotTheSame);
    isRefused(stores, p[1], p[0], MergeObstacle::NotTheSame);
    isAllowed(stores, p[2], p[3]);
    BOOST_REQUIRE(stores.merge(p[0], p[2]).ok());
    BOOST_REQUIRE(stores.merge(p[1], p[3]).ok());
    isRefused(stores, p[2], p[3], MergeObstacle::NotTheSame);
    isRefused(stores, p[3], p[0], MergeObstacle::NotTheSame);
    isAllowed(stores, p[4], p[2]);
    BOOST_REQUIRE(stores.unmerge(p[0]).ok());
    isAllowed(stores, p[2], p[3]);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(one_person_has_as_many_parts_as_is_allowed_and_no_more, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(Merges::kPeopleMax + 1);
    for (std::size_t i = 1; i + 2 < p.size(); ++i) BOOST_REQUIRE(stores.merge(p[i], p[0]).ok());
    const PersonId last = p[p.size() - 2];
    isAllowed(stores, last, p[0]);
    BOOST_REQUIRE(stores.merge(last, p.back()).ok());
    isRefused(stores, p.back(), p[0], MergeObstacle::TooManyPeople);
    isRefused(stores, p[0], last, MergeObstacle::TooManyPeople);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_preview_tells_what_the_one_person_would_be, Engine, tests::Engines) {
    Merging<Engine> stores;
    const PersonId into = stores.newPerson([](Person& person) { person.details.sex = Sex::Male; });
    const PersonId part = stores.newPerson([](Person& person) { person.details.birth_date = Sensitive(Date{1990, 1, 1}); });
    const PersonId subsumed = stores.newPerson([](Person& person) {
        person.details.name = Sensitive(PersonName{"别名"});
        person.details.birth_date = Sensitive(Date{1990, 1, 10});
    });
    const HospitalFileId file = stores.newFile(into, "h01", "P100");
    const HospitalFileId second = stores.newFile(subsumed, "h01", "P200");
    stores.newFile(part, "h02", "P100");
    BOOST_REQUIRE(stores.merge(part, into).ok());

    const MergePreview seen = preview(stores, subsumed, part);
    BOOST_TEST(!seen.obstacle.has_value());
    BOOST_TEST((seen.people == std::vector{into, part, subsumed}));
    BOOST_REQUIRE(seen.cards.size() == 3U);
    BOOST_TEST((seen.cards[2].person == subsumed));
    BOOST_TEST((seen.cards[2].state == CardState::Active));
    BOOST_REQUIRE(seen.hospitals.size() == 2U);
    BOOST_TEST((seen.hospitals[0].files == std::vector{file, second}));
    BOOST_TEST(seen.hospitals[0].conflict());
    BOOST_TEST(!seen.hospitals[1].conflict());
    std::string details;
    for (const PreviewedDetail& detail : seen.details)
        details += detail.field + (detail.from == into ? "=into" : "=part") + (detail.differs ? "! " : " ");
    BOOST_TEST(details == "name=into! sex=into birth_date=part! ");

    // Of two who are one already it shows the one.
    const MergePreview same = preview(stores, part, into);
    BOOST_TEST((same.obstacle == MergeObstacle::AlreadyMerged));
    BOOST_TEST((same.people == std::vector{into, part}));
    const auto unknown = stores.read(
        [&](ReadTransaction& transaction) { return stores.merges.preview(transaction, into, stores.numbers.template next<PersonId>()); });
    BOOST_TEST(failsWith(unknown, Error::PersonNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_ledger_keeps_who_decided_what_and_why, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(2);
    const ReviewId review = stores.numbers.template next<ReviewId>();
    const UtcTime first = stores.now.utc();
    const auto reasoned = [&](const MergeReason& reason) {
        return stores.write([&](Transaction& transaction) { return stores.merges.merge(transaction, p[0], p[1], reason); });
    };
    const std::string longest(64, 'x');
    BOOST_TEST(failsWith(reasoned({review, longest + "x", "", ""}), Error::FieldTooLong));
    BOOST_TEST(failsWith(reasoned({review, "", longest + "x", ""}), Error::FieldTooLong));
    BOOST_TEST(failsWith(reasoned({review, "", "", longest + "x"}), Error::FieldTooLong));
    BOOST_TEST(stores.mergesDump().empty());
    BOOST_REQUIRE(reasoned({review, longest, "S2", longest}).ok());
    stores.now.advance(Duration(5));
    BOOST_REQUIRE(stores.unmerge(p[0]).ok());
    const std::vector<MergeChange> ledger = ledgerOf(stores);
    BOOST_REQUIRE(ledger.size() == 2U);
    BOOST_TEST(ledger[0].number == 1);
    BOOST_TEST((ledger[0].kind == MergeKind::Merge));
    BOOST_TEST((ledger[0].subsumed == p[0]));
    BOOST_TEST((ledger[0].into == p[1]));
    BOOST_TEST((ledger[0].reason.review == review));
    BOOST_TEST(ledger[0].reason.proposed_by == longest);
    BOOST_TEST(ledger[0].reason.approved_by == "S2");
    BOOST_TEST(ledger[0].reason.why == longest);
    BOOST_TEST((ledger[0].at == first));
    BOOST_TEST(ledger[1].number == 2);
    BOOST_TEST((ledger[1].kind == MergeKind::Unmerge));
    BOOST_TEST((ledger[1].subsumed == p[0]));
    BOOST_TEST((ledger[1].into == p[1]));
    BOOST_TEST(ledger[1].reason.review.none());
    BOOST_TEST(ledger[1].reason.proposed_by == "S1");
    BOOST_TEST((ledger[1].at == first + Duration(5)));
    BOOST_TEST(ledgerOf(stores, 0, 1).size() == 1U);
    BOOST_TEST(ledgerOf(stores, 1, 100).front().number == 2);
    BOOST_TEST(ledgerOf(stores, 2, 100).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_unit_that_fails_merges_nobody, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(2);
    BOOST_TEST(failsWith(stores.inUnit([&](Transaction& transaction) -> Result<void> {
        BOOST_TEST(stores.merges.merge(transaction, p[0], p[1], stores.kReason).ok());
        BOOST_TEST((*stores.merges.rootOf(transaction, p[0]) == p[1]));
        return Failure(Error::LeaseLost);
    }),
                         Error::LeaseLost));
    BOOST_TEST(stores.mergesDump().empty());
    BOOST_TEST(ledgerOf(stores).empty());
    BOOST_TEST(stores.merge(p[0], p[1])->number == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_who_are_merged_into_each_other_at_once_one_is, Engine, tests::Engines) {
    Merging<Engine> stores(tests::twoLanes());
    const std::vector<PersonId> p = stores.newPeople(2);
    const auto merging = [&](PersonId subsumed, PersonId into) {
        return [&stores, subsumed, into](Transaction& transaction) -> Result<void> {
            const auto merged = stores.merges.merge(transaction, subsumed, into, stores.kReason);
            return merged.ok() ? Result<void>() : Result<void>(merged.failure());
        };
    };
    const auto outcomes = stores.atOnce(merging(p[0], p[1]), merging(p[1], p[0]));
    const bool first = outcomes[0].end == WorkEnd::Done;
    BOOST_TEST((outcomes[first ? 0 : 1].end == WorkEnd::Done));
    BOOST_TEST(failsWith(tests::resultOf(outcomes[first ? 1 : 0]), Error::MergeNotAllowed));
    BOOST_TEST(stores.rows("person_merge") == 1);
    BOOST_TEST(stores.rows("merge_change") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_chain_that_is_merged_from_both_ends_at_once_has_one_root, Engine, tests::Engines) {
    Merging<Engine> stores(tests::twoLanes());
    const std::vector<PersonId> p = stores.newPeople(4);
    BOOST_REQUIRE(stores.merge(p[3], p[0]).ok());  // so that it is not the first turn of all
    const auto merging = [&](PersonId subsumed, PersonId into) {
        return [&stores, subsumed, into](Transaction& transaction) -> Result<void> {
            const auto merged = stores.merges.merge(transaction, subsumed, into, stores.kReason);
            return merged.ok() ? Result<void>() : Result<void>(merged.failure());
        };
    };
    for (const WorkOutcome& outcome : stores.atOnce(merging(p[0], p[1]), merging(p[1], p[2]))) BOOST_TEST((outcome.end == WorkEnd::Done));
    for (const PersonId& one : p) BOOST_TEST((stores.rootOf(one) == p[2]));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_merge_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(2);
    BOOST_REQUIRE(stores.merge(p[0], p[1]).ok());
    stores.meddle("UPDATE merge_change SET kind = ?", std::array{hub::storage::sql::blob("swap")});
    BOOST_TEST(
        failsWith(stores.read([&](ReadTransaction& transaction) { return stores.merges.foldedAnew(transaction); }), Error::RowNotReadable));
}

BOOST_AUTO_TEST_SUITE_END()
