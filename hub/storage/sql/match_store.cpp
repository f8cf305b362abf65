#include "hub/storage/sql/match_store.h"

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "hub/storage/sql/sealing.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using core::IdBits;
using core::Result;
using identity::KeptMatchRow;
using identity::LoadProgress;
using identity::MatchRow;

namespace {

constexpr InsertShape kRecord{"match_record", "id, person_id, sealed_packed", 3};
constexpr std::string_view kChange = "UPDATE match_record SET person_id = ?, sealed_packed = ? WHERE id = ?";
constexpr std::string_view kRemove = "DELETE FROM match_record WHERE id = ?";
constexpr std::string_view kFind = "SELECT person_id, sealed_packed FROM match_record WHERE id = ?";
constexpr std::string_view kEach = "SELECT id, person_id, sealed_packed FROM match_record WHERE id > ? ORDER BY id LIMIT ?";

constexpr InsertShape kLoad{"people_load", "file, rows_done, created, linked, probable, review, unchanged, rejected", 8};
constexpr std::string_view kProgress =
    "SELECT rows_done, created, linked, probable, review, unchanged, rejected FROM people_load WHERE file = ?";
constexpr std::string_view kChangeLoad =
    "UPDATE people_load SET rows_done = ?, created = ?, linked = ?, probable = ?, review = ?, unchanged = ?, rejected = ? WHERE file = ?";

constexpr std::string_view kPacked = "match_record.packed";

constexpr std::string_view kSecretOf = "SELECT sealed_secret FROM match_secret WHERE id = ?";
constexpr std::string_view kAddSecret = "INSERT INTO match_secret (id, sealed_secret) VALUES (?, ?)";
constexpr std::string_view kSecret = "match_secret.secret";
constexpr IdBits kSecretRow{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}};  // there is one

std::string_view bytesOf(const IdBits& id) {
    return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};  // NOLINT: bytes as bytes
}

}  // namespace

Result<core::Sensitive<std::string>> SqlMatchStore::secret(core::ReadTransaction& transaction) {
    std::optional<std::string> seal;
    const Result<void> asked =
        SqlTransaction::of(transaction).query(kSecretOf, std::array<Value, 1>{blob(kSecretRow)}, [&](const Row& row) {
            seal = row.bytes(0);
        });
    if (!asked.ok()) return asked.failure();
    if (!seal) return core::Failure(core::Error::RowNotReadable, std::string(kSecret));
    core::Sensitive<std::string> secret;
    const Result<void> opened = openInto(secret, vault_, kSecret, kSecretRow, *seal);
    if (!opened.ok()) return opened.failure();
    return secret;
}

Result<void> makeMatchSecret(Database& database, const vault::Vault& vault) {
    const Result<std::unique_ptr<Connection>> connection = database.connect(Access::Write);
    if (!connection.ok()) return connection.failure();
    bool stands = false;
    const Result<void> asked = (*connection)->query(kSecretOf, std::array<Value, 1>{blob(kSecretRow)}, [&](const Row&) { stands = true; });
    if (!asked.ok() || stands) return asked;
    const Result<vault::BlindIndex> used = vault.blindIndex(kPacked, "secret", 1);
    if (!used.ok()) return used.failure();
    const core::Sensitive<std::string> secret(std::string(used->bytes.begin(), used->bytes.end()));
    const std::array<Value, 2> row{blob(kSecretRow), sealed(vault, kSecret, kSecretRow, secret)};
    const Result<std::int64_t> added = (*connection)->execute(kAddSecret, row);
    const bool anothers = !added.ok() && added.failure().error() == core::Error::RowTaken;  // another process opened it a moment ago
    return added.ok() || anothers ? Result<void>() : added.failure();
}

Result<void> SqlMatchStore::add(core::Transaction& transaction, const MatchRow& row) {
    std::array<Value, kRecord.width> values{blob(row.id), blob(row.person.bits), blob(vault_.seal({kPacked, bytesOf(row.id)}, row.packed))};
    return SqlTransaction::of(transaction).insert(kRecord, values);
}

