#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/app/foundation.h"
#include "hub/core/date.h"

namespace hub::app {

/// What of a column is not under the current key.
struct ColumnSeals {
    static constexpr std::string_view kTypeName = "ColumnSeals";
    std::string column;
    std::int64_t older = 0;
    bool at_least = false;  ///< the column is long, and not all of it was counted
    bool finished = false;  ///< a whole walk under the current key met nothing older

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("column", self.column, "as its seals name it, or table and column of an index");
        field("older", self.older, "values under older keys");
        field("at_least", self.at_least, "there may be more: the column is long");
        field("finished", self.finished, "all of it was walked under the current key");
    }
};

/// A signing key, and what of the database it still checks.
struct SigningKeyUse {
    static constexpr std::string_view kTypeName = "SigningKeyUse";
    std::int64_t number = 0;
    bool signs = false;  ///< its secret is there
    bool checks = false;
    std::optional<core::Date> paper_codes_until;
    bool audit_chain = false;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "of the key");
        field("signs", self.signs, "its secret is there; only the newest needs it");
        field("checks", self.checks, "what it signed can be checked: it or its public part is there");
        field("paper_codes_until", self.paper_codes_until, "last day of the paper codes it signed; absent: none is kept");
        field("audit_chain", self.audit_chain, "it may have signed the audit chain: its public part is needed for ever");
    }
};

/// The keys of the blind indexes.
struct IndexKeys {
    static constexpr std::string_view kTypeName = "IndexKeys";
    std::int64_t writes = 1;
    std::optional<std::int64_t> older;  ///< while a rotation is under way
    std::vector<ColumnSeals> columns;   ///< likewise, those that are not finished

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("writes", self.writes, "number of the key that blind indexes are written with; without older, no lower one is needed");
        field("older", self.older, "rows may still stand under it: its file is needed");
        field("columns", self.columns, "columns of indexes that are not wholly under the key that writes");
    }
};

/// The keys, and what still needs which. No key and no value.
struct KeyStatus {
    static constexpr std::string_view kTypeName = "KeyStatus";
    std::int64_t current = 0;
    vault::Suite suite = vault::Suite::Intl;
    std::int64_t oldest_needed = 0;  ///< as far as was counted
    bool certain = false;            ///< no value of the database is under a key below oldest_needed
    std::vector<std::int64_t> missing;
    std::vector<ColumnSeals> columns;
    std::vector<SigningKeyUse> signing;  ///< by number
    IndexKeys index;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("current", self.current, "number of the key that values are sealed with");
        field("suite", self.suite, "of the keys");
        field("oldest_needed", self.oldest_needed, "lowest number of a key that a value was found under");
        field("certain", self.certain, "false: not all was counted, and an older key may be needed");
        field("missing", self.missing, "numbers of keys that values are under and that are not there");
        field("columns", self.columns, "by sealed column");
        field("signing", self.signing, "the signing keys, and what of the database they still check");
        field("index", self.index, "the keys of the blind indexes");
    }
};

/// Counts at most 10 000 rows of a column, a thousand in a read of its own. Also: KeyFileNotUsable, KeyMissing, what the database answers
/// with.
core::Result<KeyStatus> keyStatus(Foundation& foundation);

enum class KeyKind { Seal, Sign, Index };
constexpr auto enumNames(KeyKind) {
    using Name = std::pair<KeyKind, std::string_view>;
    return std::array{Name{KeyKind::Seal, "seal"}, Name{KeyKind::Sign, "sign"}, Name{KeyKind::Index, "index"}};
}

struct RotateKey {
    static constexpr std::string_view kTypeName = "RotateKey";
    KeyKind kind = KeyKind::Seal;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "which key gets a successor");
    }
};

/// What a rotation has led to.
struct RotatedKey {
    static constexpr std::string_view kTypeName = "RotatedKey";
    KeyKind kind = KeyKind::Seal;
    std::int64_t current = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("kind", self.kind, "of the key");
        field("current", self.current, "number of the new key");
    }
};

/// Adds a key of the kind, which is used at once. Not from a task of the executor. Also: KeyFileNotUsable, what the database answers with.
core::Result<RotatedKey> rotateKey(Foundation& foundation, const vault::Signer& signer, KeyKind kind);

}  // namespace hub::app
