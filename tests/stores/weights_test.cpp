#include "hub/storage/sql/weights_store.h"

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "hub/identity/index/judgement.h"
#include "hub/identity/weights_book.h"
#include "tests/stores/payment_stores.h"

using namespace hub::core;
using namespace hub::identity;
using hub::storage::sql::SqlWeightsStore;
using matching::Field;
using matching::Level;
using tests::failsWith;

namespace {

/// What a region starts with, and so much more for one sex.
matching::Weights weightsFor(matching::Bits more) {
    matching::Weights weights = matching::startingWeights();
    weights.at(Field::Sex, Level::Same) += more;
    weights.auto_from -= more;
    return weights;
}

const std::string kStarting = index::nameOf(matching::startingWeights());

/// With a figure of its own in each place.
WeightsTrial trialAgainst(const std::string& name) {
    WeightsTrial trial{name, 3, 5, 7, {{matching::Band::Review, matching::Band::Link, 4}}, 2, 1, {}};
    ChangedDecision& example = trial.examples.emplace_back();
    example.one = {PersonId{tests::idOf(1)}, std::nullopt};
    example.other = {PersonId{tests::idOf(2)}, HospitalFileId{tests::idOf(3)}};
    example.active = matching::Band::Review;
    example.tried = matching::Band::Link;
    example.active_total = 480;
    example.tried_total = 1020;
    example.fields = {{Field::Name, Level::SameSound, 300, 410}, {Field::Sex, Level::Same, 100, 130}};
    example.guards = {matching::Guard::OtherName};
    return trial;
}

template <class Engine>
struct Weighed : tests::PaymentStores<Engine> {
    explicit Weighed(const hub::storage::sql::Limits& limits = tests::impatientLimits()) : tests::PaymentStores<Engine>(limits) {}

    VirtualExecutor now{{1'900'000'000'000}};
    SeededIdSource numbers{now, 20301201};
    SqlWeightsStore store{this->vault};
    WeightsBook book{store, numbers, now};

