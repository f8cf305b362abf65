#include "hub/storage/sql/audit_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "hub/storage/sql/rows.h"
#include "hub/storage/sql/transaction.h"
#include "hub/storage/sql/values.h"

namespace hub::storage::sql {

using audit::AuditEntry;
using audit::AuditId;
using audit::AuditSearch;
using audit::ChainedEntry;
using audit::ChainLink;
using audit::ChainSignature;
using core::Error;
using core::Failure;
using core::Result;

namespace {

constexpr InsertShape kEntry{
    "audit_entry", "id, at_ms, actor_kind, actor, role, department, client, hospital, action, about, subject, purpose, outcome, trace", 14};
constexpr std::string_view kSelect =
    "SELECT id, at_ms, actor_kind, actor, role, department, client, hospital, action, about, subject, purpose, outcome, trace,"
    " chain_number, chain_hash FROM audit_entry ";
constexpr std::string_view kPlace = "at_ms >= ? AND at_ms < ? AND (at_ms > ? OR (at_ms = ? AND id > ?)) ORDER BY at_ms, id LIMIT ?";
constexpr std::string_view kChain = "UPDATE audit_entry SET chain_number = ?, chain_hash = ? WHERE id = ? AND chain_number IS NULL";
constexpr std::string_view kLastLink =
    "SELECT chain_number, chain_hash FROM audit_entry WHERE chain_number IS NOT NULL ORDER BY chain_number DESC LIMIT 1";

constexpr InsertShape kSignature{"audit_signature", "chain_number, chain_hash, signed_at_ms, key_number, signature", 5};
constexpr std::string_view kLastSignature =
    "SELECT chain_number, chain_hash, signed_at_ms, key_number, signature FROM audit_signature ORDER BY chain_number DESC LIMIT 1";
constexpr std::string_view kSignatures =
    "SELECT chain_number, chain_hash, signed_at_ms, key_number, signature FROM audit_signature WHERE chain_number > ?"
    " ORDER BY chain_number LIMIT ?";

constexpr std::size_t kSearchMax = 1000;

Result<void> checkLengths(const AuditEntry& entry) {
    struct Field {
        std::string_view name;
        std::string_view value;
        std::size_t most;
    };
    for (const Field& field :
         {Field{"audit.actor", entry.actor, 64}, Field{"audit.role", entry.role, 64}, Field{"audit.department", entry.department, 64},
          Field{"audit.client", entry.client, 64}, Field{"audit.hospital", entry.hospital, 64}, Field{"audit.action", entry.action, 64},
          Field{"audit.subject", entry.subject, 200}, Field{"audit.trace", entry.trace, 64}}) {
        const Result<void> fits = checkLength(field.name, field.value, field.most);
        if (!fits.ok()) return fits;
    }
    return {};
}

ChainedEntry entryAt(const Row& row) {
    ChainedEntry found;
    AuditEntry& entry = found.entry;
    entry.id.bits = idAt(row, 0);
    entry.at = timeAt(row, 1);
    entry.actor_kind = enumAt<audit::ActorKind>(row, 2);
    entry.actor = row.bytes(3);
    entry.role = row.bytes(4);
    entry.department = row.bytes(5);
    entry.client = row.bytes(6);
    entry.hospital = row.bytes(7);
    entry.action = row.bytes(8);
    if (!row.isNull(9)) entry.about.bits = idAt(row, 9);
    entry.subject = row.bytes(10);
    entry.purpose = enumAt<audit::Purpose>(row, 11);
    entry.outcome = enumAt<audit::Outcome>(row, 12);
    entry.trace = row.bytes(13);
    if (!row.isNull(14)) found.link = ChainLink{row.integer(14), digestAt(row, 15)};
    return found;
}

Result<std::vector<ChainedEntry>> entries(core::ReadTransaction& transaction, const std::string& sql, Values values) {
    std::vector<ChainedEntry> found;
    const Result<void> asked = SqlTransaction::of(transaction).query(sql, values, [&](const Row& row) { found.push_back(entryAt(row)); });
    if (!asked.ok()) return asked.failure();
    return found;
}

Result<std::vector<ChainSignature>> signaturesBy(core::ReadTransaction& transaction, std::string_view sql, Values values) {
    std::vector<ChainSignature> found;
    const Result<void> asked = SqlTransaction::of(transaction).query(sql, values, [&](const Row& row) {
        ChainSignature& signature = found.emplace_back();
        signature.link = {row.integer(0), digestAt(row, 1)};
        signature.signed_at = timeAt(row, 2);
        signature.signature.key = static_cast<vault::KeyNumber>(row.integer(3));
        // A signature that was cut is one that does not verify.
        const std::string bytes = row.bytes(4);
        std::copy_n(bytes.begin(), std::min(bytes.size(), signature.signature.bytes.size()), signature.signature.bytes.begin());
    });
    if (!asked.ok()) return asked.failure();
    return found;
}

/// Two sealers want one place.
Result<void> conflictWhereTaken(Result<void> written, std::int64_t number) {
    if (!written.ok() && written.failure().error() == Error::RowTaken)
        return Failure(Error::VersionConflict, fmt::format("audit/{}", number));
    return written;
}

}  // namespace

Result<void> SqlAuditStore::add(core::Transaction& transaction, const AuditEntry& entry) {
    const Result<void> fits = checkLengths(entry);
    if (!fits.ok()) return fits;
    std::array<Value, kEntry.width> row{blob(entry.id.bits),
                                        entry.at.ms,
                                        enumValue(entry.actor_kind),
                                        blob(entry.actor),
                                        blob(entry.role),
                                        blob(entry.department),
                                        blob(entry.client),
                                        blob(entry.hospital),
                                        blob(entry.action),
                                        entry.about.none() ? Value() : blob(entry.about.bits),
                                        blob(entry.subject),
                                        enumValue(entry.purpose),
                                        enumValue(entry.outcome),
                                        blob(entry.trace)};
    return SqlTransaction::of(transaction).insert(kEntry, row);
}

Result<std::vector<ChainedEntry>> SqlAuditStore::search(core::ReadTransaction& transaction, const AuditSearch& search) {
    HUB_ASSERT(search.about.has_value() != search.actor.has_value() && search.limit >= 1 && search.limit <= kSearchMax);
    static const std::string by_person = fmt::format("{}WHERE about = ? AND {}", kSelect, kPlace);
    static const std::string by_actor = fmt::format("{}WHERE actor = ? AND {}", kSelect, kPlace);
    const audit::AuditPlace after = search.after.value_or(audit::AuditPlace{{search.from.ms - 1}, {}});
    const std::array<Value, 7> values{search.about ? blob(search.about->bits) : blob(*search.actor),
                                      search.from.ms,
                                      search.until.ms,
                                      after.at.ms,
                                      after.at.ms,
                                      blob(after.id.bits),
                                      static_cast<std::int64_t>(search.limit)};
    return entries(transaction, search.about ? by_person : by_actor, values);
}

Result<std::vector<AuditEntry>> SqlAuditStore::unchained(core::ReadTransaction& transaction, std::size_t limit) {
    // Sorted here: the database would read and sort all that wait, at every look, for the few that are taken.
    static const std::string sql = fmt::format("{}WHERE chain_number IS NULL LIMIT ?", kSelect);
    const Result<std::vector<ChainedEntry>> found = entries(transaction, sql, std::array<Value, 1>{static_cast<std::int64_t>(limit)});
    if (!found.ok()) return found.failure();
    std::vector<AuditEntry> bare;
    std::transform(found->begin(), found->end(), std::back_inserter(bare), [](const ChainedEntry& one) { return one.entry; });
    std::ranges::sort(bare, {}, [](const AuditEntry& entry) { return std::pair(entry.at, entry.id); });
    return bare;
}

Result<void> SqlAuditStore::chain(core::Transaction& transaction, AuditId id, const ChainLink& link) {
    const Result<std::int64_t> changed =
        SqlTransaction::of(transaction).execute(kChain, std::array<Value, 3>{link.number, blob(link.hash), blob(id.bits)});
    if (!changed.ok()) return conflictWhereTaken(changed.failure(), link.number);
    if (*changed != 1) return Failure(Error::VersionConflict, fmt::format("audit/{}", link.number));
    return {};
}

Result<ChainLink> SqlAuditStore::lastLink(core::ReadTransaction& transaction) {
    ChainLink last;
    const Result<void> asked = SqlTransaction::of(transaction).query(kLastLink, {}, [&](const Row& row) {
        last = {row.integer(0), digestAt(row, 1)};
    });
    if (!asked.ok()) return asked.failure();
    return last;
}

Result<std::vector<ChainedEntry>> SqlAuditStore::chained(core::ReadTransaction& transaction, std::int64_t after, std::size_t limit) {
    static const std::string sql = fmt::format("{}WHERE chain_number > ? ORDER BY chain_number LIMIT ?", kSelect);
    return entries(transaction, sql, std::array<Value, 2>{after, static_cast<std::int64_t>(limit)});
}

Result<void> SqlAuditStore::addSignature(core::Transaction& transaction, const ChainSignature& signature) {
    const std::string_view bytes(reinterpret_cast<const char*>(signature.signature.bytes.data()), signature.signature.bytes.size());
    std::array<Value, kSignature.width> row{signature.link.number, blob(signature.link.hash), signature.signed_at.ms,
                                            std::int64_t{signature.signature.key}, blob(bytes)};
    return conflictWhereTaken(SqlTransaction::of(transaction).insert(kSignature, row), signature.link.number);
}

Result<std::optional<ChainSignature>> SqlAuditStore::lastSignature(core::ReadTransaction& transaction) {
    return firstOf(signaturesBy(transaction, kLastSignature, {}));
}

Result<std::vector<ChainSignature>> SqlAuditStore::signatures(core::ReadTransaction& transaction, std::int64_t after, std::size_t limit) {
    return signaturesBy(transaction, kSignatures, std::array<Value, 2>{after, static_cast<std::int64_t>(limit)});
}

}  // namespace hub::storage::sql
