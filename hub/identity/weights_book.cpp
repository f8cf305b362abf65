#include "hub/identity/weights_book.h"

#include <optional>
#include <string>
#include <utility>

#include "hub/identity/index/judgement.h"
#include "hub/identity/staff_name.h"

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr std::string_view kStart = "start";      ///< who makes and activates what a region starts with
constexpr std::string_view kRelease = "release";  ///< and what another release calls by another name

}  // namespace

std::vector<LevelWeight> levelsOf(const matching::Weights& weights) {
    std::vector<LevelWeight> levels;
    for (const auto& [field, field_name] : enumNames(matching::Field{})) {
        for (const auto& [level, level_name] : enumNames(matching::Level{})) {
            if (const matching::Bits bits = weights.at(field, level)) levels.push_back({field, level, bits});
        }
    }
    return levels;
}

matching::Weights weightsIn(const MatchWeights& kept) {
    matching::Weights weights;
    weights.auto_from = kept.auto_from;
    weights.review_from = kept.review_from;
    for (const LevelWeight& one : kept.levels) weights.at(one.field, one.level) = one.bits;
    return weights;
}

Result<MatchWeights> WeightsBook::active(core::Transaction& transaction) {
    const Result<std::optional<MatchWeights>> standing = store_.active(transaction);
    if (!standing.ok()) return standing.failure();
    if (*standing) return underOurName(transaction, **standing);
    const Result<bool> added = add(transaction, newWeights(matching::startingWeights(), WeightsState::Active, kStart));
    if (!added.ok()) return added.failure();
    // Where nothing was added, another lane put them in a moment ago; the row is committed by now.
    const Result<std::optional<MatchWeights>> first = store_.active(transaction);
    if (!first.ok()) return first.failure();
    return *first ? Result<MatchWeights>(**first) : Failure(Error::RowNotReadable, "match_weights: none is active");
}

/// As active() says; the weights stand as they are where their name is that of their content.
Result<MatchWeights> WeightsBook::underOurName(core::Transaction& transaction, MatchWeights standing) {
    MatchWeights ours = newWeights(weightsIn(standing), WeightsState::Active, kRelease);
    if (ours.name == standing.name) return standing;
    ours.origin = standing.origin;
    ours.records = standing.records;
    standing.state = WeightsState::Retired;
    const Result<MatchWeights> retired = change(transaction, std::move(standing), WeightsStep::Retired, kRelease);
    if (!retired.ok()) return retired;
    const Result<bool> added = add(transaction, ours);
    if (!added.ok()) return added.failure();
    if (*added) return ours;
    Result<MatchWeights> earlier = named(transaction, ours.name);  // this release was here before the other
    if (!earlier.ok()) return earlier;
    earlier->state = WeightsState::Active;
    earlier->activated_by = ours.activated_by;
    earlier->activated_at = ours.activated_at;
    return change(transaction, *std::move(earlier), WeightsStep::Activated, kRelease);
}

MatchWeights WeightsBook::newWeights(const matching::Weights& weights, WeightsState state, std::string_view by) {
    MatchWeights made;
    made.id = ids_.next<WeightsId>();
    made.name = index::nameOf(weights);
    made.levels = levelsOf(weights);
    made.auto_from = weights.auto_from;
    made.review_from = weights.review_from;
    made.state = state;
    made.made_by = by;
    made.made_at = clock_.utc();
    if (state != WeightsState::Active) return made;
    made.activated_by = made.made_by;
    made.activated_at = made.made_at;
    return made;
}

Result<bool> WeightsBook::add(core::Transaction& transaction, const MatchWeights& weights) {
    return store_.add(transaction, weights, {.number = 1, .step = WeightsStep::Made, .by = weights.made_by, .at = weights.made_at});
}

Result<matching::Weights> WeightsBook::begin(core::UnitOfWork& units) {
    Result<MatchWeights> in_use = Failure(Error::StorageDown);
    const core::WorkOutcome outcome =
        core::runAndWait(units, {{"weights/begin/" + ids_.next<WeightsId>().text()}, aggregate()}, [&](core::Transaction& transaction) {
            in_use = active(transaction);
            return in_use.ok() ? Result<void>() : in_use.failure();
        });
    if (outcome.end != core::WorkEnd::Done) return *outcome.why;
    return in_use.ok() ? Result<matching::Weights>(weightsIn(*in_use)) : in_use.failure();
}

core::IdBits WeightsBook::aggregate() {
    core::IdBits id;
    id.bytes.back() = 1;
    return id;
}

Result<MatchWeights> WeightsBook::keep(core::Transaction& transaction, const matching::Weights& weights, std::int64_t records,
                                       std::string_view by) {
    const Result<MatchWeights> in_use = active(transaction);  // so that the first row is what a region starts with
    if (!in_use.ok()) return in_use;
    MatchWeights draft = newWeights(weights, WeightsState::Draft, by);
    draft.origin = WeightsOrigin::Estimated;
    draft.records = records;
    const Result<bool> added = add(transaction, draft);
    if (!added.ok()) return added.failure();
    if (*added) return draft;
    Result<MatchWeights> standing = named(transaction, draft.name);
    if (standing.ok() &&
        (standing->levels != draft.levels || standing->auto_from != draft.auto_from || standing->review_from != draft.review_from))
        return Failure(Error::RowTaken, draft.name);  // 32 bits named others: another sample gives another name
    return standing;
}

Result<MatchWeights> WeightsBook::tried(core::Transaction& transaction, std::string_view name, WeightsTrial trial, std::string_view by) {
    Result<MatchWeights> weights = named(transaction, name);
    if (!weights.ok()) return weights;
    if (weights->state == WeightsState::Draft) weights->state = WeightsState::Tried;
    weights->trial = std::move(trial);
    weights->tried_by = by;
    weights->tried_at = clock_.utc();
    return change(transaction, *std::move(weights), WeightsStep::Tried, by);
}

Result<MatchWeights> WeightsBook::activate(core::Transaction& transaction, std::string_view name, std::string_view by) {
    Result<MatchWeights> before = active(transaction);
    if (!before.ok() || before->name == name) return before;
    Result<MatchWeights> weights = named(transaction, name);
    if (!weights.ok()) return weights;
    const bool shown = weights->trial && weights->trial->against == before->name;
    if (weights->state != WeightsState::Retired && !shown) return Failure(Error::WeightsNotTried, std::string(name));
    if (weights->tried_by && mayBeOnePerson(*weights->tried_by, by)) return Failure(Error::SecondPersonNeeded);
    before->state = WeightsState::Retired;
    const Result<MatchWeights> retired = change(transaction, *std::move(before), WeightsStep::Retired, by);
    if (!retired.ok()) return retired;
    weights->state = WeightsState::Active;
    weights->activated_by = by;
    weights->activated_at = clock_.utc();
    return change(transaction, *std::move(weights), WeightsStep::Activated, by);
}

Result<MatchWeights> WeightsBook::named(core::ReadTransaction& transaction, std::string_view name) {
    const Result<std::optional<MatchWeights>> found = store_.named(transaction, name);
    if (!found.ok()) return found.failure();
    if (!*found) return Failure(Error::WeightsNotFound, std::string(name));
    return **found;
}

Result<MatchWeights> WeightsBook::change(core::Transaction& transaction, MatchWeights weights, WeightsStep step, std::string_view by) {
    const Result<std::int64_t> version =
        store_.change(transaction, weights, {.number = weights.version + 1, .step = step, .by = std::string(by), .at = clock_.utc()});
    if (!version.ok()) return version.failure();
    weights.version = *version;
    return weights;
}

}  // namespace hub::identity
