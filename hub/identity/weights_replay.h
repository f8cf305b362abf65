#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/core/describe.h"
#include "hub/identity/hospital_file.h"
#include "hub/identity/matching/weights.h"
#include "hub/identity/review.h"

namespace hub::identity {

/// A field of a decision, added up again.
struct ReplayedField {
    static constexpr std::string_view kTypeName = "ReplayedField";
    matching::Field field = matching::Field::Name;
    matching::Level level = matching::Level::Missing;
    matching::Bits weight = 0;
    matching::Bits rarity = 0;
    matching::Bits bits = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("field", self.field, "which field");
        field("level", self.level, "how far it agreed");
        field("weight", self.weight, "what the level says by these weights, in hundredths of a bit");
        field("rarity", self.rarity, "and how rare the value was among people then");
        field("bits", self.bits, "both together; of a telephone and an address that agree, the lesser counts one bit");
    }
};

/// A kept decision, added up again.
struct Replay {
    static constexpr std::string_view kTypeName = "DecisionReplay";
    std::string weights;
    std::vector<ReplayedField> fields;
    matching::Bits prior = 0;
    matching::Bits total = 0;
    std::vector<matching::Guard> guards;
    bool agrees = false;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("weights", self.weights, "name of the weights it was decided by");
        field("fields", self.fields, "by field");
        field("prior", self.prior, "how few pairs were one person's then");
        field("total", self.total, "log2 of the odds that they are one person, in hundredths of a bit");
        field("guards", self.guards, "what must not be linked by weights");
        field("agrees", self.agrees, "these weights give the very bits that were kept, field by field");
    }
};

/// What is kept of a decision, added up again by `weights`, which are those that it names: levels say the weights, and what bits say
/// beyond them is how rare the value was, where a level leaves that open. Where a kept figure cannot have come from these weights,
/// `agrees` is false. Also: RowNotReadable (levels or bits are not those of a decision).
core::Result<Replay> replay(const Weighing& kept, const matching::Weights& weights);
core::Result<Replay> replay(const MatchFinding& kept, const matching::Weights& weights);

}  // namespace hub::identity
