#include "hub/identity/index/judgement.h"

#include <fmt/format.h>

namespace hub::identity::index {

using matching::Field;
using matching::Level;

namespace {

Level at(const matching::Score& score, Field field) { return score.levels[static_cast<std::size_t>(field)]; }

Agreement agreementOf(Level level) {
    if (level == Level::Missing) return Agreement::Missing;
    return level == Level::Same || level == Level::Variant ? Agreement::Agrees : Agreement::Differs;
}

}  // namespace

Evidence evidenceOf(const matching::Score& score, const matching::Weights& weights) {
    Evidence evidence;
    evidence.name = agreementOf(at(score, Field::Name));
    evidence.sex = agreementOf(at(score, Field::Sex));
    evidence.birth_date = agreementOf(at(score, Field::BirthDate));
    evidence.certificate = agreementOf(at(score, Field::Id));
    Weighing& weighing = evidence.weighing.emplace();
    for (const Level level : score.levels) weighing.levels += fmt::format("{:x}", static_cast<unsigned>(level));
    weighing.bits.assign(score.bits.begin(), score.bits.end());
    weighing.prior = score.prior;
    weighing.guards = score.guards;
    weighing.weights = nameOf(weights);
    return evidence;
}

std::string nameOf(const matching::Weights& weights) {
    std::uint64_t hash = matching::hashOf(static_cast<std::uint64_t>(weights.auto_from), static_cast<std::uint64_t>(weights.review_from));
    for (const auto& field : weights.of) {
        for (const matching::Bits bits : field) hash = matching::hashOf(hash, static_cast<std::uint64_t>(bits));
    }
    return fmt::format("{:08x}", static_cast<std::uint32_t>(hash));
}

bool isCertain(const matching::Score& score) {
    if (score.band != matching::Band::Link) return false;
    if (at(score, Field::Id) == Level::Same) return true;  // and no guard speaks of two people on one card
    return agreementOf(at(score, Field::Name)) == Agreement::Agrees && at(score, Field::Sex) == Level::Same &&
           at(score, Field::BirthDate) == Level::Same && at(score, Field::Id) != Level::Different;
}

}  // namespace hub::identity::index
