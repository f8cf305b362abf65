#include "tests/stores/field_texts.h"
#include "tests/stores/merging.h"

using namespace hub::core;
using namespace hub::identity;
using hub::storage::sql::blob;
using tests::failsWith;
using tests::Merging;

namespace {

/// "ok proposed", "ok open claimed", "ReviewNotYours claimed".
std::string textOf(const Result<Review>& result, UtcTime now) {
    if (result.ok()) return "ok " + std::string(enumName(result->state)) + (result->claimant(now) ? " claimed" : "");
    tests::noteReturned(result.failure().error());
    const std::string detail = result.failure().error() == Error::ReviewNotYours ? " " + result.failure().detail() : "";
    return tests::nameOf(result.failure().error()) + detail;
}

/// A review of two new people in a state that a line of the table names.
template <class Engine>
ReviewId inState(Merging<Engine>& stores, const std::string& state) {
    const std::vector<PersonId> pair = stores.newPeople(2);
    const ReviewId id = stores.opened(pair[0], pair[1]);
    const auto claim = [&](const std::string& by) { BOOST_REQUIRE(stores.claim(id, by).ok()); };
    const auto runOut = [&] { stores.now.advance(Reviews::kClaimedFor); };
    if (state == "open, mine") claim("S1");
    if (state == "open, mine, nearly over") {
        claim("S1");
        stores.now.advance(Reviews::kClaimedFor - Duration(1));
    }
    if (state == "open, mine, run out") {
        claim("S1");
        runOut();
    }
    if (state == "open, theirs") claim("S9");
    if (state == "open, theirs, nearly over") {
        claim("S9");
        stores.now.advance(Reviews::kClaimedFor - Duration(1));
    }
    if (state == "open, theirs, run out") {
        claim("S9");
        runOut();
    }
    if (state.find("proposed") == 0U) stores.proposed(id, Verdict::Same, state.find("by me") == std::string::npos ? "S2" : "S1");
    if (state == "proposed, mine" || state == "proposed by me, mine") claim("S1");
    if (state == "proposed, theirs") claim("S9");
    if (state == "same" || state == "same, unmerged") {
        stores.proposed(id, Verdict::Same, "S2");
        claim("S3");
        BOOST_REQUIRE(stores.approve(id, "S3").ok());
        if (state == "same, unmerged") BOOST_REQUIRE(stores.unmerge(pair[1]).ok());
    }
    if (state == "not the same") stores.proposed(id, Verdict::NotSame, "S2");
    if (state == "merged elsewhere" || state == "overtaken" || state == "overtaken, unmerged") {
        claim("S1");
        BOOST_REQUIRE(stores.merge(pair[0], pair[1]).ok());
        if (state != "merged elsewhere") BOOST_REQUIRE(stores.claim(id, "S1")->state == ReviewState::Overtaken);
        if (state == "overtaken, unmerged") BOOST_REQUIRE(stores.unmerge(pair[0]).ok());
    }
    return id;
}

using Step = std::pair<std::string, std::function<Result<Review>(Reviews&, Transaction&, ReviewId)>>;

std::vector<Step> steps() {
    return {{"claim", [](Reviews& reviews, Transaction& transaction, ReviewId id) { return reviews.claim(transaction, id, "S1"); }},
            {"release", [](Reviews& reviews, Transaction& transaction, ReviewId id) { return reviews.release(transaction, id, "S1"); }},
            {"same", [](Reviews& reviews, Transaction& transaction,
                        ReviewId id) { return reviews.propose(transaction, id, Verdict::Same, "S1", "certificates_seen"); }},
            {"not same", [](Reviews& reviews, Transaction& transaction,
                            ReviewId id) { return reviews.propose(transaction, id, Verdict::NotSame, "S1", "twins"); }},
            {"approve", [](Reviews& reviews, Transaction& transaction, ReviewId id) { return reviews.approve(transaction, id, "S1"); }},
            {"send back", [](Reviews& reviews, Transaction& transaction, ReviewId id) { return reviews.sendBack(transaction, id, "S1"); }},
            {"reopen", [](Reviews& reviews, Transaction& transaction, ReviewId id) {
                 return reviews.reopen(transaction, id, "S1", "new_evidence");
             }}};
}

struct Line {
    std::string state;
    std::array<std::string, 7> outcomes;  ///< of claim, release, same, not same, approve, send back, reopen
};

const std::string kNotClaimed = "ReviewNotYours not_claimed";
const std::string kClaimed = "ReviewNotYours claimed";
const std::string kIsOpen = "ReviewNotYours open";
const std::string kIsProposed = "ReviewNotYours proposed";
const std::string kIsSame = "ReviewNotYours same";
const std::string kIsNotSame = "ReviewNotYours not_same";
const std::string kIsOvertaken = "ReviewNotYours overtaken";

const std::vector<Line> kTable{
    {"open", {"ok open claimed", "ok open", kNotClaimed, kNotClaimed, kIsOpen, kIsOpen, kIsOpen}},
    {"open, mine", {"ok open claimed", "ok open", "ok proposed", "ok not_same", kIsOpen, kIsOpen, kIsOpen}},
    {"open, mine, nearly over", {"ok open claimed", "ok open", "ok proposed", "ok not_same", kIsOpen, kIsOpen, kIsOpen}},
    {"open, mine, run out", {"ok open claimed", "ok open", kNotClaimed, kNotClaimed, kIsOpen, kIsOpen, kIsOpen}},
    {"open, theirs", {kClaimed, kClaimed, kNotClaimed, kNotClaimed, kIsOpen, kIsOpen, kIsOpen}},
    {"open, theirs, nearly over", {kClaimed, kClaimed, kNotClaimed, kNotClaimed, kIsOpen, kIsOpen, kIsOpen}},
    {"open, theirs, run out", {"ok open claimed", "ok open", kNotClaimed, kNotClaimed, kIsOpen, kIsOpen, kIsOpen}},
    {"proposed", {"ok proposed claimed", "ok proposed", kIsProposed, kIsProposed, kNotClaimed, kNotClaimed, kIsProposed}},
    {"proposed, mine", {"ok proposed claimed", "ok proposed", kIsProposed, kIsProposed, "ok same", "ok open", kIsProposed}},
    {"proposed, theirs", {kClaimed, kClaimed, kIsProposed, kIsProposed, kNotClaimed, kNotClaimed, kIsProposed}},
    {"proposed by me", {"ok proposed claimed", "ok proposed", kIsProposed, kIsProposed, "SecondPersonNeeded", kNotClaimed, kIsProposed}},
    {"proposed by me, mine",
     {"ok proposed claimed", "ok proposed", kIsProposed, kIsProposed, "SecondPersonNeeded", "ok open", kIsProposed}},
    {"same", {kIsSame, "ok same", kIsSame, kIsSame, kIsSame, kIsSame, "ReviewNotYours still_merged"}},
    {"same, unmerged", {kIsSame, "ok same", kIsSame, kIsSame, kIsSame, kIsSame, "ok open"}},
    {"not the same", {kIsNotSame, "ok not_same", kIsNotSame, kIsNotSame, kIsNotSame, kIsNotSame, "ok open"}},
    {"merged elsewhere", {"ok overtaken", "ok open", "ok overtaken", "ok overtaken", "ok overtaken", kIsOpen, kIsOpen}},
    {"overtaken",
     {"ok overtaken", "ok overtaken", "ok overtaken", "ok overtaken", "ok overtaken", kIsOvertaken, "ReviewNotYours still_merged"}},
    {"overtaken, unmerged", {"ok overtaken", "ok overtaken", "ok overtaken", "ok overtaken", "ok overtaken", kIsOvertaken, "ok open"}},
};

template <class Engine>
std::string historyText(Merging<Engine>& stores, ReviewId id) {
    const auto history = stores.read([&](ReadTransaction& transaction) { return stores.reviews.historyOf(transaction, id); });
    BOOST_REQUIRE(history.ok());
    std::string text;
    for (const ReviewChange& change : *history) {
        text += std::to_string(change.number) + " " + std::string(enumName(change.step)) + " ";
        if (change.verdict) text += std::string(enumName(*change.verdict)) + " ";
        text += change.by + (change.why.empty() ? "" : " " + change.why) + "\n";
    }
    return text;
}

template <class Engine>
std::vector<ReviewId> queueOf(Merging<Engine>& stores, ReviewState state, std::size_t limit) {
    std::vector<ReviewId> ids;
    const auto all = tests::pageByPage(
        stores, limit, [&](ReadTransaction& transaction, const Page& page) { return stores.reviews.queue(transaction, state, page); },
        [](const Review& review) { return review.place(); });
    for (const Review& review : all) ids.push_back(review.id);
    return ids;
}

std::vector<std::string> fieldsOf(const Review& review) {
    return tests::fieldTexts(review.id, review.version, review.pair.low, review.pair.high, review.state, review.opened_at, review.finding,
                             review.claimed_by, review.claimed_until, review.proposed, review.proposed_by, review.why, review.decided_by,
                             review.decided_at);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_reviews)

BOOST_AUTO_TEST_CASE_TEMPLATE(each_step_is_taken_from_the_states_it_may_be_taken_from_and_no_others, Engine, tests::Engines) {
    Merging<Engine> stores;
    const auto all = steps();
    for (const Line& line : kTable) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            const ReviewId id = inState(stores, line.state);
            const Review before = stores.review(id);
            const auto done = stores.write([&](Transaction& transaction) { return all[i].second(stores.reviews, transaction, id); });
            BOOST_TEST_CONTEXT(line.state << ": " << all[i].first) {
                BOOST_TEST(textOf(done, stores.now.utc()) == line.outcomes.at(i));
                // What is answered is what is kept, and what is refused changes nothing.
                BOOST_TEST(fieldsOf(stores.review(id)) == fieldsOf(done.ok() ? *done : before), boost::test_tools::per_element());
            }
        }
    }
    const ReviewId nobody = stores.numbers.template next<ReviewId>();
    for (const auto& [name, step] : all) {
        const auto& take = step;
        BOOST_TEST(failsWith(stores.write([&](Transaction& transaction) { return take(stores.reviews, transaction, nobody); }),
                             Error::ReviewNotFound));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_review_is_opened_once_a_pair_and_comes_back_whole, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(2);
    MatchFinding finding = stores.aFinding();
    finding.fields = {{matching::Field::Phone, matching::Level::OneOff, -321}};
    finding.prior = -1900;
    finding.total = 250;
    finding.guards = {matching::Guard::Generation};
    const auto review = stores.open(p[1], p[0], finding);
    BOOST_REQUIRE(review.ok());
    BOOST_TEST(fieldsOf(stores.review(review->id)) == fieldsOf(*review), boost::test_tools::per_element());
    BOOST_TEST((review->pair == pairOf(p[0], p[1])));
    BOOST_TEST((review->opened_at == stores.now.utc()));
    finding.total = 900;
    const auto again = stores.open(p[0], p[1], finding);
    BOOST_REQUIRE(again.ok());
    BOOST_TEST(fieldsOf(*again) == fieldsOf(*review), boost::test_tools::per_element());
    BOOST_TEST(stores.rows("review") == 1);

    BOOST_TEST(failsWith(stores.open(p[0], p[0]), Error::MergeNotAllowed));
    const PersonId nobody = stores.numbers.template next<PersonId>();
    BOOST_TEST(failsWith(stores.open(p[0], nobody), Error::PersonNotFound));
    BOOST_TEST(failsWith(stores.open(nobody, p[0]), Error::PersonNotFound));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(not_the_same_survives_every_later_matching, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(2);
    const ReviewId id = stores.opened(p[0], p[1]);
    stores.proposed(id, Verdict::NotSame, "S1");
    MatchFinding certain = stores.aFinding();
    certain.total = 40 * matching::kBit;
    const auto again = stores.open(p[1], p[0], certain);
    BOOST_REQUIRE(again.ok());
    BOOST_TEST((again->id == id));
    BOOST_TEST((again->state == ReviewState::NotSame));
    BOOST_TEST(again->version == 3);
    BOOST_TEST(failsWith(stores.merge(p[0], p[1]), Error::MergeNotAllowed));
    // Until a person takes it up again: then it is a question once more.
    BOOST_REQUIRE(stores.write([&](Transaction& transaction) { return stores.reviews.reopen(transaction, id, "S3", "papers"); }).ok());
    BOOST_TEST(stores.merge(p[0], p[1]).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_approval_merges_and_says_whose_decision_it_was, Engine, tests::Engines) {
    Merging<Engine> stores;
    const PersonId first = stores.newPerson();
    const PersonId verified = stores.newPerson([](Person& person) { person.state = PersonState::Verified; });
    const ReviewId id = stores.opened(first, verified);
    stores.proposed(id, Verdict::Same, "S1");
    BOOST_TEST((stores.rootOf(first) == first));
    BOOST_REQUIRE(stores.claim(id, "S2").ok());
    const auto decided = stores.approve(id, "S2");
    BOOST_REQUIRE(decided.ok());
    BOOST_TEST(decided->decided_by.value_or("") == "S2");
    BOOST_TEST((decided->decided_at == stores.now.utc()));
    BOOST_TEST((stores.rootOf(first) == verified));
    const auto ledger = stores.read([&](ReadTransaction& transaction) { return stores.merge_store.changes(transaction, 0, 10); });
    BOOST_REQUIRE(ledger->size() == 1U);
    BOOST_TEST((ledger->front().reason.review == id));
    BOOST_TEST(ledger->front().reason.proposed_by == "S1");
    BOOST_TEST(ledger->front().reason.approved_by == "S2");
    BOOST_TEST(ledger->front().reason.why == "seen");
    BOOST_TEST(historyText(stores, id) ==
               "1 opened matching\n2 claimed S1\n3 proposed same S1 seen\n4 claimed S2\n5 decided same S2 seen\n");

    BOOST_REQUIRE(stores.unmerge(first).ok());
    BOOST_REQUIRE(stores.write([&](Transaction& transaction) { return stores.reviews.reopen(transaction, id, "S3", "complaint"); }).ok());
    stores.proposed(id, Verdict::NotSame, "S3");
    BOOST_TEST(historyText(stores, id).find("6 reopened S3 complaint\n7 claimed S3\n8 decided not_same S3 seen\n") != std::string::npos);
}

// The pair names two who are parts of others by now: those who stand for them become one.
BOOST_AUTO_TEST_CASE_TEMPLATE(an_approval_brings_together_whoever_stands_for_the_two, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(4);
    const ReviewId id = stores.opened(p[2], p[3]);
    BOOST_REQUIRE(stores.merge(p[2], p[0]).ok());
    BOOST_REQUIRE(stores.merge(p[3], p[1]).ok());
    stores.proposed(id, Verdict::Same, "S1");
    BOOST_REQUIRE(stores.claim(id, "S2").ok());
    BOOST_REQUIRE(stores.approve(id, "S2").ok());
    BOOST_TEST((stores.membersOf(p[0]) == std::vector{p[0], p[2], p[3], p[1]}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_approval_that_must_not_merge_stays_proposed_and_can_be_sent_back, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(3);
    const ReviewId id = stores.opened(p[0], p[1]);
    stores.proposed(id, Verdict::Same, "S1");
    stores.proposed(stores.opened(p[1], p[2]), Verdict::NotSame, "S1");
    BOOST_REQUIRE(stores.merge(p[2], p[0]).ok());
    BOOST_REQUIRE(stores.claim(id, "S2").ok());
    BOOST_TEST(failsWith(stores.approve(id, "S2"), Error::MergeNotAllowed));
    BOOST_TEST((stores.review(id).state == ReviewState::Proposed));
    const auto back = stores.write([&](Transaction& transaction) { return stores.reviews.sendBack(transaction, id, "S2"); });
    BOOST_REQUIRE(back.ok());
    BOOST_TEST(!back->proposed.has_value());
    BOOST_TEST(!back->proposed_by.has_value());
    BOOST_TEST((queueOf(stores, ReviewState::Open, 10) == std::vector{id}));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_overtaken_pair_is_a_question_again_once_the_two_stand_apart, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(2);
    BOOST_REQUIRE(stores.merge(p[0], p[1]).ok());
    const auto of_one = stores.open(p[0], p[1]);
    BOOST_REQUIRE(of_one.ok());
    BOOST_TEST((of_one->state == ReviewState::Overtaken));
    BOOST_TEST(stores.open(p[0], p[1])->version == 1);
    BOOST_REQUIRE(stores.unmerge(p[0]).ok());
    MatchFinding finding = stores.aFinding();
    finding.total = 700;
    stores.now.advance(Duration(1000));
    const auto anew = stores.open(p[0], p[1], finding);
    BOOST_REQUIRE(anew.ok());
    BOOST_TEST((anew->id == of_one->id));
    BOOST_TEST((anew->state == ReviewState::Open));
    BOOST_TEST(anew->finding.total == 700);
    BOOST_TEST((anew->opened_at == stores.now.utc()));
    BOOST_TEST(historyText(stores, anew->id) == "1 overtaken matching\n2 reopened matching\n");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_queue_gives_the_longest_waiting_and_weightiest_first_and_misses_nobody, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(8);
    const auto weighing = [&](std::size_t one, matching::Bits total) {
        MatchFinding finding = stores.aFinding();
        finding.total = total;
        const auto review = stores.open(p[one], p[one + 1], finding);
        BOOST_REQUIRE(review.ok());
        return review->id;
    };
    const ReviewId light = weighing(0, 0);
    const ReviewId heavy = weighing(1, 500);
    const ReviewId same_weight = weighing(2, 500);
    const ReviewId claimed = weighing(3, 100);
    const ReviewId decided = weighing(4, 900);
    const ReviewId proposed = weighing(5, 900);
    stores.now.advance(Review::kWaitPerBit + Duration(1));
    const ReviewId late = weighing(6, 100);  // a bit more, and more than six hours later
    BOOST_REQUIRE(stores.claim(claimed, "S1").ok());
    stores.proposed(decided, Verdict::NotSame, "S1");
    stores.proposed(proposed, Verdict::Same, "S1");
    const std::vector<ReviewId> expected{std::min(heavy, same_weight), std::max(heavy, same_weight), claimed, light, late};
    for (const std::size_t limit : {1U, 2U, 3U, 5U, 9U}) BOOST_TEST((queueOf(stores, ReviewState::Open, limit) == expected));
    BOOST_TEST((queueOf(stores, ReviewState::Proposed, 2) == std::vector{proposed}));
    BOOST_TEST((queueOf(stores, ReviewState::NotSame, 2) == std::vector{decided}));
    BOOST_TEST(queueOf(stores, ReviewState::Same, 2).empty());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_approvals_at_once_one_merges, Engine, tests::Engines) {
    Merging<Engine> stores(tests::twoLanes());
    const std::vector<PersonId> p = stores.newPeople(2);
    const ReviewId id = stores.opened(p[0], p[1]);
    stores.proposed(id, Verdict::Same, "S1");
    BOOST_REQUIRE(stores.claim(id, "S2").ok());
    const auto approving = [&](Transaction& transaction) -> Result<void> {
        const auto done = stores.reviews.approve(transaction, id, "S2");
        return done.ok() ? Result<void>() : Result<void>(done.failure());
    };
    const auto outcomes = stores.atOnce(approving, approving);
    const bool first = outcomes[0].end == WorkEnd::Done;
    BOOST_TEST((outcomes[first ? 0 : 1].end == WorkEnd::Done));
    const Result<void> other = tests::resultOf(outcomes[first ? 1 : 0]);
    BOOST_REQUIRE(!other.ok());
    BOOST_TEST((other.failure().error() == Error::VersionConflict || other.failure().error() == Error::ReviewNotYours));
    BOOST_TEST((stores.review(id).state == ReviewState::Same));
    BOOST_TEST(stores.rows("merge_change") == 1);
    BOOST_TEST(stores.rows("person_merge") == 1);
}

// What brings two together by way of a third is not seen in the rows of the two: only taking turns keeps it from "not the same".
BOOST_AUTO_TEST_CASE_TEMPLATE(not_the_same_and_a_merge_by_way_of_a_third_do_not_both_happen, Engine, tests::Engines) {
    for (const bool merge_first : {true, false}) {
        Merging<Engine> stores(tests::twoLanes());
        const std::vector<PersonId> p = stores.newPeople(3);
        BOOST_REQUIRE(stores.merge(p[2], p[1]).ok());
        const ReviewId id = stores.opened(p[0], p[1]);
        BOOST_REQUIRE(stores.claim(id, "S1").ok());
        const UnitOfWork::Work merging = [&](Transaction& transaction) -> Result<void> {
            const auto merged = stores.merges.merge(transaction, p[0], p[2], stores.kReason);
            return merged.ok() ? Result<void>() : Result<void>(merged.failure());
        };
        const UnitOfWork::Work deciding = [&](Transaction& transaction) -> Result<void> {
            const auto decided = stores.reviews.propose(transaction, id, Verdict::NotSame, "S1", "twins");
            return decided.ok() ? Result<void>() : Result<void>(decided.failure());
        };
        const auto outcomes = merge_first ? stores.atOnce(merging, deciding) : stores.atOnce(deciding, merging);
        const WorkOutcome& merged = outcomes[merge_first ? 0 : 1];
        const WorkOutcome& decided = outcomes[merge_first ? 1 : 0];
        BOOST_TEST((decided.end == WorkEnd::Done));
        const bool one_person = stores.rootOf(p[0]) == stores.rootOf(p[1]);
        BOOST_TEST(one_person == (merged.end == WorkEnd::Done));
        BOOST_TEST((stores.review(id).state == (one_person ? ReviewState::Overtaken : ReviewState::NotSame)));
        if (!one_person) BOOST_TEST(failsWith(tests::resultOf(merged), Error::MergeNotAllowed));
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_who_open_a_pair_at_once_both_get_the_one_review, Engine, tests::Engines) {
    Merging<Engine> stores(tests::twoLanes());
    const std::vector<PersonId> p = stores.newPeople(2);
    std::array<ReviewId, 2> got;
    const auto opening = [&](std::size_t which) {
        return [&, which](Transaction& transaction) -> Result<void> {
            const auto opened = stores.reviews.open(transaction, p[which], p[1 - which], stores.aFinding());
            if (!opened.ok()) return opened.failure();
            got.at(which) = opened->id;
            return {};
        };
    };
    for (const WorkOutcome& outcome : stores.atOnce(opening(0), opening(1))) BOOST_TEST((outcome.end == WorkEnd::Done));
    BOOST_TEST((got[0] == got[1]));
    BOOST_TEST(stores.rows("review") == 1);
    BOOST_TEST(stores.rows("review_change") == 1);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(words_of_a_review_that_are_too_long_are_refused, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(2);
    const std::string longest(64, 'x');
    MatchFinding finding = stores.aFinding();
    finding.source = longest + "x";
    BOOST_TEST(failsWith(stores.open(p[0], p[1], finding), Error::FieldTooLong));
    finding.source = longest;
    const auto review = stores.open(p[0], p[1], finding);
    BOOST_REQUIRE(review.ok());
    BOOST_TEST(failsWith(stores.claim(review->id, longest + "x"), Error::FieldTooLong));
    BOOST_REQUIRE(stores.claim(review->id, longest).ok());
    const auto propose = [&](const std::string& why) {
        return stores.write(
            [&](Transaction& transaction) { return stores.reviews.propose(transaction, review->id, Verdict::Same, longest, why); });
    };
    BOOST_TEST(failsWith(propose(longest + "x"), Error::FieldTooLong));
    BOOST_TEST(propose(longest).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_review_changes_from_the_version_that_was_read, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(2);
    const Review review = stores.review(stores.opened(p[0], p[1]));
    const auto change = [&] {
        return stores.write([&](Transaction& transaction) {
            return stores.review_store.change(
                transaction, review,
                {.number = 2, .step = ReviewStep::Claimed, .verdict = std::nullopt, .by = "S1", .why = "", .at = stores.now.utc()});
        });
    };
    BOOST_TEST(*change() == 2);
    BOOST_TEST(failsWith(change(), Error::VersionConflict));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_review_that_this_program_never_wrote_is_not_readable, Engine, tests::Engines) {
    Merging<Engine> stores;
    const std::vector<PersonId> p = stores.newPeople(2);
    const ReviewId id = stores.opened(p[0], p[1]);
    const auto found = [&] { return stores.read([&](ReadTransaction& transaction) { return stores.review_store.find(transaction, id); }); };
    stores.meddle("UPDATE review SET state = ?", std::array{blob("maybe")});
    BOOST_TEST(failsWith(found(), Error::RowNotReadable));
    stores.meddle("UPDATE review SET state = ?", std::array{blob("open")});
    BOOST_TEST(found().ok());
    stores.meddle("UPDATE review_change SET step = ?", std::array{blob("maybe")});
    BOOST_TEST(failsWith(stores.read([&](ReadTransaction& transaction) { return stores.reviews.historyOf(transaction, id); }),
                         Error::RowNotReadable));
}

BOOST_AUTO_TEST_SUITE_END()
