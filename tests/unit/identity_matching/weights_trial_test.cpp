#include "hub/identity/weights_trial.h"

#include <boost/test/unit_test.hpp>

#include "hub/identity/index/judgement.h"
#include "hub/identity/matching/estimate.h"
#include "hub/identity/matching/evaluation.h"
#include "hub/identity/weights_replay.h"
#include "tests/unit/identity_matching/generated.h"

namespace {

using namespace tests::matching;
using hub::identity::Replay;
using hub::identity::replay;
using hub::identity::SampledRecord;
using hub::identity::tryWeights;
using hub::identity::Weighing;
using hub::identity::WeightsTrial;

/// The generated people as a sample of a region.
struct Sampled {
    Population population{generated().records};
    Candidates candidates = candidatesOf(population, 300);
    std::vector<SampledRecord> of;
    const NameReader& names = featureReader().names();
    Weights starting = startingWeights();
    Weights estimated = weightsOf(population, candidates, names);

    Sampled() {
        for (std::size_t i = 0; i < generated().person.size(); ++i) {
            hub::identity::PersonId person;
            person.bits.bytes[0] = static_cast<std::uint8_t>(generated().person[i] >> 8U);
            person.bits.bytes[1] = static_cast<std::uint8_t>(generated().person[i]);
            const bool first = i == 0 || generated().person[i] != generated().person[i - 1];
            of.push_back({person, first ? std::nullopt : std::optional(hub::identity::HospitalFileId())});
        }
    }
    Scorer by(const Weights& weights) const { return Scorer(names, weights, population.prior()); }
    WeightsTrial trial(const Weights& active, const Weights& tried) const {
        return tryWeights(population, of, candidates, by(active), by(tried), "active", {});
    }
};

std::int64_t pairsOf(const WeightsTrial& trial, bool moved) {
    std::int64_t pairs = 0;
    for (const auto& move : trial.moves) pairs += (move.active != move.tried) == moved ? move.pairs : 0;
    return pairs;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(weights_trial, Sampled)

BOOST_AUTO_TEST_CASE(every_pair_that_meets_is_in_one_cell_and_what_moves_has_examples) {
    const WeightsTrial found = trial(starting, estimated);
    BOOST_TEST(found.against == "active");
    BOOST_TEST(found.records == static_cast<std::int64_t>(population.size()));
    BOOST_TEST(found.people == 1'500);
    BOOST_TEST(found.pairs == static_cast<std::int64_t>(candidates.pairs.size()));
    BOOST_TEST(found.moves.size() == 9U);
    BOOST_TEST(pairsOf(found, false) + pairsOf(found, true) == found.pairs);
    BOOST_TEST(pairsOf(found, true) > 50);
    BOOST_TEST(found.examples.size() == WeightsTrial::kExamplesMax);
    for (const auto& example : found.examples) {
        BOOST_TEST((example.active != example.tried));
        hub::identity::matching::Bits by_active = population.prior();
        hub::identity::matching::Bits by_tried = population.prior();
        for (const auto& field : example.fields) {
            by_active += field.active_bits;
            by_tried += field.tried_bits;
        }
        BOOST_TEST(by_active == example.active_total);
        BOOST_TEST(by_tried == example.tried_total);
    }
    BOOST_TEST(found.review_records_active == static_cast<std::int64_t>(evaluate(population, candidates, by(starting), {}).review_records));
    BOOST_TEST(found.review_records_tried == static_cast<std::int64_t>(evaluate(population, candidates, by(estimated), {}).review_records));
}

BOOST_AUTO_TEST_CASE(weights_change_nothing_against_themselves) {
    const WeightsTrial found = trial(estimated, estimated);
    BOOST_TEST(pairsOf(found, true) == 0);
    BOOST_TEST(pairsOf(found, false) == found.pairs);
    BOOST_TEST(found.examples.empty());
    BOOST_TEST(found.review_records_active == found.review_records_tried);
}

BOOST_AUTO_TEST_CASE(a_trial_that_is_to_stop_ends) {
    std::stop_source stop;
    stop.request_stop();
    const WeightsTrial found = tryWeights(population, of, candidates, by(starting), by(estimated), "active", stop.get_token());
    BOOST_TEST(found.moves.empty());
}

BOOST_AUTO_TEST_CASE(every_decision_adds_up_to_the_same_bits_by_its_own_weights) {
    for (const Weights* weights : {&starting, &estimated}) {
        const Scorer scorer = by(*weights);
        std::size_t differ = 0;
        for (const auto& [one, other] : candidates.pairs) {
            const Score score = scorer.score(population.compared(one), population.compared(other));
            const Weighing kept = *hub::identity::index::evidenceOf(score, *weights).weighing;
            const auto again = replay(kept, *weights);
            BOOST_REQUIRE(again.ok());
            bool same = again->agrees && again->total == score.total;
            for (std::size_t i = 0; i < kFields; ++i) {
                const auto& field = again->fields[i];
                same = same && field.bits == score.bits[i] && field.level == score.levels[i] &&
                       field.weight == weights->at(field.field, field.level);
            }
            const auto finding = replay(hub::identity::findingOf(score, "", kept.weights, ""), *weights);
            same = same && finding.ok() && finding->agrees && finding->guards == again->guards;
            differ += same ? 0 : 1;
        }
        BOOST_TEST(differ == 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_decision_does_not_add_up_by_weights_that_cannot_have_made_it) {
    const Scorer scorer = by(starting);
    Weights others = starting;  // by the least that there can be, in the one field that no rarity goes with
    ++others.at(Field::Sex, Level::Same);
    ++others.at(Field::Sex, Level::Different);
    std::size_t wrong = 0;
    for (const auto& [one, other] : candidates.pairs) {
        const Score score = scorer.score(population.compared(one), population.compared(other));
        const bool says_sex = score.levels[static_cast<std::size_t>(Field::Sex)] != Level::Missing;
        const bool agrees = replay(*hub::identity::index::evidenceOf(score, starting).weighing, others)->agrees;
        wrong += agrees == says_sex ? 1 : 0;
    }
    BOOST_TEST(wrong == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_not_a_decision_is_not_replayed) {
    Weighing kept{"111100", {100, 100, 100, 100, 0, 0}, -1000, 0, "00000000"};
    BOOST_TEST(replay(kept, starting).ok());
    Weighing broken = kept;
    broken.levels = "11110";
    BOOST_TEST((replay(broken, starting).failure().error() == hub::core::Error::RowNotReadable));
    broken.levels = "11110e";  // there are 14
    BOOST_TEST((replay(broken, starting).failure().error() == hub::core::Error::RowNotReadable));
    broken.levels = "11110d";
    BOOST_TEST(replay(broken, starting).ok());
    broken = kept;
    broken.bits.pop_back();
    BOOST_TEST((replay(broken, starting).failure().error() == hub::core::Error::RowNotReadable));
    BOOST_TEST((replay(hub::identity::MatchFinding{}, starting).failure().error() == hub::core::Error::RowNotReadable));
}

BOOST_AUTO_TEST_SUITE_END()
