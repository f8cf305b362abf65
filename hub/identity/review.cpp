#include "hub/identity/review.h"

#include <algorithm>

#include "hub/core/assert.h"

namespace hub::identity {

PersonPair pairOf(PersonId one, PersonId other) {
    HUB_ASSERT(one != other);
    return {std::min(one, other), std::max(one, other)};
}

MatchFinding findingOf(const matching::Score& score, std::string_view block, std::string_view weights, std::string_view source) {
    MatchFinding finding{.fields = {},
                         .prior = score.prior,
                         .total = score.total,
                         .guards = {},
                         .block = std::string(block),
                         .weights = std::string(weights),
                         .source = std::string(source)};
    for (const auto& [field, name] : enumNames(matching::Field{})) {
        const auto at = static_cast<std::size_t>(field);
        finding.fields.push_back({field, score.levels.at(at), score.bits.at(at)});
    }
    for (const auto& [guard, name] : enumNames(matching::Guard{})) {
        if (matching::has(score.guards, guard)) finding.guards.push_back(guard);
    }
    return finding;
}

std::optional<std::string> Review::claimant(core::UtcTime now) const {
    return claimed_until && now < *claimed_until ? claimed_by : std::nullopt;
}

core::UtcTime Review::queuedAt() const {
    const core::Duration per_bit = kWaitPerBit;
    return {opened_at.ms - per_bit.count() * finding.total / matching::kBit};
}

}  // namespace hub::identity