Result<void> SqlMatchStore::put(core::Transaction& transaction, const MatchRow& row) {
    const std::array<Value, 3> values{blob(row.person.bits), blob(vault_.seal({kPacked, bytesOf(row.id)}, row.packed)), blob(row.id)};
    const Result<std::int64_t> changed = SqlTransaction::of(transaction).execute(kChange, values);
    if (!changed.ok()) return changed.failure();
    return *changed == 1 ? Result<void>() : add(transaction, row);
}

Result<void> SqlMatchStore::remove(core::Transaction& transaction, const IdBits& id) {
    const Result<std::int64_t> removed = SqlTransaction::of(transaction).execute(kRemove, std::array<Value, 1>{blob(id)});
    return removed.ok() ? Result<void>() : removed.failure();
}

Result<std::optional<KeptMatchRow>> SqlMatchStore::find(core::ReadTransaction& transaction, const IdBits& id) {
    std::optional<std::pair<IdBits, std::string>> row;
    const Result<void> asked = SqlTransaction::of(transaction).query(kFind, std::array<Value, 1>{blob(id)}, [&](const Row& found) {
        row.emplace(idAt(found, 0), found.bytes(1));
    });
    if (!asked.ok()) return asked.failure();
    if (!row) return std::optional<KeptMatchRow>();
    Result<std::string> packed = vault_.open({kPacked, bytesOf(id)}, row->second);
    if (!packed.ok()) return packed.failure();
    return std::optional(KeptMatchRow{identity::PersonId{row->first}, *std::move(packed)});
}

Result<IdBits> SqlMatchStore::each(core::ReadTransaction& transaction, const IdBits& after, std::size_t limit,
                                   const std::function<void(const MatchRow&)>& use) {
    IdBits last;
    std::optional<core::Failure> broken;
    const std::array<Value, 2> values{blob(after), static_cast<std::int64_t>(limit)};
    const Result<void> asked = SqlTransaction::of(transaction).query(kEach, values, [&](const Row& row) {
        if (broken) return;
        last = idAt(row, 0);
        const Result<std::string> packed = vault_.open({kPacked, bytesOf(last)}, row.bytes(2));
        if (!packed.ok()) {
            broken = packed.failure();
            return;
        }
        use({last, identity::PersonId{idAt(row, 1)}, *packed});
    });
    if (!asked.ok()) return asked.failure();
    if (broken) return *broken;
    return last;
}

Result<std::optional<LoadProgress>> SqlMatchStore::progressOf(core::ReadTransaction& transaction, const core::Digest& file) {
    std::optional<LoadProgress> found;
    const Result<void> asked = SqlTransaction::of(transaction).query(kProgress, std::array<Value, 1>{blob(file)}, [&](const Row& row) {
        found = LoadProgress{file,           row.integer(0), row.integer(1), row.integer(2),
                             row.integer(3), row.integer(4), row.integer(5), row.integer(6)};
    });
    if (!asked.ok()) return asked.failure();
    return found;
}

Result<void> SqlMatchStore::keepProgress(core::Transaction& transaction, const LoadProgress& progress) {
    SqlTransaction& sql = SqlTransaction::of(transaction);
    const std::array<Value, 8> changed_to{progress.rows,   progress.created,   progress.linked,   progress.probable,
                                          progress.review, progress.unchanged, progress.rejected, blob(progress.file)};
    const Result<std::int64_t> changed = sql.execute(kChangeLoad, changed_to);
    if (!changed.ok()) return changed.failure();
    if (*changed == 1) return {};
    std::array<Value, kLoad.width> row{blob(progress.file), progress.rows,   progress.created,   progress.linked,
                                       progress.probable,   progress.review, progress.unchanged, progress.rejected};
    return sql.insert(kLoad, row);
}

}  // namespace hub::storage::sql
