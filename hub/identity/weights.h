#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/core/clock.h"
#include "hub/core/describe.h"
#include "hub/identity/ids.h"
#include "hub/identity/matching/scoring.h"

namespace hub::identity {

using WeightsId = core::Id<struct WeightsTag>;

enum class WeightsOrigin {
    Starting,   ///< matching::startingWeights()
    Estimated,  ///< matching::weightsOf() a sample of this region
};
constexpr auto enumNames(WeightsOrigin) {
    using Name = std::pair<WeightsOrigin, std::string_view>;
    return std::array{Name{WeightsOrigin::Starting, "starting"}, Name{WeightsOrigin::Estimated, "estimated"}};
}

enum class WeightsState {
    Draft,    ///< nobody knows yet what they would change
    Tried,    ///< somebody can read what they would change
    Active,   ///< every decision is made by them; one set at a time
    Retired,  ///< they were active, and may be again
};
constexpr auto enumNames(WeightsState) {
    using Name = std::pair<WeightsState, std::string_view>;
    return std::array{Name{WeightsState::Draft, "draft"}, Name{WeightsState::Tried, "tried"}, Name{WeightsState::Active, "active"},
                      Name{WeightsState::Retired, "retired"}};
}

/// What one level of one field says. A level that is not listed says nothing.
struct LevelWeight {
    static constexpr std::string_view kTypeName = "LevelWeight";
    matching::Field field = matching::Field::Name;
    matching::Level level = matching::Level::Missing;
    matching::Bits bits = 0;

    friend bool operator==(const LevelWeight&, const LevelWeight&) = default;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("field", self.field, "which field");
        field("level", self.level, "how far it agrees");
        field("bits", self.bits, "what that says, in hundredths of a bit, beside how rare the value is");
    }
};

/// How many pairs of a trial one set of weights puts here and the other there.
struct BandMove {
    static constexpr std::string_view kTypeName = "BandMove";
    matching::Band active = matching::Band::New;
    matching::Band tried = matching::Band::New;
    std::int64_t pairs = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("active", self.active, "as the active weights decide");
        field("tried", self.tried, "as the weights on trial decide");
        field("pairs", self.pairs, "how many pairs");
    }
};

/// A record of a sample: a person as they registered, or one of their linked files.
struct SampledRecord {
    static constexpr std::string_view kTypeName = "SampledRecord";
    PersonId person;
    std::optional<HospitalFileId> file;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("person_id", self.person, "whose record it is now");
        field("file_id", self.file, "the hospital file; absent: as the person registered");
    }
};

struct TriedField {
    static constexpr std::string_view kTypeName = "TriedField";
    matching::Field field = matching::Field::Name;
    matching::Level level = matching::Level::Missing;
    matching::Bits active_bits = 0;
    matching::Bits tried_bits = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("field", self.field, "which field");
        field("level", self.level, "how far it agrees");
        field("active_bits", self.active_bits, "what that says by the active weights, in hundredths of a bit");
        field("tried_bits", self.tried_bits, "and by those on trial");
    }
};

/// A pair that the two sets of weights decide differently. It holds no value of either record.
struct ChangedDecision {
    static constexpr std::string_view kTypeName = "ChangedDecision";
    SampledRecord one;
    SampledRecord other;
    matching::Band active = matching::Band::New;
    matching::Band tried = matching::Band::New;
    matching::Bits active_total = 0;
    matching::Bits tried_total = 0;
    std::vector<TriedField> fields;
    std::vector<matching::Guard> guards;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("one", self.one, "one record");
        field("other", self.other, "the other");
        field("active", self.active, "as the active weights decide");
        field("tried", self.tried, "as the weights on trial decide");
        field("active_total", self.active_total, "log2 of the odds by the active weights, in hundredths of a bit");
        field("tried_total", self.tried_total, "and by those on trial");
        field("fields", self.fields, "by field");
        field("guards", self.guards, "what must not be linked by weights");
    }
};

/// What other weights would change, on a sample. It holds no value of any record.
struct WeightsTrial {
    static constexpr std::string_view kTypeName = "WeightsTrial";
    static constexpr std::size_t kExamplesMax = 50;

    std::string against;  ///< name of the weights that were active
    std::int64_t people = 0;
    std::int64_t records = 0;
    std::int64_t pairs = 0;  ///< that met in a block
    std::vector<BandMove> moves;
    std::int64_t review_records_active = 0;
    std::int64_t review_records_tried = 0;
    std::vector<ChangedDecision> examples;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("against", self.against, "the weights that were active");
        field("people", self.people, "of the sample");
        field("records", self.records, "of the sample: people as they registered, and their linked files, none twice");
        field("pairs", self.pairs, "compared: those that meet in a block");
        field("moves", self.moves, "how many pairs are decided how by the one and by the other");
        field("review_records_active", self.review_records_active, "records that wait for a person by the active weights");
        field("review_records_tried", self.review_records_tried, "and by those on trial");
        field("examples", self.examples, "pairs that are decided differently, spread over all of them, 50 at most");
    }
};

/// Weights as they are kept (匹配权重): for good, so that every decision can be added up again by those it was made by.
struct MatchWeights {
    WeightsId id;
    std::int64_t version = 1;
    std::string name;  ///< of their content: index::nameOf()
    std::vector<LevelWeight> levels;
    matching::Bits auto_from = 0;
    matching::Bits review_from = 0;
    WeightsOrigin origin = WeightsOrigin::Starting;
    std::int64_t records = 0;  ///< they were estimated from
    WeightsState state = WeightsState::Draft;
    std::string made_by;  ///< client and staff id; like those below at most 64 bytes, no personal data
    core::UtcTime made_at;
    std::optional<WeightsTrial> trial;  ///< the last one
    std::optional<std::string> tried_by;
    std::optional<core::UtcTime> tried_at;
    std::optional<std::string> activated_by;  ///< the last time
    std::optional<core::UtcTime> activated_at;
};

enum class WeightsStep { Made, Tried, Activated, Retired };
constexpr auto enumNames(WeightsStep) {
    using Name = std::pair<WeightsStep, std::string_view>;
    return std::array{Name{WeightsStep::Made, "made"}, Name{WeightsStep::Tried, "tried"}, Name{WeightsStep::Activated, "activated"},
                      Name{WeightsStep::Retired, "retired"}};
}

/// One line of their history, which is only ever added to.
struct WeightsChange {
    static constexpr std::string_view kTypeName = "WeightsChange";
    std::int64_t number = 1;  ///< the version this change made
    WeightsStep step = WeightsStep::Made;
    std::string by;
    core::UtcTime at;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "rises by one with each line");
        field("step", self.step, "what was done");
        field("by", self.by, "client and member of staff, or the program's own word");
        field("at_ms", self.at, "when");
    }
};

}  // namespace hub::identity
