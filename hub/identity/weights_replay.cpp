#include "hub/identity/weights_replay.h"

#include <array>
#include <cstddef>

#include "hub/identity/matching/scoring.h"

namespace hub::identity {

using core::Error;
using core::Failure;
using core::Result;
using matching::Bits;
using matching::Field;
using matching::kFields;
using matching::Level;
using matching::Levels;
using matching::Rarity;

namespace {

/// As it was kept, whichever way.
struct Kept {
    Levels levels = {};
    std::array<Bits, kFields> bits = {};
    Bits prior = 0;
    std::optional<Bits> total;
    matching::Guards guards = 0;
};

/// The same rarity for whatever a level of the field may go by.
void setRarity(Rarity& rarity, Field field, Bits bits) {
    switch (field) {
        case Field::Name:
            rarity.name = rarity.sound = rarity.fuzzy = rarity.surname = rarity.given = rarity.word = bits;
            return;
        case Field::BirthDate:
            rarity.birth_date = bits;
            return;
        case Field::Sex:
            return;
        case Field::Id:
            rarity.id = bits;
            return;
        case Field::Phone:
            rarity.phone = bits;
            return;
        case Field::Address:
            rarity.address = bits;
            return;
    }
}

bool goesByRarity(const matching::Weights& weights, Field field, Level level) {
    Rarity rare;
    setRarity(rare, field, matching::kBit);
    return matching::bitsOf(weights, field, level, rare, rare) != weights.at(field, level);
}

/// What made these bits of the levels' weights. `lesser`: the field among telephone and address that counts one bit whatever its rarity.
Rarity rarityIn(const Kept& kept, const matching::Weights& weights, std::optional<Field> lesser) {
    Rarity rarity;
    for (std::size_t i = 0; i < kFields; ++i) {
        const auto field = static_cast<Field>(i);
        const Bits bits = field == lesser ? 1 : kept.bits[i];
        const Bits beyond = bits - weights.at(field, kept.levels[i]);
        if (beyond > 0 && goesByRarity(weights, field, kept.levels[i])) setRarity(rarity, field, beyond);
    }
    return rarity;
}

Replay replayed(const Kept& kept, const std::string& name, const matching::Weights& weights) {
    Rarity rarity;
    matching::Score score;
    for (const std::optional<Field> lesser : {std::optional<Field>(), std::optional(Field::Phone), std::optional(Field::Address)}) {
        rarity = rarityIn(kept, weights, lesser);
        score = matching::weighed(weights, kept.prior, kept.levels, rarity, rarity);
        if (score.bits == kept.bits) break;
    }
    Replay replay{name, {}, kept.prior, score.total, {}, false};
    replay.agrees = score.bits == kept.bits && kept.total.value_or(score.total) == score.total;
    for (std::size_t i = 0; i < kFields; ++i) {
        const auto field = static_cast<Field>(i);
        const Bits weight = weights.at(field, kept.levels[i]);
        const Bits rare = matching::bitsOf(weights, field, kept.levels[i], rarity, rarity) - weight;
        replay.fields.push_back({field, kept.levels[i], weight, rare, score.bits[i]});
    }
    for (const auto& [guard, guard_name] : enumNames(matching::Guard{})) {
        if (matching::has(kept.guards, guard)) replay.guards.push_back(guard);
    }
    return replay;
}

std::optional<Level> levelOf(char digit) {
    std::size_t level = matching::kLevels;
    if (digit >= '0' && digit <= '9') level = static_cast<std::size_t>(digit - '0');
    if (digit >= 'a' && digit <= 'f') level = static_cast<std::size_t>(digit - 'a') + 10;
    return level < matching::kLevels ? std::optional(static_cast<Level>(level)) : std::nullopt;
}

}  // namespace

Result<Replay> replay(const Weighing& weighing, const matching::Weights& weights) {
    if (weighing.levels.size() != kFields || weighing.bits.size() != kFields) return Failure(Error::RowNotReadable, "weighing");
    Kept kept;
    for (std::size_t i = 0; i < kFields; ++i) {
        const std::optional<Level> level = levelOf(weighing.levels[i]);
        if (!level) return Failure(Error::RowNotReadable, "weighing.levels");
        kept.levels[i] = *level;
        kept.bits[i] = weighing.bits[i];
    }
    kept.prior = weighing.prior;
    kept.guards = static_cast<matching::Guards>(weighing.guards);
    return replayed(kept, weighing.weights, weights);
}

Result<Replay> replay(const MatchFinding& finding, const matching::Weights& weights) {
    if (finding.fields.size() != kFields) return Failure(Error::RowNotReadable, "finding");
    Kept kept;
    for (const FieldFinding& one : finding.fields) {
        kept.levels.at(static_cast<std::size_t>(one.field)) = one.level;
        kept.bits.at(static_cast<std::size_t>(one.field)) = one.bits;
    }
    kept.prior = finding.prior;
    kept.total = finding.total;
    for (const matching::Guard guard : finding.guards)
        kept.guards = static_cast<matching::Guards>(kept.guards | static_cast<matching::Guards>(guard));
    return replayed(kept, finding.weights, weights);
}

}  // namespace hub::identity
