#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hub/app/foundation.h"

namespace hub::app {

/// What of a sealed column is not under the current key.
struct ColumnSeals {
    static constexpr std::string_view kTypeName = "ColumnSeals";
    std::string column;
    std::int64_t older = 0;
    bool at_least = false;  ///< the column is long, and not all of it was counted
    bool finished = false;  ///< a whole walk under the current key met nothing older

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("column", self.column, "as its seals name it");
        field("older", self.older, "values under older keys");
        field("at_least", self.at_least, "there may be more: the column is long");
        field("finished", self.finished, "all of it was walked under the current key");
    }
};

/// The seal keys, and what still needs which. No key and no value.
struct KeyStatus {
    static constexpr std::string_view kTypeName = "KeyStatus";
    std::int64_t current = 0;
    vault::Suite suite = vault::Suite::Intl;
    std::int64_t oldest_needed = 0;  ///< as far as was counted
    bool certain = false;            ///< no value of the database is under a key below oldest_needed
    std::vector<std::int64_t> missing;
    std::vector<ColumnSeals> columns;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("current", self.current, "number of the key that values are sealed with");
        field("suite", self.suite, "of the keys");
        field("oldest_needed", self.oldest_needed, "lowest number of a key that a value was found under");
        field("certain", self.certain, "false: not all was counted, and an older key may be needed");
        field("missing", self.missing, "numbers of keys that values are under and that are not there");
        field("columns", self.columns, "by sealed column");
    }
};

/// Counts at most 10 000 rows of a column, a thousand in a read of its own. Also: what the database answers with.
core::Result<KeyStatus> keyStatus(Foundation& foundation);

/// What a rotation has led to.
struct RotatedKey {
    static constexpr std::string_view kTypeName = "RotatedKey";
    std::int64_t current = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("current", self.current, "number of the new key");
    }
};

}  // namespace hub::app