    Result<MatchWeights> write(const std::function<Result<MatchWeights>(Transaction&)>& work) {
        now.advance(Duration(1000));
        return this->template answerInUnit<MatchWeights>(work);
    }
    Result<MatchWeights> active() {
        return write([&](Transaction& transaction) { return book.active(transaction); });
    }
    Result<MatchWeights> keep(matching::Bits more, const std::string& by = "office/li") {
        return write([&](Transaction& transaction) { return book.keep(transaction, weightsFor(more), 100, by); });
    }
    Result<MatchWeights> tried(const std::string& name, const std::string& by, const std::string& against) {
        return write([&](Transaction& transaction) { return book.tried(transaction, name, trialAgainst(against), by); });
    }
    Result<MatchWeights> activate(const std::string& name, const std::string& by) {
        return write([&](Transaction& transaction) { return book.activate(transaction, name, by); });
    }
    /// A draft that was tried against what is active.
    std::string triedBy(const std::string& by, matching::Bits more) {
        const auto standing = active();
        const auto kept = keep(more);
        BOOST_REQUIRE((standing.ok() && kept.ok()));
        BOOST_REQUIRE(tried(kept->name, by, standing->name).ok());
        return kept->name;
    }
    MatchWeights named(const std::string& name) {
        const auto found =
            this->template answerInRead<MatchWeights>([&](ReadTransaction& transaction) { return book.named(transaction, name); });
        BOOST_REQUIRE(found.ok());
        return *found;
    }
    std::string history(const std::string& name) {
        const auto lines = this->template answerInRead<std::vector<WeightsChange>>(
            [&](ReadTransaction& transaction) { return store.historyOf(transaction, named(name).id); });
        BOOST_REQUIRE(lines.ok());
        std::string text;
        for (const WeightsChange& line : *lines)
            text += std::to_string(line.number) + " " + std::string(enumName(line.step)) + " " + line.by + "\n";
        return text;
    }
};

std::string textOf(const MatchWeights& weights) {
    std::string text = weights.name + " " + std::to_string(weights.version) + " " + std::to_string(weights.auto_from) + " " +
                       std::to_string(weights.review_from) + " " + std::string(enumName(weights.origin)) + " " +
                       std::to_string(weights.records) + " " + std::string(enumName(weights.state)) + " " + weights.made_by + " " +
                       std::to_string(weights.made_at.ms) + " " + weights.tried_by.value_or("-") + " " +
                       std::to_string(weights.tried_at.value_or(UtcTime{}).ms) + " " + weights.activated_by.value_or("-") + " " +
                       std::to_string(weights.activated_at.value_or(UtcTime{}).ms);
    for (const LevelWeight& one : weights.levels) text += " " + toJson(one, Exposure::Revealed);
    return text + (weights.trial ? toJson(*weights.trial, Exposure::Revealed) : "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(weights)

BOOST_AUTO_TEST_CASE_TEMPLATE(the_first_use_puts_in_what_a_region_starts_with_and_the_second_finds_it, Engine, tests::Engines) {
    Weighed<Engine> stores;
    const auto first = stores.active();
    BOOST_REQUIRE(first.ok());
    BOOST_TEST(first->name == kStarting);
    BOOST_TEST((first->state == WeightsState::Active));
    BOOST_TEST((weightsIn(*first).of == matching::startingWeights().of));
    BOOST_TEST(textOf(*stores.active()) == textOf(*first));
    BOOST_TEST(stores.rows("match_weights") == 1);
    BOOST_TEST(stores.history(kStarting) == "1 made start\n");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(weights_come_back_with_their_trial_as_they_were_kept, Engine, tests::Engines) {
    Weighed<Engine> stores;
    const auto kept = stores.keep(30);
    BOOST_REQUIRE(kept.ok());
    BOOST_TEST(textOf(stores.named(kept->name)) == textOf(*kept));
    BOOST_TEST((kept->state == WeightsState::Draft));
    BOOST_TEST(kept->records == 100);
    const auto tried = stores.tried(kept->name, "office/li", kStarting);
    BOOST_REQUIRE(tried.ok());
    const MatchWeights found = stores.named(kept->name);
    BOOST_TEST(textOf(found) == textOf(*tried));
    BOOST_TEST(toJson(*found.trial, Exposure::Revealed) == toJson(trialAgainst(kStarting), Exposure::Revealed));
    BOOST_TEST((weightsIn(found).of == weightsFor(30).of));
    BOOST_TEST(weightsIn(found).auto_from == weightsFor(30).auto_from);
    const auto listed = stores.template answerInRead<std::vector<MatchWeights>>(
        [&](ReadTransaction& transaction) { return stores.store.latest(transaction, 10); });
    BOOST_REQUIRE(listed.ok());
    BOOST_REQUIRE(listed->size() == 2U);
    BOOST_TEST(listed->front().made_at.ms >= listed->back().made_at.ms);
    const auto one = stores.template answerInRead<std::vector<MatchWeights>>(
        [&](ReadTransaction& transaction) { return stores.store.latest(transaction, 1); });
    BOOST_TEST(one->size() == 1U);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_estimate_that_comes_to_weights_that_stand_keeps_those, Engine, tests::Engines) {
    Weighed<Engine> stores;
    const std::string name = stores.triedBy("office/li", 30);
    const auto again = stores.keep(30, "office/wang");
    BOOST_REQUIRE(again.ok());
    BOOST_TEST(textOf(*again) == textOf(stores.named(name)));
    BOOST_TEST(stores.keep(0)->name == kStarting);
    BOOST_TEST(stores.rows("match_weights") == 2);
    // Others of the same name: what decisions call by it must stay one thing.
    auto taken = stores.named(name);
    taken.auto_from += 1;
    BOOST_REQUIRE(stores
                      .inUnit([&](Transaction& transaction) -> Result<void> {
                          const auto changed = stores.store.change(transaction, taken, {3, WeightsStep::Tried, "test", {}});
                          return changed.ok() ? Result<void>() : changed.failure();
                      })
                      .ok());
    BOOST_TEST(failsWith(stores.keep(30), Error::RowTaken));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(weights_under_a_name_that_others_were_kept_under_are_not_used, Engine, tests::Engines) {
    Weighed<Engine> stores;
    const std::string name = stores.triedBy("office/li", 30);
    stores.meddle("UPDATE match_weights SET name = ? WHERE name = ?",
                  std::array<hub::storage::sql::Value, 2>{hub::storage::sql::blob("00000000"), hub::storage::sql::blob(name)});
    BOOST_TEST(failsWith(stores.activate("00000000", "office/wang"), Error::RowNotReadable));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_another_release_called_by_another_name_is_active_under_both, Engine, tests::Engines) {
    Weighed<Engine> stores;
    auto theirs = stores.active().operator*();
    theirs.name = "0badcafe";
    theirs.records = 77;
    BOOST_REQUIRE(stores
                      .inUnit([&](Transaction& transaction) -> Result<void> {
                          const auto changed = stores.store.change(transaction, theirs, {2, WeightsStep::Tried, "test", {}});
                          return changed.ok() ? Result<void>() : changed.failure();
                      })
                      .ok());
    const auto ours = stores.active();
    BOOST_REQUIRE(ours.ok());
    BOOST_TEST(ours->name == kStarting);
    BOOST_TEST(ours->records == 77);
    BOOST_TEST(textOf(*stores.active()) == textOf(*ours));
    BOOST_TEST((stores.named("0badcafe").state == WeightsState::Retired));  // for the decisions that name it
    BOOST_TEST((stores.named("0badcafe").levels == ours->levels));
    BOOST_TEST(stores.history(kStarting) == "1 made release\n");

    // And back to that release, and to this one again.
    const auto move = [&](const std::string& name, WeightsState state) {
        return [&stores, name, state](Transaction& transaction) -> Result<void> {
            auto found = stores.book.named(transaction, name);
            if (!found.ok()) return found.failure();
            found->state = state;
            const auto changed = stores.store.change(transaction, *found, {found->version + 1, WeightsStep::Tried, "test", {}});
            return changed.ok() ? Result<void>() : changed.failure();
        };
    };
    BOOST_REQUIRE(stores.inUnit(move(kStarting, WeightsState::Retired)).ok());
    BOOST_REQUIRE(stores.inUnit(move("0badcafe", WeightsState::Active)).ok());
    BOOST_TEST(stores.active()->name == kStarting);
    BOOST_TEST(stores.rows("match_weights") == 2);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(weights_become_active_when_they_were_tried_and_somebody_else_agrees, Engine, tests::Engines) {
    Weighed<Engine> stores;
    BOOST_REQUIRE(stores.active().ok());
    const std::string name = stores.keep(30)->name;
    BOOST_TEST(failsWith(stores.activate("00000000", "office/wang"), Error::WeightsNotFound));
    BOOST_TEST(failsWith(stores.tried("00000000", "office/wang", kStarting), Error::WeightsNotFound));
    BOOST_TEST(failsWith(stores.activate(name, "office/wang"), Error::WeightsNotTried));
    BOOST_REQUIRE(stores.tried(name, "office/li", kStarting).ok());
    BOOST_TEST(failsWith(stores.activate(name, "office/li"), Error::SecondPersonNeeded));
    BOOST_TEST(failsWith(stores.activate(name, "admin/li"), Error::SecondPersonNeeded));  // the same person by another entrance
    BOOST_TEST(stores.active()->name == kStarting);
    BOOST_TEST((stores.activate(name, "office/wang")->state == WeightsState::Active));
    BOOST_TEST(stores.active()->name == name);
    BOOST_TEST((stores.named(kStarting).state == WeightsState::Retired));
    BOOST_TEST(stores.history(name) == "1 made office/li\n2 tried office/li\n3 activated office/wang\n");
    BOOST_TEST(stores.history(kStarting) == "1 made start\n2 retired office/wang\n");

    const auto twice = stores.activate(name, "office/li");  // whoever asks: it changes nothing
    BOOST_REQUIRE(twice.ok());
    BOOST_TEST(twice->version == 3);
    BOOST_TEST(*twice->activated_by == "office/wang");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_was_active_before_becomes_so_again_without_another_trial, Engine, tests::Engines) {
    Weighed<Engine> stores;
    const std::string first = stores.triedBy("office/li", 30);
    BOOST_REQUIRE(stores.activate(first, "office/wang").ok());
    const std::string second = stores.triedBy("office/li", 60);
    BOOST_REQUIRE(stores.activate(second, "office/wang").ok());
    BOOST_TEST(failsWith(stores.activate(first, "office/li"), Error::SecondPersonNeeded));
    BOOST_TEST(stores.activate(first, "office/zhao").ok());
    BOOST_TEST(stores.activate(kStarting, "office/li").ok());  // nobody tried them
    BOOST_TEST(stores.active()->name == kStarting);
    BOOST_TEST((stores.named(first).state == WeightsState::Retired));
    BOOST_TEST((stores.named(second).state == WeightsState::Retired));
    BOOST_TEST((stores.tried(first, "office/li", kStarting)->state == WeightsState::Retired));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_trial_against_others_than_are_active_now_is_none, Engine, tests::Engines) {
    Weighed<Engine> stores;
    const std::string first = stores.triedBy("office/li", 30);
    const std::string second = stores.triedBy("office/li", 60);  // against what a region starts with, too
    BOOST_REQUIRE(stores.activate(first, "office/wang").ok());
    BOOST_TEST(failsWith(stores.activate(second, "office/wang"), Error::WeightsNotTried));
    BOOST_REQUIRE(stores.tried(second, "office/li", first).ok());
    BOOST_TEST(stores.activate(second, "office/wang").ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(of_two_activations_at_once_one_set_of_weights_is_active, Engine, tests::Engines) {
    Weighed<Engine> stores(tests::twoLanes());
    const std::string first = stores.triedBy("office/li", 30);
    const std::string second = stores.triedBy("office/li", 60);
    const auto activating = [&](const std::string& name) {
        return [&stores, name](Transaction& transaction) -> Result<void> {
            const auto done = stores.book.activate(transaction, name, "office/wang");
            return done.ok() ? Result<void>() : done.failure();
        };
    };
    const auto outcomes = stores.atOnce(activating(first), activating(second));
    BOOST_TEST((outcomes[0].end == WorkEnd::Done));
    BOOST_TEST((outcomes[1].end == WorkEnd::NotDone));  // VersionConflict, or what the trial was against is active no more
    BOOST_TEST(stores.active()->name == first);
    // The schema says so as well, whatever a program does.
    auto forced = stores.named(second);
    forced.state = WeightsState::Active;
    BOOST_TEST(failsWith(stores.inUnit([&](Transaction& transaction) -> Result<void> {
        const auto changed = stores.store.change(transaction, forced, {forced.version + 1, WeightsStep::Activated, "test", {}});
        return changed.ok() ? Result<void>() : changed.failure();
    }),
                         Error::RowTaken));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(two_first_uses_at_once_put_in_one_row, Engine, tests::Engines) {
    Weighed<Engine> stores(tests::twoLanes());
    const auto use = [&](Transaction& transaction) -> Result<void> {
        const auto active = stores.book.active(transaction);
        return active.ok() ? Result<void>() : active.failure();
    };
    for (const auto& outcome : stores.atOnce(use, use)) BOOST_TEST((outcome.end == WorkEnd::Done));
    BOOST_TEST(stores.rows("match_weights") == 1);
    BOOST_TEST(stores.history(kStarting) == "1 made start\n");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(names_of_staff_have_a_length, Engine, tests::Engines) {
    Weighed<Engine> stores;
    BOOST_TEST(stores.keep(30, std::string(64, 'a')).ok());
    BOOST_TEST(failsWith(stores.keep(60, std::string(65, 'a')), Error::FieldTooLong));
    BOOST_TEST(failsWith(stores.tried(kStarting, std::string(65, 'a'), kStarting), Error::FieldTooLong));
    BOOST_TEST((stores.tried(kStarting, std::string(64, 'a'), kStarting)->state == WeightsState::Active));
}

BOOST_AUTO_TEST_SUITE_END()
