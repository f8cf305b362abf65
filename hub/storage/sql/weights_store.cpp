#include "hub/storage/sql/weights_store.h"

#include <array>
#include <limits>
#include <utility>

#include "hub/storage/sql/rows.h"
#include "hub/storage/sql/versioned_rows.h"

namespace hub::storage::sql {

using core::Error;
using core::Result;
using identity::MatchWeights;
using identity::WeightsChange;
using identity::WeightsId;
using identity::WeightsState;

namespace {

constexpr InsertShape kChange{"match_weights_change", "weights_id, number, step, changed_by, changed_at_ms", 5};
constexpr std::string_view kHistory =
    "SELECT number, step, changed_by, changed_at_ms FROM match_weights_change WHERE weights_id = ? ORDER BY number";

constexpr std::size_t kNameMax = 32;
constexpr std::size_t kByMax = 64;

std::optional<std::int64_t> activeOf(const MatchWeights& weights) {
    return weights.state == WeightsState::Active ? std::optional<std::int64_t>(1) : std::nullopt;
}

struct WeightsRows {
    using Of = MatchWeights;
    static constexpr std::string_view kTable = "match_weights";
    static constexpr std::string_view kDetails = "match_weights.details";

    template <class Columns, class Self>
    static void describe(Columns& column, Self& weights) {
        column("name", weights.name, kNameMax);
        column("state", weights.state);
        column.lookup("active", activeOf(weights));
        column("origin", weights.origin);
        column("record_count", weights.records);
        column("made_by", weights.made_by, kByMax);
        column("made_at_ms", weights.made_at);
        column("tried_by", weights.tried_by, kByMax);
        column("tried_at_ms", weights.tried_at);
        column("activated_by", weights.activated_by, kByMax);
        column("activated_at_ms", weights.activated_at);
    }

    template <class Visitor, class Self>
    static void details(Visitor& field, Self& weights) {
        field("name", weights.name, "as its column has it, which anybody could change");
        field("levels", weights.levels, "what each level says");
        field("auto_from", weights.auto_from, "from where a pair is linked");
        field("review_from", weights.review_from, "from where a person looks");
        field("trial", weights.trial, "what they would change");
    }
};

Result<void> addLine(core::Transaction& transaction, WeightsId id, const WeightsChange& change) {
    const Result<void> fits = checkLength("match_weights_change.changed_by", change.by, kByMax);
    if (!fits.ok()) return fits;
    std::array<Value, kChange.width> row{blob(id.bits), change.number, enumValue(change.step), blob(change.by), change.at.ms};
    return SqlTransaction::of(transaction).insert(kChange, row);
}

}  // namespace

SqlWeightsStore::SqlWeightsStore(const vault::Vault& vault)
    : vault_(vault),
      table_(tableOf<WeightsRows>()),
      named_(table_.selectWhere("name = ?")),
      active_(table_.selectWhere("active = 1")),
      latest_(table_.selectWhere("made_at_ms <= ? ORDER BY made_at_ms DESC, id DESC LIMIT ?")) {}

Result<bool> SqlWeightsStore::add(core::Transaction& transaction, const MatchWeights& weights, const WeightsChange& change) {
    const Result<void> added = addRow<WeightsRows>(transaction, table_, vault_, weights);
    if (!added.ok() && added.failure().error() == Error::RowTaken) return false;
    if (!added.ok()) return added.failure();
    HUB_ASSERT(change.number == 1);
    const Result<void> noted = addLine(transaction, weights.id, change);
    if (!noted.ok()) return noted.failure();
    return true;
}

Result<std::optional<MatchWeights>> SqlWeightsStore::named(core::ReadTransaction& transaction, std::string_view name) {
    Result<std::optional<MatchWeights>> found = readRow<WeightsRows>(transaction, vault_, named_, std::array<Value, 1>{blob(name)});
    if (found.ok() && *found && (*found)->name != name) return core::Failure(Error::RowNotReadable, "match_weights.name");
    return found;
}

Result<std::optional<MatchWeights>> SqlWeightsStore::active(core::ReadTransaction& transaction) {
    return readRow<WeightsRows>(transaction, vault_, active_, {});
}

Result<std::vector<MatchWeights>> SqlWeightsStore::latest(core::ReadTransaction& transaction, std::size_t limit) {
    const std::array<Value, 2> values{std::numeric_limits<std::int64_t>::max(), static_cast<std::int64_t>(limit)};
    return readRows<WeightsRows>(transaction, vault_, latest_, values);
}

Result<std::int64_t> SqlWeightsStore::change(core::Transaction& transaction, const MatchWeights& weights, const WeightsChange& change) {
    const Result<std::int64_t> version = changeRow<WeightsRows>(transaction, table_, vault_, weights);
    if (!version.ok()) return version;
    HUB_ASSERT(change.number == *version);
    const Result<void> noted = addLine(transaction, weights.id, change);
    if (!noted.ok()) return noted.failure();
    return version;
}

Result<std::vector<WeightsChange>> SqlWeightsStore::historyOf(core::ReadTransaction& transaction, WeightsId id) {
    std::vector<WeightsChange> history;
    Result<void> readable;
    const Result<void> asked = SqlTransaction::of(transaction).query(kHistory, std::array<Value, 1>{blob(id.bits)}, [&](const Row& row) {
        WeightsChange& change = history.emplace_back();
        RowReader column("match_weights_change", row);
        column("number", change.number);
        column("step", change.step);
        column("changed_by", change.by, kByMax);
        column("changed_at_ms", change.at);
        if (readable.ok()) readable = column.end();
    });
    if (!asked.ok()) return asked.failure();
    if (!readable.ok()) return readable.failure();
    return history;
}

}  // namespace hub::storage::sql
