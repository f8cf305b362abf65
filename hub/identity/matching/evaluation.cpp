#include "hub/identity/matching/evaluation.h"

#include <algorithm>
#include <set>

namespace hub::identity::matching {

namespace {

std::pair<std::uint32_t, std::uint32_t> ordered(std::uint32_t one, std::uint32_t other) { return std::minmax(one, other); }

class Truth {
  public:
    explicit Truth(const TruePairs& pairs) : pairs_(pairs) {}
    bool holds(std::uint32_t one, std::uint32_t other) const {
        return std::binary_search(pairs_.begin(), pairs_.end(), ordered(one, other));
    }

  private:
    const TruePairs& pairs_;
};

bool areHousehold(const Features& one, const Features& other, std::uint32_t a, std::uint32_t b) {
    const bool mother = (one.mother && *one.mother == b) || (other.mother && *other.mother == a);
    const bool phone = one.phone.known() && one.phone.whole == other.phone.whole;
    const bool address = one.address_key != 0 && one.address_key == other.address_key;
    return mother || phone || address;
}

}  // namespace

Evaluation evaluate(const Population& population, const Candidates& candidates, const Scorer& scorer, const TruePairs& pairs) {
    const Truth truth(pairs);
    Evaluation evaluation;
    evaluation.records = population.size();
    evaluation.automatic.all = evaluation.with_review.all = evaluation.candidate_quality.all = pairs.size();

    std::vector<Edge> links;
    std::vector<Edge> reviews;
    for (const auto& [one, other] : candidates.pairs) {
        evaluation.candidate_quality.right += truth.holds(one, other) ? 1 : 0;
        const Score score = scorer.score(population.compared(one), population.compared(other));
        if (score.band == Band::Link) links.push_back({one, other, score.total});
        if (score.band == Band::Review) reviews.push_back({one, other, score.total});
    }
    evaluation.candidates = evaluation.candidate_quality.found = candidates.pairs.size();
    evaluation.blocks_passed_over = candidates.blocks_passed_over;
    const Clusters clusters(population, scorer, std::move(links), reviews);

    for (std::uint32_t record = 0; record < population.size(); ++record) {
        for (const std::uint32_t other : clusters.members(clusters.of(record))) {
            if (other <= record) continue;
            ++evaluation.automatic.found;
            if (truth.holds(record, other)) {
                ++evaluation.automatic.right;
            } else if (areHousehold(population.features(record), population.features(other), record, other)) {
                ++evaluation.false_household;
            }
        }
    }

    evaluation.with_review = evaluation.automatic;
    std::set<std::pair<std::uint32_t, std::uint32_t>> asked;  // clusters about which a person is asked whether they are one
    std::set<std::uint32_t> waiting;
    for (const Edge& edge : reviews) {
        const std::uint32_t one = clusters.of(edge.one);
        const std::uint32_t other = clusters.of(edge.other);
        if (one == other || !asked.insert(ordered(one, other)).second) continue;
        waiting.insert({edge.one, edge.other});
        for (const std::uint32_t a : clusters.members(one)) {
            for (const std::uint32_t b : clusters.members(other)) {
                ++evaluation.with_review.found;
                evaluation.with_review.right += truth.holds(a, b) ? 1 : 0;
            }
        }
    }
    evaluation.review_records = waiting.size();
    return evaluation;
}

}  // namespace hub::identity::matching
